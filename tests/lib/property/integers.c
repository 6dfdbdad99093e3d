/*
 * A property test of integer expressions: writes a script of random well-typed
 * expressions, and what it must print by the rules of the language, evaluated
 * here in plain C. The variables get their values from the tool's parameters, so
 * that nothing can be folded away by a compiler.
 *
 *   integers SEED COUNT SCRIPT EXPECTED ARGUMENTS
 *
 * The rules (language.md 5.3): operands are promoted to 64 bits by their own
 * sign; a result is unsigned only if both operands are, and never of '-'; a
 * literal takes the other side's sign; comparisons are unsigned only if both
 * sides are; '/' and '%' are unsigned instructions; '>>' is logical; casts
 * truncate and extend by the sign of the new type. Texts are far from TEXT_SIZE: the
 * depth bounds them.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_DEPTH   4
#define PER_BLOCK   20 /* expressions in one begin block */
#define TEXT_SIZE   4096
#define N_VARIABLES 8

struct value {
	uint64_t bits; /* extended to 64 bits by its sign */
	bool is_signed;
	char text[TEXT_SIZE];
};

struct variable {
	const char *type;
	unsigned size;
	bool is_signed;
	uint64_t bits;
};

struct generator {
	uint64_t state;
	struct variable variables[N_VARIABLES];
};

static const struct variable types[N_VARIABLES] = {
	{ "int8", 1, true, 0 },    { "int16", 2, true, 0 },   { "int32", 4, true, 0 },
	{ "int64", 8, true, 0 },   { "uint8", 1, false, 0 },  { "uint16", 2, false, 0 },
	{ "uint32", 4, false, 0 }, { "uint64", 8, false, 0 },
};

/* xorshift64: the same sequence everywhere. */
static uint64_t next_random(struct generator *g)
{
	g->state ^= g->state << 13;
	g->state ^= g->state >> 7;
	g->state ^= g->state << 17;
	return g->state;
}

static unsigned pick(struct generator *g, unsigned n)
{
	return (unsigned)(next_random(g) >> 33) % n;
}

static uint64_t fit(uint64_t bits, unsigned size, bool is_signed)
{
	unsigned shift = 64 - 8 * size;

	bits <<= shift;
	return is_signed ? (uint64_t)((int64_t)bits >> shift) : bits >> shift;
}

static void make_variable(struct generator *g, struct value *v)
{
	unsigned i = pick(g, N_VARIABLES);

	v->bits = g->variables[i].bits;
	v->is_signed = g->variables[i].is_signed;
	snprintf(v->text, TEXT_SIZE, "$v%u", i);
}

/* A small positive literal, which has the sign of the other side. */
static void make_literal(struct generator *g, struct value *v, bool is_signed, unsigned least)
{
	v->bits = least + pick(g, 100);
	v->is_signed = is_signed;
	snprintf(v->text, TEXT_SIZE, "%" PRIu64, v->bits);
}

static void make(struct generator *g, struct value *v, int depth);

static void make_cast(struct generator *g, struct value *v, int depth)
{
	struct value *inner = malloc(sizeof(*inner));
	const struct variable *to = &types[pick(g, N_VARIABLES)];

	make(g, inner, depth - 1);
	v->bits = fit(inner->bits, to->size, to->is_signed);
	v->is_signed = to->is_signed;
	snprintf(v->text, TEXT_SIZE, "(%s)(%s)", to->type, inner->text);
	free(inner);
}

static void make_unary(struct generator *g, struct value *v, int depth)
{
	struct value *inner = malloc(sizeof(*inner));

	make(g, inner, depth - 1);
	v->is_signed = inner->is_signed;
	if (inner->is_signed && pick(g, 2)) {
		v->bits = -inner->bits;
		snprintf(v->text, TEXT_SIZE, "(-(%s))", inner->text);
	} else {
		v->bits = ~inner->bits;
		snprintf(v->text, TEXT_SIZE, "(~(%s))", inner->text);
	}
	free(inner);
}

static bool compare(const char *op, const struct value *a, const struct value *b)
{
	bool is_unsigned = !a->is_signed && !b->is_signed;
	int order;

	if (is_unsigned)
		order = a->bits < b->bits ? -1 : a->bits > b->bits;
	else
		order = (int64_t)a->bits < (int64_t)b->bits ? -1
							    : (int64_t)a->bits > (int64_t)b->bits;
	switch (op[0]) {
	case '<':
		return op[1] ? order <= 0 : order < 0;
	case '>':
		return op[1] ? order >= 0 : order > 0;
	case '=':
		return order == 0;
	}
	return order != 0;
}

