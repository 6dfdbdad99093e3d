/*
 * "did you mean": of many names, the one that is nearest to a name that is not among them.
 */
#ifndef RUNTIME_STUB_NEAREST_H
#define RUNTIME_STUB_NEAREST_H

#include <stddef.h>

#define RT_NEAREST_MAX 64 /* longer names are not compared: nobody mistypes them by hand */

struct rt_nearest {
	const char *wanted;
	size_t allowed; /* edits; fewer once a name is found */
	char name[RT_NEAREST_MAX + 1];
	char hint[RT_NEAREST_MAX + 32];
};

/* Near is what two edits make of it, or one for each four characters if that is less. */
void rt_nearest_begin(struct rt_nearest *nearest, const char *wanted);
void rt_nearest_offer(struct rt_nearest *nearest, const char *name);
/* " (did you mean 'NAME'?)", or "" */
const char *rt_nearest_hint(struct rt_nearest *nearest);

#endif
