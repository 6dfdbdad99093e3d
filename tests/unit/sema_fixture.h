/*
 * A script checked by sema. The target is golden/target.c, compiled once per program. Included by one
 * file per program.
 */
#ifndef TESTS_UNIT_SEMA_FIXTURE_H
#define TESTS_UNIT_SEMA_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "front/parser.h"
#include "sema/sema.h"

struct fixture {
	struct arena *arena;
	struct interner *interner;
	struct source_set *sources;
	struct diag *diag;
	struct kernel *kernel;
	struct sema_options options;
	struct script *script;
	struct program_info *info;
};

#define SEMA_TARGET "/tmp/test_sema_target.%d.o"

/* Group fixture: compiles the made-up kernel. */
static inline int make_target(void **state)
{
	char command[512];

	(void)state;
	snprintf(command, sizeof(command),
		 "clang-19 -target bpf -O1 -g -DTARGET_HAS_LOOPS -c '%s/golden/target.c' -o " SEMA_TARGET, TESTS_DIR,
		 getpid());
	return system(command) == 0 ? 0 : -1;
}

static inline int remove_target(void **state)
{
	char path[64];

	(void)state;
	snprintf(path, sizeof(path), SEMA_TARGET, getpid());
	return unlink(path);
}

static inline int set_up(void **state)
{
	struct arena *arena = arena_new();
	struct fixture *f = arena_new_of(arena, struct fixture);
	const char *error = NULL;

	f->arena = arena;
	f->interner = interner_new(arena);
	f->sources = source_set_new(arena);
	f->kernel = kernel_open_file(arena, f->interner, arena_printf(arena, SEMA_TARGET, getpid()),
				     &error);
	*state = f;
	return f->kernel != NULL ? 0 : -1;
}

static inline int tear_down(void **state)
{
	struct fixture *f = *state;

	kernel_close(f->kernel);
	arena_free(f->arena);
	return 0;
}

/* Parses and checks; messages are in a new sink. */
static inline void check(struct fixture *f, const char *text)
{
	const struct source_file *file = source_add(f->sources, "test.bt", text, strlen(text));

	f->diag = diag_new(f->arena, f->sources);
	f->script = parse_script(f->arena, f->interner, f->diag, file);
	assert_int_equal(diag_error_count(f->diag), 0);
	f->info = sema_run(f->arena, f->interner, f->diag, f->sources, f->kernel, f->script,
			   &f->options);
}

/* All messages as text, notes included; the sink forgets them. */
static inline const char *messages(struct fixture *f)
{
	struct diag_options options = { 0 };
	char *text = NULL;
	const char *copy;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	diag_flush(f->diag, out, &options);
	fclose(out);
	copy = arena_strndup(f->arena, text, size);
	free(text);
	return copy;
}

static inline void check_is_right(struct fixture *f, const char *text)
{
	check(f, text);
	if (diag_error_count(f->diag) > 0)
		fail_msg("%s\n%s", text, messages(f));
}

/* The script must lead to a message that contains `text`. */
static inline void check_says(struct fixture *f, const char *script, const char *text)
{
	const char *said;

	check(f, script);
	said = messages(f);
	if (strstr(said, text) == NULL)
		fail_msg("%s\nis expected to say: %s\nsays: %s", script, text, said);
}

/* The script must lead to no message at all. */
static inline void check_is_silent(struct fixture *f, const char *script)
{
	const char *said;

	check(f, script);
	said = messages(f);
	if (said[0] != '\0')
		fail_msg("%s\nsays: %s", script, said);
}

static inline const struct map_symbol *map_of(struct fixture *f, const char *name)
{
	for (size_t i = 0; i < f->info->maps.count; i++) {
		if (strcmp(f->info->maps.items[i]->name, name) == 0)
			return f->info->maps.items[i];
	}
	fail_msg("no map @%s", name);
	return NULL;
}

/* The type of @name's values after the script. */
static inline void assert_value(struct fixture *f, const char *script, const char *name,
				const char *type)
{
	check_is_right(f, script);
	assert_non_null(map_of(f, name)->value);
	assert_string_equal(type_name(f->arena, map_of(f, name)->value), type);
}

static inline void assert_key(struct fixture *f, const char *script, const char *name,
			      const char *type)
{
	check_is_right(f, script);
	assert_non_null(map_of(f, name)->key);
	assert_string_equal(type_name(f->arena, map_of(f, name)->key), type);
}

#define SEMA_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
