/* Random types, and random expressions of a type. */
#include "generator.h"

#include <stdlib.h>

#include "random.h"

/* Values of the types that nothing can be calculated with. */
static const char *const plain_values[] = {
	"ksym(%s)",
	"usym(%s)",
	"ntop(2, (uint32)(%s))",
	"macaddr((int8[6])(string[6])\"abcde\")",
	"username",
	"strftime(\"%%H\", (uint64)(%s))",
	"buf((%s), 8)",
	"kstack(2)",
	"ustack(3)",
	"cgroup_path(%s)",
};

#define N_PLAIN (sizeof(plain_values) / sizeof(plain_values[0]))

unsigned pick(struct generator *g, unsigned n)
{
	return random_pick(&g->state, n);
}

bool chance(struct generator *g, unsigned one_in)
{
	return pick(g, one_in) == 0;
}

const struct type int_type = { INT, 8, true, 0, { NULL } };
const struct type bool_type = { BOOL, 1, false, 0, { NULL } };
static const struct type string_type = { STRING, 0, false, 0, { NULL } };
const struct type pointer_type = { POINTER, 0, false, 0, { NULL } };

const struct type *make_type(struct generator *g, int depth)
{
	struct type *type = calloc(1, sizeof(*type));

	type->kind = pick(g, depth > 0 ? N_KINDS : ARRAY);
	type->size = 1u << pick(g, 4);
	type->is_signed = pick(g, 2);
	type->count = type->kind == PLAIN ? pick(g, N_PLAIN) : 1 + pick(g, MAX_FIELDS);
	for (unsigned i = 0; i < MAX_FIELDS && type->kind >= TUPLE; i++)
		type->fields[i] = make_type(g, depth - 1);
	return type;
}

/* Whether one may be assigned to the other. */
static bool goes_with(const struct type *a, const struct type *b)
{
	if (a->kind != b->kind)
		return false;
	if (a->kind == PLAIN)
		return a->count == b->count;
	if (a->kind == ARRAY)
		return a->size == b->size && a->is_signed == b->is_signed && a->count == b->count;
	if (a->kind < TUPLE)
		return true;
	if (a->count != b->count)
		return false;
	for (unsigned i = 0; i < a->count; i++)
		if (!goes_with(a->fields[i], b->fields[i]))
			return false;
	return true;
}

static void put_int_type(struct generator *g, const struct type *type)
{
	fprintf(g->out, "%sint%u", type->is_signed ? "" : "u", 8 * type->size);
}

void put_type(struct generator *g, const struct type *type)
{
	switch (type->kind) {
	case INT:
		fprintf(g->out, "int64");
		return;
	case BOOL:
		fprintf(g->out, "bool");
		return;
	case STRING:
		fprintf(g->out, "string[%d]", MAX_STRLEN + 32);
		return;
	case ENUM:
		fprintf(g->out, "enum colour");
		return;
	case POINTER:
		fprintf(g->out, "struct thing *");
		return;
	case ARRAY:
		put_int_type(g, type);
		fprintf(g->out, "[%u]", type->count);
		return;
	case STRUCT:
		fprintf(g->out, "struct thing");
		return;
	default:
		return;
	}
}

static void put_string_literal(struct generator *g)
{
	static const char *const pieces[] = {
		"a", "bc", "\\n", "\\x41", "\\101", "%", "\\\"", "-"
	};

	fputc('"', g->out);
	for (unsigned n = pick(g, 10); n > 0; n--)
		fputs(PICK(g, pieces), g->out);
	fputc('"', g->out);
}

static void put_int_literal(struct generator *g)
{
	static const char *const literals[] = {
		"0",          "1",           "2",          "7",      "127",    "128",
		"255",        "256",         "65535",      "0x7fff", "1000",   "-1",
		"-128",       "-129",        "4294967295", "1e6",    "1ms",    "017",
		"2147483648", "-2147483649", "1_000",      "10ul",   "0xffff", "9223372036854775807"
	};

	fputs(PICK(g, literals), g->out);
}

