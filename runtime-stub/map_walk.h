/* Visiting the elements of a BPF map while programs change it. */
#ifndef RUNTIME_STUB_MAP_WALK_H
#define RUNTIME_STUB_MAP_WALK_H

#include <stddef.h>
#include <stdint.h>

#include "rt.h"

/* Called with a key and its element of each CPU, rt_map_element_size bytes apart. Not 0: stop. */
typedef int rt_map_visitor(void *context, const uint8_t *key, const uint8_t *elements);

enum rt_map_walk {
	RT_MAP_LOOK,
	RT_MAP_DELETE, /* deletes what it visits; with batches no update between the two is lost */
	RT_MAP_LOOK_BY_KEY, /* as on kernels without batches */
};

/*
 * Visits every element once. Elements that others add or delete meanwhile may or may not be visited;
 * none is visited twice and the walk ends.
 */
int rt_map_walk(struct rt *rt, const struct abi_map *map, int fd, enum rt_map_walk how,
		rt_map_visitor *visit, void *context);
size_t rt_map_element_size(const struct abi_map *map);

#endif
