#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "kernel/ctype_set.h"

/* The types that every BTF here begins with, in this order. */
enum { INT_ID = 1, CHAR_ID, LONG_ID, BOOL_ID };

struct fixture {
	struct arena *arena;
	struct interner *interner;
	struct ctype_maker *maker;
	struct btf *btf;       /* the set's, once there is one */
	struct ctype_set *set; /* NULL until types_of */
};

static int set_up(void **state)
{
	struct arena *arena = arena_new();
	struct fixture *fixture = arena_new_of(arena, struct fixture);

	fixture->arena = arena;
	fixture->interner = interner_new(arena);
	fixture->maker = ctype_maker_new(arena, fixture->interner, CTYPE_SCRIPT, 8);
	fixture->btf = btf__new_empty();
	btf__add_int(fixture->btf, "int", 4, BTF_INT_SIGNED);
	btf__add_int(fixture->btf, "char", 1, BTF_INT_SIGNED);
	btf__add_int(fixture->btf, "long unsigned int", 8, 0);
	btf__add_int(fixture->btf, "_Bool", 1, BTF_INT_BOOL);
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	if (fixture->set != NULL)
		ctype_set_close(fixture->set);
	else
		btf__free(fixture->btf);
	arena_free(fixture->arena);
	return 0;
}

/* The set of what was added; nothing may be added from then on. */
static struct ctype_set *types_of(struct fixture *fixture)
{
	if (fixture->set == NULL)
		fixture->set = ctype_set_new(fixture->maker, fixture->btf, NULL);
	return fixture->set;
}

static void ctype_of_a_struct_has_members(void **state)
{
	struct fixture *f = *state;
	const struct ctype *type;

	btf__add_struct(f->btf, "wheel", 16);
	btf__add_field(f->btf, "spokes", INT_ID, 0, 0);
	btf__add_field(f->btf, "mass", LONG_ID, 64, 0);
	type = ctype_set_find(types_of(f), CTYPE_STRUCT, "wheel");
	assert_non_null(type);
	assert_int_equal(type->kind, CTYPE_STRUCT);
	assert_int_equal(type->origin, CTYPE_SCRIPT);
	assert_int_equal(type->size, 16);
	assert_int_equal(type->n_members, 2);
	assert_string_equal(type->members[0].name, "spokes");
	assert_int_equal(type->members[0].type->kind, CTYPE_INT);
	assert_true(type->members[0].type->is_signed);
	assert_int_equal(type->members[1].bit_offset, 64);
	assert_false(type->members[1].type->is_signed);
	assert_null(ctype_set_find(types_of(f), CTYPE_UNION, "wheel"));
	assert_null(ctype_set_find(types_of(f), CTYPE_STRUCT, "axle"));
}

static void ctype_names_are_interned(void **state)
{
	struct fixture *f = *state;
	const struct ctype *type;

	btf__add_struct(f->btf, "wheel", 4);
	btf__add_field(f->btf, "spokes", INT_ID, 0, 0);
	type = ctype_set_find(types_of(f), CTYPE_STRUCT, "wheel");
	assert_ptr_equal(type->name, intern(f->interner, "wheel"));
	assert_ptr_equal(type->members[0].name, intern(f->interner, "spokes"));
}

/* struct node { struct node *next; } */
static void ctype_cycles_end_at_the_same_type(void **state)
{
	struct fixture *f = *state;
	const struct ctype *type;
	int pointer;

	pointer = btf__add_ptr(f->btf, LONG_ID + 3);
	btf__add_struct(f->btf, "node", 8);
	btf__add_field(f->btf, "next", pointer, 0, 0);
	type = ctype_set_find(types_of(f), CTYPE_STRUCT, "node");
	assert_ptr_equal(type->members[0].type->target, type);
	assert_int_equal(type->members[0].type->size, 8);
}

static void ctype_strips_typedef_const_and_volatile(void **state)
{
	struct fixture *f = *state;
	int id;

	id = btf__add_typedef(f->btf, "inner_t", btf__add_const(f->btf, LONG_ID));
	btf__add_typedef(f->btf, "outer_t",
			 btf__add_volatile(f->btf, btf__add_restrict(f->btf, id)));
	assert_ptr_equal(ctype_set_find_typedef(types_of(f), "outer_t"),
			 ctype_set_get(types_of(f), LONG_ID));
	assert_ptr_equal(ctype_set_find_typedef(types_of(f), "int"),
			 ctype_set_get(types_of(f), INT_ID));
}

static void ctype_shares_pointers_that_differ_in_const(void **state)
{
	struct fixture *f = *state;
	int plain = btf__add_ptr(f->btf, CHAR_ID);
	int constant = btf__add_ptr(f->btf, btf__add_const(f->btf, CHAR_ID));

	assert_ptr_equal(ctype_set_get(types_of(f), (uint32_t)plain),
			 ctype_set_get(types_of(f), (uint32_t)constant));
}

