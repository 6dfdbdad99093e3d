/*
 * Copies of the kernel's structs: members that this kernel's do not have are left out.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cache.h"
#include "load_btf.h"
#include "value.h"

/* Which members of a type this kernel lacks; only of types that lack some. */
struct lack {
	const struct abi_type *type;
	bool *left_out; /* by member */
};

struct lacks {
	struct rt_cache head;
	struct lack *list;
	size_t n;
};

static void release_lacks(struct rt_cache *cache)
{
	struct lacks *lacks = (struct lacks *)cache;
	for (size_t i = 0; i < lacks->n; i++)
		free(lacks->list[i].left_out);
	free(lacks->list);
}

static const struct rt_cache_kind lacks_kind = { sizeof(struct lacks), release_lacks };

static const bool *left_out_of(struct rt *rt, const struct abi_type *type)
{
	struct lacks *lacks = (struct lacks *)rt_cache_get(rt, &lacks_kind);
	for (size_t i = 0; lacks && i < lacks->n; i++) {
		if (lacks->list[i].type == type)
			return lacks->list[i].left_out;
	}
	return NULL;
}

/* Takes ownership of left_out, whatever it returns. */
static int keep(struct rt *rt, const struct abi_type *type, bool *left_out)
{
	struct lacks *lacks = (struct lacks *)rt_cache_get(rt, &lacks_kind);
	struct lack *grown = lacks ? realloc(lacks->list, (lacks->n + 1) * sizeof(*grown)) : NULL;
	if (!grown) {
		free(left_out);
		return -ENOMEM;
	}
	lacks->list = grown;
	grown[lacks->n++] = (struct lack){ type, left_out };
	return 0;
}

/* A kernel that does not say what it has is taken to have all. */
static int prepare_kernel_record(struct rt *rt, const struct abi_type *type)
{
	struct rt_btf_place place;
	bool lacks_some = false;
	struct rt_btf *btf = left_out_of(rt, type) ? NULL : rt_btf_get(rt);
	if (!btf || !type->count || rt_btf_find_record(btf, type->text, &place))
		return 0;
	bool *left_out = calloc(type->count, sizeof(*left_out));
	if (!left_out)
		return -ENOMEM;
	for (uint32_t i = 0; i < type->count; i++) {
		left_out[i] = !rt_btf_has_member(&place, type->fields[i].name);
		lacks_some |= left_out[i];
	}
	if (lacks_some)
		return keep(rt, type, left_out);
	free(left_out);
	return 0;
}

static void kernel_record_text(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	rt_record_text(rt, value, out, left_out_of(rt, value->type));
}

static void kernel_record_json(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	rt_record_json(rt, value, out, left_out_of(rt, value->type));
}

const struct rt_value_ops rt_value_kernel_record = {
	.name = "record",
	.prepare = prepare_kernel_record,
	.text = kernel_record_text,
	.json = kernel_record_json,
};
