/* Procedure Call Standard for the Arm 64-bit Architecture, 6.8 (stages B and C). */
#include "sema/call_rules.h"

#define N_INTEGERS  8
#define N_FLOATS    8
#define MAX_MEMBERS 4 /* of a homogeneous aggregate */

/* The floating-point members of a composite. */
struct members {
	unsigned count;
	uint64_t size;    /* of each */
	bool are_unequal; /* or others than floating-point ones are among them */
};

static void count_members(const struct ctype *type, struct members *members, int depth);

static void count_float(const struct ctype *type, struct members *members)
{
	uint64_t n = call_is_complex(type) ? 2 : 1;

	if (members->count > 0 && members->size != type->size / n)
		members->are_unequal = true;
	members->size = type->size / n;
	members->count += (unsigned)n;
}

static void count_array(const struct ctype *type, struct members *members, int depth)
{
	for (uint64_t i = 0; i < type->count && members->count <= MAX_MEMBERS; i++) {
		count_members(type->target, members, depth);
		if (members->are_unequal || members->count == 0)
			return;
	}
}

static void count_struct(const struct ctype *type, struct members *members, int depth)
{
	unsigned before = members->count, most = 0;

	for (size_t i = 0; i < type->n_members; i++) {
		if (type->members[i].bit_size != 0)
			members->are_unequal = true;
		if (type->kind == CTYPE_UNION)
			members->count = before;
		count_members(type->members[i].type, members, depth);
		most = members->count > most ? members->count : most;
	}
	if (type->kind == CTYPE_UNION && most > 0)
		members->count = most;
}

static void count_members(const struct ctype *type, struct members *members, int depth)
{
	if (depth > CALL_MAX_NESTING)
		members->are_unequal = true;
	else if (type->kind == CTYPE_FLOAT)
		count_float(type, members);
	else if (type->kind == CTYPE_ARRAY)
		count_array(type, members, depth + 1);
	else if (call_is_composite(type))
		count_struct(type, members, depth + 1);
	else
		members->are_unequal = true;
}

/* Floating-point registers for it; 0: it is none, nor a homogeneous aggregate of such. */
static unsigned floats_of(const struct ctype *type)
{
	struct members members = { 0 };

	count_members(type, &members, 0);
	if (members.are_unequal || members.count > MAX_MEMBERS ||
	    members.count * members.size != type->size)
		return 0;
	return members.count;
}

static struct call_place in_floats(struct call_taken *taken, const struct ctype *type,
				   unsigned floats)
{
	struct call_place place = { .kind = CALL_FLOATS };

	if (taken->floats + floats <= N_FLOATS) {
		taken->floats += floats;
		return place;
	}
	taken->floats = N_FLOATS;
	return call_on_stack(taken, type->size, call_align(type));
}

static struct call_place place_of(struct call_taken *taken, const struct ctype *type)
{
	struct call_place place = { .kind = CALL_REGISTERS };
	unsigned floats = floats_of(type);
	unsigned words = (unsigned)((type->size + 7) / 8);

	if (type->is_by_reference)
		return call_by_address(taken);
	if (floats > 0)
		return in_floats(taken, type, floats);
	if (type->size == 0)
		return (struct call_place){ .kind = CALL_NOWHERE };
	if (type->size > 16)
		return call_by_address(taken);
	if (call_align(type) == 16)
		taken->integers += taken->integers & 1;
	if (taken->integers + words > N_INTEGERS) {
		taken->integers = N_INTEGERS;
		return call_on_stack(taken, type->size, call_align(type));
	}
	for (unsigned i = 0; i < words; i++)
		place.registers[i] = call_take_integer(taken);
	return place;
}

/* The address of the result has a register of its own, x8. */
static bool has_hidden_argument(const struct ctype *result)
{
	(void)result;
	return false;
}

const struct call_rules call_rules_aarch64 = {
	.machine = "aarch64",
	.integers = { "regs[0]", "regs[1]", "regs[2]", "regs[3]", "regs[4]", "regs[5]", "regs[6]",
		      "regs[7]" },
	.n_integers = N_INTEGERS,
	.stack_start = 0,
	.place_of = place_of,
	.has_hidden_argument = has_hidden_argument,
};
