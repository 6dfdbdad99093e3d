/*
 * Types in generated BPF C: scalars, and the declarations of kernel and script types.
 */
#include <string.h>

#include "emit/bpf.h"

const char *bpf_scalar_name(struct plan_scalar type)
{
	static const char *const names[2][9] = {
		{ [1] = "__u8", [2] = "__u16", [4] = "__u32", [8] = "__u64" },
		{ [1] = "__s8", [2] = "__s16", [4] = "__s32", [8] = "__s64" },
	};

	return type.is_bool ? "bool" : names[type.is_signed][type.size];
}

const char *bpf_access_name(struct arena *arena, struct plan_scalar type, uint32_t offset)
{
	bool is_packed = offset % type.size != 0;

	return arena_printf(arena, "tl_%c%u%s", type.is_signed ? 's' : 'u', 8u * type.size,
			    is_packed ? "_packed" : "");
}

const char *bpf_ctype_name(struct arena *arena, const struct plan_ctype *ctype)
{
	if (ctype->is_typedef)
		return arena_printf(arena, "%s___%s", ctype->name, ctype->flavour);
	if (!ctype->flavour)
		return arena_printf(arena, "%s %s", ctype->tag, ctype->name);
	return arena_printf(arena, "%s %s___%s", ctype->tag, ctype->name, ctype->flavour);
}

static const char *tag(struct bpf *bpf, const char *text, const char *rest)
{
	return arena_printf(bpf->arena, "__attribute__((btf_decl_tag(\"%s%s\")))", text, rest);
}

/* A member's declaration, with what is to be compared with the target's. */
static void relocatable_member(struct bpf *bpf, const struct plan_cmember *member)
{
	const char *value = member->is_value ? tag(bpf, ABI_TAG_VALUE, "") : "";
	const char *places = member->places ? tag(bpf, ABI_TAG_AT, member->places) : "";

	cw_statement(&bpf->w, "%s%s%s%s%s%s%s", member->before, member->name, member->after,
		     *value ? " " : "", value, *places ? " " : "", places);
}

static void relocatable(struct bpf *bpf, const struct plan_ctype *ctype)
{
	struct cwriter *w = &bpf->w;

	const char *name = bpf_ctype_name(bpf->arena, ctype);
	const char *attribute = "__attribute__((preserve_access_index))";

	if (ctype->is_typedef)
		cw_open(w, "typedef %s", ctype->tag);
	else
		cw_open(w, "%s", name);
	vec_foreach(struct plan_cmember, member, &ctype->members)
		relocatable_member(bpf, member);
	if (ctype->is_whole)
		attribute = arena_printf(bpf->arena, "%s %s", attribute,
					 tag(bpf, ABI_TAG_WHOLE, ""));
	if (ctype->is_typedef)
		attribute = arena_printf(bpf->arena, "%s %s", attribute, name);
	cw_close_statement(w, "%s", attribute);
}

/*
 * Each member stands behind bytes that bring it to its offset, in a union of them
 * all, so that its own size need not be known here.
 */
static void fixed(struct bpf *bpf, const struct plan_ctype *ctype)
{
	struct cwriter *w = &bpf->w;

	cw_open(w, "%s", bpf_ctype_name(bpf->arena, ctype));
	cw_open(w, "union");
	cw_statement(w, "__u8 whole[%u]", ctype->size);
	for (size_t i = 0; i < ctype->members.count; i++) {
		const struct plan_cmember *member = &ctype->members.items[i];

		cw_open(w, "struct");
		if (member->offset)
			cw_statement(w, "__u8 before_%zu[%u]", i, member->offset);
		cw_statement(w, "%s%s%s", member->before, member->name, member->after);
		cw_close_statement(w, "__attribute__((__packed__))");
	}
	cw_close_type(w);
	cw_close_type(w);
}

/*
 * The suffix of enumerators is ignored when they are relocated; it keeps them apart
 * from our names.
 */
static void enumeration(struct bpf *bpf, const struct plan_ctype *ctype)
{
	struct cwriter *w = &bpf->w;

	cw_open(w, "%s___tl", bpf_ctype_name(bpf->arena, ctype));
	vec_foreach(struct abi_enumerator, e, &ctype->enumerators)
		cw_element(w, "%s___tl = %lldLL", e->name, (long long)e->value);
	cw_close_type(w);
}

/* One of each sort; the suffix is ignored when they are relocated. */
static void type_definitions(struct bpf *bpf, const struct plan_ctype *ctype)
{
	struct cwriter *w = &bpf->w;
	const char *name = ctype->name;

	cw_statement(w, "typedef int %s___int", name);
	cw_statement(w, "typedef struct { char unused; } %s___struct", name);
	cw_statement(w, "typedef union { char unused; } %s___union", name);
	cw_statement(w, "typedef enum { %s_unused } %s___enum", name, name);
}

void bpf_ctypes(struct bpf *bpf)
{
	vec_foreach(struct plan_ctype *, ctype, &bpf->plan->ctypes) {
		if (strcmp((*ctype)->tag, "enum") == 0)
			enumeration(bpf, *ctype);
		else if (strcmp((*ctype)->tag, "typedef") == 0)
			type_definitions(bpf, *ctype);
		else if ((*ctype)->is_relocatable)
			relocatable(bpf, *ctype);
		else
			fixed(bpf, *ctype);
		cw_blank(&bpf->w);
	}
}
