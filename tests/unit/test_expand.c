#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "front/ast_walk.h"
#include "front/parser.h"
#include "sema/expand.h"

struct fixture {
	struct arena *arena;
	struct interner *interner;
	struct source_set *sources;
	struct diag *diag;
	struct script *script;
};

static int set_up(void **state)
{
	struct arena *arena = arena_new();
	struct fixture *f = arena_new_of(arena, struct fixture);

	f->arena = arena;
	f->interner = interner_new(arena);
	f->sources = source_set_new(arena);
	f->diag = diag_new(arena, f->sources);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	arena_free(f->arena);
	return 0;
}

static void expand(struct fixture *f, const char *text)
{
	const struct source_file *file = source_add(f->sources, "script.bt", text, strlen(text));

	f->script = parse_script(f->arena, f->interner, f->diag, file);
	assert_int_equal(diag_error_count(f->diag), 0);
	expand_macros(f->arena, f->diag, f->sources, f->script);
}

/* The body of the script's last root, as text without what is in '<' and '>'. */
static const char *dump(struct fixture *f)
{
	struct script last = { 0 };
	struct strbuf whole, out;
	const char *line;

	vec_init(&last.roots, f->arena);
	vec_push(&last.roots, vec_last(&f->script->roots));
	strbuf_init(&whole, f->arena);
	strbuf_init(&out, f->arena);
	ast_dump(&last, f->sources, &whole);
	line = strstr(strbuf_text(&whole), "  block");
	while (*line != '\0') {
		const char *end = strchr(line, '\n');
		const char *place = memchr(line, '<', (size_t)(end - line));

		/* "a < b" is no place. */
		while (place[1] < '0' || place[1] > '9')
			place = strchr(place + 1, '<');
		strbuf_write(&out, line, (size_t)(place - 1 - line));
		strbuf_putc(&out, '\n');
		line = end + 1;
	}
	return strbuf_text(&out);
}

/* Both scripts mean the same once macros are expanded. */
static void expect_same(struct fixture *f, const char *macros, const char *plain)
{
	const char *expanded;

	expand(f, macros);
	assert_int_equal(diag_error_count(f->diag), 0);
	expanded = dump(f);
	expand(f, plain);
	assert_string_equal(expanded, dump(f));
}

static void expand_leaves_no_macros(void **state)
{
	struct fixture *f = *state;

	expand(f, "macro a() { 1 } macro b(x) { a + x } begin { b(a()); }");
	assert_int_equal(f->script->roots.count, 1);
	assert_int_equal(f->script->roots.items[0]->kind, NODE_PROBE);
}

static void expand_gives_a_value(void **state)
{
	expect_same(*state, "macro two(x) { x + x } begin { @a = two(5) * two(@b); }",
		    "begin { @a = (5 + 5) * (@b + @b); }");
}

static void expand_gives_a_block(void **state)
{
	expect_same(*state, "macro f(x) { let $y = x; $y + 1 } begin { @a = f(5); }",
		    "begin { @a = { let $y = 5; $y + 1 }; }");
}

static void expand_makes_statements_of_unused_values(void **state)
{
	expect_same(*state, "macro f(x) { let $y = x; if x { $y } else { 2 } } begin { f(5); }",
		    "begin { { let $y = 5; if 5 { $y } else { 2 } } }");
}

static void expand_passes_variables_by_reference(void **state)
{
	expect_same(*state, "macro f($v, w) { $v += w; } begin { let $x = 1; f($x, $x); }",
		    "begin { let $x = 1; { $x += $x; } }");
}

static void expand_passes_maps(void **state)
{
	expect_same(*state,
		    "macro f(@m, k) { @m[k, 1] = count(); clear(@m); } begin { f(@other, tid); }",
		    "begin { { @other[tid, 1] = count(); clear(@other); } }");
}

