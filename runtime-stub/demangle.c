#include "demangle.h"

#include <ctype.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <libiberty/demangle.h>

#define OPTIONS (DMGL_PARAMS | DMGL_ANSI)

char *rt_demangle(const char *name)
{
	if (name[0] != '_')
		return NULL;
	if (name[1] == 'D' && isdigit((unsigned char)name[2]))
		return dlang_demangle(name, OPTIONS);
	// Rust's older names are of the form of C++, with a hash at the end.
	char *plain = name[1] == 'R' || name[1] == 'Z' ? rust_demangle(name, OPTIONS) : NULL;
	return plain || name[1] != 'Z' ? plain : cplus_demangle_v3(name, OPTIONS);
}

static size_t slot_of(const char *name)
{
	uint32_t hash = 2166136261u;
	for (; *name; name++)
		hash = (hash ^ (unsigned char)*name) * 16777619u;
	return (hash ^ hash >> 16) % RT_DEMANGLED_SLOTS;
}

const char *rt_demangled_find(struct rt_demangled *known, const char *name)
{
	if (name[0] != '_')
		return name;
	size_t i = slot_of(name);
	if (!known->slots[i].name || strcmp(known->slots[i].name, name) != 0) {
		free(known->slots[i].name);
		free(known->slots[i].plain);
		known->slots[i].plain = rt_demangle(name);
		known->slots[i].name = strdup(name);
	}
	return known->slots[i].plain ? known->slots[i].plain : name;
}

void rt_demangled_release(struct rt_demangled *known)
{
	for (size_t i = 0; i < RT_DEMANGLED_SLOTS; i++) {
		free(known->slots[i].name);
		free(known->slots[i].plain);
	}
	*known = (struct rt_demangled){ 0 };
}
