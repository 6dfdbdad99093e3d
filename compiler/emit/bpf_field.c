/*
 * FIELD: reading a member of a C type, relocated to the target's layout.
 */
#include "emit/bpf.h"

#include <string.h>

/* How a member is read, by its mode. */
static const struct {
	const char *suffix; /* of the macros of field.bpf.h */
	const char *read;   /* the library's function for bytes */
} readers[] = {
	[PLAN_FIELD_CONTEXT] = { "KERNEL", "tl_read_kernel" },
	[PLAN_FIELD_DIRECT] = { "KERNEL", "tl_read_kernel" },
	[PLAN_FIELD_KERNEL] = { "KERNEL", "tl_read_kernel" },
	[PLAN_FIELD_USER] = { "USER", "tl_read_user" },
};

/* Helpers get a number: an address made of a pointer that may be NULL is none to the verifier. */
static const char *base_text(const struct bpf_function *fn, const struct plan_statement *s)
{
	if (!s->field.base)
		return "ctx";
	if (s->field.mode == PLAN_FIELD_KERNEL || s->field.mode == PLAN_FIELD_USER)
		return bpf_number_operand(fn, s->field.base);
	return bpf_operand(fn, s->field.base);
}

static const char *typed_base(const struct bpf_function *fn, const struct plan_statement *s)
{
	struct arena *arena = fn->bpf->arena;

	return arena_printf(arena, "((%s *)%s)", bpf_ctype_name(arena, s->field.root),
			    base_text(fn, s));
}

static bool has_path(const struct plan_statement *s)
{
	return s->field.path && *s->field.path;
}

static bool is_element(const struct plan_statement *s)
{
	return s->field.path[strlen(s->field.path) - 1] == ']';
}

static bool is_direct(const struct plan_statement *s)
{
	return s->field.mode == PLAN_FIELD_CONTEXT || s->field.mode == PLAN_FIELD_DIRECT;
}

/* The value of a scalar member as an expression of any integer or pointer type. */
static const char *value_text(const struct bpf_function *fn, const struct plan_statement *s,
			      const char *base, const char *member)
{
	struct arena *arena = fn->bpf->arena;
	const char *suffix = readers[s->field.mode].suffix;
	const char *fixed = s->field.root->is_relocatable ? "" : "FIXED_";

	if (s->field.is_bitfield)
		return arena_printf(arena, "TL_%sBITFIELD_%s(%s, %s, %s)", fixed, suffix, base,
				    s->field.path, bpf_site(fn, s->failure));
	if (is_direct(s))
		return member;
	if (!s->field.root->is_relocatable)
		return arena_printf(arena, "TL_FIXED_%s(%s, %s)", suffix, member,
				    bpf_site(fn, s->failure));
	if (is_element(s))
		return arena_printf(arena, "TL_ELEMENT_%s(%s, %s, %s)", suffix, member,
				    fn->program->temps.items[s->temp].scalar.is_signed ? "true"
										       : "false",
				    bpf_site(fn, s->failure));
	return arena_printf(arena, "TL_FIELD_%s(%s, %s)", suffix, member, bpf_site(fn, s->failure));
}

/* The constant that holds the member's offset in the format file. */
static const char *patched_offset(const struct bpf_function *fn, const struct plan_statement *s)
{
	const struct plan *plan = fn->bpf->plan;

	return bpf_constant(fn->bpf, plan->patches.items[s->field.offset_patch].offset);
}

/*
 * Where the target's BTF lacks the member, its offset comes from the format file; always, if the
 * builder's kernel had no struct for it.
 */
static void put_scalar(const struct bpf_function *fn, const struct plan_statement *s)
{
	struct arena *arena = fn->bpf->arena;
	const char *type = bpf_scalar_name(fn->program->temps.items[s->temp].scalar);
	const char *base, *member, *value;

	if (!s->field.root) {
		value = arena_printf(arena, "(%s)tl_context_load(ctx, %s, %u)", type,
				     patched_offset(fn, s),
				     fn->program->temps.items[s->temp].scalar.size);
		bpf_assign(fn, s->temp, value);
		return;
	}
	base = typed_base(fn, s);
	member = arena_printf(arena, "%s->%s", base, s->field.path);
	value = arena_printf(arena, "(%s)%s", type, value_text(fn, s, base, member));
	if (s->field.mode == PLAN_FIELD_DIRECT) {
		/* The verifier wants to see a pointer tested that may be NULL. */
		value = arena_printf(arena, "%s ? %s : 0", base_text(fn, s), value);
	} else if (s->field.offset_patch >= 0) {
		value = arena_printf(arena, "(%s)TL_CONTEXT_FIELD(ctx, %s, %s)", type, member,
				     patched_offset(fn, s));
	}
	bpf_assign(fn, s->temp, value);
}

static void put_bytes(const struct bpf_function *fn, const struct plan_statement *s)
{
	struct cwriter *w = &fn->bpf->w;
	const char *bytes = bpf_place(fn, s->place);
	const char *member;

	if (!s->field.root && s->field.offset_patch >= 0) {
		cw_statement(w, "tl_context_bytes(%s, %u, ctx, %s)", bytes, s->place.size,
			     patched_offset(fn, s));
		return;
	}
	if (!has_path(s)) {
		bpf_need(fn->bpf, HEADER_memory);
		cw_statement(w, "%s(%s, %u, (__u64)%s, %s)", readers[s->field.mode].read, bytes,
			     s->place.size, base_text(fn, s), bpf_site(fn, s->failure));
		return;
	}
	member = arena_printf(fn->bpf->arena, "%s->%s", typed_base(fn, s), s->field.path);
	if (!s->field.root->is_relocatable) {
		cw_statement(w, "%s(%s, %u, (__u64)&%s, %s)", readers[s->field.mode].read, bytes,
			     s->place.size, member, bpf_site(fn, s->failure));
		return;
	}
	if (s->field.mode == PLAN_FIELD_CONTEXT && s->field.offset_patch >= 0) {
		cw_statement(w, "TL_CONTEXT_BYTES(%s, %u, ctx, %s, %s)", bytes, s->place.size,
			     member, patched_offset(fn, s));
		return;
	}
	cw_statement(w, "TL_FIELD_BYTES_%s(%s, %u, %s, %s)", readers[s->field.mode].suffix, bytes,
		     s->place.size, member, bpf_site(fn, s->failure));
}

void bpf_field(const struct bpf_function *fn, const struct plan_statement *s)
{
	bpf_need(fn->bpf, HEADER_field);
	if (s->place.size)
		put_bytes(fn, s);
	else
		put_scalar(fn, s);
}
