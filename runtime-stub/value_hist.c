#include <stdlib.h>
#include <string.h>

#include "buckets.h"
#include "histogram.h"
#include "json.h"
#include "text.h"

#define LABEL_WIDTH 16
#define COUNT_WIDTH 8
#define BAR_WIDTH   52

/* The counts of one key, from the first bucket that is not empty to the last one. */
struct counts {
	uint64_t *values; /* of buckets first to last; NULL: all are empty */
	uint64_t first, last;
	uint64_t max;
};

typedef bool bucket_function(const struct abi_type *type, uint64_t number,
			     struct rt_bucket *bucket);
typedef void label_function(const struct abi_type *type, const struct rt_bucket *bucket,
			    struct rt_text *out);

static uint64_t load_count(const struct rt_buckets *buckets, uint32_t i)
{
	uint64_t count;
	memcpy(&count, rt_bucket_value(buckets, i), sizeof(count));
	return count;
}

static bool next_count(const struct abi_map *map, const struct rt_buckets *buckets,
		       bucket_function *find, uint32_t i, uint64_t *number, uint64_t *count)
{
	struct rt_bucket bucket;
	*number = rt_bucket_number(map, buckets, i);
	*count = load_count(buckets, i);
	return *count && find(map->value, *number, &bucket);
}

static struct counts gather(const struct abi_map *map, const struct rt_buckets *buckets,
			    const struct rt_bucket_group *group, bucket_function *find)
{
	struct counts counts = { .first = UINT64_MAX };
	uint64_t number;
	uint64_t count;
	for (uint32_t i = group->begin; i < group->end; i++) {
		if (!next_count(map, buckets, find, i, &number, &count))
			continue;
		if (number < counts.first)
			counts.first = number;
		if (number > counts.last)
			counts.last = number;
		if (count > counts.max)
			counts.max = count;
	}
	if (!counts.max)
		return counts;
	counts.values = calloc(counts.last - counts.first + 1, sizeof(*counts.values));
	for (uint32_t i = group->begin; counts.values && i < group->end; i++) {
		if (next_count(map, buckets, find, i, &number, &count))
			counts.values[number - counts.first] = count;
	}
	return counts;
}

static void add_row(const struct abi_type *type, const struct rt_bucket *bucket, uint64_t count,
		    uint64_t divisor, uint64_t max, label_function *label, struct rt_text *out)
{
	size_t from = out->length;
	label(type, bucket, out);
	rt_text_pad(out, from, LABEL_WIDTH, true);
	from = out->length;
	rt_text_add_unsigned(out, divisor ? count / divisor : count);
	rt_text_pad(out, from, COUNT_WIDTH, false);
	rt_text_add_string(out, " |");
	unsigned length = rt_bucket_scale(count, max, BAR_WIDTH);
	rt_text_add_repeated(out, '@', length);
	rt_text_add_repeated(out, ' ', BAR_WIDTH - length);
	rt_text_add_string(out, "|\n");
}

static void add_rows(struct rt *rt, const struct rt_map_query *query, uint64_t divisor,
		     const struct rt_buckets *buckets, const struct rt_bucket_group *group,
		     bucket_function *find, label_function *label, struct rt_text *out)
{
	const struct abi_map *map = &rt->tool->maps[query->map];
	struct counts counts = gather(map, buckets, group, find);
	struct rt_bucket bucket;
	for (uint64_t i = counts.first; counts.values && i <= counts.last; i++) {
		find(map->value, i, &bucket);
		add_row(map->value, &bucket, counts.values[i - counts.first], divisor, counts.max,
			label, out);
	}
	free(counts.values);
}

static void add_object(const struct rt_bucket *bucket, uint64_t count, struct rt_text *out)
{
	rt_text_add_char(out, '{');
	if (bucket->has_low) {
		rt_json_name(out, "min");
		rt_json_unsigned(out, bucket->low);
		rt_text_add_string(out, ", ");
	}
	if (bucket->has_high) {
		rt_json_name(out, "max");
		// Below 0 for the bucket of negative numbers.
		if (bucket->has_low)
			rt_json_unsigned(out, bucket->high);
		else
			rt_json_signed(out, (int64_t)bucket->high);
		rt_text_add_string(out, ", ");
	}
	rt_json_name(out, "count");
	rt_json_unsigned(out, count);
	rt_text_add_char(out, '}');
}

