#include "dwarf/die_type.h"

#include <dwarf.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"

/* Longest chain of const, typedef, pointer and array to follow; more is a broken file. */
#define MAX_CHAIN 64

#define N_BUCKETS 4096

struct made {
	struct made *next;
	const void *die; /* its place in the file */
	struct ctype_node *node;
};

struct unfilled {
	struct ctype_node *node;
	Dwarf_Die die;
};

struct die_types {
	struct ctype_maker *maker;
	const struct die_index *index;
	struct made *buckets[N_BUCKETS];
	VEC(struct unfilled)
	unfilled; /* structs and prototypes whose members are still to be made */
};

struct die_types *die_types_new(struct ctype_maker *maker, const struct die_index *index)
{
	struct die_types *types = arena_new_of(maker->arena, struct die_types);

	types->maker = maker;
	types->index = index;
	vec_init(&types->unfilled, maker->arena);
	return types;
}

static struct made **bucket_of(struct die_types *types, const Dwarf_Die *die)
{
	uintptr_t hash = (uintptr_t)die->addr;

	return &types->buckets[(hash >> 2 ^ hash >> 14) % N_BUCKETS];
}

static const char *name_of(const struct die_types *types, Dwarf_Die *die)
{
	const char *name = dwarf_diename(die);

	return name != NULL && name[0] != '\0' ? intern(types->maker->interner, name) : NULL;
}

/* The type that the DIE refers to; false: none, which is void. */
static bool target_of(Dwarf_Die *die, Dwarf_Die *target)
{
	Dwarf_Attribute attribute;

	return dwarf_formref_die(dwarf_attr_integrate(die, DW_AT_type, &attribute), target) != NULL;
}

static bool number_of(Dwarf_Die *die, unsigned name, uint64_t *number)
{
	Dwarf_Attribute attribute;
	Dwarf_Word word;

	if (dwarf_formudata(dwarf_attr_integrate(die, name, &attribute), &word) != 0)
		return false;
	*number = word;
	return true;
}

static uint64_t size_of(Dwarf_Die *die)
{
	uint64_t size;

	return number_of(die, DW_AT_byte_size, &size) ? size : 0;
}

static struct ctype_node *get_shell(struct die_types *types, Dwarf_Die *die, int depth);

/* What the DIE refers to, or void. */
static struct ctype_node *target_shell(struct die_types *types, Dwarf_Die *die, int depth)
{
	Dwarf_Die target;

	return target_of(die, &target) ? get_shell(types, &target, depth + 1)
				       : ctype_make_void(types->maker);
}

/* -- integers, floats, enums -- */

static struct ctype_node *make_base(struct die_types *types, Dwarf_Die *die)
{
	uint64_t encoding = 0;
	uint64_t size = size_of(die);
	const char *name = name_of(types, die);
	struct ctype_node *node;
	enum ctype_kind kind = CTYPE_INT;

	number_of(die, DW_AT_encoding, &encoding);
	if (encoding == DW_ATE_boolean)
		kind = CTYPE_BOOL;
	if (encoding == DW_ATE_float || encoding == DW_ATE_complex_float ||
	    encoding == DW_ATE_imaginary_float || encoding == DW_ATE_decimal_float)
		kind = CTYPE_FLOAT;
	/* What the kernel's types call _Bool is one byte. */
	if (kind == CTYPE_BOOL && size != 1)
		kind = CTYPE_INT;
	node = ctype_make(types->maker, kind);
	node->type.name = name;
	node->type.size = size;
	node->type.is_signed = encoding == DW_ATE_signed || encoding == DW_ATE_signed_char;
	node->type.is_char =
		kind == CTYPE_INT && size == 1 && name != NULL && strcmp(name, "char") == 0;
	return node;
}

/* Whether it says that the DIE's values are signed; false also if it says nothing. */
static bool says_signed(Dwarf_Die *die)
{
	uint64_t encoding = 0;

	return number_of(die, DW_AT_encoding, &encoding) &&
	       (encoding == DW_ATE_signed || encoding == DW_ATE_signed_char);
}

static bool is_signed_enum(Dwarf_Die *die)
{
	Dwarf_Die underlying, child;
	Dwarf_Attribute attribute;
	Dwarf_Sword value;

	if (target_of(die, &underlying)) {
		dwarf_peel_type(&underlying, &underlying);
		return says_signed(&underlying);
	}
	if (dwarf_hasattr(die, DW_AT_encoding))
		return says_signed(die);
	if (dwarf_child(die, &child) != 0)
		return false;
	do {
		if (dwarf_attr(&child, DW_AT_const_value, &attribute) != NULL &&
		    dwarf_whatform(&attribute) == DW_FORM_sdata &&
		    dwarf_formsdata(&attribute, &value) == 0 && value < 0)
			return true;
	} while (dwarf_siblingof(&child, &child) == 0);
	return false;
}

