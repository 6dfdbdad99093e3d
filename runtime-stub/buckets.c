#include "buckets.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "map_print.h"
#include "output.h"
#include "sort.h"
#include "text.h"
#include "value.h"

struct grouping {
	const struct rt_buckets *buckets;
	size_t prefix_size; /* bytes before the bucket number */
};

static int by_prefix(const void *context, uint32_t a, uint32_t b)
{
	const struct grouping *grouping = context;
	const struct rt_entries *entries = &grouping->buckets->entries;
	return memcmp(rt_entries_key(entries, a), rt_entries_key(entries, b),
		      grouping->prefix_size);
}

static int by_first(const void *context, uint32_t a, uint32_t b)
{
	const struct rt_bucket_group *groups = context;
	return (groups[a].first > groups[b].first) - (groups[a].first < groups[b].first);
}

static int by_total(const void *context, uint32_t a, uint32_t b)
{
	const struct rt_bucket_group *groups = context;
	return (groups[a].total > groups[b].total) - (groups[a].total < groups[b].total);
}

static int sort_groups(struct rt_buckets *buckets, rt_compare *compare)
{
	size_t n = buckets->n_groups;
	uint32_t *order = rt_sort(n, compare, buckets->groups);
	struct rt_bucket_group *sorted = malloc((n + 1) * sizeof(*sorted));
	if (!order || !sorted) {
		free(order);
		free(sorted);
		return -ENOMEM;
	}
	for (size_t i = 0; i < n; i++)
		sorted[i] = buckets->groups[order[i]];
	free(order);
	free(buckets->groups);
	buckets->groups = sorted;
	return 0;
}

static int make_groups(struct rt_buckets *buckets, const struct grouping *grouping)
{
	uint32_t n = (uint32_t)buckets->entries.n;
	struct rt_bucket_group *group = NULL;
	buckets->order = rt_sort(n, by_prefix, grouping);
	buckets->groups = calloc((size_t)n + 1, sizeof(*buckets->groups));
	if (!buckets->order || !buckets->groups)
		return -ENOMEM;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t previous = i ? buckets->order[i - 1] : 0;
		if (!i || by_prefix(grouping, previous, buckets->order[i])) {
			group = &buckets->groups[buckets->n_groups++];
			*group = (struct rt_bucket_group){ .begin = i, .first = buckets->order[i] };
		}
		group->end = i + 1;
	}
	return sort_groups(buckets, by_first);
}

int rt_buckets_read(struct rt *rt, uint32_t index, struct rt_buckets *buckets)
{
	const struct abi_map *map = &rt->tool->maps[index];
	*buckets = (struct rt_buckets){ 0 };
	int err = rt_entries_read(rt, index, &buckets->entries);
	if (err)
		return err;
	struct grouping grouping = { .buckets = buckets };
	if (!map->is_array)
		grouping.prefix_size = map->key_size - sizeof(uint64_t);
	err = make_groups(buckets, &grouping);
	if (err)
		rt_error(rt, "cannot read map %s: no memory", map->name);
	return err;
}

void rt_buckets_release(struct rt_buckets *buckets)
{
	rt_entries_release(&buckets->entries);
	free(buckets->order);
	free(buckets->groups);
	*buckets = (struct rt_buckets){ 0 };
}

const uint8_t *rt_bucket_key(const struct rt_buckets *buckets, const struct rt_bucket_group *group)
{
	return rt_entries_key(&buckets->entries, group->first);
}

uint64_t rt_bucket_number(const struct abi_map *map, const struct rt_buckets *buckets, uint32_t i)
{
	const uint8_t *key = rt_entries_key(&buckets->entries, buckets->order[i]);
	if (map->is_array)
		return rt_load_unsigned(key, sizeof(uint32_t));
	return rt_load_unsigned(key + map->key_size - sizeof(uint64_t), sizeof(uint64_t));
}

const uint8_t *rt_bucket_value(const struct rt_buckets *buckets, uint32_t i)
{
	return rt_entries_value(&buckets->entries, buckets->order[i]);
}

unsigned rt_bucket_scale(uint64_t part, uint64_t whole, unsigned width)
{
	while (whole > UINT64_MAX / 64) {
		whole >>= 1;
		part >>= 1;
	}
	return whole ? (unsigned)(part * width / whole) : 0;
}

void rt_bucket_no_value(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	(void)rt;
	(void)value;
	rt_text_add_string(out, "null");
}

