/*
 * A property test of output: writes a script that prints random values of random types, alone, by printf, and as keys and
 * values of maps, and aggregations with all that print() does to them; and what it must print as text and as JSON.
 *
 *   values SEED COUNT SCRIPT TEXT JSON ARGUMENTS
 */
#include <inttypes.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "values.h"

#define PER_BLOCK   6 /* statements in one begin block */
#define DEPTH	    3
#define MAX_ENTRIES 4

struct entry {
	struct value *key; /* NULL: scalar */
	struct value *value;
	/* Of aggregations. */
	uint64_t total, count, extreme;
};

struct map {
	unsigned id;
	bool is_keyed, has_tuple_key; /* @m[a, b] */
	struct entry entries[MAX_ENTRIES];
	unsigned n;
	const struct aggregation *aggregation; /* NULL: plain values */
	bool is_signed;
};

struct output {
	FILE *text, *json;
};

/* What an aggregation prints, and what its entries are sorted by. */
static const struct aggregation {
	const char *name, *json_type;
	bool has_argument, is_extreme, is_mean, is_record;
	int direction; /* of an extreme */
} aggregations[] = {
	{ "count", "map", .has_argument = false },
	{ "sum", "map", .has_argument = true },
	{ "min", "map", .has_argument = true, .is_extreme = true, .direction = -1 },
	{ "max", "map", .has_argument = true, .is_extreme = true, .direction = 1 },
	{ "avg", "stats", .has_argument = true, .is_mean = true },
	{ "stats", "stats", .has_argument = true, .is_mean = true, .is_record = true },
};

static int order(uint64_t a, uint64_t b, bool is_signed)
{
	if (is_signed)
		return ((int64_t)a > (int64_t)b) - ((int64_t)a < (int64_t)b);
	return (a > b) - (a < b);
}

static uint64_t divide(uint64_t a, uint64_t b, bool is_signed)
{
	return is_signed ? (uint64_t)((int64_t)a / (int64_t)b) : a / b;
}

static uint64_t number_of(const struct map *map, const struct entry *entry)
{
	if (!map->aggregation)
		return entry->value->bits;
	if (map->aggregation->is_extreme)
		return entry->extreme;
	if (map->aggregation->is_mean)
		return divide(entry->total, entry->count, map->is_signed);
	return entry->total;
}

static bool is_by_number(const struct map *map)
{
	return map->aggregation || map->entries[0].value->type->kind == INT || map->entries[0].value->type->kind == ENUM;
}

static int compare_entries(const struct map *map, const struct entry *a, const struct entry *b)
{
	bool is_signed = map->is_signed && !(map->aggregation && map->aggregation->is_extreme);

	if (is_by_number(map))
		return order(number_of(map, a), number_of(map, b), is_signed);
	return compare_values(a->key, b->key);
}

static void sort(struct map *map)
{
	for (unsigned i = 1; i < map->n; i++)
		for (unsigned j = i; j && compare_entries(map, &map->entries[j - 1], &map->entries[j]) > 0; j--) {
			struct entry moved = map->entries[j];

			map->entries[j] = map->entries[j - 1];
			map->entries[j - 1] = moved;
		}
}

/* Whether nothing tells which of two comes first: such a map's order is not the language's. */
static bool has_ties(const struct map *map)
{
	for (unsigned i = 0; i < map->n; i++)
		for (unsigned j = 0; j < i; j++)
			if (!compare_entries(map, &map->entries[i], &map->entries[j]))
				return true;
	return false;
}

/* -- what a map prints -- */

static void put_stats(FILE *file, const struct map *map, const struct entry *entry, uint64_t divisor, bool is_json)
{
	uint64_t average = divide(number_of(map, entry), divisor, map->is_signed);
	void (*put)(FILE *, uint64_t, bool) = is_json ? put_json_number : put_number;

	fputs(is_json ? "{\"count\": " : "{ .count = ", file);
	put(file, entry->count, false);
	fputs(is_json ? ", \"average\": " : ", .average = ", file);
	put(file, average, map->is_signed);
	fputs(is_json ? ", \"total\": " : ", .total = ", file);
	put(file, entry->total, map->is_signed);
	fputs(is_json ? "}" : " }", file);
}

static void put_map_value(FILE *file, const struct map *map, const struct entry *entry, uint64_t divisor, bool is_json)
{
	struct out out = { file, false };

	if (map->aggregation && map->aggregation->is_record)
		put_stats(file, map, entry, divisor, is_json);
	else if (map->aggregation || (entry->value->type->kind == INT && divisor > 1))
		(is_json ? put_json_number : put_number)(file, divide(number_of(map, entry), divisor, map->is_signed),
							 map->is_signed);
	else if (is_json)
		put_json(file, entry->value);
	else
		put_text(&out, entry->value);
}

