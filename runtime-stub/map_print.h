/* Pieces of printed maps that plain maps, histograms and series share. */
#ifndef RUNTIME_STUB_MAP_PRINT_H
#define RUNTIME_STUB_MAP_PRINT_H

#include "json_keys.h"
#include "map.h"

/* "@name", and "[key]" if the map is keyed. */
void rt_map_entry_name(struct rt *rt, const struct abi_map *map, const uint8_t *key,
		       struct rt_text *out);

/*
 * The frame of a map in JSON: {"type": "map", "data": {"@name": and the brace of a keyed map; before
 * each entry its separator and key; the end of it all.
 */
int rt_map_json_begin(struct rt *rt, const struct abi_map *map, const char *type);
void rt_map_json_entry(struct rt *rt, const struct abi_map *map, const struct rt_json_keys *keys,
		       const uint8_t *key, bool is_first, struct rt_text *out);
int rt_map_json_end(struct rt *rt, const struct abi_map *map);

#endif
