#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "front/parser.h"

struct fixture {
	struct arena *arena;
	struct interner *interner;
	struct source_set *sources;
	struct diag *diag;
};

static int set_up(void **state)
{
	struct arena *arena = arena_new();
	struct fixture *fixture = arena_new_of(arena, struct fixture);

	fixture->arena = arena;
	fixture->interner = interner_new(arena);
	fixture->sources = source_set_new(arena);
	fixture->diag = diag_new(arena, fixture->sources);
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	arena_free(fixture->arena);
	return 0;
}

static struct script *parse(struct fixture *f, const char *text)
{
	const struct source_file *file = source_add(f->sources, "script.bt", text, strlen(text));

	f->diag = diag_new(f->arena, f->sources);
	return parse_script(f->arena, f->interner, f->diag, file);
}

/* The tree of a script without errors: a line a node, without the places. */
static const char *dump(struct fixture *f, const char *text)
{
	struct script *script = parse(f, text);
	struct strbuf with_places;
	struct strbuf out;

	if (diag_error_count(f->diag) > 0)
		diag_flush(f->diag, stderr, &(struct diag_options){ 0 });
	assert_int_equal(diag_error_count(f->diag), 0);
	strbuf_init(&with_places, f->arena);
	strbuf_init(&out, f->arena);
	ast_dump(script, f->sources, &with_places);
	for (const char *line = strbuf_text(&with_places); *line != '\0';) {
		const char *end = strchr(line, '\n');
		const char *place = end;

		while (*place != '<')
			place--;
		strbuf_write(&out, line, (size_t)(place - 1 - line));
		strbuf_putc(&out, '\n');
		line = end + 1;
	}
	return strbuf_text(&out);
}

/* The dump from a level on, its indentation removed: what stands inside of the probe. */
static const char *inner(struct fixture *f, const char *text, const char *begin, size_t indent)
{
	const char *at = strstr(text, begin);
	struct strbuf out;

	assert_non_null(at);
	strbuf_init(&out, f->arena);
	for (at += strlen(begin); *at != '\0' && strspn(at, " ") >= indent;
	     at = strchr(at, '\n') + 1)
		strbuf_write(&out, at + indent, strcspn(at, "\n") - indent + 1);
	return strbuf_text(&out);
}

/* Checks the statements of `begin { text }`. */
static void expect_body(struct fixture *f, const char *text, const char *expected)
{
	const char *whole = dump(f, arena_printf(f->arena, "begin { %s }", text));

	assert_string_equal(inner(f, whole, "  block\n", 4), expected);
}

static void put_expression(struct strbuf *out, const struct node *node)
{
	static const char unary[] = "-!~*&";

	switch ((int)node->kind) {
	case NODE_INT:
		strbuf_printf(out, "%llu", (unsigned long long)node->integer.value);
		break;
	case NODE_IDENT:
		strbuf_puts(out, node->ident.name);
		break;
	case NODE_VAR:
		strbuf_printf(out, "$%s", node->var.name);
		break;
	case NODE_MAP:
		strbuf_printf(out, "@%s", node->map.name);
		break;
	case NODE_UNARY:
		strbuf_printf(out, "(%c", unary[node->unary.op]);
		put_expression(out, node->unary.operand);
		strbuf_puts(out, ")");
		break;
	case NODE_INCDEC:
		strbuf_puts(out, node->incdec.is_postfix ? "(post" : "(pre");
		strbuf_puts(out, node->incdec.is_decrement ? "--" : "++");
		put_expression(out, node->incdec.operand);
		strbuf_puts(out, ")");
		break;
	case NODE_BINARY:
		strbuf_puts(out, "(");
		put_expression(out, node->binary.left);
		strbuf_puts(out, operator_text(node->binary.op));
		put_expression(out, node->binary.right);
		strbuf_puts(out, ")");
		break;
	case NODE_TERNARY:
		strbuf_puts(out, "(");
		put_expression(out, node->ternary.condition);
		strbuf_puts(out, "?");
		if (node->ternary.then_value != NULL)
			put_expression(out, node->ternary.then_value);
		strbuf_puts(out, ":");
		put_expression(out, node->ternary.else_value);
		strbuf_puts(out, ")");
		break;
	case NODE_CALL:
		strbuf_printf(out, "%s(", node->call.name);
		for (size_t i = 0; i < node->call.args.count; i++) {
			strbuf_puts(out, i > 0 ? "," : "");
			put_expression(out, node->call.args.items[i]);
		}
		strbuf_puts(out, ")");
		break;
	case NODE_FIELD:
		put_expression(out, node->field.object);
		strbuf_printf(out, "%s%s", node->field.is_arrow ? "->" : ".", node->field.name);
		break;
	case NODE_TUPLE_FIELD:
		put_expression(out, node->tuple_field.object);
		strbuf_printf(out, ".%u", node->tuple_field.index);
		break;
	case NODE_INDEX:
		put_expression(out, node->index.object);
		strbuf_puts(out, "[");
		put_expression(out, node->index.index);
		strbuf_puts(out, "]");
		break;
	case NODE_CAST:
		strbuf_puts(out, "<cast ");
		put_expression(out, node->cast.value);
		strbuf_puts(out, ">");
		break;
	default:
		strbuf_printf(out, "<%s>", node_kind_name(node->kind));
	}
}

