/*
 * Arrays out of the kernel's structs: no more elements are shown than this kernel has of them.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cache.h"
#include "load_btf.h"
#include "value.h"

struct shortage {
	const struct abi_type *type;
	uint32_t count; /* elements that this kernel has: fewer than the tool */
};

struct shortages {
	struct rt_cache head;
	struct shortage *list;
	size_t n;
};

static void release_shortages(struct rt_cache *cache)
{
	free(((struct shortages *)cache)->list);
}

static const struct rt_cache_kind shortages_kind = { sizeof(struct shortages), release_shortages };

static uint32_t count_of(struct rt *rt, const struct abi_type *type)
{
	struct shortages *known = (struct shortages *)rt_cache_get(rt, &shortages_kind);
	for (size_t i = 0; known && i < known->n; i++) {
		if (known->list[i].type == type)
			return known->list[i].count;
	}
	return type->count;
}

static int keep(struct rt *rt, const struct abi_type *type, uint32_t count)
{
	struct shortages *known = (struct shortages *)rt_cache_get(rt, &shortages_kind);
	struct shortage *grown =
		known ? realloc(known->list, (known->n + 1) * sizeof(*grown)) : NULL;
	if (!grown)
		return -ENOMEM;
	known->list = grown;
	grown[known->n++] = (struct shortage){ type, count };
	return 0;
}

/* A kernel that does not say what it has is taken to have all. */
static int prepare_kernel_array(struct rt *rt, const struct abi_type *type)
{
	char owner[256];
	struct rt_btf_place place;
	uint32_t count;
	const char *dot = strchr(type->text, '.');
	struct rt_btf *btf = dot && count_of(rt, type) == type->count ? rt_btf_get(rt) : NULL;
	if (!btf || (size_t)(dot - type->text) >= sizeof(owner))
		return 0;
	snprintf(owner, sizeof(owner), "%.*s", (int)(dot - type->text), type->text);
	if (rt_btf_find_record(btf, owner, &place) ||
	    !rt_btf_member_elements(&place, dot + 1, &count) || count >= type->count)
		return 0;
	return keep(rt, type, count);
}

static void kernel_array_text(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	rt_array_text(rt, value, out, count_of(rt, value->type));
}

static void kernel_array_json(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	rt_array_json(rt, value, out, count_of(rt, value->type));
}

const struct rt_value_ops rt_value_kernel_array = {
	.name = "array",
	.prepare = prepare_kernel_array,
	.text = kernel_array_text,
	.json = kernel_array_json,
};
