/* System V ABI, AMD64 supplement, 3.2.3. */
#include <string.h>

#include "sema/call_rules.h"

#define N_INTEGERS 6
#define N_FLOATS   8

/* What an eight-byte unit of an argument is. A larger one wins. */
enum unit_class { CLASS_NONE, CLASS_FLOAT, CLASS_INTEGER, CLASS_MEMORY };

struct classes {
	enum unit_class units[2];
};

static void merge(struct classes *classes, uint64_t offset, enum unit_class class)
{
	uint64_t unit = offset / 8;

	if (unit > 1)
		class = CLASS_MEMORY;
	unit = unit > 1 ? 1 : unit;
	if (class > classes->units[unit])
		classes->units[unit] = class;
}

/* Of the old floating-point unit, whose registers pass no arguments. */
static bool is_x87(const struct ctype *type)
{
	return type->name != NULL && strstr(type->name, "long double") != NULL;
}

static void classify(const struct ctype *type, uint64_t offset, struct classes *classes, int depth);

static void classify_members(const struct ctype *type, uint64_t offset, struct classes *classes,
			     int depth)
{
	for (size_t i = 0; i < type->n_members; i++) {
		const struct ctype_member *member = &type->members[i];
		uint64_t at = offset + member->bit_offset / 8;

		if (member->bit_size != 0) {
			merge(classes, at, CLASS_INTEGER);
			merge(classes, offset + (member->bit_offset + member->bit_size - 1) / 8,
			      CLASS_INTEGER);
			continue;
		}
		if (at % call_align(member->type) != 0)
			merge(classes, at, CLASS_MEMORY); /* of a packed struct */
		classify(member->type, at, classes, depth + 1);
	}
}

static void classify_scalar(const struct ctype *type, uint64_t offset, enum unit_class class,
			    struct classes *classes)
{
	merge(classes, offset, class);
	if (type->size > 8)
		merge(classes, offset + 8, class);
}

static void classify(const struct ctype *type, uint64_t offset, struct classes *classes, int depth)
{
	switch (type->kind) {
	case CTYPE_INT:
	case CTYPE_BOOL:
	case CTYPE_ENUM:
	case CTYPE_POINTER:
		classify_scalar(type, offset, CLASS_INTEGER, classes);
		return;
	case CTYPE_FLOAT:
		classify_scalar(type, offset, is_x87(type) ? CLASS_MEMORY : CLASS_FLOAT, classes);
		return;
	case CTYPE_ARRAY:
		for (uint64_t i = 0; i < type->count && i * type->target->size < 16; i++)
			classify(type->target, offset + i * type->target->size, classes, depth + 1);
		return;
	case CTYPE_STRUCT:
	case CTYPE_UNION:
		if (type->size > 16 || depth > CALL_MAX_NESTING)
			merge(classes, offset, CLASS_MEMORY);
		else
			classify_members(type, offset, classes, depth);
		return;
	case CTYPE_VOID:
	case CTYPE_FORWARD:
	case CTYPE_FUNCTION:
		return;
	}
}

static bool is_memory(const struct classes *classes)
{
	return classes->units[0] == CLASS_MEMORY || classes->units[1] == CLASS_MEMORY;
}

static struct call_place place_of(struct call_taken *taken, const struct ctype *type)
{
	struct classes classes = { { CLASS_NONE, CLASS_NONE } };
	struct call_place place = { .kind = CALL_REGISTERS };
	unsigned integers = 0, floats = 0;

	if (type->is_by_reference)
		return call_by_address(taken);
	classify(type, 0, &classes, 0);
	for (int i = 0; i < 2; i++) {
		integers += classes.units[i] == CLASS_INTEGER;
		floats += classes.units[i] == CLASS_FLOAT;
	}
	/* A float of 16 bytes, and two floats in one unit, take one register; a complex double two. */
	if (type->kind == CTYPE_FLOAT && floats > 1 && !call_is_complex(type))
		floats = 1;
	if (is_memory(&classes) || taken->integers + integers > N_INTEGERS ||
	    taken->floats + floats > N_FLOATS)
		return call_on_stack(taken, type->size, call_align(type));
	taken->floats += floats;
	for (int i = 0; i < 2; i++) {
		if (classes.units[i] == CLASS_INTEGER)
			place.registers[i] = call_take_integer(taken);
	}
	if (integers + floats == 0)
		place.kind = CALL_NOWHERE;
	if (floats > 0)
		place.kind = CALL_FLOATS;
	return place;
}

/* A result that is returned in memory: the caller gives its address as a first argument. */
static bool has_hidden_argument(const struct ctype *result)
{
	struct classes classes = { { CLASS_NONE, CLASS_NONE } };

	if (result == NULL || (result->kind != CTYPE_STRUCT && result->kind != CTYPE_UNION))
		return false;
	classify(result, 0, &classes, 0);
	return result->is_by_reference || is_memory(&classes);
}

const struct call_rules call_rules_x86_64 = {
	.machine = "x86_64",
	.integers = { "di", "si", "dx", "cx", "r8", "r9" },
	.n_integers = N_INTEGERS,
	.stack_start = 8, /* behind the return address */
	.place_of = place_of,
	.has_hidden_argument = has_hidden_argument,
};