static void put_literal(struct generator *g, const struct type *type)
{
	static const char *const colours[] = { "RED", "GREEN", "BLUE", "(enum colour)2" };
	static const char *const pointers[] = { "(struct thing *)0", "(struct thing *)curtask" };

	switch (type->kind) {
	case INT:
		put_int_literal(g);
		return;
	case BOOL:
		fputs(chance(g, 2) ? "true" : "false", g->out);
		return;
	case STRING:
		put_string_literal(g);
		return;
	case ENUM:
		fputs(PICK(g, colours), g->out);
		return;
	case POINTER:
		fputs(PICK(g, pointers), g->out);
		return;
	case STRUCT:
		fprintf(g->out, "*(struct thing *)curtask");
		return;
	default:
		return;
	}
}

static void put_field_name(struct generator *g, const struct type *record, unsigned field)
{
	if (record->kind == RECORD)
		fprintf(g->out, ".f%u", field);
	else if (chance(g, 2))
		fprintf(g->out, ".%u", field);
	else
		fprintf(g->out, "[%u]", field);
}

/* The way from a value of type `from` to a part of type `to`, if there is one at random. */
static bool find_path(struct generator *g, const struct type *from, const struct type *to,
		      unsigned *path, unsigned *n)
{
	for (*n = 0; *n < 4; ++*n) {
		if (goes_with(from, to) && (*n > 0 || from->kind < TUPLE || chance(g, 2)))
			return true;
		if (from->kind < TUPLE)
			return false;
		path[*n] = pick(g, from->count);
		from = from->fields[path[*n]];
	}
	return false;
}

static bool put_variable(struct generator *g, const struct type *type)
{
	unsigned path[4], n;

	for (int tries = 0; tries < 6 && g->n_variables > 0; tries++) {
		const struct variable *v = &g->variables[pick(g, g->n_variables)];
		const struct type *at = v->type;

		if (!find_path(g, at, type, path, &n))
			continue;
		fprintf(g->out, "$v%u", v->id);
		for (unsigned i = 0; i < n; i++) {
			put_field_name(g, at, path[i]);
			at = at->fields[path[i]];
		}
		return true;
	}
	return false;
}

void put_map_use(struct generator *g, unsigned map, int depth)
{
	fprintf(g->out, "@m%u", map);
	if (g->maps[map].key == NULL)
		return;
	fputc('[', g->out);
	put(g, g->maps[map].key, depth);
	fputc(']', g->out);
}

static bool put_map(struct generator *g, const struct type *type, int depth)
{
	for (unsigned i = 0; i < N_MAPS; i++) {
		unsigned map = pick(g, N_MAPS);
		bool is_number = g->maps[map].aggregation != NULL &&
				 g->maps[map].aggregation->is_number && type->kind == INT;

		if (!is_number &&
		    (g->maps[map].aggregation != NULL || !goes_with(g->maps[map].value, type)))
			continue;
		if (is_number)
			fprintf(g->out, "(int64)");
		put_map_use(g, map, depth);
		return true;
	}
	return false;
}

static void put_pair(struct generator *g, const struct type *type, const char *op, int depth)
{
	fputc('(', g->out);
	put(g, type, depth);
	fprintf(g->out, " %s ", op);
	put(g, type, depth);
	fputc(')', g->out);
}

static void put_choice(struct generator *g, const struct type *type, int depth)
{
	fputc('(', g->out);
	put(g, chance(g, 2) ? &bool_type : &int_type, depth);
	fputs(" ? ", g->out);
	put(g, type, depth);
	fputs(" : ", g->out);
	put(g, type, depth);
	fputc(')', g->out);
}

static void put_call_of_function(struct generator *g, int depth)
{
	unsigned n = pick(g, g->n_functions);

	fprintf(g->out, "f%u(", n);
	for (unsigned i = 0; i < N_PARAMS; i++) {
		fputs(i ? ", " : "", g->out);
		put(g, g->functions[n].params[i], depth);
	}
	fputc(')', g->out);
}

static void put_array_element(struct generator *g, int depth)
{
	static const char *const arrays[] = { "->numbers", "->bytes", "->name" };

	fputc('(', g->out);
	put(g, &pointer_type, depth);
	fprintf(g->out, ")%s[", PICK(g, arrays));
	if (chance(g, 2))
		fprintf(g->out, "%u", pick(g, 3));
	else {
		fputs("(rand & ", g->out);
		put(g, &int_type, depth);
		fputc(')', g->out);
	}
	fputc(']', g->out);
}

