#include "sema/call_abi.h"

#include <stdbool.h>
#include <string.h>

/* Structs nest as deep as a source writes them; more is a broken file. */
#define MAX_NESTING 64

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

static uint64_t align_of(const struct ctype *type, int depth)
{
	uint64_t align = 1;

	switch (type->kind) {
	case CTYPE_ARRAY:
		return align_of(type->target, depth);
	case CTYPE_STRUCT:
	case CTYPE_UNION:
		for (size_t i = 0; i < type->n_members && depth < MAX_NESTING; i++) {
			uint64_t inner = align_of(type->members[i].type, depth + 1);

			align = inner > align ? inner : align;
		}
		return align;
	default:
		return type->size > 0 ? type->size : 1;
	}
}

static bool is_complex(const struct ctype *type)
{
	return type->name != NULL && strstr(type->name, "omplex") != NULL;
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
		if (at % align_of(member->type, 0) != 0)
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
		if (type->size > 16 || depth > MAX_NESTING)
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

/* What is handed out so far. */
struct taken {
	unsigned integers, floats;
	uint32_t stack;
};

static const char *take_integer(struct taken *taken)
{
	static const char *const names[N_INTEGERS] = { "di", "si", "dx", "cx", "r8", "r9" };

	return names[taken->integers++];
}

static struct call_place on_stack(struct taken *taken, uint64_t size, uint64_t align)
{
	struct call_place place = { .kind = CALL_STACK };

	align = align > 8 ? align : 8;
	taken->stack = (uint32_t)((taken->stack + align - 1) / align * align);
	place.offset = 8 + taken->stack; /* behind the return address */
	taken->stack += (uint32_t)((size + 7) / 8 * 8);
	return place;
}

static struct call_place address_place(struct taken *taken)
{
	struct call_place place = { .kind = CALL_ADDRESS };

	if (taken->integers < N_INTEGERS) {
		place.registers[0] = take_integer(taken);
		return place;
	}
	place = on_stack(taken, 8, 8);
	place.kind = CALL_STACK_ADDRESS;
	return place;
}

static struct call_place place_of(struct taken *taken, const struct ctype *type)
{
	struct classes classes = { { CLASS_NONE, CLASS_NONE } };
	struct call_place place = { .kind = CALL_REGISTERS };
	unsigned integers = 0, floats = 0;

	if (type->is_by_reference)
		return address_place(taken);
	classify(type, 0, &classes, 0);
	for (int i = 0; i < 2; i++) {
		integers += classes.units[i] == CLASS_INTEGER;
		floats += classes.units[i] == CLASS_FLOAT;
	}
	/* A float of 16 bytes, and two floats in one unit, take one register; a complex double two. */
	if (type->kind == CTYPE_FLOAT && floats > 1 && !is_complex(type))
		floats = 1;
	if (is_memory(&classes) || taken->integers + integers > N_INTEGERS ||
	    taken->floats + floats > N_FLOATS)
		return on_stack(taken, type->size, align_of(type, 0));
	taken->floats += floats;
	for (int i = 0; i < 2; i++) {
		if (classes.units[i] == CLASS_INTEGER)
			place.registers[i] = take_integer(taken);
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

void call_abi_places(const struct ctype *prototype, struct call_place *places)
{
	struct taken taken = { .integers = has_hidden_argument(prototype->target) };

	for (size_t i = 0; i < prototype->n_members; i++)
		places[i] = place_of(&taken, prototype->members[i].type);
}