static void ctype_knows_user_pointers_by_their_tag(void **state)
{
	struct fixture *f = *state;
	int plain = btf__add_ptr(f->btf, btf__add_const(f->btf, CHAR_ID));
	int other = btf__add_ptr(f->btf, btf__add_type_tag(f->btf, "rcu", CHAR_ID));
	int user = btf__add_ptr(f->btf,
				btf__add_type_tag(f->btf, "user", btf__add_const(f->btf, CHAR_ID)));
	const struct ctype *type = ctype_set_get(types_of(f), (uint32_t)user);

	assert_true(type->is_user);
	assert_true(type->target->is_char);
	assert_false(ctype_set_get(types_of(f), (uint32_t)plain)->is_user);
	assert_false(ctype_set_get(types_of(f), (uint32_t)other)->is_user);
}

static void ctype_of_arrays_has_count_and_size(void **state)
{
	struct fixture *f = *state;
	int row = btf__add_array(f->btf, INT_ID, INT_ID, 3);
	int grid = btf__add_array(f->btf, INT_ID, row, 5);
	int flexible = btf__add_array(f->btf, INT_ID, CHAR_ID, 0);
	const struct ctype *type = ctype_set_get(types_of(f), (uint32_t)grid);

	assert_int_equal(type->kind, CTYPE_ARRAY);
	assert_int_equal(type->count, 5);
	assert_int_equal(type->size, 60);
	assert_int_equal(type->target->count, 3);
	assert_int_equal(ctype_set_get(types_of(f), (uint32_t)flexible)->size, 0);
}

static void ctype_knows_char_and_bool(void **state)
{
	struct fixture *f = *state;
	int byte = btf__add_int(f->btf, "unsigned char", 1, 0);

	assert_true(ctype_set_get(types_of(f), CHAR_ID)->is_char);
	assert_false(ctype_set_get(types_of(f), (uint32_t)byte)->is_char);
	assert_int_equal(ctype_set_get(types_of(f), BOOL_ID)->kind, CTYPE_BOOL);
	assert_int_equal(ctype_set_get(types_of(f), 0)->kind, CTYPE_VOID);
	assert_int_equal(ctype_set_get(types_of(f), 1000)->kind, CTYPE_VOID);
}

/* struct { int a; struct { int b; union { int c; char d; }; }; } */
static void ctype_finds_members_of_anonymous_structs(void **state)
{
	struct fixture *f = *state;
	const struct ctype *type;
	const struct ctype_member *member;
	uint64_t offset = 0;
	int both;
	int inner;

	both = btf__add_union(f->btf, NULL, 4);
	btf__add_field(f->btf, "c", INT_ID, 0, 0);
	btf__add_field(f->btf, "d", CHAR_ID, 0, 0);
	inner = btf__add_struct(f->btf, NULL, 8);
	btf__add_field(f->btf, "b", INT_ID, 0, 0);
	btf__add_field(f->btf, NULL, both, 32, 0);
	btf__add_struct(f->btf, "outer", 12);
	btf__add_field(f->btf, "a", INT_ID, 0, 0);
	btf__add_field(f->btf, NULL, inner, 32, 0);
	type = ctype_set_find(types_of(f), CTYPE_STRUCT, "outer");
	member = ctype_find_member(type, "d", &offset);
	assert_non_null(member);
	assert_int_equal(offset, 64);
	assert_true(member->type->is_char);
	assert_non_null(ctype_find_member(type, "b", NULL));
	assert_null(ctype_find_member(type, "e", &offset));
	assert_null(ctype_find_member(member->type, "d", NULL));
}

static void ctype_reads_both_forms_of_bit_fields(void **state)
{
	struct fixture *f = *state;
	const struct ctype *type;
	struct btf_type *narrow;
	int id;

	btf__add_struct(f->btf, "with_flag", 4);
	btf__add_field(f->btf, "low", INT_ID, 0, 3);
	btf__add_field(f->btf, "high", INT_ID, 3, 5);
	/* The old form: an int of 5 bits at bit 3 of its own. */
	id = btf__add_int(f->btf, "narrow", 4, 0);
	narrow = (struct btf_type *)(uintptr_t)btf__type_by_id(f->btf, (uint32_t)id);
	*(uint32_t *)(narrow + 1) = 3 << 16 | 5;
	btf__add_struct(f->btf, "without_flag", 8);
	btf__add_field(f->btf, "old", id, 32, 0);
	type = ctype_set_find(types_of(f), CTYPE_STRUCT, "with_flag");
	assert_int_equal(type->members[1].bit_offset, 3);
	assert_int_equal(type->members[1].bit_size, 5);
	type = ctype_set_find(types_of(f), CTYPE_STRUCT, "without_flag");
	assert_int_equal(type->members[0].bit_offset, 35);
	assert_int_equal(type->members[0].bit_size, 5);
}

