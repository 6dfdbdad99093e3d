#include "sema/call_abi.h"

#include <string.h>

#include "sema/call_rules.h"

bool call_is_complex(const struct ctype *type)
{
	return type->name != NULL && strstr(type->name, "omplex") != NULL;
}

static uint64_t align_of(const struct ctype *type, int depth)
{
	uint64_t align = 1;

	switch (type->kind) {
	case CTYPE_ARRAY:
		return align_of(type->target, depth);
	case CTYPE_STRUCT:
	case CTYPE_UNION:
		for (size_t i = 0; i < type->n_members && depth < CALL_MAX_NESTING; i++) {
			uint64_t inner = align_of(type->members[i].type, depth + 1);

			align = inner > align ? inner : align;
		}
		return align;
	default:
		align = call_is_complex(type) ? type->size / 2 : type->size;
		return align > 0 ? align : 1;
	}
}

uint64_t call_align(const struct ctype *type)
{
	return align_of(type, 0);
}

bool call_is_composite(const struct ctype *type)
{
	return type->kind == CTYPE_STRUCT || type->kind == CTYPE_UNION || type->kind == CTYPE_ARRAY;
}

const char *call_take_integer(struct call_taken *taken)
{
	return taken->rules->integers[taken->integers++];
}

struct call_place call_on_stack(struct call_taken *taken, uint64_t size, uint64_t align)
{
	struct call_place place = { .kind = CALL_STACK };

	align = align > 8 ? align : 8;
	taken->stack = (uint32_t)((taken->stack + align - 1) / align * align);
	place.offset = taken->rules->stack_start + taken->stack;
	taken->stack += (uint32_t)((size + 7) / 8 * 8);
	return place;
}

struct call_place call_by_address(struct call_taken *taken)
{
	struct call_place place = { .kind = CALL_ADDRESS };

	if (taken->integers < taken->rules->n_integers) {
		place.registers[0] = call_take_integer(taken);
		return place;
	}
	place = call_on_stack(taken, 8, 8);
	place.kind = CALL_STACK_ADDRESS;
	return place;
}

static const struct call_rules *find_rules(const char *machine)
{
	static const struct call_rules *const known[] = { &call_rules_x86_64, &call_rules_aarch64,
							  &call_rules_riscv64, &call_rules_s390x };

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (strcmp(known[i]->machine, machine) == 0)
			return known[i];
	}
	return NULL;
}

bool call_abi_is_known(const char *machine)
{
	return find_rules(machine) != NULL;
}

void call_abi_places(const char *machine, const struct ctype *prototype, struct call_place *places)
{
	const struct call_rules *rules = find_rules(machine);
	struct call_taken taken = { .rules = rules };

	taken.integers = rules->has_hidden_argument(prototype->target);
	for (size_t i = 0; i < prototype->n_members; i++)
		places[i] = rules->place_of(&taken, prototype->members[i].type);
}
