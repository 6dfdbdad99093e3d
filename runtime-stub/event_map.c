#include <stdlib.h>
#include <string.h>

#include "map.h"
#include "record.h"

/* print(@m[key]): a packed key is laid out as the map has it. */
static int print_key(struct rt *rt, const struct rt_map_query *query, const struct rt_value *value)
{
	const struct abi_map *map = &rt->tool->maps[query->map];
	uint8_t *key = calloc(1, map->key_size);
	if (!key) {
		rt_error(rt, "cannot print map %s: no memory", map->name);
		return 0;
	}
	memcpy(key, value->data, value->size < map->key_size ? value->size : map->key_size);
	int err = rt_map_print_key(rt, query, key);
	free(key);
	return err;
}

static int handle_print_map(struct rt *rt, const struct abi_event *event, const uint8_t *record,
			    size_t size)
{
	struct rt_arguments arguments;
	struct rt_value value;
	struct rt_map_query query = {
		.map = (uint32_t)event->map,
		.top = event->top,
		.divisor = event->divisor,
	};
	rt_arguments_init(&arguments, event, record, size);
	if (rt_arguments_next(&arguments, &value))
		return print_key(rt, &query, &value);
	if (event->taking != ABI_TAKE_NOTHING)
		return rt_map_take(rt, &query, event->taking);
	return rt_map_print(rt, &query);
}

const struct rt_event_ops rt_event_print_map = { .handle = handle_print_map };

static int handle_clear_map(struct rt *rt, const struct abi_event *event, const uint8_t *record,
			    size_t size)
{
	(void)record;
	(void)size;
	return rt_map_clear(rt, (uint32_t)event->map);
}

const struct rt_event_ops rt_event_clear_map = { .handle = handle_clear_map };

static int handle_zero_map(struct rt *rt, const struct abi_event *event, const uint8_t *record,
			   size_t size)
{
	(void)record;
	(void)size;
	return rt_map_zero(rt, (uint32_t)event->map);
}

const struct rt_event_ops rt_event_zero_map = { .handle = handle_zero_map };
