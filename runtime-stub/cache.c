#include "cache.h"

#include <stdlib.h>

#include "rt.h"

struct rt_cache *rt_cache_get(struct rt *rt, const struct rt_cache_kind *kind)
{
	for (struct rt_cache *cache = rt->caches; cache; cache = cache->next) {
		if (cache->kind == kind)
			return cache;
	}
	struct rt_cache *cache = calloc(1, kind->size);
	if (!cache)
		return NULL;
	cache->kind = kind;
	cache->next = rt->caches;
	rt->caches = cache;
	return cache;
}

void rt_caches_release(struct rt *rt)
{
	while (rt->caches) {
		struct rt_cache *cache = rt->caches;
		rt->caches = cache->next;
		if (cache->kind->release)
			cache->kind->release(cache);
		free(cache);
	}
}