/* Whether every bucket is as the kernel made it. */
static bool is_unused(const struct rt_buckets *buckets)
{
	const struct rt_entries *entries = &buckets->entries;
	for (size_t i = 0; i < entries->n; i++) {
		const uint8_t *value = rt_entries_value(entries, i);
		for (size_t byte = 0; byte < entries->value_size; byte++) {
			if (value[byte])
				return false;
		}
	}
	return true;
}

static int print_group(struct rt *rt, const struct rt_map_query *query,
		       const struct rt_bucket_printer *printer, const struct rt_buckets *buckets,
		       const struct rt_json_keys *keys, size_t i, bool is_first)
{
	const struct abi_map *map = &rt->tool->maps[query->map];
	const struct rt_bucket_group *group = &buckets->groups[i];
	// An empty scalar map has a group, but no entry and so no key.
	const uint8_t *key = map->key ? rt_bucket_key(buckets, group) : NULL;
	struct rt_text *out = rt_output_begin(rt);
	if (rt->options.format == RT_FORMAT_JSON) {
		rt_map_json_entry(rt, map, keys, key, is_first, out);
		printer->json(rt, query, buckets, group, out);
	} else {
		rt_map_entry_name(rt, map, key, out);
		rt_text_add_string(out, ":\n");
		printer->text(rt, query, buckets, group, out);
		rt_text_add_char(out, '\n');
	}
	return rt_output_end(rt);
}

static const uint8_t *key_at(const void *context, size_t i)
{
	const struct rt_buckets *buckets = context;
	return rt_bucket_key(buckets, &buckets->groups[i]);
}

static int print_groups(struct rt *rt, const struct rt_map_query *query,
			const struct rt_bucket_printer *printer, const struct rt_buckets *buckets)
{
	const struct abi_map *map = &rt->tool->maps[query->map];
	bool is_json = rt->options.format == RT_FORMAT_JSON;
	size_t n = buckets->n_groups;
	size_t first = query->top && query->top < n ? n - query->top : 0;
	struct rt_json_keys keys = { 0 };
	int err = 0;
	if (is_json && rt_json_keys_find(rt, map->key, n, key_at, buckets, &keys)) {
		rt_error(rt, "cannot print map %s: no memory", map->name);
		goto out;
	}
	if (is_json)
		err = rt_map_json_begin(rt, map, printer->json_type);
	for (size_t i = first; i < n && !err; i++)
		err = print_group(rt, query, printer, buckets, &keys, i, i == first);
	if (is_json && !err)
		err = rt_map_json_end(rt, map);
out:
	rt_json_keys_release(&keys);
	return err;
}

static int print_one(struct rt *rt, const struct rt_map_query *query, const uint8_t *key,
		     const struct rt_bucket_printer *printer, const struct rt_buckets *buckets)
{
	const struct abi_map *map = &rt->tool->maps[query->map];
	struct rt_bucket_group missing = { 0 };
	const struct rt_bucket_group *group = &missing;
	for (size_t i = 0; i < buckets->n_groups; i++) {
		const uint8_t *found = rt_bucket_key(buckets, &buckets->groups[i]);
		if (!map->key || !memcmp(found, key, map->key->size))
			group = &buckets->groups[i];
	}
	struct rt_text *out = rt_output_begin(rt);
	if (rt->options.format == RT_FORMAT_JSON) {
		rt_json_begin_data(out, "value");
		printer->json(rt, query, buckets, group, out);
		rt_json_end(out);
	} else {
		printer->text(rt, query, buckets, group, out);
		rt_text_add_char(out, '\n');
	}
	return rt_output_end(rt);
}

int rt_buckets_print(struct rt *rt, const struct rt_map_query *query, const uint8_t *key,
		     const struct rt_bucket_printer *printer)
{
	const struct abi_map *map = &rt->tool->maps[query->map];
	struct rt_buckets buckets;
	int err = 0;
	if (rt_buckets_read(rt, query->map, &buckets))
		goto out;
	if (map->is_array && !rt_map_is_zeroed(rt, query->map) && is_unused(&buckets))
		buckets.n_groups = 0;
	printer->prepare(map, &buckets);
	if (sort_groups(&buckets, by_total)) {
		rt_error(rt, "cannot print map %s: no memory", map->name);
		goto out;
	}
	if (key) {
		err = print_one(rt, query, key, printer, &buckets);
		goto out;
	}
	if (!buckets.n_groups && !map->key && !query->skips_empty)
		buckets.groups[buckets.n_groups++] = (struct rt_bucket_group){ 0 };
	if (buckets.n_groups)
		err = print_groups(rt, query, printer, &buckets);
out:
	rt_buckets_release(&buckets);
	return err;
}
