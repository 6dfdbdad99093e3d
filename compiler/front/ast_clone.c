#include <string.h>

#include "front/ast_walk.h"

static void *copy_items(struct arena *arena, const void *items, size_t size)
{
	void *copy = arena_alloc(arena, size);

	if (size > 0)
		memcpy(copy, items, size);
	return copy;
}

#define COPY_VECTOR(in, vec)                                                                  \
	((vec)->items = copy_items((in), (vec)->items, (vec)->count * sizeof(*(vec)->items)), \
	 (vec)->capacity = (vec)->count, (vec)->arena = (in))

/* Gives the copy its own vectors; what they point to is still shared. */
static void unshare_vectors(struct arena *arena, struct node *node)
{
	if (node->kind == NODE_CALL) {
		COPY_VECTOR(arena, &node->call.args);
	} else if (node->kind == NODE_TUPLE) {
		COPY_VECTOR(arena, &node->tuple);
	} else if (node->kind == NODE_RECORD) {
		COPY_VECTOR(arena, &node->record.values);
	} else if (node->kind == NODE_BLOCK) {
		COPY_VECTOR(arena, &node->block.statements);
	} else if (node->kind == NODE_PROBE) {
		COPY_VECTOR(arena, &node->probe.attach_points);
	} else if (node->kind == NODE_MACRO) {
		COPY_VECTOR(arena, &node->macro.params);
	} else if (node->kind == NODE_FUNCTION) {
		COPY_VECTOR(arena, &node->function.params);
	} else if (node->kind == NODE_CONFIG) {
		COPY_VECTOR(arena, &node->config);
	}
}

static void clone_place(struct node **child, void *data)
{
	*child = ast_clone(data, *child);
}

struct node *ast_clone(struct arena *arena, const struct node *node)
{
	struct node *copy = arena_new_of(arena, struct node);

	*copy = *node;
	unshare_vectors(arena, copy);
	ast_each_child(copy, clone_place, arena);
	return copy;
}
