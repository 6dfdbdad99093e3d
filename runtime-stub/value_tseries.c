#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "buckets.h"
#include "json.h"
#include "text.h"

#define GRAPH_WIDTH   53
#define MIN_WIDTH     21
#define NS_PER_SECOND 1000000000ULL

static struct abi_tseries load_slot(const uint8_t *data)
{
	struct abi_tseries slot;
	memcpy(&slot, data, sizeof(slot));
	return slot;
}

static bool is_less(const struct abi_type *type, uint64_t a, uint64_t b)
{
	return type->is_signed ? (int64_t)a < (int64_t)b : a < b;
}

/* The total is a slot as well. The newest epoch wins; what belongs to one epoch is combined. */
static void reduce_slot(const struct abi_type *type, uint8_t *data, const uint8_t *element)
{
	struct abi_tseries total = load_slot(data);
	struct abi_tseries part = load_slot(element);
	if (!part.meta || (total.meta && part.epoch < total.epoch))
		return;
	if (!total.meta || part.epoch > total.epoch) {
		memcpy(data, element, sizeof(part));
		return;
	}
	switch ((enum abi_tseries_aggregate)type->step) {
	case ABI_TSERIES_LAST:
		total = part.meta > total.meta ? part : total;
		break;
	case ABI_TSERIES_AVG:
		total.value += part.value;
		total.meta += part.meta;
		break;
	case ABI_TSERIES_MAX:
		total = is_less(type, total.value, part.value) ? part : total;
		break;
	case ABI_TSERIES_MIN:
		total = is_less(type, part.value, total.value) ? part : total;
		break;
	case ABI_TSERIES_SUM:
		total.value += part.value;
		break;
	}
	memcpy(data, &total, sizeof(total));
}

static uint64_t slot_value(const struct abi_type *type, const struct abi_tseries *slot)
{
	if (type->step != ABI_TSERIES_AVG)
		return slot->value;
	if (type->is_signed)
		return (uint64_t)((int64_t)slot->value / (int64_t)slot->meta);
	return slot->value / slot->meta;
}

static void find_newest(const struct abi_map *map, struct rt_buckets *buckets)
{
	(void)map;
	for (size_t i = 0; i < buckets->entries.n; i++) {
		struct abi_tseries slot = load_slot(rt_entries_value(&buckets->entries, i));
		if (slot.meta && slot.epoch > buckets->newest)
			buckets->newest = slot.epoch;
	}
}

/* What one key shows: the epochs from its first one of the last `num` to the newest of the map. */
struct series {
	const struct abi_type *type;
	uint64_t first, n;
	uint64_t *values;
	bool *has_value;
	uint64_t min, max;
};

static bool in_range(const struct rt_buckets *buckets, const struct abi_type *type,
		     const struct abi_tseries *slot)
{
	return slot->meta && slot->epoch <= buckets->newest &&
	       buckets->newest - slot->epoch < (uint64_t)type->max;
}

static bool allocate_series(struct series *series)
{
	series->values = calloc(series->n, sizeof(*series->values));
	series->has_value = calloc(series->n, sizeof(*series->has_value));
	return series->values && series->has_value;
}

static void release_series(struct series *series)
{
	free(series->values);
	free(series->has_value);
}

/* n is 0 without data (or memory). */
static struct series gather(const struct abi_map *map, const struct rt_buckets *buckets,
			    const struct rt_bucket_group *group)
{
	struct series series = { .type = map->value };
	for (uint32_t i = group->begin; i < group->end; i++) {
		struct abi_tseries slot = load_slot(rt_bucket_value(buckets, i));
		if (!in_range(buckets, map->value, &slot))
			continue;
		if (!series.n || slot.epoch < series.first)
			series.first = slot.epoch;
		series.n = buckets->newest - series.first + 1;
	}
	if (!series.n || !allocate_series(&series)) {
		series.n = 0;
		return series;
	}
	bool is_first = true;
	for (uint32_t i = group->begin; i < group->end; i++) {
		struct abi_tseries slot = load_slot(rt_bucket_value(buckets, i));
		if (!in_range(buckets, map->value, &slot))
			continue;
		uint64_t value = slot_value(map->value, &slot);
		series.values[slot.epoch - series.first] = value;
		series.has_value[slot.epoch - series.first] = true;
		if (is_first || is_less(map->value, value, series.min))
			series.min = value;
		if (is_first || is_less(map->value, series.max, value))
			series.max = value;
		is_first = false;
	}
	return series;
}