static uint64_t enumerator_value(Dwarf_Die *die, bool is_signed)
{
	Dwarf_Attribute attribute;
	Dwarf_Sword value = 0;
	Dwarf_Word word = 0;

	if (dwarf_attr(die, DW_AT_const_value, &attribute) == NULL)
		return 0;
	if (is_signed && dwarf_formsdata(&attribute, &value) == 0)
		return (uint64_t)value;
	return dwarf_formudata(&attribute, &word) == 0 ? word : 0;
}

static void fill_enumerators(struct die_types *types, struct ctype_node *node, Dwarf_Die *die)
{
	VEC(struct ctype_enumerator) enumerators;
	Dwarf_Die child;

	vec_init(&enumerators, types->maker->arena);
	if (dwarf_child(die, &child) == 0) {
		do {
			struct ctype_enumerator enumerator = { .name = name_of(types, &child) };

			enumerator.value = enumerator_value(&child, node->type.is_signed);
			if (dwarf_tag(&child) == DW_TAG_enumerator && enumerator.name != NULL)
				vec_push(&enumerators, enumerator);
		} while (dwarf_siblingof(&child, &child) == 0);
	}
	node->type.enumerators = enumerators.items;
	node->type.n_enumerators = enumerators.count;
}

static struct ctype_node *make_enum(struct die_types *types, Dwarf_Die *die)
{
	struct ctype_node *node = ctype_make(types->maker, CTYPE_ENUM);
	Dwarf_Die underlying;

	node->type.name = name_of(types, die);
	node->type.size = size_of(die);
	if (node->type.size == 0 && target_of(die, &underlying)) {
		dwarf_peel_type(&underlying, &underlying);
		node->type.size = size_of(&underlying);
	}
	node->type.is_signed = is_signed_enum(die);
	fill_enumerators(types, node, die);
	return node;
}

/* -- arrays -- */

/* Elements of one dimension; 0 if it has no constant number of them. */
static uint64_t dimension(Dwarf_Die *range)
{
	uint64_t number;
	uint64_t lower = 0;

	number_of(range, DW_AT_lower_bound, &lower);
	if (number_of(range, DW_AT_count, &number))
		return number;
	if (!number_of(range, DW_AT_upper_bound, &number) || number < lower)
		return 0;
	/* An upper bound of -1 stands for none. */
	return number >= UINT32_MAX ? 0 : number - lower + 1;
}

static struct ctype_node *make_array(struct die_types *types, Dwarf_Die *die, int depth)
{
	struct ctype_node *node = target_shell(types, die, depth);
	VEC(uint64_t) dimensions;
	Dwarf_Die child;

	vec_init(&dimensions, types->maker->arena);
	if (dwarf_child(die, &child) == 0) {
		do {
			if (dwarf_tag(&child) == DW_TAG_subrange_type)
				vec_push(&dimensions, dimension(&child));
		} while (dwarf_siblingof(&child, &child) == 0);
	}
	for (size_t i = dimensions.count; i > 0; i--)
		node = ctype_make_array(types->maker, node, dimensions.items[i - 1]);
	return node;
}

/* -- structs -- */

static const char *scope_of(const struct die_types *types, Dwarf_Die *die)
{
	Dwarf_Die *scopes;
	int n = dwarf_getscopes_die(die, &scopes);
	const char *scope = "";

	for (int i = n - 1; i > 0; i--) {
		const char *name = dwarf_tag(&scopes[i]) == DW_TAG_namespace
					   ? dwarf_diename(&scopes[i])
					   : NULL;

		if (name != NULL)
			scope = *scope == '\0'
					? name
					: arena_printf(types->maker->arena, "%s::%s", scope, name);
	}
	if (n > 0)
		free(scopes);
	return scope;
}

/* The same type in another unit: a definition of the name, in the same namespace and place of the source. */
static const struct die_entry *find_definition(const struct die_types *types, Dwarf_Die *die)
{
	bool is_declaration = dwarf_hasattr(die, DW_AT_declaration);
	const char *name = name_of(types, die);
	const struct die_entry *entry = name != NULL ? die_index_find(types->index, name) : NULL;
	int tag = die_tag(die);
	int line = 0, entry_line = 0;
	const char *scope = NULL;

	dwarf_decl_line(die, &line);
	for (; entry != NULL; entry = entry->next) {
		if (entry->name != name || entry->tag != tag)
			continue;
		if (entry->die.addr == die->addr)
			return entry;
		dwarf_decl_line((Dwarf_Die *)&entry->die, &entry_line);
		if (!is_declaration &&
		    (size_of((Dwarf_Die *)&entry->die) != size_of(die) || entry_line != line))
			continue;
		if (scope == NULL)
			scope = die_index_has_namespaces(types->index) ? scope_of(types, die) : "";
		if (strcmp(entry->scope, scope) == 0)
			return entry;
	}
	return NULL;
}

