/*
 * Types as scripts write them (language.md 1.5): TYPE and TYPEOF nodes to types.
 */
#ifndef SEMA_TYPE_SYNTAX_H
#define SEMA_TYPE_SYNTAX_H

#include "sema/pass.h"

/* Whether the bare word names a type: int32, string, size_t. */
bool is_type_name(struct sema *s, const char *name);

/* The type that a TYPE or TYPEOF node names; TYPE_ERROR, reported, if there is none. NULL: not known yet. */
const struct type *type_of_node(struct sema *s, struct node *node);

/* The same where the length of an array may be left out: T[] has none then. */
const struct type *type_of_cast(struct sema *s, struct node *node);

/* Whether the node's last suffix is `[]`: the length comes from what is cast. */
bool type_is_inferred(const struct node *node);

#endif
