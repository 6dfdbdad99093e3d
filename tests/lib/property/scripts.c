/*
 * A script of random statements over all types of the language, nearly always well typed: what
 * `tracec check` accepts of these has to compile, to load and to run. Prints it.
 *
 *   scripts SEED
 *
 * Types are chosen first; variables, maps and functions have types; an expression is made for a type,
 * of literals, of what is in scope, and of operators.
 */
#include "generator.h"

#include <stdlib.h>

static const struct aggregation aggregations[] = {
	{ "count(", ")", false, true },
	{ "sum(", ")", true, true },
	{ "min(", ")", true, true },
	{ "max(", ")", true, true },
	{ "avg(", ")", true, true },
	{ "stats(", ")", true, false },
	{ "hist(", ")", true, false },
	{ "hist(", ", 3)", true, false },
	{ "lhist(", ", 0, 100, 10)", true, false },
	{ "tseries(", ", 1s, 5)", true, false },
};

static void begin_line(struct generator *g)
{
	for (int i = 0; i < g->indent; i++)
		fputc('\t', g->out);
}

static void put_block(struct generator *g, int depth);

static void declare(struct generator *g, unsigned id, const struct type *type, bool is_counter)
{
	if (g->n_variables == MAX_VARIABLES)
		return;
	g->variables[g->n_variables].id = id;
	g->variables[g->n_variables].type = type;
	g->variables[g->n_variables++].is_counter = is_counter;
}

/* A value by way of a block or an if, or as it is. */
static void put_value(struct generator *g, const struct type *type, int depth)
{
	unsigned id = g->next_id;

	switch (pick(g, 10)) {
	case 0:
		g->next_id++;
		fprintf(g->out, "{ let $v%u = ", id);
		put(g, type, depth);
		fprintf(g->out, "; $v%u }", id);
		return;
	case 1:
		fputs("if (", g->out);
		put(g, &int_type, depth - 1);
		fputs(") { ", g->out);
		put(g, type, depth);
		fputs(" } else { ", g->out);
		put(g, type, depth);
		fputs(" }", g->out);
		return;
	default:
		put(g, type, depth);
		return;
	}
}

static void put_declaration(struct generator *g)
{
	const struct type *type = make_type(g, 2);
	unsigned id = g->next_id++;

	fprintf(g->out, "%s$v%u", chance(g, 2) ? "let " : "", id);
	fprintf(g->out, " = ");
	put_value(g, type, 3);
	fprintf(g->out, ";\n");
	declare(g, id, type, false);
}

static void put_annotated(struct generator *g)
{
	const struct type *type = make_type(g, 1);
	unsigned id = g->next_id++;

	if (type->kind >= TUPLE || type->kind == PLAIN)
		type = &int_type;
	fprintf(g->out, "let $v%u : ", id);
	put_type(g, type);
	if (chance(g, 4) && type->kind != STRUCT) {
		fprintf(g->out, ";\n");
		begin_line(g);
		fprintf(g->out, "$v%u", id);
	}
	fprintf(g->out, " = ");
	put(g, type, 2);
	fprintf(g->out, ";\n");
	declare(g, id, type, false);
}

static void put_assignment(struct generator *g)
{
	static const char *const operators[] = { "+=", "-=", "*=", "&=", "|=", "^=", "<<=", "/=" };
	const struct variable *v;

	if (g->n_variables == 0) {
		put_declaration(g);
		return;
	}
	v = &g->variables[pick(g, g->n_variables)];
	if (v->is_counter) {
		fprintf(g->out, "print($v%u);\n", v->id);
	} else if (v->type->kind == INT && chance(g, 2)) {
		fprintf(g->out, "$v%u %s ", v->id, PICK(g, operators));
		fprintf(g->out, "%u;\n", 1 + pick(g, 60));
	} else if (v->type->kind == INT && chance(g, 2)) {
		fprintf(g->out, chance(g, 2) ? "$v%u++;\n" : "--$v%u;\n", v->id);
	} else {
		fprintf(g->out, "$v%u = ", v->id);
		put_value(g, v->type, 3);
		fprintf(g->out, ";\n");
	}
}

