/*
 * The maps of a script while names are resolved; not for other folders.
 */
#ifndef SEMA_MAP_NAME_H
#define SEMA_MAP_NAME_H

#include "sema/pass.h"

/* The map of that name, made at its first use. Valid until the next is made. */
struct map_state *map_state_named(struct sema *s, const char *name, struct span span);

/* A use that says whether the map has keys; reported if another said the contrary. */
void map_use_as(struct sema *s, struct map_state *map, bool is_keyed, struct span span);

/* A MAP_DECLARATION. */
void map_declare(struct sema *s, struct node *node);

#endif
