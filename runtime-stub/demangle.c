#include "demangle.h"

#include <stddef.h>

#include <libiberty/demangle.h>

char *rt_demangle(const char *name)
{
	if (name[0] != '_' || name[1] != 'Z')
		return NULL;
	return cplus_demangle_v3(name, DMGL_PARAMS | DMGL_ANSI);
}