static void ctype_finds_enumerators(void **state)
{
	struct fixture *f = *state;
	const struct ctype *type;
	uint64_t value = 0;

	btf__add_enum(f->btf, "color", 4);
	btf__add_enum_value(f->btf, "RED", 1);
	btf__add_enum_value(f->btf, "BLUE", 7);
	btf__add_enum64(f->btf, "big", 8, false);
	btf__add_enum64_value(f->btf, "BIG", 0x100000000);
	type = ctype_set_find_enumerator(types_of(f), "BLUE", &value);
	assert_ptr_equal(type, ctype_set_find(types_of(f), CTYPE_ENUM, "color"));
	assert_int_equal(value, 7);
	assert_int_equal(type->n_enumerators, 2);
	assert_string_equal(type->enumerators[0].name, "RED");
	assert_int_equal(ctype_set_find_enumerator(types_of(f), "BIG", &value)->size, 8);
	assert_int_equal(value, 0x100000000);
	assert_null(ctype_set_find_enumerator(types_of(f), "GREEN", &value));
}

static void ctype_takes_small_negative_enumerators_as_signed(void **state)
{
	struct fixture *f = *state;
	uint64_t value = 0;

	btf__add_enum(f->btf, "result", 4);
	btf__add_enum_value(f->btf, "FAILED", -2);
	btf__add_enum(f->btf, "flags", 4);
	btf__add_enum_value(f->btf, "TOP", INT32_MIN);
	/* libbpf sets the flag of an enum that gets a negative value; older BTF has none. */
	for (uint32_t id = 1; id < btf__type_cnt(f->btf); id++) {
		struct btf_type *type = (struct btf_type *)(uintptr_t)btf__type_by_id(f->btf, id);

		if (btf_is_enum(type))
			type->info &= ~(1u << 31);
	}
	assert_true(ctype_set_find_enumerator(types_of(f), "FAILED", &value)->is_signed);
	assert_int_equal((int64_t)value, -2);
	assert_false(ctype_set_find_enumerator(types_of(f), "TOP", &value)->is_signed);
	assert_int_equal(value, 0x80000000);
}

static void ctype_prefers_a_definition_to_a_declaration(void **state)
{
	struct fixture *f = *state;
	const struct ctype *type;
	int declared = btf__add_fwd(f->btf, "engine", BTF_FWD_STRUCT);
	int pointer = btf__add_ptr(f->btf, declared);

	btf__add_fwd(f->btf, "secret", BTF_FWD_UNION);
	btf__add_struct(f->btf, "engine", 4);
	btf__add_field(f->btf, "power", INT_ID, 0, 0);
	btf__add_enum(f->btf, "mode", 4);
	btf__add_enum(f->btf, "mode", 4);
	btf__add_enum_value(f->btf, "ON", 1);
	type = ctype_set_find(types_of(f), CTYPE_STRUCT, "engine");
	assert_int_equal(type->kind, CTYPE_STRUCT);
	assert_ptr_equal(ctype_set_get(types_of(f), (uint32_t)pointer)->target, type);
	type = ctype_set_find(types_of(f), CTYPE_UNION, "secret");
	assert_int_equal(type->kind, CTYPE_FORWARD);
	assert_true(type->is_union);
	assert_string_equal(type->name, "secret");
	assert_null(ctype_set_find(types_of(f), CTYPE_STRUCT, "secret"));
	assert_int_equal(ctype_set_find(types_of(f), CTYPE_ENUM, "mode")->n_enumerators, 1);
}

static void ctype_remembers_the_typedef_of_an_anonymous_struct(void **state)
{
	struct fixture *f = *state;
	const struct ctype *type;
	int id = btf__add_struct(f->btf, NULL, 4);

	btf__add_field(f->btf, "counter", INT_ID, 0, 0);
	id = btf__add_typedef(f->btf, "atomic_t", id);
	btf__add_typedef(f->btf, "my_atomic", id);
	type = ctype_set_find_typedef(types_of(f), "my_atomic");
	assert_null(type->name);
	assert_string_equal(type->typedef_name, "atomic_t");
}

static void ctype_finds_prototypes_of_functions(void **state)
{
	struct fixture *f = *state;
	const struct ctype *type;
	int proto = btf__add_func_proto(f->btf, LONG_ID);

	btf__add_func_param(f->btf, "fd", INT_ID);
	btf__add_func_param(f->btf, NULL, 0);
	btf__add_func(f->btf, "turn", BTF_FUNC_STATIC, proto);
	type = ctype_set_find_function(types_of(f), "turn");
	assert_int_equal(type->kind, CTYPE_FUNCTION);
	assert_ptr_equal(type->target, ctype_set_get(types_of(f), LONG_ID));
	assert_int_equal(type->n_members, 2);
	assert_string_equal(type->members[0].name, "fd");
	assert_int_equal(type->members[1].type->kind, CTYPE_VOID);
	assert_null(ctype_set_find_function(types_of(f), "halt"));
}