/* Checks how `$r = text;` is grouped: every operation in parentheses. */
static void expect_grouping(struct fixture *f, const char *text, const char *expected)
{
	struct script *script = parse(f, arena_printf(f->arena, "begin { $r = %s; }", text));
	struct strbuf out;

	if (diag_error_count(f->diag) > 0)
		diag_flush(f->diag, stderr, &(struct diag_options){ 0 });
	assert_int_equal(diag_error_count(f->diag), 0);
	strbuf_init(&out, f->arena);
	put_expression(&out,
		       script->roots.items[0]->probe.body->block.statements.items[0]->assign.value);
	assert_string_equal(strbuf_text(&out), expected);
}

static void parse_binds_operators_by_precedence(void **state)
{
	struct fixture *f = *state;

	expect_grouping(f, "1||2&&3|4^5&6==7<8<<9+10*11",
			"(1||(2&&(3|(4^(5&(6==(7<(8<<(9+(10*11))))))))))");
	expect_grouping(f, "1*2+3<<4<5==6&7^8|9&&10||11",
			"((((((((((1*2)+3)<<4)<5)==6)&7)^8)|9)&&10)||11)");
	expect_grouping(f, "1%2/3*4", "(((1%2)/3)*4)");
	expect_grouping(f, "1!=2==3>=4<=5>6", "((1!=2)==(((3>=4)<=5)>6))");
	expect_grouping(f, "1>>2<<3-4", "((1>>2)<<(3-4))");
}

static void parse_binds_binary_operators_to_the_left(void **state)
{
	expect_grouping(*state, "1-2-3-4", "(((1-2)-3)-4)");
	expect_grouping(*state, "1-(2-3)", "(1-(2-3))");
}

static void parse_binds_ternary_to_the_right(void **state)
{
	expect_grouping(*state, "$a ? $b : $c ? $d : $e", "($a?$b:($c?$d:$e))");
	expect_grouping(*state, "$a ? $b ? 1 : 2 : 3", "($a?($b?1:2):3)");
	expect_grouping(*state, "$a ?: $b ?: $c", "($a?:($b?:$c))");
	expect_grouping(*state, "$a || $b ? 1 : 2", "(($a||$b)?1:2)");
}

static void parse_binds_unary_tighter_than_binary(void **state)
{
	expect_grouping(*state, "-1+!2*~3", "((-1)+((!2)*(~3)))");
	expect_grouping(*state, "*$p.a", "(*$p.a)");
	expect_grouping(*state, "- -1", "(-(-1))");
	expect_grouping(*state, "&$x", "(&$x)");
	expect_grouping(*state, "-$x++", "(-(post++$x))");
	expect_grouping(*state, "++$x + $y--", "((pre++$x)+(post--$y))");
}

static void parse_reads_postfix_chains(void **state)
{
	expect_grouping(*state, "args->a.b[1].0.2", "args->a.b[1].0.2");
	expect_grouping(*state, "$t.1.0 + 1", "($t.1.0+1)");
	expect_grouping(*state, "f(1, g())[2]", "f(1,g())[2]");
	expect_grouping(*state, "args.if", "args.if");
}

