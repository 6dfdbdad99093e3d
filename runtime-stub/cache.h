/*
 * What printers keep for the life of the tool: symbol tables, user names,
 * the state of cleared maps. Reached through descriptors only, so the core
 * frees them all without naming one.
 */
#ifndef RUNTIME_STUB_CACHE_H
#define RUNTIME_STUB_CACHE_H

#include <stddef.h>

struct rt;
struct rt_cache;

struct rt_cache_kind {
	size_t size; /* of the struct that begins with struct rt_cache */
	void (*release)(struct rt_cache *cache); /* frees what it holds, not itself; or NULL */
};

struct rt_cache {
	const struct rt_cache_kind *kind;
	struct rt_cache *next;
};

/* The one of this kind, made (zeroed behind its head) at the first call. NULL: no memory. */
struct rt_cache *rt_cache_get(struct rt *rt, const struct rt_cache_kind *kind);
/* Frees all of rt->caches. */
void rt_caches_release(struct rt *rt);

#endif
