/*
 * Constants in .rodata.tool behind struct abi_constants, and the patches by which the tool sets them.
 */
#include <string.h>

#include "base/diag.h"
#include "plan/lowering.h"
#include "sema/probe_kind.h"

static uint32_t end_of_constants(const struct plan *plan)
{
	if (!plan->constants.count)
		return sizeof(struct abi_constants);
	return vec_last(&plan->constants).offset + vec_last(&plan->constants).size;
}

/* The constant of that name, made if it is not there; *is_new says which. */
static const struct plan_constant *find_or_add(struct lower *l, struct plan_constant wanted,
					       bool *is_new)
{
	vec_foreach(struct plan_constant, known, &l->plan->constants) {
		if (strcmp(known->name, wanted.name) == 0) {
			*is_new = false;
			return known;
		}
	}
	uint32_t end = end_of_constants(l->plan);
	wanted.offset = (end + wanted.align - 1) / wanted.align * wanted.align;
	vec_push(&l->plan->constants, wanted);
	*is_new = true;
	return &vec_last(&l->plan->constants);
}

static const struct plan_constant *find_or_add_text(struct lower *l, const char *name,
						    uint32_t size, const char *initial,
						    bool *is_new)
{
	struct plan_constant constant = { .name = name, .size = size, .align = 1 };
	constant.initial = initial;
	return find_or_add(l, constant, is_new);
}

static const struct plan_constant *find_or_add_scalar(struct lower *l, const char *name,
						      struct plan_scalar type, uint64_t initial,
						      bool *is_new)
{
	struct plan_constant constant = { .name = name, .size = type.size, .align = type.size };
	constant.scalar = type;
	constant.initial_value = plan_scalar_wrap(type, initial);
	return find_or_add(l, constant, is_new);
}

static void add_patch(struct lower *l, enum abi_patch_kind kind, uint32_t index,
		      const struct plan_constant *constant)
{
	struct abi_patch patch = { .kind = kind, .index = index };
	patch.offset = constant->offset;
	patch.size = constant->size;
	vec_push(&l->plan->patches, patch);
}

static struct plan_place constant_place(const struct plan_constant *constant)
{
	struct plan_place place = { .kind = PLACE_CONSTANT, .temp = -1 };
	place.offset = constant->offset;
	place.size = constant->size;
	return place;
}

const struct plan_expr *lower_param_int(struct lower *l, unsigned number)
{
	bool is_new;
	const char *name = arena_printf(l->arena, "param_%u", number);
	const struct plan_constant *constant = find_or_add_scalar(l, name, SCALAR_S64, 0, &is_new);
	if (is_new)
		add_patch(l, ABI_PATCH_PARAM_INT, number, constant);
	return plan_constant_value(l->arena, SCALAR_S64, constant->offset);
}

struct plan_place lower_param_text(struct lower *l, unsigned number, uint32_t size)
{
	bool is_new;
	const char *name = arena_printf(l->arena, "param_%u_text_%u", number, size);
	const struct plan_constant *constant = find_or_add_text(l, name, size, NULL, &is_new);
	if (is_new)
		add_patch(l, ABI_PATCH_PARAM_TEXT, number, constant);
	return constant_place(constant);
}

static uint32_t named_index(const struct lower *l, const char *name)
{
	for (uint32_t i = 0; i < l->plan->params.count; i++) {
		if (strcmp(l->plan->params.items[i].name, name) == 0)
			return i;
	}
	BUG("no named parameter '%s'", name);
}

const struct plan_expr *lower_named_int(struct lower *l, const char *name, struct plan_scalar type)
{
	bool is_new;
	uint32_t index = named_index(l, name);
	const char *constant_name = arena_printf(l->arena, "named_%u", index);
	const struct plan_constant *constant =
		find_or_add_scalar(l, constant_name, type, 0, &is_new);
	if (is_new)
		add_patch(l, ABI_PATCH_NAMED, index, constant);
	return plan_constant_value(l->arena, type, constant->offset);
}

struct plan_place lower_named_text(struct lower *l, const char *name, uint32_t size)
{
	bool is_new;
	uint32_t index = named_index(l, name);
	const char *constant_name = arena_printf(l->arena, "named_%u", index);
	const struct plan_constant *constant =
		find_or_add_text(l, constant_name, size, NULL, &is_new);
	if (is_new)
		add_patch(l, ABI_PATCH_NAMED, index, constant);
	return constant_place(constant);
}

const struct plan_expr *lower_target_value(struct lower *l, enum abi_patch_kind kind,
					   const char *text)
{
	bool is_new;
	for (size_t i = 0; i < l->plan->patches.count; i++) {
		const struct abi_patch *known = &l->plan->patches.items[i];
		if (known->kind == kind && strcmp(known->text, text) == 0)
			return plan_constant_value(l->arena, SCALAR_U64, known->offset);
	}
	const char *name = arena_printf(l->arena, "target_%zu", l->plan->patches.count);
	const struct plan_constant *constant = find_or_add_scalar(l, name, SCALAR_U64, 0, &is_new);
	add_patch(l, kind, 0, constant);
	vec_last(&l->plan->patches).text = arena_strdup(l->arena, text);
	return plan_constant_value(l->arena, SCALAR_U64, constant->offset);
}

struct plan_place lower_probe_name(struct lower *l, uint32_t size)
{
	bool is_new;
	const char *known = lower_probe_target(l)->name;
	const char *name = arena_printf(l->arena, "probe_%u_%u", l->probe, size);
	const struct plan_constant *constant = find_or_add_text(l, name, size, known, &is_new);
	l->is_bound = true;
	return constant_place(constant);
}

int lower_field_patch(struct lower *l, const char *tracepoint, const char *field)
{
	bool is_new;
	for (size_t i = 0; i < l->plan->patches.count; i++) {
		const struct abi_patch *known = &l->plan->patches.items[i];
		if (known->kind == ABI_PATCH_FIELD_OFFSET && strcmp(known->text, tracepoint) == 0 &&
		    strcmp(known->text2, field) == 0)
			return i;
	}
	unsigned number = l->plan->patches.count;
	const char *name = arena_printf(l->arena, "offset_%u_%s", number, field);
	const struct plan_constant *constant =
		find_or_add_scalar(l, name, SCALAR_S32, (uint64_t)-1, &is_new);
	add_patch(l, ABI_PATCH_FIELD_OFFSET, 0, constant);
	vec_last(&l->plan->patches).text = arena_strdup(l->arena, tracepoint);
	vec_last(&l->plan->patches).text2 = arena_strdup(l->arena, field);
	return number;
}