static void parse_casts_a_name_before_an_operand(void **state)
{
	struct fixture *f = *state;

	expect_grouping(f, "(uint8)1", "<cast 1>");
	expect_grouping(f, "(uint8)-1", "<cast (-1)>");
	expect_grouping(f, "(name)*tid", "<cast (*tid)>");
	expect_grouping(f, "(uint8)(uint16)$x", "<cast <cast $x>>");
	expect_grouping(f, "(uint8)$x.a + 1", "(<cast $x.a>+1)");
	expect_grouping(f, "(struct a *)$x", "<cast $x>");
	expect_grouping(f, "(a *)$x", "<cast $x>");
	expect_grouping(f, "(a[])$x", "<cast $x>");
	expect_grouping(f, "(int8[4])$x", "<cast $x>");
	expect_grouping(f, "(typeof($y))$x", "<cast $x>");
}

static void parse_multiplies_a_builtin_in_parentheses(void **state)
{
	struct fixture *f = *state;

	expect_grouping(f, "(pid)*tid", "(pid*tid)");
	expect_grouping(f, "(nsecs)-1", "(nsecs-1)");
	expect_grouping(f, "(arg12)&1", "(arg12&1)");
	expect_grouping(f, "(args)", "args");
	expect_grouping(f, "(name)", "name");
	expect_grouping(f, "(name)+1", "(name+1)");
	expect_grouping(f, "(name)[1]", "name[1]");
	expect_grouping(f, "(name)/2", "(name/2)");
	expect_grouping(f, "(argx)*2", "<cast (*2)>");
}