/* Equal values get room at both sides, so that their star stands in the middle. */
static void widen_range(struct series *series)
{
	bool is_signed = series->type->is_signed;
	uint64_t lowest = is_signed ? (uint64_t)INT64_MIN : 0;
	uint64_t highest = is_signed ? (uint64_t)INT64_MAX : UINT64_MAX;
	if (series->min != series->max)
		return;
	if (series->min != lowest)
		series->min--;
	if (series->max != highest)
		series->max++;
}

static void add_value(const struct abi_type *type, uint64_t value, struct rt_text *out)
{
	if (type->is_signed)
		rt_text_add_signed(out, (int64_t)value);
	else
		rt_text_add_unsigned(out, value);
}

/* How times below a second are written. */
struct precision {
	uint64_t interval; /* the least that needs no finer one */
	const char *label;
	unsigned n_digits;
	uint32_t unit; /* ns */
};

static const struct precision *precision_of(const struct abi_type *type)
{
	static const struct precision precisions[] = {
		{ 1000000000, "hh:mm:ss", 0, 1000000000 },
		{ 1000000, "hh:mm:ss.ms", 3, 1000000 },
		{ 1000, "hh:mm:ss.\u03bcs", 6, 1000 },
		{ 0, "hh:mm:ss.ns", 9, 1 },
	};
	const struct precision *precision = precisions;
	while ((uint64_t)type->min < precision->interval)
		precision++;
	return precision;
}

static unsigned time_width(const struct precision *precision)
{
	return 8 + (precision->n_digits ? precision->n_digits + 1 : 0);
}

/* "hh:mm:ss" or, with a date, "yyyy-mm-dd hh:mm:ss". */
static void add_clock(const struct tm *tm, bool has_date, struct rt_text *out)
{
	if (has_date) {
		rt_text_add_digits(out, (uint64_t)(tm->tm_year + 1900), 10, 4);
		rt_text_add_char(out, '-');
		rt_text_add_digits(out, (uint64_t)(tm->tm_mon + 1), 10, 2);
		rt_text_add_char(out, '-');
		rt_text_add_digits(out, (uint64_t)tm->tm_mday, 10, 2);
		rt_text_add_char(out, ' ');
	}
	rt_text_add_digits(out, (uint64_t)tm->tm_hour, 10, 2);
	rt_text_add_char(out, ':');
	rt_text_add_digits(out, (uint64_t)tm->tm_min, 10, 2);
	rt_text_add_char(out, ':');
	rt_text_add_digits(out, (uint64_t)tm->tm_sec, 10, 2);
}

static void add_time(const struct abi_type *type, uint64_t epoch, struct rt_text *out)
{
	const struct precision *precision = precision_of(type);
	uint64_t ns = epoch * (uint64_t)type->min;
	time_t seconds = (time_t)(ns / NS_PER_SECOND);
	struct tm tm = { 0 };
	localtime_r(&seconds, &tm);
	add_clock(&tm, false, out);
	if (!precision->n_digits)
		return;
	rt_text_add_char(out, '.');
	rt_text_add_digits(out, ns % NS_PER_SECOND / precision->unit, 10, precision->n_digits);
}

static void add_limits(const struct series *series, struct rt_text *out)
{
	rt_text_add_repeated(out, ' ', time_width(precision_of(series->type)) + 1);
	size_t from = out->length;
	add_value(series->type, series->min, out);
	rt_text_pad(out, from, MIN_WIDTH, true);
	from = out->length;
	add_value(series->type, series->max, out);
	rt_text_pad(out, from, GRAPH_WIDTH - MIN_WIDTH, false);
	rt_text_add_char(out, '\n');
}

static unsigned column(const struct series *series, uint64_t value)
{
	return rt_bucket_scale(value - series->min, series->max - series->min, GRAPH_WIDTH - 1);
}

