#include "map_print.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "map_read.h"
#include "output.h"
#include "sort.h"
#include "text.h"
#include "value.h"

void rt_map_key_text(struct rt *rt, const struct abi_type *type, const uint8_t *key,
		     struct rt_text *out)
{
	struct rt_value value = { .type = type, .data = key, .size = type->size };
	size_t from = out->length;
	rt_value_print_text(rt, &value, out);
	if (type->kind != ABI_VALUE_TUPLE || out->failed)
		return;
	// The outermost parentheses go.
	size_t inside = out->length - from - 2;
	memmove(out->data + from, out->data + from + 1, inside);
	rt_text_cut(out, from + inside);
}

void rt_map_entry_name(struct rt *rt, const struct abi_map *map, const uint8_t *key,
		       struct rt_text *out)
{
	rt_text_add_string(out, map->name);
	if (!map->key)
		return;
	rt_text_add_char(out, '[');
	rt_map_key_text(rt, map->key, key, out);
	rt_text_add_char(out, ']');
}

int rt_map_json_begin(struct rt *rt, const struct abi_map *map, const char *type)
{
	struct rt_text *out = rt_output_begin(rt);
	rt_json_begin_data(out, type);
	rt_text_add_char(out, '{');
	rt_json_name(out, map->name);
	if (map->key)
		rt_text_add_char(out, '{');
	return rt_output_end(rt);
}

void rt_map_json_entry(struct rt *rt, const struct abi_map *map, const struct rt_json_keys *keys,
		       const uint8_t *key, bool is_first, struct rt_text *out)
{
	if (!map->key)
		return;
	if (!is_first)
		rt_text_add_string(out, ", ");
	rt_json_key(rt, keys, map->key, key, out);
	rt_text_add_string(out, ": ");
}

int rt_map_json_end(struct rt *rt, const struct abi_map *map)
{
	struct rt_text *out = rt_output_begin(rt);
	rt_text_add_string(out, map->key ? "}}" : "}");
	rt_json_end(out);
	return rt_output_end(rt);
}

struct sorting {
	const struct rt_entries *entries;
	const struct abi_map *map;
};

static int by_value(const void *context, uint32_t a, uint32_t b)
{
	const struct sorting *sorting = context;
	const struct abi_type *type = sorting->map->value;
	return type->ops->map->compare(type, rt_entries_value(sorting->entries, a),
				       rt_entries_value(sorting->entries, b));
}

static int by_key(const void *context, uint32_t a, uint32_t b)
{
	const struct sorting *sorting = context;
	if (!sorting->map->key)
		return 0;
	return rt_key_compare(sorting->map->key, rt_entries_key(sorting->entries, a),
			      rt_entries_key(sorting->entries, b));
}

static uint32_t *sort_entries(const struct abi_map *map, const struct rt_entries *entries)
{
	struct sorting sorting = { .entries = entries, .map = map };
	const struct rt_map_ops *ops = map->value->ops->map;
	return rt_sort(entries->n, ops && ops->compare ? by_value : by_key, &sorting);
}

/* The bytes of a total as a value that can be printed. */
static struct rt_value value_of(const struct abi_map *map, const uint8_t *data, size_t size)
{
	const struct rt_map_ops *ops = map->value->ops->map;
	struct rt_value value = { .type = map->value, .data = data, .size = size };
	if (ops && ops->reduce)
		return value;
	if (map->is_array)
		value.size = sizeof(uint64_t); // of struct abi_aggregate
	else if (!rt_type_is_integer(map->value) && map->value->size < size)
		value.size = map->value->size;
	return value;
}

static void divide(const struct abi_map *map, uint8_t *data, uint64_t divisor)
{
	const struct rt_map_ops *ops = map->value->ops->map;
	if (divisor && ops && ops->divide)
		ops->divide(map->value, data, divisor);
}

static int print_entry(struct rt *rt, const struct abi_map *map, const struct rt_json_keys *keys,
		       const uint8_t *key, const struct rt_value *value, bool is_first)
{
	struct rt_text *out = rt_output_begin(rt);
	if (rt->options.format == RT_FORMAT_JSON) {
		rt_map_json_entry(rt, map, keys, key, is_first, out);
		rt_value_print_json(rt, value, out);
	} else {
		rt_map_entry_name(rt, map, key, out);
		rt_text_add_string(out, ": ");
		rt_value_print_text(rt, value, out);
		rt_text_add_char(out, '\n');
	}
	return rt_output_end(rt);
}

static int print_entries(struct rt *rt, const struct rt_map_query *query,
			 const struct rt_entries *entries, const uint32_t *order,
			 const struct rt_json_keys *keys)
{
	const struct abi_map *map = &rt->tool->maps[query->map];
	const struct rt_map_ops *ops = map->value->ops->map;
	bool is_json = rt->options.format == RT_FORMAT_JSON;
	size_t first = query->top && query->top < entries->n ? entries->n - query->top : 0;
	int err = is_json ? rt_map_json_begin(rt, map, ops ? ops->json_type : "map") : 0;
	for (size_t i = first; i < entries->n && !err; i++) {
		uint8_t *data = rt_entries_value(entries, order[i]);
		divide(map, data, query->divisor);
		struct rt_value value = value_of(map, data, entries->value_size);
		err = print_entry(rt, map, keys, rt_entries_key(entries, order[i]), &value,
				  i == first);
	}
	if (is_json && !err)
		err = rt_map_json_end(rt, map);
	return err;
}