static void put_map_statement(struct generator *g)
{
	unsigned map = pick(g, N_MAPS);
	const struct map *m = &g->maps[map];

	if (m->key != NULL && chance(g, 6)) {
		fprintf(g->out, "if (has_key(@m%u, ", map);
		put(g, m->key, 1);
		fprintf(g->out, ")) { delete(@m%u, ", map);
		put(g, m->key, 1);
		fprintf(g->out, "); }\n");
		return;
	}
	if (chance(g, 8)) {
		static const char *const whole[] = { "print", "clear", "zero", "_ = len" };
		const char *function = PICK(g, whole);

		if (function[0] == '_' && m->key == NULL)
			function = "print";
		fprintf(g->out, "%s(@m%u);\n", function, map);
		return;
	}
	put_map_use(g, map, 2);
	fprintf(g->out, " = ");
	if (m->aggregation != NULL) {
		fputs(m->aggregation->before, g->out);
		if (m->aggregation->takes)
			put(g, &int_type, 2);
		fprintf(g->out, "%s;\n", m->aggregation->after);
		return;
	}
	put(g, m->value, 3);
	fprintf(g->out, ";\n");
}

static void put_printing(struct generator *g)
{
	const struct type *types[5];
	unsigned n = pick(g, 5);

	if (chance(g, 2)) {
		fprintf(g->out, "print(");
		put(g, make_type(g, 2), 2);
		fprintf(g->out, ");\n");
		return;
	}
	fprintf(g->out, "printf(\"");
	for (unsigned i = 0; i < n; i++) {
		static const char *const numbers[] = { "%ld",   "%lx",  "%5d", "%-8u",
						       "%08lx", "%#hx", "%c",  "%p" };

		types[i] = make_type(g, 1);
		if (types[i]->kind == INT && chance(g, 2))
			fprintf(g->out, "%s ", PICK(g, numbers));
		else
			fputs(types[i]->kind == STRING ? "%-5s " : "%s ", g->out);
	}
	fprintf(g->out, "\\n\"");
	for (unsigned i = 0; i < n; i++) {
		fprintf(g->out, ", ");
		put(g, types[i], 2);
	}
	fprintf(g->out, ");\n");
}

static void put_for_map(struct generator *g, int depth)
{
	unsigned map = pick(g, N_MAPS), id = g->next_id++;
	struct type *pair = calloc(1, sizeof(*pair));

	if (g->maps[map].key == NULL ||
	    (g->maps[map].aggregation != NULL && !g->maps[map].aggregation->is_number)) {
		put_map_statement(g);
		return;
	}
	pair->kind = TUPLE;
	pair->count = 2;
	pair->fields[0] = g->maps[map].key;
	pair->fields[1] = g->maps[map].aggregation != NULL ? &int_type : g->maps[map].value;
	fprintf(g->out, "for ($v%u : @m%u) ", id, map);
	declare(g, id, pair, true);
	put_block(g, depth - 1);
	g->n_variables--;
}

static void put_loop(struct generator *g, int depth)
{
	unsigned id = g->next_id++, n = g->n_variables;

	g->loops++;
	switch (pick(g, 4)) {
	case 0:
		fprintf(g->out, "for ($v%u : 0..%u) ", id, pick(g, 5));
		declare(g, id, &int_type, true);
		put_block(g, depth - 1);
		break;
	case 1:
		fprintf(g->out, "let $v%u = 0;\n", id);
		begin_line(g);
		fprintf(g->out, "while ($v%u++ < %u) ", id, 1 + pick(g, 4));
		declare(g, id, &int_type, true);
		put_block(g, depth - 1);
		break;
	case 2:
		fprintf(g->out, "unroll (%u) ", 1 + pick(g, 3));
		put_block(g, depth - 1);
		break;
	default:
		put_for_map(g, depth);
		break;
	}
	g->loops--;
	g->n_variables = n;
}

static void put_if(struct generator *g, int depth)
{
	fprintf(g->out, "if (");
	put(g, chance(g, 2) ? &bool_type : &int_type, 2);
	fprintf(g->out, ") ");
	put_block(g, depth - 1);
	if (!chance(g, 2))
		return;
	begin_line(g);
	fprintf(g->out, "else ");
	put_block(g, depth - 1);
}

static void put_statement(struct generator *g, int depth)
{
	begin_line(g);
	switch (pick(g, depth > 0 ? 10 : 7)) {
	case 0:
		put_declaration(g);
		return;
	case 1:
		put_annotated(g);
		return;
	case 2:
	case 3:
		put_assignment(g);
		return;
	case 4:
	case 5:
		put_map_statement(g);
		return;
	case 6:
		put_printing(g);
		return;
	case 7:
		if (g->loops > 0) {
			fprintf(g->out, "if (cpu > 1000) { %s; }\n",
				chance(g, 2) ? "break" : "continue");
			return;
		}
		put_if(g, depth);
		return;
	case 8:
		put_if(g, depth);
		return;
	}
	if (g->loops < 2)
		put_loop(g, depth);
	else
		put_if(g, depth);
}