static void add_line(const struct series *series, uint64_t i, struct rt_text *out)
{
	char graph[GRAPH_WIDTH];
	memset(graph, ' ', sizeof(graph));
	if (series->type->is_signed && (int64_t)series->min < 0 && (int64_t)series->max > 0)
		graph[column(series, 0)] = '.';
	graph[0] = '|';
	graph[GRAPH_WIDTH - 1] = '|';
	if (series->has_value[i])
		graph[column(series, series->values[i])] = '*';
	add_time(series->type, series->first + i, out);
	rt_text_add_char(out, ' ');
	rt_text_add(out, graph, sizeof(graph));
	rt_text_add_char(out, ' ');
	if (series->has_value[i])
		add_value(series->type, series->values[i], out);
	else
		rt_text_add_char(out, '-');
	rt_text_add_char(out, '\n');
}

static void add_rule(struct rt_text *out, char end)
{
	rt_text_add_char(out, end);
	rt_text_add_repeated(out, '_', GRAPH_WIDTH - 2);
	rt_text_add_char(out, end);
	rt_text_add_char(out, '\n');
}

static void graph_text(struct rt *rt, const struct rt_map_query *query,
		       const struct rt_buckets *buckets, const struct rt_bucket_group *group,
		       struct rt_text *out)
{
	const struct abi_map *map = &rt->tool->maps[query->map];
	struct series series = gather(map, buckets, group);
	const struct precision *precision = precision_of(map->value);
	if (!series.n) {
		rt_text_add_string(out, "<no data>\n");
		release_series(&series);
		return;
	}
	widen_range(&series);
	add_limits(&series, out);
	rt_text_add_string(out, precision->label);
	// As many columns as the digits of a time are more than the letters of the unit.
	rt_text_add_repeated(out, ' ', precision->n_digits ? precision->n_digits - 1 : 1);
	add_rule(out, '|');
	for (uint64_t i = 0; i < series.n; i++)
		add_line(&series, i, out);
	rt_text_add_repeated(out, ' ', time_width(precision) + 1);
	add_rule(out, 'v');
	add_limits(&series, out);
	release_series(&series);
}

static void series_json(struct rt *rt, const struct rt_map_query *query,
			const struct rt_buckets *buckets, const struct rt_bucket_group *group,
			struct rt_text *out)
{
	const struct abi_map *map = &rt->tool->maps[query->map];
	struct series series = gather(map, buckets, group);
	const char *separator = "";
	rt_text_add_char(out, '[');
	for (uint64_t i = 0; i < series.n; i++) {
		if (!series.has_value[i])
			continue;
		uint64_t ns = (series.first + i) * (uint64_t)map->value->min;
		time_t seconds = (time_t)(ns / NS_PER_SECOND);
		struct tm tm = { 0 };
		gmtime_r(&seconds, &tm);
		rt_text_add_string(out, separator);
		rt_text_add_string(out, "{\"interval_start\":\"");
		add_clock(&tm, true, out);
		rt_text_add_char(out, '.');
		rt_text_add_digits(out, ns % NS_PER_SECOND, 10, 9);
		rt_text_add_string(out, "\",\"value\":");
		if (map->value->is_signed)
			rt_json_signed(out, (int64_t)series.values[i]);
		else
			rt_json_unsigned(out, series.values[i]);
		rt_text_add_char(out, '}');
		separator = ", ";
	}
	rt_text_add_char(out, ']');
	release_series(&series);
}

static const struct rt_bucket_printer tseries_printer = {
	.json_type = "tseries",
	.prepare = find_newest,
	.text = graph_text,
	.json = series_json,
};

static int print_tseries(struct rt *rt, const struct rt_map_query *query, const uint8_t *key)
{
	return rt_buckets_print(rt, query, key, &tseries_printer);
}

static const struct rt_map_ops map_tseries = {
	.json_type = "tseries",
	.total_size = sizeof(struct abi_tseries),
	.reduce = reduce_slot,
	.print = print_tseries,
};

const struct rt_value_ops rt_value_tseries = {
	.name = "tseries_t",
	.text = rt_bucket_no_value,
	.json = rt_bucket_no_value,
	.map = &map_tseries,
};
