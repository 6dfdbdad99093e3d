/*
 * Puts comments between all tokens of the project's own scripts: all gaps of a script at once, and one gap
 * alone, of each kind of comment. The script must stay what it is, print with every comment in its order,
 * print as itself the second time, and mean the same.
 * The seed is fixed; `fuzz_comments SEED [FILE...]` takes others.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "front/ast_walk.h"
#include "front/lexer.h"
#include "front/parser.h"
#include "front/print.h"

#define DEFAULT_SEED 20240229
/* Scripts with one comment that are tried of each script, besides those with all. */
#define N_SINGLE 3
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Text that stays as it stands: of an attach point, or of a C definition. */
struct raw {
	struct span span;
	bool is_c;
};

/* Where a comment can stand, from the begin of the file. */
struct gap {
	uint32_t at;
	bool is_behind_c; /* where a comment on the same line would be C's */
};

typedef VEC(struct raw) raw_vec;
typedef VEC(struct gap) gap_vec;

/* xorshift64* */
static uint64_t next_random(uint64_t *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return *state * 0x2545f4914f6cdd1d;
}

static size_t below(uint64_t *state, size_t limit)
{
	return (size_t)(next_random(state) >> 16) % limit;
}

/* A script that was parsed, with all that a run needs. */
struct parsed {
	const struct source_file *file;
	struct script *script;
	const char *dump; /* without places; NULL if it has errors */
};

static struct parsed parse(struct arena *arena, const char *text, size_t size)
{
	struct source_set *sources = source_set_new(arena);
	struct diag *diag = diag_new(arena, sources);
	struct parsed parsed = { .file = source_add(sources, "script.bt", text, size) };
	struct strbuf dump;

	strbuf_init(&dump, arena);
	parsed.script = parse_script(arena, interner_new(arena), diag, parsed.file);
	if (diag_error_count(diag) == 0) {
		ast_dump(parsed.script, NULL, &dump);
		parsed.dump = strbuf_text(&dump);
	}
	return parsed;
}

/* -- where comments can stand -- */

static void find_raw(struct node **place, void *data)
{
	bool is_c = (*place)->kind == NODE_C_DEFINITION;
	struct raw raw = { (*place)->span, is_c };

	if (is_c || (*place)->kind == NODE_ATTACH_POINT)
		vec_push((raw_vec *)data, raw);
	ast_each_child(*place, find_raw, data);
}

static const struct raw *raw_at(const raw_vec *all, uint32_t position)
{
	vec_foreach(const struct raw, raw, all)
		if (raw->span.begin == position)
			return raw;
	return NULL;
}

static void find_gaps(const struct parsed *parsed, struct arena *arena, gap_vec *gaps)
{
	struct lexer lexer = lexer_new(parsed->file);
	struct token token = lex_next(&lexer);
	raw_vec all;

	vec_init(&all, arena);
	vec_foreach(struct node *, root, &parsed->script->roots)
		find_raw(root, &all);
	for (; token.kind != TOKEN_END; token = lex_next(&lexer)) {
		const struct raw *raw = raw_at(&all, token.span.begin);
		uint32_t end = raw == NULL ? token.span.end : raw->span.end;
		struct gap gap = { end - parsed->file->base, raw != NULL && raw->is_c };

		lexer.at = lexer.text + (end - lexer.base);
		vec_push(gaps, gap);
	}
}

/* -- a script with comments -- */

/* Without a space before it a comment would belong to an attach point. */
static const struct {
	const char *before, *behind;
} kinds[] = {
	{ " /* ", " */ " },	       { "\n/* ", " */\n" }, { " // ", "\n" },
	{ "\n// ", "\n" },	       { " /*", "*/" },	      { "\n\n/* ", "\n * goes on\n */ " },
	{ "\n\n\n\t// ", "\n\n" },
};

static const char *mark(struct arena *arena, size_t number)
{
	return arena_printf(arena, "mark%zu.", number);
}

static void put_comment(struct strbuf *out, struct arena *arena, size_t kind, size_t number)
{
	strbuf_puts(out, kinds[kind].before);
	strbuf_puts(out, mark(arena, number));
	strbuf_puts(out, kinds[kind].behind);
}

struct attempt {
	struct arena *arena;
	const char *name; /* of the script */
	const char *dump; /* of the script without comments */
	const char *text;
	size_t n_marks;
};

static void fail(const struct attempt *attempt, const char *what)
{
	printf("%s: %s\n%s\n", attempt->name, what, attempt->text);
	exit(1);
}

static void expect_marks(const struct attempt *attempt, const char *printed)
{
	const char *at = printed;

	for (size_t i = 0; i < attempt->n_marks; i++) {
		at = strstr(at, mark(attempt->arena, i));
		if (at == NULL)
			fail(attempt, arena_printf(attempt->arena,
						   "comment %zu is lost in\n%s\nof", i, printed));
	}
}