static void parse_knows_every_builtin_of_the_table(void **state)
{
	static const char *const names[] = {
#define BUILTIN_NAME(name) #name,
#include "front/builtin_name.def"
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		expect_grouping(f, arena_printf(f->arena, "(%s)*2", names[i]),
				arena_printf(f->arena, "(%s*2)", names[i]));
}

/* ORDER BUILTIN: sema's table has no name that the parser would take for a type. */
static void parse_knows_every_builtin_of_sema(void **state)
{
	static const char *const names[] = {
#define BUILTIN(name, type, needs, help, kernel, example) #name,
#include "sema/builtin.def"
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		expect_grouping(f, arena_printf(f->arena, "(%s)*2", names[i]),
				arena_printf(f->arena, "(%s*2)", names[i]));
}

static void parse_groups_a_macro_parameter(void **state)
{
	const char *text = dump(*state, "macro twice(x) { (x) * 2 }");

	assert_string_equal(text, "macro twice\n"
				  "  parameter: identifier x\n"
				  "  block\n"
				  "    value: binary operation *\n"
				  "      identifier x\n"
				  "      integer 2\n");
}

static void parse_takes_no_condition_for_a_cast(void **state)
{
	expect_body(*state, "if (name) { }", "if\n  condition: identifier name\n  then: block\n");
}

static void parse_tells_tuples_records_and_groups_apart(void **state)
{
	struct fixture *f = *state;

	expect_grouping(f, "()", "<tuple>");
	expect_grouping(f, "(1)", "1");
	expect_grouping(f, "(1,)", "<tuple>");
	expect_grouping(f, "(1, 2)", "<tuple>");
	expect_grouping(f, "(a = 1)", "<record>");
	expect_grouping(f, "(a == 1)", "(a==1)");
	expect_body(f, "print((a = 1, b = (2,), ))",
		    "expression statement\n"
		    "  call print\n"
		    "    record\n"
		    "      a: integer 1\n"
		    "      b: tuple\n"
		    "        integer 2\n");
}

static void parse_makes_one_key_of_several(void **state)
{
	expect_body(*state, "@a[1] = @[1, 2]; @ = @b;",
		    "assignment =\n"
		    "  map @a\n"
		    "    key: integer 1\n"
		    "  value: map @\n"
		    "    key: tuple\n"
		    "      integer 1\n"
		    "      integer 2\n"
		    "assignment =\n"
		    "  map @\n"
		    "  value: map @b\n");
}

static void parse_reads_types(void **state)
{
	expect_body(*state, "let $a : int32*[4]; let $b : struct x **; let $c : string[16] = 1;",
		    "let\n  variable $a\n  type: type int32*[4]\n"
		    "let\n  variable $b\n  type: type struct x**\n"
		    "let\n  variable $c\n  type: type string[16]\n  value: integer 1\n");
	expect_body(*state, "let $a : typeof($b); let $c : enum e;",
		    "let\n  variable $a\n  type: typeof\n    variable $b\n"
		    "let\n  variable $c\n  type: type enum e\n");
}

static void parse_reads_type_queries(void **state)
{
	expect_body(*state,
		    "$a = sizeof(struct x) + sizeof(int8[4]) + sizeof(name) + sizeof($x[1]);",
		    "assignment =\n"
		    "  variable $a\n"
		    "  value: binary operation +\n"
		    "    binary operation +\n"
		    "      binary operation +\n"
		    "        sizeof\n"
		    "          type struct x\n"
		    "        sizeof\n"
		    "          type int8[4]\n"
		    "      sizeof\n"
		    "        identifier name\n"
		    "    sizeof\n"
		    "      index\n"
		    "        variable $x\n"
		    "        index: integer 1\n");
	expect_body(*state, "offsetof(struct x, a.if.c); typeinfo(int8*); f(struct x, y);",
		    "expression statement\n  offsetof a.if.c\n    type struct x\n"
		    "expression statement\n  typeinfo\n    type int8*\n"
		    "expression statement\n  call f\n    type struct x\n    identifier y\n");
}

static void parse_reads_assignments(void **state)
{
	static const char *const operators[] = { "=",  "+=", "-=", "*=",  "/=", "%=",
						 "&=", "|=", "^=", "<<=", ">>=" };
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++)
		expect_body(f, arena_printf(f->arena, "$x %s 1;", operators[i]),
			    arena_printf(f->arena,
					 "assignment %s\n  variable $x\n  value: integer 1\n",
					 operators[i]));
	expect_body(f, "_ = $x;", "discard\n  variable $x\n");
	expect_body(f, "_ + 1;",
		    "expression statement\n  binary operation +\n"
		    "    identifier _\n    integer 1\n");
}

static void parse_needs_no_semicolon_at_the_end(void **state)
{
	expect_body(*state, "$x++; exit()",
		    "expression statement\n  increment postfix ++\n"
		    "    variable $x\n"
		    "expression statement\n  call exit\n");
	expect_body(*state, "if 1 { } $x++",
		    "if\n  condition: integer 1\n  then: block\n"
		    "expression statement\n  increment postfix ++\n"
		    "    variable $x\n");
	expect_body(*state, ";; return;;", "return\n");
	expect_body(*state, "return", "return\n");
}

static void parse_keeps_the_value_of_a_used_block(void **state)
{
	expect_body(*state, "$x = { f(); 1 };",
		    "assignment =\n  variable $x\n  value: block\n"
		    "    expression statement\n      call f\n"
		    "    value: integer 1\n");
	expect_body(*state, "$x = { 1; };",
		    "assignment =\n  variable $x\n  value: block\n"
		    "    expression statement\n      integer 1\n");
	expect_body(*state, "$x = { if 1 { 2 } else { 3 } };",
		    "assignment =\n  variable $x\n  value: block\n"
		    "    value: if\n      condition: integer 1\n"
		    "      then: block\n        value: integer 2\n"
		    "      else: block\n        value: integer 3\n");
	expect_body(*state, "$x = if 1 { 2 } else if 3 { 4 } else { 5 };",
		    "assignment =\n  variable $x\n  value: if\n    condition: integer 1\n"
		    "    then: block\n      value: integer 2\n"
		    "    else: if\n      condition: integer 3\n"
		    "      then: block\n        value: integer 4\n"
		    "      else: block\n        value: integer 5\n");
}

static void parse_drops_the_value_of_an_unused_block(void **state)
{
	expect_body(*state, "if 1 { 2 } else { { 3 } }",
		    "if\n  condition: integer 1\n"
		    "  then: block\n    expression statement\n      integer 2\n"
		    "  else: block\n    block\n      expression statement\n        integer 3\n");
	expect_body(*state, "$x = { if 1 { 2 } };",
		    "assignment =\n  variable $x\n  value: block\n    if\n"
		    "      condition: integer 1\n"
		    "      then: block\n        expression statement\n          integer 2\n");
	expect_body(*state, "while 1 { 2 }",
		    "while\n  condition: integer 1\n  block\n"
		    "    expression statement\n      integer 2\n");
}

static void parse_reads_loops(void **state)
{
	expect_body(*state, "for ($i : 0..10) { break } for $i : $a.0..($b) { continue; }",
		    "for\n  variable $i\n  begin: integer 0\n  end: integer 10\n"
		    "  block\n    break\n"
		    "for\n  variable $i\n  begin: tuple access .0\n    variable $a\n"
		    "  end: variable $b\n  block\n    continue\n");
	expect_body(*state, "for ($kv : @m) { } for $kv : @ { }",
		    "for\n  variable $kv\n  map: map @m\n  block\n"
		    "for\n  variable $kv\n  map: map @\n  block\n");
	expect_body(*state, "unroll (5) { } unroll $n { } while ($x < 5) { }",
		    "unroll\n  count: integer 5\n  block\n"
		    "unroll\n  count: variable $n\n  block\n"
		    "while\n  condition: binary operation <\n    variable $x\n    integer 5\n"
		    "  block\n");
}

static void parse_reads_comptime(void **state)
{
	expect_body(*state, "if comptime ($x) { } $y = comptime 1 + 2; $z = comptime;",
		    "if comptime\n  condition: variable $x\n  then: block\n"
		    "assignment =\n  variable $y\n  value: comptime\n    binary operation +\n"
		    "      integer 1\n      integer 2\n"
		    "assignment =\n  variable $z\n  value: identifier comptime\n");
}

static void parse_ends_a_predicate_at_its_brace(void **state)
{
	assert_string_equal(dump(*state, "kprobe:f /@a / 2 / $x/\n{ }"),
			    "probe\n"
			    "  attach point \"kprobe\" \"f\"\n"
			    "  predicate: binary operation /\n"
			    "    binary operation /\n"
			    "      map @a\n"
			    "      integer 2\n"
			    "    variable $x\n"
			    "  block\n");
}

static void parse_splits_attach_points(void **state)
{
	assert_string_equal(
		dump(*state, "BEGIN,Kprobe:f+0x10,\n"
			     "x=uprobe:/bin/a*:\"b:c\\\"d\"e , usdt::a:b,software:faults:,i:ms:$1,"
			     "*:vfs_read, { }"),
		"probe\n"
		"  attach point \"begin\"\n"
		"  attach point \"kprobe\" \"f+0x10\"\n"
		"  attach point x= \"uprobe\" \"/bin/a*\" \"b:c\\\"de\"\n"
		"  attach point \"usdt\" \"\" \"a\" \"b\"\n"
		"  attach point \"software\" \"faults\" \"\"\n"
		"  attach point \"i\" \"ms\" \"$1\"\n"
		"  attach point \"*\" \"vfs_read\"\n"
		"  block\n");
}

static void expect_span(struct fixture *f, struct span span, const char *expected)
{
	size_t size;
	const char *text = source_text(f->sources, span, &size);

	assert_string_equal(arena_strndup(f->arena, text, size), expected);
}

static void parse_keeps_the_attach_point_as_written(void **state)
{
	struct fixture *f = *state;
	const char *text = "begin { }\nKPROBE:\"f g\" { }";
	struct script *script = parse(f, text);
	const struct node *node = script->roots.items[1]->probe.attach_points.items[0];

	assert_string_equal(node->attach_point.text, "KPROBE:\"f g\"");
	expect_span(f, node->attach_point.part_spans.items[0], "\"f g\"");
}

static void parse_reads_declarations(void **state)
{
	assert_string_equal(dump(*state, "#include <a.h>\n"
					 "struct a { int b; };\n"
					 "config = { a = 1; b = \"x\"; c = d; e = true }\n"
					 "import \"lib.bt\";\n"
					 "let @m = lruhash(10); let @n = hash();\n"
					 "macro m($a, @b, c) { $a }\n"
					 "fn f($a : int64) : uint8 { return 1 }\n"),
			    "C definition \"#include <a.h>\"\n"
			    "C definition \"struct a { int b; };\"\n"
			    "config\n"
			    "  assignment =\n    identifier a\n    value: integer 1\n"
			    "  assignment =\n    identifier b\n    value: string \"x\"\n"
			    "  assignment =\n    identifier c\n    value: identifier d\n"
			    "  assignment =\n    identifier e\n    value: boolean true\n"
			    "import \"lib.bt\"\n"
			    "map declaration @m lruhash\n  entries: integer 10\n"
			    "map declaration @n hash\n"
			    "macro m\n  parameter: variable $a\n  parameter: map @b\n"
			    "  parameter: identifier c\n  block\n    value: variable $a\n"
			    "function f\n"
			    "  parameter: let\n    variable $a\n    type: type int64\n"
			    "  returns: type uint8\n"
			    "  block\n    return\n      integer 1\n");
}

static void parse_gives_every_node_its_span(void **state)
{
	struct fixture *f = *state;
	struct script *script = parse(f, "begin { $x = (1 + 2) * $y.z; }");
	const struct node *probe = script->roots.items[0];
	const struct node *statement = probe->probe.body->block.statements.items[0];
	const struct node *value = statement->assign.value;

	expect_span(f, probe->span, "begin { $x = (1 + 2) * $y.z; }");
	expect_span(f, probe->probe.body->span, "{ $x = (1 + 2) * $y.z; }");
	expect_span(f, statement->span, "$x = (1 + 2) * $y.z");
	expect_span(f, value->span, "(1 + 2) * $y.z");
	expect_span(f, value->binary.op_span, "*");
	expect_span(f, value->binary.left->span, "1 + 2");
	expect_span(f, value->binary.right->span, "$y.z");
}

static void parse_interns_names(void **state)
{
	struct fixture *f = *state;
	struct script *script = parse(f, "begin { $x = @x; }");
	const struct node *assign = script->roots.items[0]->probe.body->block.statements.items[0];

	assert_ptr_equal(assign->assign.target->var.name, intern(f->interner, "x"));
	assert_ptr_equal(assign->assign.value->map.name, intern(f->interner, "x"));
}

static void parse_finds_the_leading_comment(void **state)
{
	assert_string_equal(parse(*state, "// what it does\nbegin { }")->leading_comment,
			    "what it does");
	assert_string_equal(parse(*state, "begin { } // not this")->leading_comment, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(parse_binds_operators_by_precedence, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(parse_binds_binary_operators_to_the_left, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(parse_binds_ternary_to_the_right, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(parse_binds_unary_tighter_than_binary, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(parse_reads_postfix_chains, set_up, tear_down),
		cmocka_unit_test_setup_teardown(parse_casts_a_name_before_an_operand, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(parse_multiplies_a_builtin_in_parentheses, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(parse_knows_every_builtin_of_the_table, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(parse_knows_every_builtin_of_sema, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(parse_groups_a_macro_parameter, set_up, tear_down),
		cmocka_unit_test_setup_teardown(parse_takes_no_condition_for_a_cast, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(parse_tells_tuples_records_and_groups_apart, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(parse_makes_one_key_of_several, set_up, tear_down),
		cmocka_unit_test_setup_teardown(parse_reads_types, set_up, tear_down),
		cmocka_unit_test_setup_teardown(parse_reads_type_queries, set_up, tear_down),
		cmocka_unit_test_setup_teardown(parse_reads_assignments, set_up, tear_down),
		cmocka_unit_test_setup_teardown(parse_needs_no_semicolon_at_the_end, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(parse_keeps_the_value_of_a_used_block, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(parse_drops_the_value_of_an_unused_block, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(parse_reads_loops, set_up, tear_down),
		cmocka_unit_test_setup_teardown(parse_reads_comptime, set_up, tear_down),
		cmocka_unit_test_setup_teardown(parse_ends_a_predicate_at_its_brace, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(parse_splits_attach_points, set_up, tear_down),
		cmocka_unit_test_setup_teardown(parse_keeps_the_attach_point_as_written, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(parse_reads_declarations, set_up, tear_down),
		cmocka_unit_test_setup_teardown(parse_gives_every_node_its_span, set_up, tear_down),
		cmocka_unit_test_setup_teardown(parse_interns_names, set_up, tear_down),
		cmocka_unit_test_setup_teardown(parse_finds_the_leading_comment, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
