/*
 * count, sum, min, max, avg and stats. Their total is a struct abi_aggregate
 * over all CPUs, and the divisor of print(@m, top, divisor), that the average
 * needs no earlier than when it is printed.
 */
#include <string.h>

#include "json.h"
#include "map.h"
#include "text.h"
#include "value.h"

struct total {
	struct abi_aggregate sum;
	uint64_t divisor; /* 0: none */
};

static struct total load(const uint8_t *data)
{
	struct total total;
	memcpy(&total, data, sizeof(total));
	return total;
}

/* A castable aggregation that was reduced in the kernel stands there as its integer. */
static struct total load_value(const struct rt_value *value)
{
	struct total total = { .sum = { .set = 1 } };
	if (value->size >= sizeof(total))
		return load(value->data);
	if (value->size == sizeof(total.sum))
		memcpy(&total.sum, value->data, sizeof(total.sum));
	else
		total.sum.value = rt_load_unsigned(value->data, value->size);
	return total;
}

static uint64_t divide(const struct abi_type *type, uint64_t value, uint64_t divisor)
{
	if (!divisor)
		return value;
	if (type->is_signed && divisor <= INT64_MAX)
		return (uint64_t)((int64_t)value / (int64_t)divisor);
	return value / divisor;
}

static uint64_t average(const struct abi_type *type, const struct total *total)
{
	return divide(type, total->sum.value, total->sum.set);
}

static void set_divisor(const struct abi_type *type, uint8_t *data, uint64_t divisor)
{
	struct total total = load(data);
	(void)type;
	total.divisor = divisor;
	memcpy(data, &total, sizeof(total));
}

static int order(const struct abi_type *type, uint64_t a, uint64_t b)
{
	if (type->is_signed)
		return ((int64_t)a > (int64_t)b) - ((int64_t)a < (int64_t)b);
	return (a > b) - (a < b);
}

static int compare_sums(const struct abi_type *type, const uint8_t *a, const uint8_t *b)
{
	return order(type, load(a).sum.value, load(b).sum.value);
}

/* Unsigned whatever the type, as language.md 4.4 has it. */
static int compare_extremes(const struct abi_type *type, const uint8_t *a, const uint8_t *b)
{
	uint64_t left = load(a).sum.value;
	uint64_t right = load(b).sum.value;
	(void)type;
	return (left > right) - (left < right);
}

static int compare_averages(const struct abi_type *type, const uint8_t *a, const uint8_t *b)
{
	struct total left = load(a);
	struct total right = load(b);
	return order(type, average(type, &left), average(type, &right));
}

/* The total begins with a struct abi_aggregate. */
static void reduce_sum(const struct abi_type *type, uint8_t *data, const uint8_t *element)
{
	struct abi_aggregate total;
	struct abi_aggregate part;
	(void)type;
	memcpy(&total, data, sizeof(total));
	memcpy(&part, element, sizeof(part));
	total.value += part.value;
	total.set += part.set;
	memcpy(data, &total, sizeof(total));
}

static void reduce_extreme(const struct abi_type *type, uint8_t *data, const uint8_t *element,
			   int direction)
{
	struct abi_aggregate total;
	struct abi_aggregate part;
	memcpy(&total, data, sizeof(total));
	memcpy(&part, element, sizeof(part));
	if (!part.set)
		return;
	if (!total.set || order(type, part.value, total.value) == direction)
		memcpy(data, &part, sizeof(part));
}

static void reduce_min(const struct abi_type *type, uint8_t *data, const uint8_t *element)
{
	reduce_extreme(type, data, element, -1);
}

static void reduce_max(const struct abi_type *type, uint8_t *data, const uint8_t *element)
{
	reduce_extreme(type, data, element, 1);
}

static void add_text(const struct abi_type *type, uint64_t value, struct rt_text *out)
{
	if (type->is_signed)
		rt_text_add_signed(out, (int64_t)value);
	else
		rt_text_add_unsigned(out, value);
}

static void add_json(const struct abi_type *type, uint64_t value, struct rt_text *out)
{
	if (type->is_signed)
		rt_json_signed(out, (int64_t)value);
	else
		rt_json_unsigned(out, value);
}

static void sum_text(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	struct total total = load_value(value);
	(void)rt;
	add_text(value->type, divide(value->type, total.sum.value, total.divisor), out);
}

static void sum_json(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	struct total total = load_value(value);
	(void)rt;
	add_json(value->type, divide(value->type, total.sum.value, total.divisor), out);
}

static uint64_t divided_average(const struct abi_type *type, const struct total *total)
{
	return divide(type, average(type, total), total->divisor);
}

static void average_text(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	struct total total = load_value(value);
	(void)rt;
	add_text(value->type, divided_average(value->type, &total), out);
}

static void average_json(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	struct total total = load_value(value);
	(void)rt;
	add_json(value->type, divided_average(value->type, &total), out);
}

static void stats_text(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	struct total total = load_value(value);
	(void)rt;
	rt_text_add_string(out, "{ .count = ");
	rt_text_add_unsigned(out, total.sum.set);
	rt_text_add_string(out, ", .average = ");
	add_text(value->type, divided_average(value->type, &total), out);
	rt_text_add_string(out, ", .total = ");
	add_text(value->type, total.sum.value, out);
	rt_text_add_string(out, " }");
}

static void stats_json(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	struct total total = load_value(value);
	(void)rt;
	rt_text_add_string(out, "{\"count\": ");
	rt_json_unsigned(out, total.sum.set);
	rt_text_add_string(out, ", \"average\": ");
	add_json(value->type, divided_average(value->type, &total), out);
	rt_text_add_string(out, ", \"total\": ");
	add_json(value->type, total.sum.value, out);
	rt_text_add_char(out, '}');
}

#define MAP_OPS(type, reduction, comparison)                                                \
	{                                                                                   \
		.json_type = type, .total_size = sizeof(struct total), .reduce = reduction, \
		.compare = comparison, .divide = set_divisor,                               \
	}

static const struct rt_map_ops map_sums = MAP_OPS("map", reduce_sum, compare_sums);
static const struct rt_map_ops map_minima = MAP_OPS("map", reduce_min, compare_extremes);
static const struct rt_map_ops map_maxima = MAP_OPS("map", reduce_max, compare_extremes);
static const struct rt_map_ops map_averages = MAP_OPS("stats", reduce_sum, compare_averages);

const struct rt_value_ops rt_value_count = {
	.name = "count_t", .text = sum_text, .json = sum_json, .map = &map_sums
};
const struct rt_value_ops rt_value_sum = {
	.name = "sum_t", .text = sum_text, .json = sum_json, .map = &map_sums
};
const struct rt_value_ops rt_value_min = {
	.name = "min_t", .text = sum_text, .json = sum_json, .map = &map_minima
};
const struct rt_value_ops rt_value_max = {
	.name = "max_t", .text = sum_text, .json = sum_json, .map = &map_maxima
};
const struct rt_value_ops rt_value_avg = {
	.name = "avg_t", .text = average_text, .json = average_json, .map = &map_averages
};
const struct rt_value_ops rt_value_stats = {
	.name = "stats_t", .text = stats_text, .json = stats_json, .map = &map_averages
};