static bool is_by_reference(Dwarf_Die *die)
{
	uint64_t convention;

	return number_of(die, DW_AT_calling_convention, &convention) &&
	       convention == DW_CC_pass_by_reference;
}

static struct ctype_node *make_struct(struct die_types *types, Dwarf_Die *die, int depth)
{
	bool is_union = dwarf_tag(die) == DW_TAG_union_type;
	const struct die_entry *definition = find_definition(types, die);
	struct unfilled unfilled = { .die = *die };

	if (definition != NULL && definition->die.addr != die->addr)
		return get_shell(types, (Dwarf_Die *)&definition->die, depth + 1);
	if (dwarf_hasattr(die, DW_AT_declaration)) {
		unfilled.node = ctype_make(types->maker, CTYPE_FORWARD);
		unfilled.node->type.is_union = is_union;
	} else {
		unfilled.node = ctype_make(types->maker, is_union ? CTYPE_UNION : CTYPE_STRUCT);
		unfilled.node->type.size = size_of(die);
		unfilled.node->type.is_by_reference = is_by_reference(die);
		vec_push(&types->unfilled, unfilled);
	}
	unfilled.node->type.name = name_of(types, die);
	return unfilled.node;
}

/* Bytes from the start of the struct. */
static bool member_offset(Dwarf_Die *die, uint64_t *offset)
{
	Dwarf_Attribute attribute;
	Dwarf_Op *operations;
	size_t n;

	*offset = 0;
	if (dwarf_attr(die, DW_AT_data_member_location, &attribute) == NULL)
		return true; /* of a union, or a bit field */
	if (number_of(die, DW_AT_data_member_location, offset))
		return true;
	/* Of DWARF 2: an expression. */
	if (dwarf_getlocation(&attribute, &operations, &n) != 0 || n != 1 ||
	    operations[0].atom != DW_OP_plus_uconst)
		return false; /* a virtual base: decided while the program runs */
	*offset = operations[0].number;
	return true;
}

static bool set_place(Dwarf_Die *die, const struct ctype *type, struct ctype_member *member)
{
	uint64_t offset, bits, bit_size, storage;

	if (!member_offset(die, &offset) || offset > UINT32_MAX / 8)
		return false;
	member->bit_offset = (uint32_t)(8 * offset);
	if (!number_of(die, DW_AT_bit_size, &bit_size))
		return true;
	member->bit_size = (uint32_t)bit_size;
	if (number_of(die, DW_AT_data_bit_offset, &bits)) {
		member->bit_offset = (uint32_t)bits;
	} else if (number_of(die, DW_AT_bit_offset, &bits)) {
		/* Before DWARF 4: from the most significant bit of its storage. */
		storage = number_of(die, DW_AT_byte_size, &storage) ? storage : type->size;
		member->bit_offset += (uint32_t)(8 * storage - bits - bit_size);
	}
	return true;
}

/* A base class is an anonymous member: its fields are found as the struct's own. */
static bool is_member(Dwarf_Die *die)
{
	int tag = dwarf_tag(die);

	if (tag == DW_TAG_inheritance)
		return true;
	return tag == DW_TAG_member && !dwarf_hasattr(die, DW_AT_external) &&
	       !dwarf_hasattr(die, DW_AT_declaration);
}

typedef VEC(struct ctype_member) member_vec;

static void add_member(struct die_types *types, Dwarf_Die *die, member_vec *members)
{
	struct ctype_member member = { .type = &target_shell(types, die, 0)->type };

	if (dwarf_tag(die) == DW_TAG_member)
		member.name = name_of(types, die);
	if (set_place(die, member.type, &member))
		vec_push(members, member);
}

/* A last one of void for "...". */
static void add_parameter(struct die_types *types, Dwarf_Die *die, member_vec *members)
{
	struct ctype_member member = { 0 };
	Dwarf_Attribute attribute;
	const char *name = dwarf_formstring(dwarf_attr_integrate(die, DW_AT_name, &attribute));

	member.name = name != NULL ? intern(types->maker->interner, name) : NULL;
	member.type = dwarf_tag(die) == DW_TAG_formal_parameter
			      ? &target_shell(types, die, 0)->type
			      : &ctype_make_void(types->maker)->type;
	vec_push(members, member);
}