static void put_member(struct generator *g, const char *const *members, size_t n, int depth)
{
	bool is_value = chance(g, 3);

	fputc('(', g->out);
	if (is_value) {
		struct type value = { .kind = STRUCT };

		put(g, &value, depth);
	} else {
		put(g, &pointer_type, depth);
	}
	fprintf(g->out, ")%s%s", is_value || chance(g, 2) ? "." : "->",
		members[pick(g, (unsigned)n)]);
}

static void put_int_of_others(struct generator *g, int depth)
{
	static const char *const members[] = { "number", "inner.x", "next->number", "flag",
					       "level",  "word",    "delta",        "inner.y" };
	static const char *const targets[] = { "int8",  "int16",  "int32",  "int64",
					       "uint8", "uint16", "uint32", "uint64" };
	static const char *const builtins[] = { "pid",     "tid",   "nsecs", "cpu",
						"elapsed", "ncpus", "uid",   "rand" };

	switch (pick(g, 9)) {
	case 0:
		fputs(PICK(g, builtins), g->out);
		return;
	case 7:
		if (!g->is_function && g->n_variables > 0) {
			const struct variable *v = &g->variables[pick(g, g->n_variables)];

			fprintf(g->out, v->type->kind == INT ? "*&$v%u" : "(int64)&$v%u", v->id);
			return;
		}
		/* fall through */
	case 1:
		put_member(g, members, sizeof(members) / sizeof(members[0]), depth);
		return;
	case 2:
		put_array_element(g, depth);
		return;
	case 3:
		fprintf(g->out, "(%s)(", PICK(g, targets));
		put(g, chance(g, 3) ? &bool_type : &int_type, depth);
		fputc(')', g->out);
		return;
	case 4:
		fputs("strlen(", g->out);
		put(g, &string_type, depth);
		fputc(')', g->out);
		return;
	case 5:
		fputs("sizeof(", g->out);
		put(g, make_type(g, 1), depth);
		fputc(')', g->out);
		return;
	case 6:
		fputs("(int64)(", g->out);
		put(g, &pointer_type, depth);
		fputc(')', g->out);
		return;
	}
	if (g->n_functions > 0 && !g->is_function)
		put_call_of_function(g, depth);
	else
		fputs("nsecs", g->out);
}

static void put_int(struct generator *g, int depth)
{
	static const char *const operators[] = { "+", "-", "*", "&", "|", "^" };
	static const char *const shifts[] = { "<<", ">>" };
	static const char *const unary[] = { "-", "~" };

	switch (pick(g, 6)) {
	case 0:
		put_pair(g, &int_type, PICK(g, operators), depth);
		return;
	case 1:
		fputc('(', g->out);
		put(g, &int_type, depth);
		fprintf(g->out, " %c (rand & ", chance(g, 2) ? '/' : '%');
		put(g, &int_type, depth);
		fputs("))", g->out);
		return;
	case 2:
		fputc('(', g->out);
		put(g, &int_type, depth);
		fprintf(g->out, " %s %u)", PICK(g, shifts), pick(g, 64));
		return;
	case 3:
		fprintf(g->out, "%s(", PICK(g, unary));
		put(g, &int_type, depth);
		fputc(')', g->out);
		return;
	}
	put_int_of_others(g, depth);
}

static void put_bool(struct generator *g, int depth)
{
	static const char *const comparisons[] = { "<", "<=", ">", ">=", "==", "!=" };
	static const char *const equality[] = { "==", "!=" };
	static const char *const connectives[] = { "&&", "||" };
	const struct type *type = make_type(g, 1);

	switch (pick(g, 5)) {
	case 0:
	case 1:
		put_pair(g, &int_type, PICK(g, comparisons), depth);
		return;
	case 2:
		if (type->kind >= PLAIN || type->kind == BOOL)
			type = &string_type;
		put_pair(g, type, PICK(g, equality), depth);
		return;
	case 3:
		put_pair(g, chance(g, 2) ? &bool_type : &int_type, PICK(g, connectives), depth);
		return;
	}
	fputs("!(", g->out);
	put(g, chance(g, 2) ? &pointer_type : &int_type, depth);
	fputc(')', g->out);
}

