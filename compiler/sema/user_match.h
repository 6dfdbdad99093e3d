/*
 * Arguments of the functions of a program that an attach point with wildcards stands for.
 */
#ifndef SEMA_USER_MATCH_H
#define SEMA_USER_MATCH_H

#include "sema/pass.h"
#include "sema/user_binary.h"

/*
 * Sets the target's prototype and places to those of the first match, and its args to what all matches have, by
 * name, type and place; else its args_error. pattern: of names of symbols, or (is_cpp) of C++. Needs binary->info.
 */
void match_user_functions(struct sema *s, const struct user_binary *binary, const char *pattern,
			  bool is_cpp, struct probe_target *target);

/* Which member of the target's prototype is the argument of that name. */
size_t user_argument_index(struct sema *s, const struct probe_target *target, const char *name);

#endif