static const char *print(struct arena *arena, const struct parsed *parsed)
{
	struct strbuf out;

	strbuf_init(&out, arena);
	print_script(arena, parsed->file, parsed->script, &out);
	return strbuf_text(&out);
}

static void try(const struct attempt *attempt)
{
	struct arena *arena = attempt->arena;
	struct parsed first = parse(arena, attempt->text, strlen(attempt->text)), second;
	const char *printed, *again;

	if (first.dump == NULL)
		fail(attempt, "a comment is an error");
	if (strcmp(first.dump, attempt->dump) != 0)
		fail(attempt, "a comment changes the meaning");
	printed = print(arena, &first);
	expect_marks(attempt, printed);
	second = parse(arena, printed, strlen(printed));
	if (second.dump == NULL)
		fail(attempt, arena_printf(arena, "the printed script has errors\n%s\nof", printed));
	if (strcmp(second.dump, attempt->dump) != 0)
		fail(attempt, arena_printf(arena, "the printed script means something else\n%s\nof", printed));
	again = print(arena, &second);
	if (strcmp(again, printed) != 0)
		fail(attempt, arena_printf(arena, "printed\n%s\nand once more\n%s\nof", printed, again));
}

/* only: the gap with a comment; or all. kind: of all comments; or each another. */
static void try_gaps(struct attempt attempt, const struct parsed *parsed, const gap_vec *gaps, size_t only,
		     size_t kind, uint64_t *random)
{
	struct strbuf out;
	uint32_t done = 0;

	strbuf_init(&out, attempt.arena);
	attempt.n_marks = 0;
	for (size_t i = 0; i < gaps->count; i++) {
		if (only < gaps->count && i != only)
			continue;
		strbuf_write(&out, parsed->file->text + done, gaps->items[i].at - done);
		done = gaps->items[i].at;
		if (gaps->items[i].is_behind_c)
			strbuf_putc(&out, '\n');
		put_comment(&out, attempt.arena, kind < COUNT(kinds) ? kind : below(random, COUNT(kinds)),
			    attempt.n_marks++);
	}
	strbuf_write(&out, parsed->file->text + done, parsed->file->size - done);
	attempt.text = strbuf_text(&out);
	try(&attempt);
}

static size_t try_script(const char *name, const char *text, size_t size, uint64_t *random)
{
	struct attempt attempt = { .arena = arena_new(), .name = name };
	struct parsed parsed = parse(attempt.arena, text, size);
	gap_vec gaps;
	size_t n = 0;

	vec_init(&gaps, attempt.arena);
	attempt.dump = parsed.dump;
	if (parsed.dump != NULL)
		find_gaps(&parsed, attempt.arena, &gaps);
	if (gaps.count > 0) {
		for (size_t kind = 0; kind <= COUNT(kinds); kind++)
			try_gaps(attempt, &parsed, &gaps, gaps.count, kind, random);
		for (; n < N_SINGLE; n++)
			try_gaps(attempt, &parsed, &gaps, below(random, gaps.count), COUNT(kinds), random);
	}
	arena_free(attempt.arena);
	return n;
}

static char *read_file(const char *path, size_t *size)
{
	FILE *file = fopen(path, "r");
	char *text = NULL;
	size_t n;

	*size = 0;
	if (file == NULL)
		return NULL;
	do {
		text = realloc(text, *size + 4097);
		n = fread(text + *size, 1, 4096, file);
		*size += n;
	} while (n > 0);
	fclose(file);
	text[*size] = '\0';
	return text;
}

static size_t try_file(const char *path, uint64_t *random)
{
	size_t size, n;
	char *text = read_file(path, &size);

	if (text == NULL) {
		perror(path);
		exit(2);
	}
	n = try_script(path, text, size, random);
	free(text);
	return n;
}

static size_t try_directory(const char *path, uint64_t *random)
{
	struct dirent **entries;
	int n_entries = scandir(path, &entries, NULL, alphasort);
	size_t n = 0;

	for (int i = 0; i < n_entries; i++) {
		const char *name = entries[i]->d_name, *suffix = strrchr(name, '.');
		char file[4096];

		snprintf(file, sizeof(file), "%s/%s", path, name);
		if (suffix != NULL && strcmp(suffix, ".bt") == 0)
			n += try_file(file, random);
		free(entries[i]);
	}
	if (n_entries >= 0)
		free(entries);
	return n;
}

int main(int argc, char **argv)
{
	static const char *const directories[] = { "tests/run", "tests/golden", "tools", "examples" };
	uint64_t random = argc > 1 ? strtoull(argv[1], NULL, 0) : DEFAULT_SEED;
	size_t n = 0;

	if (random == 0)
		return 2;
	for (int i = 2; i < argc; i++)
		n += try_file(argv[i], &random);
	for (size_t i = 0; argc <= 2 && i < COUNT(directories); i++)
		n += try_directory(directories[i], &random);
	printf("%zu scripts with comments\n", n);
	return n == 0;
}
