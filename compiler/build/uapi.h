/*
 * Which headers of the kernel's user-space API, as installed on this machine, define a constant. They
 * are an ABI: a constant is the same for every kernel that has it. Nothing of C is understood here but
 * '#define' and the look of an enumerator; clang says what the constant is.
 */
#ifndef BUILD_UAPI_H
#define BUILD_UAPI_H

#include <stddef.h>

#include "base/arena.h"
#include "base/vec.h"

struct uapi_name {
	const char *name;
	VEC(const char *) headers; /* as #include <...> names them, in the order of their names */
};

/* Sets the headers of all names; they live in the arena. */
void uapi_find_headers(struct arena *arena, struct uapi_name *names, size_t n_names);

#endif