/* a ? b : c with a comparison, both values of one type. */
static void make_choice(struct generator *g, struct value *v, int depth)
{
	static const char *const operators[] = { "<", "<=", ">", ">=", "==", "!=" };
	struct value *parts = malloc(4 * sizeof(*parts));
	const char *op = operators[pick(g, 6)];
	bool taken;

	for (int i = 0; i < 4; i++)
		make(g, &parts[i], depth - 2);
	taken = compare(op, &parts[0], &parts[1]);
	v->bits = taken ? parts[2].bits : parts[3].bits;
	v->is_signed = true;
	snprintf(v->text, TEXT_SIZE, "((%s) %s (%s) ? (int64)(%s) : (int64)(%s))", parts[0].text,
		 op, parts[1].text, parts[2].text, parts[3].text);
	free(parts);
}

static uint64_t compute(const char *op, uint64_t a, uint64_t b)
{
	switch (op[0]) {
	case '+':
		return a + b;
	case '-':
		return a - b;
	case '*':
		return a * b;
	case '/':
		return a / b;
	case '%':
		return a % b;
	case '&':
		return a & b;
	case '|':
		return a | b;
	case '^':
		return a ^ b;
	case '<':
		return a << b;
	}
	return a >> b;
}

static void make_binary(struct generator *g, struct value *v, int depth)
{
	static const char *const operators[] = {
		"+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>"
	};
	struct value *parts = malloc(2 * sizeof(*parts));
	const char *op = operators[pick(g, 10)];
	bool is_shift = op[0] == '<' || op[0] == '>';
	bool divides = op[0] == '/' || op[0] == '%';

	make(g, &parts[0], depth - 1);
	if (is_shift) {
		make_literal(g, &parts[1], true, 0);
		parts[1].bits %= 64;
		snprintf(parts[1].text, TEXT_SIZE, "%" PRIu64, parts[1].bits);
	} else if (divides || pick(g, 3) == 0) {
		make_literal(g, &parts[1], parts[0].is_signed, 1);
	} else {
		make(g, &parts[1], depth - 1);
	}
	v->bits = compute(op, parts[0].bits, parts[1].bits);
	v->is_signed = op[0] == '-' || parts[0].is_signed || (!is_shift && parts[1].is_signed);
	snprintf(v->text, TEXT_SIZE, "((%s) %s (%s))", parts[0].text, op, parts[1].text);
	free(parts);
}

static void make(struct generator *g, struct value *v, int depth)
{
	if (depth <= 0) {
		make_variable(g, v);
		return;
	}
	switch (pick(g, 8)) {
	case 0:
		make_variable(g, v);
		return;
	case 1:
		make_cast(g, v, depth);
		return;
	case 2:
		make_unary(g, v, depth);
		return;
	case 3:
		make_choice(g, v, depth);
		return;
	}
	make_binary(g, v, depth);
}

/* Values near the ends of every size come up as often as others. */
static uint64_t interesting(struct generator *g)
{
	static const uint64_t ends[] = { 0,          1,          127,      128,        255,
					 32767,      32768,      65535,    2147483647, 2147483648,
					 4294967295, 4294967296, INT64_MAX };
	uint64_t bits = ends[pick(g, sizeof(ends) / sizeof(ends[0]))] + pick(g, 3) - 1;

	if (pick(g, 2))
		bits = next_random(g) >> pick(g, 64);
	return pick(g, 2) ? -bits : bits;
}

static void declare_variables(const struct generator *g, FILE *script)
{
	for (unsigned i = 0; i < N_VARIABLES; i++)
		fprintf(script, "\tlet $v%u = (%s)$%u;\n", i, g->variables[i].type, i + 1);
}

static void write_script(struct generator *g, long count, FILE *script, FILE *expected)
{
	struct value *v = malloc(sizeof(*v));

	for (long i = 0; i < count; i++) {
		if (i % PER_BLOCK == 0) {
			fprintf(script, "%sbegin\n{\n", i ? "}\n\n" : "");
			declare_variables(g, script);
		}
		make(g, v, 1 + (int)pick(g, MAX_DEPTH));
		fprintf(script, "\tprintf(\"%ld %%lx\\n\", %s);\n", i, v->text);
		fprintf(expected, "%ld %" PRIx64 "\n", i, v->bits);
	}
	fprintf(script, "}\n");
	fprintf(expected, "\n\n");
	free(v);
}

int main(int argc, char **argv)
{
	struct generator g = { 0 };

	if (argc != 6) {
		fprintf(stderr, "usage: integers SEED COUNT SCRIPT EXPECTED ARGUMENTS\n");
		return 2;
	}
	g.state = strtoull(argv[1], NULL, 10) * 2654435761u + 1;
	FILE *script = fopen(argv[3], "w"), *expected = fopen(argv[4], "w"),
	     *args = fopen(argv[5], "w");

	if (!script || !expected || !args) {
		perror(argv[0]);
		return 1;
	}
	for (unsigned i = 0; i < N_VARIABLES; i++) {
		uint64_t given = interesting(&g);

		g.variables[i] = types[i];
		g.variables[i].bits = fit(given, types[i].size, types[i].is_signed);
		fprintf(args, "%" PRId64 "\n", (int64_t)given);
	}
	write_script(&g, strtol(argv[2], NULL, 10), script, expected);
	return fclose(script) | fclose(expected) | fclose(args) ? 1 : 0;
}
