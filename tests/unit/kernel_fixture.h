/*
 * A directory with a made-up kernel: the types of golden/target.c, formats, a module.
 */
#ifndef UNIT_KERNEL_FIXTURE_H
#define UNIT_KERNEL_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "kernel/ctype_set.h"
#include "kernel/facts.h"
#include "kernel/kernel.h"

struct fixture {
	struct arena *arena;
	struct interner *interner;
	char directory[32];
	struct kernel *kernel; /* closed in the end; NULL allowed */
};

static inline int set_up(void **state)
{
	struct arena *arena = arena_new();
	struct fixture *f = arena_new_of(arena, struct fixture);

	f->arena = arena;
	f->interner = interner_new(arena);
	snprintf(f->directory, sizeof(f->directory), "/tmp/test_kernel.XXXXXX");
	*state = f;
	return mkdtemp(f->directory) != NULL ? 0 : -1;
}

static inline int tear_down(void **state)
{
	struct fixture *f = *state;
	int status = system(arena_printf(f->arena, "rm -rf '%s'", f->directory));

	kernel_close(f->kernel);
	arena_free(f->arena);
	return status;
}

static inline void write_file(const char *path, const void *data, size_t size)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(data, 1, size, file), size);
	assert_int_equal(fclose(file), 0);
}

/* A format file of a made-up tracefs. */
static inline void write_format(struct fixture *f, const char *category, const char *name,
				const char *fields)
{
	mkdir(arena_printf(f->arena, "%s/events", f->directory), 0700);
	mkdir(arena_printf(f->arena, "%s/events/%s", f->directory, category), 0700);
	mkdir(arena_printf(f->arena, "%s/events/%s/%s", f->directory, category, name), 0700);
	write_file(arena_printf(f->arena, "%s/events/%s/%s/format", f->directory, category, name),
		   fields, strlen(fields));
}

/* Compiles golden/target.c to vmlinux in the directory. */
static inline void compile_target(struct fixture *f)
{
	const char *command = arena_printf(
		f->arena,
		"clang-19 -target bpf -O1 -g -c '%s/golden/target.c' -o '%s/target.o' && "
		"llvm-objcopy-19 --dump-section .BTF='%s/vmlinux' '%s/target.o' /dev/null",
		TESTS_DIR, f->directory, f->directory, f->directory);

	if (access("/usr/bin/clang-19", X_OK) != 0)
		skip();
	assert_int_equal(system(command), 0);
	/* Only modules' BTF may stand beside vmlinux. */
	assert_int_equal(rename(arena_printf(f->arena, "%s/target.o", f->directory),
				arena_printf(f->arena, "%s/.target.o", f->directory)),
			 0);
}

/* BTF of a module with struct gearbox, its event, and a function. */
static inline void write_module(struct fixture *f)
{
	struct btf *base = btf__parse_raw(arena_printf(f->arena, "%s/vmlinux", f->directory));
	struct btf *btf = btf__new_empty_split(base);
	int int_id = btf__find_by_name_kind(base, "int", BTF_KIND_INT);
	int entry = btf__find_by_name_kind(base, "trace_entry", BTF_KIND_STRUCT);
	const void *data;
	uint32_t size;
	int proto;

	btf__add_struct(btf, "gearbox", 4);
	btf__add_field(btf, "gears", int_id, 0, 0);
	btf__add_struct(btf, "msghdr", 4);
	btf__add_field(btf, "msg_namelen", int_id, 0, 0);
	btf__add_struct(btf, "trace_event_raw_shift_template", 12);
	btf__add_field(btf, "ent", entry, 0, 0);
	btf__add_field(btf, "gear", int_id, 64, 0);
	proto = btf__add_func_proto(btf, int_id);
	btf__add_func_param(btf, "to", int_id);
	btf__add_func(btf, "shift", BTF_FUNC_STATIC, proto);
	data = btf__raw_data(btf, &size);
	write_file(arena_printf(f->arena, "%s/gear_box", f->directory), data, size);
	btf__free(btf);
	btf__free(base);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

#endif