static char *key_text(const struct entry *entry, bool is_compact, size_t *size)
{
	char *text = NULL;
	struct out out = { open_memstream(&text, size), is_compact };

	put_text(&out, entry->key);
	fclose(out.file);
	if (entry->key->type->kind == TUPLE) {
		memmove(text, text + 1, *size - 2);
		*size -= 2;
	}
	return text;
}

static void put_map(const struct output *out, const struct map *map, unsigned first, uint64_t divisor)
{
	const char *type = map->aggregation ? map->aggregation->json_type : "map";

	fprintf(out->json, "{\"type\": \"%s\", \"data\": {\"@m%03u\": %s", type, map->id, map->is_keyed ? "{" : "");
	for (unsigned i = first; i < map->n; i++) {
		const struct entry *entry = &map->entries[i];

		fprintf(out->text, "@m%03u", map->id);
		if (map->is_keyed) {
			size_t size;
			char *text = key_text(entry, false, &size);

			fprintf(out->text, "[%.*s]", (int)size, text);
			free(text);
			text = key_text(entry, true, &size);
			fputs(i > first ? ", " : "", out->json);
			put_json_string(out->json, text, size);
			fputs(": ", out->json);
			free(text);
		}
		fputs(": ", out->text);
		put_map_value(out->text, map, entry, divisor, false);
		put_map_value(out->json, map, entry, divisor, true);
		fputc('\n', out->text);
	}
	fputs(map->is_keyed ? "}}}\n" : "}}\n", out->json);
}

/* -- statements -- */

static void put_place(struct generator *g, const struct map *map, const struct entry *entry)
{
	fprintf(g->script, "\t@m%03u", map->id);
	if (!map->is_keyed)
		return;
	fputc('[', g->script);
	for (unsigned i = 0; map->has_tuple_key && i < entry->key->type->count; i++) {
		fputs(i ? ", " : "", g->script);
		put_expression(g, entry->key->parts[i]);
	}
	if (!map->has_tuple_key)
		put_expression(g, entry->key);
	fputc(']', g->script);
}

static void update(struct generator *g, struct map *map, struct entry *entry, const struct type *argument)
{
	const struct aggregation *a = map->aggregation;
	struct value *number = make_value(g, argument);

	// So that totals stay within their 64 bits.
	if (argument->size == 8)
		number->bits = map->is_signed ? (uint64_t)((int64_t)number->bits / 8) : number->bits / 8;
	put_place(g, map, entry);
	fprintf(g->script, " = %s(", a->name);
	if (a->has_argument)
		put_expression(g, number);
	fputs(");\n", g->script);
	if (!entry->count || order(number->bits, entry->extreme, map->is_signed) == a->direction)
		entry->extreme = number->bits;
	entry->total += a->has_argument ? number->bits : 1;
	entry->count++;
}

static const struct type *make_key_type(struct generator *g, struct map *map)
{
	static const struct type first = { .kind = INT, .size = 4, .is_signed = true };
	struct type *type = calloc(1, sizeof(*type));

	*type = (struct type){ .kind = TUPLE, .count = 1 + pick(g, MAX_PARTS), .parts = { &first } };
	if (type->count == 1)
		return make_type(g, 0);
	map->has_tuple_key = pick(g, 2);
	for (unsigned i = 1; i < type->count; i++)
		type->parts[i] = make_type(g, DEPTH - 2);
	return type;
}

static bool has_key(const struct map *map, const struct value *key)
{
	for (unsigned i = 0; i < map->n; i++)
		if (!compare_values(map->entries[i].key, key))
			return true;
	return false;
}

static void make_entries(struct generator *g, struct map *map)
{
	const struct type *key = map->is_keyed ? make_key_type(g, map) : NULL;
	const struct type *value = make_type(g, DEPTH);
	unsigned n = map->is_keyed ? 1 + pick(g, MAX_ENTRIES) : 1;

	for (unsigned i = 0; i < n; i++) {
		struct entry entry = { .value = make_value(g, value) };

		if (key) {
			entry.key = make_value(g, key);
			// Keys that the order does not tell apart may be one key.
			if (has_key(map, entry.key))
				continue;
		}
		map->entries[map->n++] = entry;
	}
}

/* A map of plain values or of an aggregation; false: its order would be a matter of chance, and nothing was written. */
static bool put_updates(struct generator *g, struct map *map)
{
	static const struct type no_argument = { .kind = INT, .size = 4 };
	struct type *argument = calloc(1, sizeof(*argument));

	make_entries(g, map);
	if (!map->aggregation) {
		const struct type *type = map->entries[0].value->type;

		map->is_signed = type->kind == ENUM || type->is_signed;
		if (has_ties(map))
			return false;
		for (unsigned i = 0; i < map->n; i++) {
			put_place(g, map, &map->entries[i]);
			fputs(" = ", g->script);
			put_expression(g, map->entries[i].value);
			fputs(";\n", g->script);
		}
		return true;
	}
	*argument = no_argument;
	if (map->aggregation->has_argument) {
		argument->size = 1U << pick(g, 4);
		argument->is_signed = pick(g, 2);
	}
	map->is_signed = argument->is_signed;
	for (unsigned i = 0; i < map->n; i++)
		for (unsigned times = 1 + pick(g, 4); times; times--)
			update(g, map, &map->entries[i], argument);
	return true;
}