static void add_objects(struct rt *rt, const struct rt_map_query *query, uint64_t divisor,
			const struct rt_buckets *buckets, const struct rt_bucket_group *group,
			bucket_function *find, struct rt_text *out)
{
	const struct abi_map *map = &rt->tool->maps[query->map];
	struct counts counts = gather(map, buckets, group, find);
	struct rt_bucket bucket;
	rt_text_add_char(out, '[');
	for (uint64_t i = counts.first; counts.values && i <= counts.last; i++) {
		uint64_t count = counts.values[i - counts.first];
		if (i > counts.first)
			rt_text_add_string(out, ", ");
		find(map->value, i, &bucket);
		add_object(&bucket, divisor ? count / divisor : count, out);
	}
	rt_text_add_char(out, ']');
	free(counts.values);
}

static void add_totals(const struct abi_map *map, struct rt_buckets *buckets)
{
	(void)map;
	for (size_t g = 0; g < buckets->n_groups; g++) {
		struct rt_bucket_group *group = &buckets->groups[g];
		for (uint32_t i = group->begin; i < group->end; i++)
			group->total += load_count(buckets, i);
	}
}

static void hist_rows(struct rt *rt, const struct rt_map_query *query,
		      const struct rt_buckets *buckets, const struct rt_bucket_group *group,
		      struct rt_text *out)
{
	add_rows(rt, query, query->divisor, buckets, group, rt_hist_bucket, rt_hist_label, out);
}

static void hist_objects(struct rt *rt, const struct rt_map_query *query,
			 const struct rt_buckets *buckets, const struct rt_bucket_group *group,
			 struct rt_text *out)
{
	add_objects(rt, query, query->divisor, buckets, group, rt_hist_bucket, out);
}

/* lhist knows no divisor. */
static void lhist_rows(struct rt *rt, const struct rt_map_query *query,
		       const struct rt_buckets *buckets, const struct rt_bucket_group *group,
		       struct rt_text *out)
{
	add_rows(rt, query, 0, buckets, group, rt_lhist_bucket, rt_lhist_label, out);
}

static void lhist_objects(struct rt *rt, const struct rt_map_query *query,
			  const struct rt_buckets *buckets, const struct rt_bucket_group *group,
			  struct rt_text *out)
{
	add_objects(rt, query, 0, buckets, group, rt_lhist_bucket, out);
}

static const struct rt_bucket_printer hist_printer = {
	.json_type = "hist",
	.prepare = add_totals,
	.text = hist_rows,
	.json = hist_objects,
};

static const struct rt_bucket_printer lhist_printer = {
	.json_type = "hist",
	.prepare = add_totals,
	.text = lhist_rows,
	.json = lhist_objects,
};

static int print_hist(struct rt *rt, const struct rt_map_query *query, const uint8_t *key)
{
	return rt_buckets_print(rt, query, key, &hist_printer);
}

static int print_lhist(struct rt *rt, const struct rt_map_query *query, const uint8_t *key)
{
	return rt_buckets_print(rt, query, key, &lhist_printer);
}

static void reduce_count(const struct abi_type *type, uint8_t *total, const uint8_t *element)
{
	uint64_t sum;
	uint64_t part;
	(void)type;
	memcpy(&sum, total, sizeof(sum));
	memcpy(&part, element, sizeof(part));
	sum += part;
	memcpy(total, &sum, sizeof(sum));
}

static const struct rt_map_ops map_hist = {
	.json_type = "hist",
	.total_size = sizeof(uint64_t),
	.reduce = reduce_count,
	.print = print_hist,
};

static const struct rt_map_ops map_lhist = {
	.json_type = "hist",
	.total_size = sizeof(uint64_t),
	.reduce = reduce_count,
	.print = print_lhist,
};

const struct rt_value_ops rt_value_hist = {
	.name = "hist_t",
	.text = rt_bucket_no_value,
	.json = rt_bucket_no_value,
	.map = &map_hist,
};

const struct rt_value_ops rt_value_lhist = {
	.name = "lhist_t",
	.text = rt_bucket_no_value,
	.json = rt_bucket_no_value,
	.map = &map_lhist,
};
