/*
 * The children of a node, whatever its kind, so that a pass names only the kinds it cares about.
 */
#ifndef FRONT_AST_WALK_H
#define FRONT_AST_WALK_H

#include "base/arena.h"
#include "front/ast.h"

/*
 * Calls visit for the place of every child that is there, in the order of the text. The place may be
 * overwritten with another node. Does not go deeper by itself.
 */
typedef void (*ast_visit)(struct node **child, void *data);
void ast_each_child(struct node *node, ast_visit visit, void *data);

/* A deep copy; vectors and nodes are new, names are shared, and so is what sema filled in. */
struct node *ast_clone(struct arena *arena, const struct node *node);

#endif
