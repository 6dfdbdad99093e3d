/*
 * What the debug information of the binaries that a block's probes name says: types of arguments, and
 * types by name. A binary that is not here, or has none, is no error until something of it is needed.
 */
#ifndef SEMA_USER_TYPE_H
#define SEMA_USER_TYPE_H

#include "sema/pass.h"

/* Fills in prototype and args of a uprobe's target; else its args_error. */
void find_user_function(struct sema *s, const struct node *point, struct probe_target *target);

/* For it: places and args out of the prototype; args_error if there are none. */
void set_user_args(struct sema *s, struct probe_target *target);
const char *user_argument_name(struct sema *s, const struct ctype *prototype, size_t i);

/* In the first binary of the current block that has it; NULL if none has. */
const struct ctype *find_user_tag(struct sema *s, enum ctype_kind kind, const char *name);
const struct ctype *find_user_typedef(struct sema *s, const char *name);

/* Closes what was opened; the types stay. */
void close_user_binaries(struct sema *s);

#endif
