/* RISC-V ELF psABI, chapter 2, for LP64D: hardware floating point of 8 bytes. */
#include "sema/call_rules.h"

#define N_INTEGERS 8
#define N_FLOATS   8

/* What a struct consists of when it is flattened. */
struct fields {
	unsigned floats, integers;
	bool is_other; /* more than two, or a union */
};

static void flatten(const struct ctype *type, struct fields *fields, int depth);

static void flatten_members(const struct ctype *type, struct fields *fields, int depth)
{
	if (type->kind == CTYPE_UNION)
		fields->is_other = true;
	for (size_t i = 0; i < type->n_members && !fields->is_other; i++)
		flatten(type->members[i].type, fields, depth);
}

static void flatten(const struct ctype *type, struct fields *fields, int depth)
{
	if (depth > CALL_MAX_NESTING)
		fields->is_other = true;
	else if (type->kind == CTYPE_FLOAT && type->size <= (call_is_complex(type) ? 16 : 8))
		fields->floats += call_is_complex(type) ? 2 : 1;
	else if (type->kind == CTYPE_ARRAY)
		for (uint64_t i = 0; i < type->count && !fields->is_other; i++)
			flatten(type->target, fields, depth + 1);
	else if (call_is_composite(type))
		flatten_members(type, fields, depth + 1);
	else
		fields->integers++;
	fields->is_other |= fields->floats + fields->integers > 2;
}

/* One or two floating-point registers, or one of each sort, while there are such. */
static bool take_floats(struct call_taken *taken, const struct ctype *type)
{
	struct fields fields = { 0 };

	if (type->size == 0 || type->size > 16)
		return false;
	flatten(type, &fields, 0);
	if (fields.is_other || fields.floats == 0 || taken->floats + fields.floats > N_FLOATS ||
	    taken->integers + fields.integers > N_INTEGERS)
		return false;
	taken->floats += fields.floats;
	taken->integers += fields.integers;
	return true;
}

static struct call_place place_of(struct call_taken *taken, const struct ctype *type)
{
	struct call_place place = { .kind = CALL_REGISTERS };

	if (type->is_by_reference || type->size > 16)
		return call_by_address(taken);
	if (take_floats(taken, type))
		return (struct call_place){ .kind = CALL_FLOATS };
	if (type->size == 0)
		return (struct call_place){ .kind = CALL_NOWHERE };
	if (taken->integers == N_INTEGERS)
		return call_on_stack(taken, type->size, call_align(type));
	place.registers[0] = call_take_integer(taken);
	if (type->size <= 8)
		return place;
	if (taken->integers < N_INTEGERS) {
		place.registers[1] = call_take_integer(taken);
		return place;
	}
	place.kind = CALL_SPLIT;
	place.offset = call_on_stack(taken, type->size - 8, 8).offset;
	return place;
}

static bool has_hidden_argument(const struct ctype *result)
{
	return result != NULL && (result->size > 16 || result->is_by_reference);
}

const struct call_rules call_rules_riscv64 = {
	.machine = "riscv64",
	.integers = { "a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7" },
	.n_integers = N_INTEGERS,
	.stack_start = 0,
	.place_of = place_of,
	.has_hidden_argument = has_hidden_argument,
};