/* No C makes these, but a damaged file may. */
static void ctype_survives_types_that_contain_themselves(void **state)
{
	struct fixture *f = *state;
	int self = (int)btf__type_cnt(f->btf);

	assert_int_equal(btf__add_ptr(f->btf, self), self);
	btf__add_typedef(f->btf, "loop_t", self + 1);
	btf__add_array(f->btf, INT_ID, self + 2, 4);
	btf__add_struct(f->btf, "inside", 4);
	btf__add_field(f->btf, NULL, self + 3, 0, 0);
	assert_int_equal(ctype_set_get(types_of(f), (uint32_t)self)->kind, CTYPE_POINTER);
	assert_int_equal(ctype_set_find_typedef(types_of(f), "loop_t")->kind, CTYPE_VOID);
	assert_non_null(ctype_set_get(types_of(f), (uint32_t)self + 2));
	assert_null(
		ctype_find_member(ctype_set_find(types_of(f), CTYPE_STRUCT, "inside"), "x", NULL));
}

/* A module's types stand on the kernel's. */
static void ctype_set_of_a_module_shares_its_base(void **state)
{
	struct fixture *f = *state;
	struct ctype_set *module;
	struct btf *btf;
	const struct ctype *type;
	int wheel = btf__add_struct(f->btf, "wheel", 4);
	int pointer;

	btf__add_field(f->btf, "spokes", INT_ID, 0, 0);
	btf = btf__new_empty_split(f->btf);
	pointer = btf__add_ptr(btf, wheel);
	btf__add_struct(btf, "car", 8);
	btf__add_field(btf, "wheel", pointer, 0, 0);
	module = ctype_set_new(f->maker, btf, types_of(f));
	type = ctype_set_find(module, CTYPE_STRUCT, "car");
	assert_non_null(type);
	assert_ptr_equal(type->members[0].type->target,
			 ctype_set_find(types_of(f), CTYPE_STRUCT, "wheel"));
	assert_int_equal(type->members[0].type->target->n_members, 1);
	assert_null(ctype_set_find(types_of(f), CTYPE_STRUCT, "car"));
	ctype_set_close(module);
}

static void ctype_read_object_says_why_not(void **state)
{
	struct fixture *f = *state;
	const char *error = NULL;
	char path[] = "/tmp/test_kernel_ctype.XXXXXX";
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_null(
		ctype_read_object(f->arena, f->interner, "/nonexistent/x.o", CTYPE_SCRIPT, &error));
	assert_string_equal(error, "cannot read '/nonexistent/x.o': No such file or directory");
	assert_null(ctype_read_object(f->arena, f->interner, "/", CTYPE_SCRIPT, &error));
	assert_string_equal(error, "cannot read '/': Is a directory");
	assert_int_equal(write(fd, "no BTF at all, and long enough for a header", 43), 43);
	assert_null(ctype_read_object(f->arena, f->interner, path, CTYPE_SCRIPT, &error));
	assert_non_null(strstr(error, "is neither BTF nor an ELF file with a .BTF section"));
	assert_null(strchr(error, '\n'));
	/* This program itself. */
	assert_null(
		ctype_read_object(f->arena, f->interner, "/proc/self/exe", CTYPE_BINARY, &error));
	assert_string_equal(error, "'/proc/self/exe' has no .BTF section");
	close(fd);
	unlink(path);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(ctype_of_a_struct_has_members),
		TEST(ctype_names_are_interned),
		TEST(ctype_cycles_end_at_the_same_type),
		TEST(ctype_strips_typedef_const_and_volatile),
		TEST(ctype_shares_pointers_that_differ_in_const),
		TEST(ctype_knows_user_pointers_by_their_tag),
		TEST(ctype_of_arrays_has_count_and_size),
		TEST(ctype_knows_char_and_bool),
		TEST(ctype_finds_members_of_anonymous_structs),
		TEST(ctype_reads_both_forms_of_bit_fields),
		TEST(ctype_finds_enumerators),
		TEST(ctype_takes_small_negative_enumerators_as_signed),
		TEST(ctype_prefers_a_definition_to_a_declaration),
		TEST(ctype_remembers_the_typedef_of_an_anonymous_struct),
		TEST(ctype_finds_prototypes_of_functions),
		TEST(ctype_survives_types_that_contain_themselves),
		TEST(ctype_set_of_a_module_shares_its_base),
		TEST(ctype_read_object_says_why_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
