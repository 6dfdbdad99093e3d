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
 * truncate and extend by the sign of the new type; the join of two types keeps every
 * value, and is signed if one is; a variable with a type cuts what it is given. Texts are far from TEXT_SIZE: the
 * depth bounds them.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "random.h"

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

static unsigned pick(struct generator *g, unsigned n)
{
	return random_pick(&g->state, n);
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

/* A number that is a test: (a < b), a && b, !a. */
static void make_test(struct generator *g, struct value *v, int depth)
{
	static const char *const operators[] = { "<", "<=", ">", ">=", "==", "!=" };
	struct value *parts = malloc(2 * sizeof(*parts));
	const char *op = operators[pick(g, 6)];

	make(g, &parts[0], depth - 1);
	make(g, &parts[1], depth - 1);
	v->is_signed = true;
	switch (pick(g, 4)) {
	case 0:
		v->bits = parts[0].bits && parts[1].bits;
		snprintf(v->text, TEXT_SIZE, "(int64)((%s) && (%s))", parts[0].text, parts[1].text);
		break;
	case 1:
		v->bits = parts[0].bits || parts[1].bits;
		snprintf(v->text, TEXT_SIZE, "(int64)((%s) || (%s))", parts[0].text, parts[1].text);
		break;
	case 2:
		v->bits = !parts[0].bits;
		snprintf(v->text, TEXT_SIZE, "(int8)!(%s)", parts[0].text);
		break;
	default:
		v->bits = compare(op, &parts[0], &parts[1]);
		snprintf(v->text, TEXT_SIZE, "(int16)((%s) %s (%s))", parts[0].text, op,
			 parts[1].text);
		break;
	}
	free(parts);
}

/* a ? b : c of any types, and a ?: b. */
static void make_join(struct generator *g, struct value *v, int depth)
{
	struct value *parts = malloc(3 * sizeof(*parts));

	for (int i = 0; i < 3; i++)
		make(g, &parts[i], depth - 2);
	if (pick(g, 3) == 0) {
		v->bits = parts[0].bits ? parts[0].bits : parts[1].bits;
		v->is_signed = parts[0].is_signed || parts[1].is_signed;
		snprintf(v->text, TEXT_SIZE, "((%s) ?: (%s))", parts[0].text, parts[1].text);
	} else {
		v->bits = parts[0].bits ? parts[1].bits : parts[2].bits;
		v->is_signed = parts[1].is_signed || parts[2].is_signed;
		snprintf(v->text, TEXT_SIZE, "((%s) ? (%s) : (%s))", parts[0].text, parts[1].text,
			 parts[2].text);
	}
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

/* A literal of any size: negative ones are signed, those above INT64_MAX unsigned. */
static void make_large_literal(struct generator *g, struct value *v, bool is_signed)
{
	static const struct {
		const char *text;
		uint64_t bits;
		int sign; /* 1 signed, -1 unsigned, 0 the other side's */
	} literals[] = {
		{ "-1", UINT64_MAX, 1 },
		{ "-129", (uint64_t)-129, 1 },
		{ "-2147483649", (uint64_t)-2147483649, 1 },
		{ "0x7fffffffffffffff", INT64_MAX, 0 },
		{ "4294967295", 4294967295, 0 },
		{ "0x8000_0000", 2147483648, 0 },
		{ "18446744073709551615", UINT64_MAX, -1 },
		{ "0x8000000000000000", (uint64_t)1 << 63, -1 },
	};
	unsigned i = pick(g, sizeof(literals) / sizeof(literals[0]));

	v->bits = literals[i].bits;
	v->is_signed = literals[i].sign ? literals[i].sign > 0 : is_signed;
	snprintf(v->text, TEXT_SIZE, "%s", literals[i].text);
}

/* Shifts and divisions by what is not known before the tool runs. */
static void make_unknown(struct generator *g, struct value *v, int depth)
{
	static const char *const operators[] = { "<<", ">>", "/", "%" };
	struct value *parts = malloc(2 * sizeof(*parts));
	const char *op = operators[pick(g, 4)];

	make(g, &parts[0], depth - 1);
	make(g, &parts[1], depth - 2);
	if (op[0] == '/' || op[0] == '%') {
		v->bits = compute(op, parts[0].bits, parts[1].bits | 1);
		v->is_signed = parts[0].is_signed || parts[1].is_signed;
		snprintf(v->text, TEXT_SIZE, "((%s) %s ((%s) | 1))", parts[0].text, op,
			 parts[1].text);
	} else {
		v->bits = compute(op, parts[0].bits, parts[1].bits & 63);
		v->is_signed = parts[0].is_signed;
		snprintf(v->text, TEXT_SIZE, "((%s) %s ((%s) & 63))", parts[0].text, op,
			 parts[1].text);
	}
	free(parts);
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
	} else if (!divides && pick(g, 6) == 0) {
		make_large_literal(g, &parts[1], parts[0].is_signed);
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
	switch (pick(g, 11)) {
	case 0:
		make_variable(g, v);
		return;
	case 4:
		make_test(g, v, depth);
		return;
	case 5:
		make_join(g, v, depth);
		return;
	case 6:
		make_unknown(g, v, depth);
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
		bits = random_next(&g->state) >> pick(g, 64);
	return pick(g, 2) ? -bits : bits;
}

static void declare_variables(const struct generator *g, FILE *script)
{
	for (unsigned i = 0; i < N_VARIABLES; i++)
		fprintf(script, "\tlet $v%u = (%s)$%u;\n", i, g->variables[i].type, i + 1);
}

/* A variable with a type, which is given a value and then changed: every step cuts it. */
static void write_steps(struct generator *g, long n, FILE *script, FILE *expected)
{
	static const char *const operators[] = { "+", "-", "*", "&", "|", "^", "<<", ">>" };
	const struct variable *type = &types[pick(g, N_VARIABLES)];
	struct value *v = malloc(sizeof(*v));
	uint64_t bits;

	make(g, v, 2);
	bits = fit(v->bits, type->size, type->is_signed);
	fprintf(script, "\tlet $t%ld : %s = %s;\n", n, type->type, v->text);
	for (int i = 0; i < 4; i++) {
		const char *op = operators[pick(g, 8)];

		if (op[0] == '<' || op[0] == '>')
			make_literal(g, v, true, 0);
		else
			make(g, v, 1);
		if (op[0] == '<' || op[0] == '>') {
			v->bits %= 64;
			snprintf(v->text, TEXT_SIZE, "%" PRIu64, v->bits);
		}
		bits = fit(compute(op, bits, v->bits), type->size, type->is_signed);
		fprintf(script, "\t$t%ld %s= %s;\n", n, op, v->text);
	}
	fprintf(script, "\t$t%ld++;\n", n);
	bits = fit(bits + 1, type->size, type->is_signed);
	fprintf(script, "\tprintf(\"%ld %%lx\\n\", $t%ld);\n", n, n);
	fprintf(expected, "%ld %" PRIx64 "\n", n, bits);
	free(v);
}

static void write_script(struct generator *g, long count, FILE *script, FILE *expected)
{
	struct value *v = malloc(sizeof(*v));

	for (long i = 0; i < count; i++) {
		if (i % PER_BLOCK == 0) {
			fprintf(script, "%sbegin\n{\n", i ? "}\n\n" : "");
			declare_variables(g, script);
		}
		if (i % 10 == 9) {
			write_steps(g, i, script, expected);
			continue;
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