/* print(@m, top, divisor); of an order that is chance nothing but all of one entry. */
static void put_print(struct generator *g, const struct output *out, struct map *map)
{
	bool divides = map->aggregation || map->entries[0].value->type->kind == INT;
	unsigned top = pick(g, MAX_ENTRIES);
	uint64_t divisor = divides ? pick(g, 5) : 0;

	fprintf(g->script, "\tprint(@m%03u, %u, %" PRIu64 ");\n", map->id, top, divisor);
	put_map(out, map, top && top < map->n ? map->n - top : 0, divisor ? divisor : 1);
}

static void put_value_print(struct generator *g, const struct output *out)
{
	struct value *v = make_value(g, make_type(g, DEPTH));
	struct out text = { out->text, false };

	fputs("\tprint((", g->script);
	put_expression(g, v);
	fputs("));\n", g->script);
	put_text(&text, v);
	fputc('\n', out->text);
	fputs("{\"type\": \"value\", \"data\": ", out->json);
	put_json(out->json, v);
	fputs("}\n", out->json);
}

static void put_printf(struct generator *g, const struct output *out)
{
	struct value *a = make_value(g, make_type(g, DEPTH));
	struct value *b = make_value(g, make_type(g, DEPTH));
	char *text = NULL;
	size_t size = 0;
	struct out buffer = { open_memstream(&text, &size), false };

	fputs("\tprintf(\"%s|%s\\n\", ", g->script);
	put_expression(g, a);
	fputs(", ", g->script);
	put_expression(g, b);
	fputs(");\n", g->script);
	put_text(&buffer, a);
	fputc('|', buffer.file);
	put_text(&buffer, b);
	fputc('\n', buffer.file);
	fclose(buffer.file);
	fwrite(text, 1, size, out->text);
	fputs("{\"type\": \"printf\", \"data\": ", out->json);
	put_json_string(out->json, text, size);
	fputs("}\n", out->json);
	free(text);
}

/* What is written while the tool runs, and what at its end, come one after the other. */
static void put_statements(struct generator *g, unsigned count, const struct output *now, const struct output *end)
{
	for (unsigned i = 0; i < count; i++) {
		struct map map = { .id = i, .is_keyed = pick(g, 4) != 0 };

		if (i % PER_BLOCK == 0)
			fputs(i ? "}\n\nbegin\n{\n" : "begin\n{\n", g->script);
		if (pick(g, 3) == 0) {
			put_value_print(g, now);
			put_printf(g, now);
			continue;
		}
		if (pick(g, 2))
			map.aggregation = &aggregations[pick(g, sizeof(aggregations) / sizeof(aggregations[0]))];
		if (!put_updates(g, &map))
			continue;
		if (has_ties(&map)) {
			fprintf(g->script, "\tclear(@m%03u);\n", map.id);
			continue;
		}
		sort(&map);
		put_print(g, now, &map);
		put_map(end, &map, 0, 1);
	}
	fputs("}\n", g->script);
}

static FILE *create(const char *path)
{
	FILE *file = fopen(path, "w");

	if (!file) {
		perror(path);
		exit(1);
	}
	return file;
}

int main(int n, char **args)
{
	char *end_text = NULL, *end_json = NULL;
	size_t text_size = 0, json_size = 0;

	if (n != 7 || !setlocale(LC_CTYPE, "C.UTF-8")) {
		fputs("values SEED COUNT SCRIPT TEXT JSON ARGUMENTS, where there is C.UTF-8\n", stderr);
		return 2;
	}
	struct generator g = { .state = strtoull(args[1], NULL, 10) * 0x9e3779b97f4a7c15 + 1,
			       .script = create(args[3]),
			       .arguments = create(args[6]) };
	struct output now = { create(args[4]), create(args[5]) };
	struct output end = { open_memstream(&end_text, &text_size), open_memstream(&end_json, &json_size) };

	fputs("enum colour { RED = 1, GREEN = -5, BLUE = 1000000, NONE = 0 };\n\n", g.script);
	put_statements(&g, (unsigned)strtoul(args[2], NULL, 10), &now, &end);
	fclose(end.text);
	fclose(end.json);
	fputs("\n\n", now.text);
	fwrite(end_text, 1, text_size, now.text);
	fwrite(end_json, 1, json_size, now.json);
	return fclose(g.script) || fclose(g.arguments) || fclose(now.text) || fclose(now.json);
}