/* An array always has its element; it is an entry of the map only once it was set. */
static void drop_unset(struct rt *rt, uint32_t index, struct rt_entries *entries)
{
	struct abi_aggregate element;
	if (!rt->tool->maps[index].is_array || !entries->n || rt_map_is_zeroed(rt, index))
		return;
	memcpy(&element, rt_entries_value(entries, 0), sizeof(element));
	if (!element.set)
		entries->n = 0;
}

/* What an empty scalar map prints: the zero of its type. */
static int add_zero(struct rt_entries *entries)
{
	entries->data = calloc(1, entries->stride);
	entries->n = entries->data ? 1 : 0;
	return entries->data ? 0 : -ENOMEM;
}

/* The entries that a print shows. */
static int read_entries(struct rt *rt, const struct rt_map_query *query, struct rt_entries *entries)
{
	int err = rt_entries_read(rt, query->map, entries);
	if (err)
		return err;
	drop_unset(rt, query->map, entries);
	if (entries->n || rt->tool->maps[query->map].key || query->skips_empty)
		return 0;
	free(entries->data);
	return add_zero(entries);
}

static const uint8_t *key_at(const void *context, size_t i)
{
	return rt_entries_key(context, i);
}

static int print_plain(struct rt *rt, const struct rt_map_query *query)
{
	const struct abi_map *map = &rt->tool->maps[query->map];
	struct rt_entries entries;
	struct rt_json_keys keys = { 0 };
	uint32_t *order = NULL;
	int err = 0;
	if (read_entries(rt, query, &entries) || !entries.n)
		goto out;
	order = sort_entries(map, &entries);
	if (order && rt->options.format == RT_FORMAT_JSON &&
	    rt_json_keys_find(rt, map->key, entries.n, key_at, &entries, &keys)) {
		free(order);
		order = NULL;
	}
	if (order)
		err = print_entries(rt, query, &entries, order, &keys);
	else
		rt_error(rt, "cannot print map %s: no memory", map->name);
out:
	free(order);
	rt_json_keys_release(&keys);
	rt_entries_release(&entries);
	return err;
}

int rt_map_print(struct rt *rt, const struct rt_map_query *query)
{
	const struct rt_map_ops *ops = rt->tool->maps[query->map].value->ops->map;
	if (ops && ops->print)
		return ops->print(rt, query, NULL);
	return print_plain(rt, query);
}

static int print_plain_key(struct rt *rt, const struct rt_map_query *query, const uint8_t *key)
{
	const struct abi_map *map = &rt->tool->maps[query->map];
	bool is_json = rt->options.format == RT_FORMAT_JSON;
	struct rt_entries entries;
	int err = rt_entries_read_one(rt, query->map, key, &entries);
	if (!err && !entries.n)
		err = add_zero(&entries);
	if (err) {
		rt_entries_release(&entries);
		return 0;
	}
	divide(map, rt_entries_value(&entries, 0), query->divisor);
	struct rt_value value = value_of(map, rt_entries_value(&entries, 0), entries.value_size);
	struct rt_text *out = rt_output_begin(rt);
	if (is_json) {
		rt_json_begin_data(out, "value");
		rt_value_print_json(rt, &value, out);
		rt_json_end(out);
	} else {
		rt_value_print_text(rt, &value, out);
		rt_text_add_char(out, '\n');
	}
	rt_entries_release(&entries);
	return rt_output_end(rt);
}

int rt_map_print_key(struct rt *rt, const struct rt_map_query *query, const uint8_t *key)
{
	const struct rt_map_ops *ops = rt->tool->maps[query->map].value->ops->map;
	if (ops && ops->print)
		return ops->print(rt, query, key);
	return print_plain_key(rt, query, key);
}

static int by_name(const void *context, uint32_t a, uint32_t b)
{
	const struct abi_map *maps = context;
	return strcmp(maps[a].name, maps[b].name);
}

int rt_maps_print_all(struct rt *rt)
{
	const struct abi_map *maps = rt->tool->maps;
	uint32_t n_maps = rt->tool->n_maps;
	int err = 0;
	if (rt->options.format == RT_FORMAT_TEXT)
		err = rt_output_write(rt, "\n\n", 2);
	if (!rt->tool->settings->print_maps_on_exit)
		return err;
	uint32_t *order = rt_sort(n_maps, by_name, maps);
	if (!order) {
		rt_error(rt, "cannot print the maps: no memory");
		return err;
	}
	for (uint32_t i = 0; i < n_maps && !err; i++) {
		struct rt_map_query query = { .map = order[i], .skips_empty = true };
		if (maps[order[i]].value->kind != ABI_VALUE_NONE)
			err = rt_map_print(rt, &query);
	}
	free(order);
	return err;
}