static void fill_members(struct die_types *types, const struct unfilled *unfilled)
{
	bool is_function = unfilled->node->type.kind == CTYPE_FUNCTION;
	Dwarf_Die die = unfilled->die, child;
	member_vec members;

	vec_init(&members, types->maker->arena);
	if (is_function)
		unfilled->node->type.target = &target_shell(types, &die, 0)->type;
	if (dwarf_child(&die, &child) == 0) {
		do {
			int tag = dwarf_tag(&child);

			if (!is_function && is_member(&child))
				add_member(types, &child, &members);
			else if (is_function && (tag == DW_TAG_formal_parameter ||
						 tag == DW_TAG_unspecified_parameters))
				add_parameter(types, &child, &members);
		} while (dwarf_siblingof(&child, &child) == 0);
	}
	unfilled->node->type.members = members.items;
	unfilled->node->type.n_members = members.count;
}

static void fill(struct die_types *types)
{
	while (types->unfilled.count > 0) {
		struct unfilled unfilled = vec_last(&types->unfilled);

		types->unfilled.count--;
		fill_members(types, &unfilled);
	}
}

/* -- all -- */

static struct ctype_node *make_function(struct die_types *types, Dwarf_Die *die)
{
	struct unfilled unfilled = { ctype_make(types->maker, CTYPE_FUNCTION), *die };

	vec_push(&types->unfilled, unfilled);
	return unfilled.node;
}

static struct ctype_node *make_shell(struct die_types *types, Dwarf_Die *die, int depth)
{
	switch (die_tag(die)) {
	case DW_TAG_base_type:
		return make_base(types, die);
	case DW_TAG_enumeration_type:
		return make_enum(types, die);
	case DW_TAG_structure_type:
	case DW_TAG_union_type:
		return make_struct(types, die, depth);
	case DW_TAG_array_type:
		return make_array(types, die, depth);
	case DW_TAG_pointer_type:
	case DW_TAG_reference_type:
	case DW_TAG_rvalue_reference_type:
		return ctype_make_pointer(types->maker, target_shell(types, die, depth), false);
	case DW_TAG_subroutine_type:
		return make_function(types, die);
	case DW_TAG_ptr_to_member_type:
		/* An offset; of a method it has two words. */
		return ctype_make_int(types->maker, types->maker->pointer_size, true);
	default: /* no type that a script could use */
		return ctype_make_void(types->maker);
	}
}

/* Past const, typedef and the like; the last typedef's name on the way. False: void. */
static bool strip(Dwarf_Die *die, const char **typedef_name)
{
	*typedef_name = NULL;
	for (int i = 0; i < MAX_CHAIN; i++) {
		switch (dwarf_tag(die)) {
		case DW_TAG_typedef:
			*typedef_name = dwarf_diename(die);
			break;
		case DW_TAG_const_type:
		case DW_TAG_volatile_type:
		case DW_TAG_restrict_type:
		case DW_TAG_atomic_type:
		case DW_TAG_immutable_type:
		case DW_TAG_packed_type:
		case DW_TAG_shared_type:
			break;
		default:
			return true;
		}
		if (!target_of(die, die))
			return false;
	}
	return false;
}

static struct ctype_node *known_node(struct die_types *types, const Dwarf_Die *die)
{
	const struct made *made = *bucket_of(types, die);

	while (made != NULL && made->die != die->addr)
		made = made->next;
	return made != NULL ? made->node : NULL;
}

static struct ctype_node *get_shell(struct die_types *types, Dwarf_Die *from, int depth)
{
	Dwarf_Die die = *from;
	const char *typedef_name;
	struct ctype_node *node;
	struct made *made;

	if (depth > MAX_CHAIN || !strip(&die, &typedef_name))
		return ctype_make_void(types->maker);
	node = known_node(types, &die);
	if (node == NULL) {
		node = make_shell(types, &die, depth);
		made = arena_new_of(types->maker->arena, struct made);
		*made = (struct made){ *bucket_of(types, &die), die.addr, node };
		*bucket_of(types, &die) = made;
	}
	if (typedef_name != NULL && node->type.name == NULL && node->type.typedef_name == NULL &&
	    (node->type.kind == CTYPE_STRUCT || node->type.kind == CTYPE_UNION ||
	     node->type.kind == CTYPE_ENUM))
		node->type.typedef_name = intern(types->maker->interner, typedef_name);
	return node;
}

const struct ctype *die_type(struct die_types *types, Dwarf_Die *die)
{
	struct ctype_node *node = get_shell(types, die, 0);

	fill(types);
	return &node->type;
}

const struct ctype *die_prototype(struct die_types *types, Dwarf_Die *function)
{
	struct ctype_node *node = make_function(types, function);

	fill(types);
	return &node->type;
}