static void expand_passes_types(void **state)
{
	expect_same(*state,
		    "macro f(T, x) { let $r : T[4] = (typeof(T))x; sizeof(T) }"
		    "begin { @a = f(struct task *, 1); }",
		    "begin { @a = { let $r : struct task *[4] = (typeof(struct task *))1;"
		    "sizeof(struct task *) }; }");
}

static void expand_chooses_by_number_and_kind(void **state)
{
	expect_same(*state,
		    "macro f() { 0 } macro f(x) { 1 } macro f($x) { 2 } macro f(@x) { 3 }"
		    "macro f(x, y) { 4 } macro f($x, y) { 5 } macro f(x, $y) { 6 }"
		    "begin { @a = (f, f(), f(1), f(@a[1]), f($v), f(@m), f(1, 1), f($v, 1),"
		    "f(1, $v), f($v, $v)); }",
		    "begin { @a = (0, 0, 1, 1, 2, 3, 4, 5, 6, 5); }");
}

static void expand_knows_arguments_through_macros(void **state)
{
	expect_same(*state,
		    "macro g($x) { 1 } macro g(x) { 2 } macro f(x) { g(x) }"
		    "begin { @a = (f($v), f(1)); }",
		    "begin { @a = (1, 2); }");
}

static void expand_hides_functions_of_the_same_signature(void **state)
{
	expect_same(*state,
		    "macro strlen($s) { 7 } macro pid() { 8 }"
		    "begin { @a = (strlen($s), strlen(\"x\"), pid, pid(), tid); }",
		    "begin { @a = (7, strlen(\"x\"), 8, 8, tid); }");
}

static void expand_lets_parameters_hide_macros(void **state)
{
	expect_same(*state, "macro x() { 1 } macro f(x) { x } begin { @a = f(2); }",
		    "begin { @a = 2; }");
}

static void expand_takes_words_in_types_for_types(void **state)
{
	expect_same(*state, "macro int() { 1 } begin { @a = (sizeof(int), sizeof(int())); }",
		    "begin { @a = (sizeof(int), sizeof(1)); }");
}

static void expand_reaches_predicates_and_functions(void **state)
{
	struct fixture *f = *state;
	const struct node *probe, *function;

	expand(f, "macro one() { 1 } begin /one/ { } fn g($x : int32) : int32 { return one; }");
	probe = f->script->roots.items[0];
	function = f->script->roots.items[1];
	assert_int_equal(probe->probe.predicate->kind, NODE_INT);
	assert_int_equal(function->function.body->block.statements.items[0]->expression->kind,
			 NODE_INT);
}

static const struct node *statement(const struct node *block, size_t i)
{
	return block->block.statements.items[i];
}

static void expand_gives_locals_names_of_their_own(void **state)
{
	struct fixture *f = *state;
	const struct node *body, *first, *second;
	const char *callers, *a, *b;

	expand(f, "macro f(x) { let $v = x; $v = 2; } begin { let $v = 1; f($v); f(3); }");
	body = f->script->roots.items[0]->probe.body;
	callers = statement(body, 0)->let.var->var.name;
	first = statement(body, 1);
	second = statement(body, 2);
	a = statement(first, 0)->let.var->var.name;
	b = statement(second, 0)->let.var->var.name;
	assert_string_equal(a, "v");
	assert_ptr_not_equal(a, callers);
	assert_ptr_not_equal(a, b);
	assert_ptr_equal(statement(first, 1)->assign.target->var.name, a);
	assert_ptr_equal(statement(first, 0)->let.value->var.name, callers);
}

