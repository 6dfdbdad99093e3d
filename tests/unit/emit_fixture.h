/*
 * What the tests of emit/ share: an arena per test, and pieces of generated text.
 */
#ifndef TESTS_UNIT_EMIT_FIXTURE_H
#define TESTS_UNIT_EMIT_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "emit/emit.h"
#include "plan_fixture.h"

static inline int emit_set_up(void **state)
{
	*state = arena_new();
	return 0;
}

static inline int emit_tear_down(void **state)
{
	arena_free(*state);
	return 0;
}

static inline const char *bpf_c_of(struct builder *b)
{
	struct strbuf out;

	strbuf_init(&out, b->arena);
	emit_bpf_c(b->plan, &out);
	return strbuf_text(&out);
}

static inline const char *host_c_of(struct builder *b)
{
	struct strbuf out;

	strbuf_init(&out, b->arena);
	emit_host_c(b->plan,
		    &(struct emit_host){ .skeleton_header_name = "test.skel.h",
					 .skeleton_prefix = "tool_test" },
		    &out);
	return strbuf_text(&out);
}

/*
 * The lines of a function whose head contains `name`, from behind its opening
 * brace to its end; without #line directives and without indentation.
 */
static inline const char *body_of(struct builder *b, const char *name)
{
	const char *at = strstr(bpf_c_of(b), name);
	struct strbuf out;

	assert_non_null(at);
	at = strstr(at, "\n{\n");
	assert_non_null(at);
	at += 3;
	strbuf_init(&out, b->arena);
	while (strncmp(at, "}\n", 2) != 0) {
		const char *end = strchr(at, '\n') + 1;

		if (*at != '#') {
			at += strspn(at, "\t");
			strbuf_write(&out, at, (size_t)(end - at));
		}
		at = end;
	}
	return strbuf_text(&out);
}

/* The right side of the last assignment of the newest program. */
static inline const char *assigned(struct builder *b)
{
	const char *found = NULL;
	const char *body = body_of(b, b->program->name);

	for (const char *at = strstr(body, " = "); at; at = strstr(at + 1, " = "))
		found = at + strlen(" = ");
	assert_non_null(found);
	return arena_strndup(b->arena, found, strcspn(found, ";"));
}

static inline void assert_contains(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("no \"%s\" in:\n%s", part, text);
}

static inline void assert_lacks(const char *text, const char *part)
{
	if (strstr(text, part))
		fail_msg("\"%s\" in:\n%s", part, text);
}

#endif