static void put_block(struct generator *g, int depth)
{
	unsigned n = g->n_variables;

	fprintf(g->out, "{\n");
	g->indent++;
	for (unsigned i = 1 + pick(g, depth > 1 ? 7 : 3); i > 0; i--)
		put_statement(g, depth);
	g->indent--;
	begin_line(g);
	fprintf(g->out, "}\n");
	g->n_variables = n;
}

/* -- the script -- */

static const char preamble[] = "config = { max_strlen = %d }\n"
			       "\n"
			       "let @m0 = hash(100);\n\n";

static const char c_section[] = "enum colour { RED, GREEN = 5, BLUE };\n"
				"struct thing {\n"
				"	int number;\n"
				"	struct thing *next;\n"
				"	struct { short x; long y; } inner;\n"
				"	char name[8];\n"
				"	unsigned flag : 1;\n"
				"	int level : 5;\n"
				"	union { unsigned word; unsigned char bytes[4]; };\n"
				"	long delta : 40;\n"
				"	unsigned short numbers[4];\n"
				"	double weight;\n"
				"	enum colour colour;\n"
				"	const char *label;\n"
				"	int (*function)(int);\n"
				"};\n\n";

static void make_maps(struct generator *g)
{
	for (unsigned i = 0; i < N_MAPS; i++) {
		g->maps[i].key = i > 0 && chance(g, 3) ? NULL : make_type(g, 2);
		g->maps[i].value = make_type(g, 2);
		if (i > 0 && chance(g, 3))
			g->maps[i].aggregation = &PICK(g, aggregations);
	}
}

/* Each is written once at least, so that its type is known. */
static void put_first_uses(struct generator *g)
{
	fprintf(g->out, "begin\n{\n");
	g->indent = 1;
	for (unsigned i = 0; i < N_MAPS; i++) {
		begin_line(g);
		put_map_use(g, i, 1);
		fprintf(g->out, " = ");
		if (g->maps[i].aggregation != NULL)
			fprintf(g->out, "%s%s%s", g->maps[i].aggregation->before,
				g->maps[i].aggregation->takes ? "1" : "",
				g->maps[i].aggregation->after);
		else
			put(g, g->maps[i].value, 1);
		fprintf(g->out, ";\n");
	}
	fprintf(g->out, "}\n\n");
	g->indent = 0;
	g->has_maps = true;
}

static void put_function(struct generator *g)
{
	struct function *f = &g->functions[g->n_functions];

	g->is_function = true;
	fprintf(g->out, "fn f%u(", g->n_functions);
	for (unsigned i = 0; i < N_PARAMS; i++) {
		unsigned id = g->next_id++;

		f->params[i] = PICK(
			g, ((const struct type *const[]){ &int_type, &bool_type, &pointer_type }));
		fprintf(g->out, "%s$v%u : ", i ? ", " : "", id);
		put_type(g, f->params[i]);
		declare(g, id, f->params[i], false);
	}
	fprintf(g->out, ") : int64\n{\n");
	g->indent = 1;
	for (unsigned i = pick(g, 3); i > 0; i--)
		put_statement(g, 1);
	fprintf(g->out, "\treturn ");
	put(g, &int_type, 2);
	fprintf(g->out, ";\n}\n\n");
	g->indent = 0;
	g->n_variables = 0;
	g->n_functions++;
	g->is_function = false;
}

int main(int argc, char **argv)
{
	static const char *const probes[] = {
		"begin",
		"begin",
		"end",
		"uprobe:./workload:traced_add",
		"tracepoint:syscalls:sys_enter_getppid\n/pid == cpid/",
	};
	struct generator g = { .out = stdout };

	if (argc != 2) {
		fprintf(stderr, "usage: scripts SEED\n");
		return 2;
	}
	g.state = strtoull(argv[1], NULL, 10) * 2654435761u + 1;
	for (int i = 0; i < 8; i++)
		pick(&g, 2);
	fputs(c_section, g.out);
	fprintf(g.out, preamble, MAX_STRLEN);
	make_maps(&g);
	put_first_uses(&g);
	while (g.n_functions < N_FUNCTIONS)
		put_function(&g);
	for (unsigned n = 2 + pick(&g, 2); n > 0; n--) {
		fprintf(g.out, "%s\n", PICK(&g, probes));
		put_block(&g, 2);
		fputc('\n', g.out);
	}
	return 0;
}