static void expand_keeps_places(void **state)
{
	struct fixture *f = *state;
	const struct node *sum;
	struct source_place place;
	struct span from = { 0 };

	expand(f, "macro f(x) {\n x + 5 }\nbegin { @a = f(\n7); }");
	sum = statement(f->script->roots.items[0]->probe.body, 0)->assign.value;
	place = source_place(f->sources, sum->span.begin);
	assert_int_equal(place.line, 2);
	assert_int_equal(place.column, 2);
	assert_int_equal(source_origin(f->sources, sum->span.begin, &from), SOURCE_EXPANDED);
	assert_int_equal(source_place(f->sources, from.begin).line, 3);
	assert_int_equal(source_place(f->sources, sum->binary.op_span.begin).column, 4);
	place = source_place(f->sources, sum->binary.left->span.begin);
	assert_int_equal(place.line, 4);
	assert_int_equal(source_origin(f->sources, sum->binary.left->span.begin, &from),
			 SOURCE_GIVEN);
}

static uint32_t height_of(struct node *node);

static void add_height(struct node **place, void *data)
{
	uint32_t *highest = data;
	uint32_t height = height_of(*place);

	*highest = height > *highest ? height : *highest;
}

static uint32_t height_of(struct node *node)
{
	uint32_t highest = 0;

	ast_each_child(node, add_height, &highest);
	assert_int_equal(node->height, highest + 1);
	return highest + 1;
}

static void expand_keeps_heights(void **state)
{
	struct fixture *f = *state;

	expand(f, "macro f(x) { let $y = x + 1; if $y { $y } else { -x } }"
		  "macro g(x) { f(f(x) + 1) } begin { f(1); @a = g(g(pid)); g(@a); }");
	height_of(f->script->roots.items[0]->probe.body);
}

/* How a script grows that says little: it must end, and soon. */
static void expand_refuses_to_explode(void **state)
{
	struct fixture *f = *state;
	struct strbuf text;

	strbuf_init(&text, f->arena);
	for (int i = 0; i < 60; i++)
		strbuf_printf(&text, "macro m%d(x) { m%d(x) + m%d(x + x) } ", i, i + 1, i + 1);
	strbuf_puts(&text, "macro m60(x) { x } begin { @a = m0(1); }");
	expand(f, strbuf_text(&text));
	assert_int_equal(diag_error_count(f->diag), 1);
}

static void expand_refuses_to_be_too_deep(void **state)
{
	struct fixture *f = *state;
	struct strbuf text;

	strbuf_init(&text, f->arena);
	for (int i = 0; i < 100; i++)
		strbuf_printf(&text, "macro m%d(x) { m%d(- - - - - - - -x) } ", i, i + 1);
	strbuf_puts(&text, "macro m100(x) { x } begin { @a = m0(1); }");
	expand(f, strbuf_text(&text));
	assert_int_equal(diag_error_count(f->diag), 1);
}

static void expand_sees_recursion_only_where_it_is(void **state)
{
	struct fixture *f = *state;

	expand(f, "macro f(x) { x + 1 } macro g(x) { f(f(x)) } begin { @a = f(g(f(g(1)))); }");
	assert_int_equal(diag_error_count(f->diag), 0);
	expand(f, "macro f(x) { g(x) } macro g(x) { f(x) } begin { @a = f(1); }");
	assert_int_equal(diag_error_count(f->diag), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(expand_leaves_no_macros),
		TEST(expand_gives_a_value),
		TEST(expand_gives_a_block),
		TEST(expand_makes_statements_of_unused_values),
		TEST(expand_passes_variables_by_reference),
		TEST(expand_passes_maps),
		TEST(expand_passes_types),
		TEST(expand_chooses_by_number_and_kind),
		TEST(expand_knows_arguments_through_macros),
		TEST(expand_hides_functions_of_the_same_signature),
		TEST(expand_lets_parameters_hide_macros),
		TEST(expand_takes_words_in_types_for_types),
		TEST(expand_reaches_predicates_and_functions),
		TEST(expand_gives_locals_names_of_their_own),
		TEST(expand_keeps_places),
		TEST(expand_keeps_heights),
		TEST(expand_refuses_to_explode),
		TEST(expand_refuses_to_be_too_deep),
		TEST(expand_sees_recursion_only_where_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
