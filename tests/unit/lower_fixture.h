/*
 * A script lowered to a plan, on a target that knows nothing. Included by one file per program.
 */
#ifndef TESTS_UNIT_LOWER_FIXTURE_H
#define TESTS_UNIT_LOWER_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "front/parser.h"
#include "plan/lower.h"

struct fixture {
	struct arena *arena;
	struct interner *interner;
	struct source_set *sources;
	struct diag *diag;
	struct kernel *kernel;
	struct plan *plan;
};

static inline int set_up(void **state)
{
	struct arena *arena = arena_new();
	struct fixture *f = arena_new_of(arena, struct fixture);
	f->arena = arena;
	f->interner = interner_new(arena);
	f->sources = source_set_new(arena);
	f->diag = diag_new(arena, f->sources);
	f->kernel = kernel_open_none(arena, f->interner);
	*state = f;
	return 0;
}

static inline int tear_down(void **state)
{
	struct fixture *f = *state;
	kernel_close(f->kernel);
	arena_free(f->arena);
	return 0;
}

/* The plan of a script, which must have no errors. */
static inline const struct plan *lower_text(struct fixture *f, const char *text)
{
	struct diag_options quiet = { .no_warnings = true };
	struct sema_options options = { 0 };
	const struct source_file *file = source_add(f->sources, "test.bt", text, strlen(text));
	struct script *script = parse_script(f->arena, f->interner, f->diag, file);
	struct program_info *info =
		sema_run(f->arena, f->interner, f->diag, f->sources, f->kernel, script, &options);
	diag_flush(f->diag, stderr, &quiet);
	assert_int_equal(diag_error_count(f->diag), 0);
	struct lower_input input = {
		.script = script,
		.info = info,
		.sources = f->sources,
		.tool_name = "test",
		.script_name = "test.bt",
		.script_path = "test.bt",
		.source = text,
		.source_size = strlen(text),
		.source_sha256 = "",
		.source_sha1 = "",
		.compiler_version = "0",
	};
	f->plan = lower(f->arena, &input);
	return f->plan;
}

/* The n-th statement of a kind in the block and the blocks inside of it; NULL if there are fewer. */
static const struct plan_statement *find_in(const plan_block *block, enum plan_statement_kind kind,
					    size_t *n)
{
	for (size_t i = 0; i < block->count; i++) {
		const struct plan_statement *s = block->items[i], *inner;
		if (s->kind == kind && (*n)-- == 0)
			return s;
		const plan_block *blocks[] = { &s->condition, &s->body, &s->orelse };
		for (size_t b = 0; b < 3; b++) {
			inner = find_in(blocks[b], kind, n);
			if (inner)
				return inner;
		}
	}
	return NULL;
}

static const struct plan_statement *statement(const struct plan *plan, size_t program,
					      enum plan_statement_kind kind, size_t n)
{
	return find_in(&plan->programs.items[program]->body, kind, &n);
}

static inline size_t count_statements(const struct plan *plan, enum plan_statement_kind kind)
{
	size_t n = 0;
	while (statement(plan, 0, kind, n))
		n++;
	return n;
}

#endif
