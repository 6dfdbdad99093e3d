#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "kernel/script_types.h"
#include "kernel/stand_in.h"

#define PREFIX "wanted_"

struct fixture {
	struct arena *arena;
	struct interner *interner;
	char directory[40];
	struct kernel *kernel;
	struct ctype_set *own;
	struct script_types *types;
	struct strbuf prelude; /* of stand-ins */
};

static const char kernel_c[] = "typedef unsigned int u32;\n"
			       "typedef struct { int counter; } atomic_t;\n"
			       "enum { TASK_COMM_LEN = 16 };\n"
			       "struct dentry { u32 flags; };\n"
			       "struct path { void *mnt; struct dentry *dentry; };\n"
			       "struct file { int mode; struct path path; char name[16];\n"
			       "	union { long pos; long version; }; };\n"
			       "union word { int whole; char bytes[4]; };\n"
			       "struct file *k1; atomic_t *k2; union word *k3; struct dentry *k4;\n"
			       "int k5[TASK_COMM_LEN]; struct path *k6;\n"
			       "enum color { RED, GREEN } k7;\n";

static int set_up(void **state)
{
	struct arena *arena = arena_new();
	struct fixture *f = arena_new_of(arena, struct fixture);

	f->arena = arena;
	f->interner = interner_new(arena);
	strbuf_init(&f->prelude, arena);
	snprintf(f->directory, sizeof(f->directory), "/tmp/test_script_types.XXXXXX");
	*state = f;
	return mkdtemp(f->directory) != NULL ? 0 : -1;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;
	int status = system(arena_printf(f->arena, "rm -rf '%s'", f->directory));

	ctype_set_close(f->own);
	kernel_close(f->kernel);
	arena_free(f->arena);
	return status;
}

static const char *compile(struct fixture *f, const char *name, const char *text)
{
	const char *source = arena_printf(f->arena, "%s/%s.c", f->directory, name);
	const char *object = arena_printf(f->arena, "%s/%s.o", f->directory, name);
	FILE *file = fopen(source, "w");

	if (access("/usr/bin/clang-19", X_OK) != 0)
		skip();
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(system(arena_printf(f->arena, "clang-19 -target bpf -g -c '%s' -o '%s'",
					     source, object)),
			 0);
	return object;
}

static void open_kernel(struct fixture *f)
{
	const char *error = NULL;

	f->kernel = kernel_open_file(f->arena, f->interner, compile(f, "kernel", kernel_c), &error);
	assert_non_null(f->kernel);
}

/* The types of a script's C together with those of kernel_c. */
static void open_types(struct fixture *f, const char *script_c)
{
	const char *error = NULL;
	const char *text = arena_printf(f->arena, "%s%s", strbuf_text(&f->prelude), script_c);

	if (f->kernel == NULL)
		open_kernel(f);
	f->own = ctype_read_object(f->arena, f->interner, compile(f, "script", text), CTYPE_SCRIPT,
				   &error);
	assert_non_null(f->own);
	f->types = script_types_new(f->arena, f->own, PREFIX, f->kernel);
}

static const struct ctype *find(struct fixture *f, const char *name)
{
	return script_types_find(f->types, CTYPE_STRUCT, name, false);
}

static const struct script_choice *only_choice(struct fixture *f)
{
	size_t n;
	const struct script_choice *choices = script_types_choices(f->types, &n);

	assert_int_equal(n, 1);
	return &choices[0];
}

static void script_type_alone_is_the_scripts(void **state)
{
	struct fixture *f = *state;
	size_t n;

	open_types(f, "struct mine { int a; } *v; struct mine *w;");
	assert_int_equal(find(f, "mine")->origin, CTYPE_SCRIPT);
	assert_int_equal(find(f, "file")->origin, CTYPE_KERNEL);
	assert_null(find(f, "nobodys"));
	script_types_choices(f->types, &n);
	assert_int_equal(n, 0);
}

static void script_type_gives_way_to_the_kernels(void **state)
{
	struct fixture *f = *state;

	open_types(f, "struct file { char name[16]; unsigned long mode; long pos; } *v;");
	assert_int_equal(find(f, "file")->origin, CTYPE_KERNEL);
	assert_int_equal(find(f, "file")->n_members, 4);
	assert_true(only_choice(f)->is_kernel);
}

static void script_type_holds_in_user_memory(void **state)
{
	struct fixture *f = *state;
	const struct ctype *type;

	open_types(f, "struct file { long pos; } *v;");
	type = script_types_find(f->types, CTYPE_STRUCT, "file", true);
	assert_int_equal(type->origin, CTYPE_SCRIPT);
	assert_int_equal(type->size, 8);
}

static void script_type_holds_if_the_kernel_lacks_a_member(void **state)
{
	struct fixture *f = *state;

	open_types(f, "struct file { int mode; int old_member; } *v;");
	assert_int_equal(find(f, "file")->origin, CTYPE_SCRIPT);
	assert_string_equal(only_choice(f)->missing, "old_member");
	assert_false(only_choice(f)->is_kernel);
}

static void script_type_holds_if_a_member_is_something_else(void **state)
{
	struct fixture *f = *state;

	open_types(f, "struct file { int mode; char *name; } *v;");
	assert_int_equal(find(f, "file")->origin, CTYPE_SCRIPT);
	assert_string_equal(only_choice(f)->different, "name");
}