static void put_string(struct generator *g, int depth)
{
	static const char *const members[] = { "name" };

	switch (pick(g, 6)) {
	case 0:
		fputs("comm", g->out);
		return;
	case 1:
		put_member(g, members, 1, depth);
		return;
	case 2:
		fputs("str((", g->out);
		put(g, &pointer_type, depth);
		fputs(")->label)", g->out);
		return;
	case 3:
		fputs("str(", g->out);
		put(g, &string_type, depth);
		fprintf(g->out, ", %u)", pick(g, 12));
		return;
	case 4:
		fputs(g->is_function ? "comm" : "probe", g->out);
		return;
	}
	fputs("strerror(", g->out);
	put(g, &int_type, depth);
	fputc(')', g->out);
}

static void put_array(struct generator *g, const struct type *type, int depth)
{
	unsigned bytes = type->size * type->count;

	fputc('(', g->out);
	put_int_type(g, type);
	fprintf(g->out, "[%u])", type->count);
	if (bytes <= 8 && (bytes & (bytes - 1)) == 0) {
		fprintf(g->out, "(uint%u)(", 8 * bytes);
		put(g, &int_type, depth);
		fputc(')', g->out);
		return;
	}
	fprintf(g->out, "(int8[%u])(string[%u])", bytes, bytes);
	put_string_literal(g);
}

static void put_fields(struct generator *g, const struct type *type, int depth)
{
	fputc('(', g->out);
	for (unsigned i = 0; i < type->count; i++) {
		fputs(i ? ", " : "", g->out);
		if (type->kind == RECORD)
			fprintf(g->out, "f%u=", i);
		put(g, type->fields[i], depth);
	}
	fputs(type->kind == TUPLE && type->count == 1 ? ",)" : ")", g->out);
}

/* What & gives of a variable that may be copied. */
static bool put_address(struct generator *g)
{
	for (int tries = 0; tries < 4 && g->n_variables > 0; tries++) {
		const struct variable *v = &g->variables[pick(g, g->n_variables)];

		if (v->type->kind != STRUCT)
			continue;
		fprintf(g->out, "&$v%u", v->id);
		return true;
	}
	return false;
}

static void put_pointer(struct generator *g, int depth)
{
	static const char *const members[] = { "next" };

	switch (pick(g, 4)) {
	case 0:
		put_member(g, members, 1, depth);
		return;
	case 1:
		if (put_address(g))
			return;
		/* fall through */
	case 2:
		fputc('(', g->out);
		put(g, &pointer_type, depth);
		fprintf(g->out, " %c ", chance(g, 2) ? '+' : '-');
		put(g, &int_type, depth);
		fputc(')', g->out);
		return;
	}
	fputs("(struct thing *)(", g->out);
	put(g, &int_type, depth);
	fputc(')', g->out);
}

static void put_plain(struct generator *g, const struct type *type, int depth)
{
	const char *value = plain_values[type->count];

	for (; *value; value++) {
		if (value[0] == '%' && value[1] == 's') {
			put(g, &int_type, depth);
			value++;
		} else if (value[0] == '%') {
			fputc(*value++, g->out);
		} else {
			fputc(*value, g->out);
		}
	}
}

static void put_made(struct generator *g, const struct type *type, int depth)
{
	switch (type->kind) {
	case INT:
		put_int(g, depth);
		return;
	case BOOL:
		put_bool(g, depth);
		return;
	case STRING:
		put_string(g, depth);
		return;
	case ENUM:
		fputs("(enum colour)(", g->out);
		put(g, &int_type, depth);
		fputc(')', g->out);
		return;
	case POINTER:
		put_pointer(g, depth);
		return;
	case PLAIN:
		put_plain(g, type, depth);
		return;
	case ARRAY:
		put_array(g, type, depth);
		return;
	case STRUCT:
		fputs("(*(", g->out);
		put(g, &pointer_type, depth);
		fputs("))", g->out);
		return;
	case TUPLE:
	case RECORD:
		put_fields(g, type, depth);
		return;
	case N_KINDS:
		return;
	}
}

void put(struct generator *g, const struct type *type, int depth)
{
	if (chance(g, 3) && put_variable(g, type))
		return;
	if (depth > 0 && g->has_maps && chance(g, 8) && put_map(g, type, depth - 2))
		return;
	if (depth > 0 && chance(g, 8)) {
		put_choice(g, type, depth - 1);
		return;
	}
	if (depth > 0 || type->kind == PLAIN || type->kind == ARRAY || type->kind >= TUPLE)
		put_made(g, type, depth - 1);
	else
		put_literal(g, type);
}
