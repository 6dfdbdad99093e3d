/*
 * Where values stand: temporaries, parts of bytes, constants of the tool.
 */
#include <stddef.h>

#include "base/diag.h"
#include "emit/bpf.h"

static const struct {
	const char *name;
	uint32_t offset;
} base_constants[] = {
#define BASE(member)                                            \
	{                                                       \
#		member, offsetof(struct abi_constants, member) \
	}
	BASE(start_time),     BASE(sw_tai_offset), BASE(pidns_dev),      BASE(pidns_ino),
	BASE(filter_pid),     BASE(child_pid),     BASE(n_cpus),         BASE(n_params),
	BASE(report_helpers), BASE(page_size),
#undef BASE
};

const char *bpf_temp(const struct bpf_function *fn, int temp)
{
	const struct frame_temp *t = &fn->frame->temps[temp];
	bool is_bytes = fn->program->temps.items[temp].is_bytes;

	if (!t->in_frame || (is_bytes && t->is_parameter))
		return t->name;
	return arena_printf(fn->bpf->arena, "f->%s", t->name);
}

static const char *constant_text(struct arena *arena, const struct plan_constant *c, uint32_t part)
{
	if (c->scalar.size && part)
		return arena_printf(arena, "((const volatile __u8 *)&constants.c_%s)[%u]", c->name,
				    part);
	if (part)
		return arena_printf(arena, "constants.c_%s[%u]", c->name, part);
	return arena_printf(arena, "constants.c_%s", c->name);
}

static const struct plan_constant *find_constant(const struct bpf *bpf, uint32_t offset)
{
	vec_foreach(struct plan_constant, c, &bpf->plan->constants)
		if (offset >= c->offset && offset < c->offset + c->size)
			return c;
	return NULL;
}

const char *bpf_constant(const struct bpf *bpf, uint32_t offset)
{
	const struct plan_constant *c = find_constant(bpf, offset);

	for (size_t i = 0; i < sizeof(base_constants) / sizeof(base_constants[0]); i++)
		if (base_constants[i].offset == offset)
			return arena_printf(bpf->arena, "constants.base.%s",
					    base_constants[i].name);
	if (!c)
		BUG("no constant at offset %u", (unsigned)offset);
	return constant_text(bpf->arena, c, offset - c->offset);
}

static const char *constant_place(const struct bpf *bpf, uint32_t offset)
{
	const struct plan_constant *c = find_constant(bpf, offset);

	if (c && !c->scalar.size && c->offset == offset)
		return bpf_constant(bpf, offset);
	return arena_printf(bpf->arena, "&%s", bpf_constant(bpf, offset));
}

const char *bpf_place(const struct bpf_function *fn, struct plan_place place)
{
	const char *start;

	if (place.kind == PLACE_CONSTANT)
		return constant_place(fn->bpf, place.offset);
	start = bpf_temp(fn, place.temp);
	if (place.offset == 0)
		return start;
	return arena_printf(fn->bpf->arena, "&%s[%u]", start, (unsigned)place.offset);
}

const char *bpf_place_argument(const struct bpf_function *fn, struct plan_place place)
{
	const char *text = bpf_place(fn, place);

	if (place.kind == PLACE_CONSTANT)
		return arena_printf(fn->bpf->arena, "(void *)%s", text);
	return text;
}