static void script_type_declared_only_is_the_kernels(void **state)
{
	struct fixture *f = *state;
	const struct ctype *type;

	open_types(f, "struct mine { struct dentry *d; union word *w; struct nobody *n; } *v;");
	type = find(f, "mine")->members[0].type->target;
	assert_int_equal(type->kind, CTYPE_STRUCT);
	assert_int_equal(type->origin, CTYPE_KERNEL);
	assert_string_equal(type->members[0].name, "flags");
	assert_int_equal(find(f, "mine")->members[1].type->target->kind, CTYPE_UNION);
	assert_int_equal(find(f, "mine")->members[2].type->target->kind, CTYPE_FORWARD);
	assert_int_equal(find(f, "dentry")->origin, CTYPE_KERNEL);
}

static void stand_in_has_the_size_and_means_the_kernels(void **state)
{
	struct fixture *f = *state;
	const struct ctype *type, *inner;

	open_kernel(f);
	assert_true(stand_in_tag(f->kernel, CTYPE_STRUCT, "path", &f->prelude));
	assert_true(stand_in_tag(f->kernel, CTYPE_UNION, "word", &f->prelude));
	assert_true(stand_in_typedef(f->kernel, "atomic_t", &f->prelude));
	assert_true(stand_in_typedef(f->kernel, "u32", &f->prelude));
	assert_true(stand_in_constant(f->kernel, NULL, "TASK_COMM_LEN", &f->prelude));
	assert_true(stand_in_constant(f->kernel, NULL, "IFNAMSIZ", &f->prelude));
	assert_false(stand_in_tag(f->kernel, CTYPE_STRUCT, "nobody", &f->prelude));
	assert_false(stand_in_typedef(f->kernel, "nobody_t", &f->prelude));
	assert_false(stand_in_constant(f->kernel, NULL, "NOBODY", &f->prelude));
	open_types(f, "struct nameidata { struct path path; atomic_t count; u32 x; union word w;\n"
		      "	char comm[TASK_COMM_LEN]; char net[IFNAMSIZ]; } *v;");
	type = find(f, "nameidata");
	assert_int_equal(type->size, 64);
	assert_int_equal(type->members[1].bit_offset, 128);
	inner = type->members[0].type;
	assert_string_equal(inner->name, "path");
	assert_non_null(ctype_find_member(inner, "dentry", NULL));
	assert_non_null(ctype_find_member(type->members[1].type, "counter", NULL));
	assert_non_null(ctype_find_member(type->members[3].type, "bytes", NULL));
	assert_int_equal(type->members[4].type->count, 16);
}

static void stand_in_of_no_target_knows_integers(void **state)
{
	struct fixture *f = *state;

	f->kernel = kernel_open_none(f->arena, f->interner);
	assert_true(stand_in_typedef(f->kernel, "u64", &f->prelude));
	assert_true(stand_in_typedef(f->kernel, "bool", &f->prelude));
	open_types(f, "struct mine { u64 a; bool b; } *v;");
	assert_int_equal(find(f, "mine")->size, 16);
}

static void script_typedef_is_found_by_its_prefix(void **state)
{
	struct fixture *f = *state;
	const struct ctype *type;

	open_types(f, "typedef struct { int x; } point_t; typedef point_t " PREFIX
		      "point_t;\n" PREFIX "point_t *v; typedef struct mine { int a; } mine_t;\n"
		      "typedef mine_t " PREFIX "mine_t; " PREFIX "mine_t *w;");
	type = script_types_find_typedef(f->types, "point_t", false);
	assert_int_equal(type->origin, CTYPE_SCRIPT);
	assert_string_equal(type->typedef_name, "point_t");
	type = script_types_find_typedef(f->types, "mine_t", false);
	assert_string_equal(type->name, "mine");
	assert_int_equal(script_types_find_typedef(f->types, "atomic_t", false)->origin,
			 CTYPE_KERNEL);
	assert_null(script_types_find_typedef(f->types, "nobody_t", false));
}

static void script_enumerators_are_found(void **state)
{
	struct fixture *f = *state;
	uint64_t value = 0;

	open_types(f, "enum mine { ONE = 1, TWO } v; enum color *w;");
	assert_string_equal(script_types_find_enumerator(f->types, "TWO", &value)->name, "mine");
	assert_int_equal(value, 2);
	assert_null(script_types_find_enumerator(f->types, "RED", &value));
	assert_int_equal(script_types_find(f->types, CTYPE_ENUM, "mine", false)->origin,
			 CTYPE_SCRIPT);
	assert_int_equal(script_types_find(f->types, CTYPE_ENUM, "color", false)->origin,
			 CTYPE_KERNEL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		TEST(script_type_alone_is_the_scripts),
		TEST(script_type_gives_way_to_the_kernels),
		TEST(script_type_holds_in_user_memory),
		TEST(script_type_holds_if_the_kernel_lacks_a_member),
		TEST(script_type_holds_if_a_member_is_something_else),
		TEST(script_type_declared_only_is_the_kernels),
		TEST(stand_in_has_the_size_and_means_the_kernels),
		TEST(stand_in_of_no_target_knows_integers),
		TEST(script_typedef_is_found_by_its_prefix),
		TEST(script_enumerators_are_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
