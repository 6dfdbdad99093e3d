/* s390x ELF ABI supplement, 1.2.2 and 1.2.4. */
#include "sema/call_rules.h"

#define N_INTEGERS 5
#define N_FLOATS   4

/* A float or double, or a struct with nothing else in it. */
static bool is_float(const struct ctype *type, int depth)
{
	if (type->kind == CTYPE_FLOAT)
		return type->size <= 8 && !call_is_complex(type);
	return type->kind == CTYPE_STRUCT && type->n_members == 1 && depth < CALL_MAX_NESTING &&
	       type->size == type->members[0].type->size &&
	       is_float(type->members[0].type, depth + 1);
}

static bool fits_register(const struct ctype *type)
{
	return (type->size == 1 || type->size == 2 || type->size == 4 || type->size == 8) &&
	       !type->is_by_reference && !call_is_complex(type);
}

/* In a word of the stack a small value stands behind, at the higher address. */
static struct call_place on_stack(struct call_taken *taken, const struct ctype *type)
{
	struct call_place place = call_on_stack(taken, 8, 8);

	place.offset += 8 - (uint32_t)type->size;
	return place;
}

static struct call_place place_of(struct call_taken *taken, const struct ctype *type)
{
	struct call_place place = { .kind = CALL_REGISTERS };

	if (type->size == 0)
		return (struct call_place){ .kind = CALL_NOWHERE };
	if (!fits_register(type))
		return call_by_address(taken);
	if (is_float(type, 0)) {
		if (taken->floats == N_FLOATS)
			return on_stack(taken, type);
		taken->floats++;
		return (struct call_place){ .kind = CALL_FLOATS };
	}
	if (taken->integers == N_INTEGERS)
		return on_stack(taken, type);
	place.registers[0] = call_take_integer(taken);
	return place;
}

/* Every struct is returned in memory. */
static bool has_hidden_argument(const struct ctype *result)
{
	return result != NULL &&
	       (call_is_composite(result) || call_is_complex(result) || result->size > 8);
}

const struct call_rules call_rules_s390x = {
	.machine = "s390x",
	.integers = { "gprs[2]", "gprs[3]", "gprs[4]", "gprs[5]", "gprs[6]" },
	.n_integers = N_INTEGERS,
	.stack_start = 160, /* behind the area where the callee saves registers */
	.place_of = place_of,
	.has_hidden_argument = has_hidden_argument,
};
