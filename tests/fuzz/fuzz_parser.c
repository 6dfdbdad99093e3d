/*
 * Parses scripts that were changed at random, for about two seconds. The parser
 * must end, stay within its memory, and report an error or give a tree of
 * bounded height. Such a tree must print to a script with the same meaning and
 * the same characters but for those that the layout decides about, which prints
 * as itself.
 * The seed is fixed; `fuzz_parser SEED SECONDS` takes others, and -v shows what
 * is parsed, so that what fails can be seen.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/strbuf.h"
#include "front/parser.h"
#include "front/print.h"

#define DEFAULT_SEED 20240229
#define SECONDS      2
#define MAX_SIZE     4096
#define MAX_CHANGES  12

static const char *const samples[] = {
	"#!/usr/bin/env tracec\n// What it does.\n#include <linux/fs.h>\n"
	"struct foo { int a; char b[16]; } __attribute__((packed));\n"
	"config = { max_strlen = 64; stack_mode = perf }\nimport \"lib.bt\";\n"
	"let @m = lruhash(100);\nbegin { printf(\"%d\\n\", 1); }\n",

	"tracepoint:syscalls:sys_enter_openat /pid == $1 && @x / 2 > 1/\n{\n"
	"\t@start[tid, comm] = nsecs;\n\tprintf(\"%s \\x41\\101 %s\\n\", comm, str(args->filename));\n"
	"\t@bytes[args.fd] = hist((uint64)args.count * 2);\n}\n",

	"uprobe:\"/bin/a b\":f, x=kprobe:vfs_*, i:ms:$1, {\n"
	"\tlet $x : int32*[4] = (struct task_struct *)curtask->a.b[1].0;\n"
	"\t$y = (pid)*tid + (uint64)-1 ? 5ms : 0xff_ff;\n\t_ = delete(@m[1, \"x\"]);\n}\n",

	"macro add($a, @m, e) { @m[$a] = (e) * 2; e }\n"
	"fn f($a : int64, $b : struct x *) : uint64 { return $a + 1; }\n"
	"end { for ($i : 0..10) { if $i > 5 { break } else if $i == 3 { continue } }\n"
	"for $kv : @m { print(($kv.0, (a = $kv.1, b = ()))); }\n"
	"while ($i < 5) { $i++; --@m[1]; } unroll (3) { @ <<= 1 } }\n",

	("begin { $a = { let $b = 1; $b }; $c = if comptime (sizeof(int8[4]) == 4) { 1 } else { 2 };\n"
	 "$d = offsetof(struct x, a.b) + !$a - ~$c * -1 & 3 | 4 ^ 5 ?: $#; return }\n"),
};

/* Pieces that mean much to the parser. */
static const char *const pieces[] = {
	"{",
	"}",
	"(",
	")",
	"[",
	"]",
	"/",
	"/ {",
	"\"",
	"\\",
	"/*",
	"*/",
	"//",
	"/* here */",
	" // behind\n",
	"\n\t/* alone\n * or not */\n",
	"\n\n\n",
	"#",
	"#define X 1\n",
	"@",
	"$",
	"$1",
	"$#",
	":",
	"::",
	",",
	";",
	"=",
	"==",
	"+",
	"++",
	"--",
	"->",
	".",
	"..",
	"?",
	"?:",
	"<<=",
	"if ",
	"else ",
	"for ",
	"let ",
	"struct ",
	"typeof(",
	"sizeof(",
	"comptime ",
	"(uint8)",
	"(struct a *)",
	"1e9",
	"0x",
	"08",
	"1_",
	"99999999999999999999",
	"\n",
	"\t",
	"\r\n",
	"kprobe:f {",
	"macro m(",
	"fn f(",
	"import \"",
	"config = {",
	"typedef ",
	"\xff",
	"\xe2\x80\xae",
	"((((((((((((((((",
	"{{{{{{{{{{{{{{{{",
	"!!!!!!!!!!!!!!!!",
	"1+1+1+1+1+1+1+1+",
	"\"\\x",
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct text {
	char bytes[MAX_SIZE];
	size_t size;
};

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
	return limit == 0 ? 0 : (size_t)(next_random(state) >> 16) % limit;
}

static void insert(struct text *text, size_t at, const char *bytes, size_t size)
{
	if (size > MAX_SIZE - text->size)
		return;
	memmove(text->bytes + at + size, text->bytes + at, text->size - at);
	memmove(text->bytes + at, bytes, size);
	text->size += size;
}

static void cut(struct text *text, size_t at, size_t size)
{
	if (size > text->size - at)
		size = text->size - at;
	memmove(text->bytes + at, text->bytes + at + size, text->size - at - size);
	text->size -= size;
}

/* Copies a stretch of the text, or of a sample, to another place. */
static void transplant(struct text *text, size_t at, uint64_t *random)
{
	const char *from = samples[below(random, COUNT(samples))];
	size_t size = strlen(from);
	size_t begin = below(random, size);
	size_t length = below(random, size - begin) + 1;

	insert(text, at, from + begin, length);
}

static void change(struct text *text, uint64_t *random)
{
	size_t at = below(random, text->size + 1);
	const char *piece = pieces[below(random, COUNT(pieces))];
	char byte = (char)next_random(random);

	switch (below(random, 7)) {
	case 0:
	case 1:
		insert(text, at, piece, strlen(piece));
		break;
	case 2:
		cut(text, at, below(random, 8) + 1);
		break;
	case 3:
		cut(text, at, below(random, 100) + 1);
		break;
	case 4:
		transplant(text, at, random);
		break;
	case 5:
		for (size_t n = below(random, 100); n > 0; n--)
			insert(text, at, piece, strlen(piece));
		break;
	case 6:
		insert(text, at, &byte, 1);
		break;
	}
}

/* What the layout leaves as it is: everything but white space and some punctuation. */
static const char *essence(struct arena *arena, const char *text, size_t size)
{
	struct strbuf kept;

	strbuf_init(&kept, arena);
	if (size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
		text += 3;
		size -= 3;
	}
	for (size_t i = 0; i < size; i++)
		if (strchr(" \t\r\n\f\v;(),", text[i]) == NULL)
			strbuf_putc(&kept, text[i]);
	return strbuf_text(&kept);
}

struct printed {
	const char *text;
	size_t size;
	const char *dump;
};

static struct printed print(struct arena *arena, const struct source_file *file,
			    const struct script *script)
{
	struct strbuf text, dump;

	strbuf_init(&text, arena);
	strbuf_init(&dump, arena);
	print_script(arena, file, script, &text);
	ast_dump(script, NULL, &dump);
	return (struct printed){ strbuf_text(&text), text.size, strbuf_text(&dump) };
}

static void check_print(struct arena *arena, struct source_set *sources,
			const struct source_file *file, const struct script *script)
{
	struct printed first = print(arena, file, script), second;
	struct diag *diag = diag_new(arena, sources);
	const struct source_file *again = source_add(sources, "again.bt", first.text, first.size);

	second = print(arena, again, parse_script(arena, interner_new(arena), diag, again));
	if (diag_error_count(diag) > 0)
		BUG("the printed script has errors");
	if (strcmp(first.dump, second.dump) != 0)
		BUG("the printed script means something else");
	if (strcmp(first.text, second.text) != 0)
		BUG("printed once more, the script is another");
	if (strcmp(essence(arena, file->text, file->size),
		   essence(arena, first.text, first.size)) != 0)
		BUG("something was lost");
}

static size_t parse_text(const struct text *text, FILE *sink)
{
	static const struct diag_options options = { .color = DIAG_COLOR_ALWAYS };
	struct arena *arena = arena_new();
	struct source_set *sources = source_set_new(arena);
	struct diag *diag = diag_new(arena, sources);
	const struct source_file *file = source_add(sources, "fuzz.bt", text->bytes, text->size);
	struct script *script = parse_script(arena, interner_new(arena), diag, file);
	size_t n_errors = diag_error_count(diag);
	struct strbuf dump;

	strbuf_init(&dump, arena);
	ast_dump(script, sources, &dump);
	vec_foreach(struct node *const, root, &script->roots) {
		if ((*root)->height > PARSE_MAX_DEPTH + 1)
			BUG("a tree of height %u", (*root)->height);
		if ((*root)->kind == NODE_ERROR && n_errors == 0)
			BUG("an error node without an error");
	}
	diag_flush(diag, sink, &options);
	if (n_errors == 0)
		check_print(arena, sources, file, script);
	arena_free(arena);
	return n_errors;
}

int main(int argc, char **argv)
{
	uint64_t random = argc > 1 ? strtoull(argv[1], NULL, 0) : DEFAULT_SEED;
	double seconds = argc > 2 ? strtod(argv[2], NULL) : SECONDS;
	int is_verbose = argc > 3 && strcmp(argv[3], "-v") == 0;
	FILE *sink = fopen("/dev/null", "w");
	clock_t end = clock() + (clock_t)(seconds * CLOCKS_PER_SEC);
	size_t n_scripts = 0;
	size_t n_good = 0;

	if (sink == NULL || random == 0)
		return 2;
	while (clock() < end) {
		struct text text = { .size = 0 };
		const char *sample = samples[below(&random, COUNT(samples))];
		size_t n_changes = below(&random, MAX_CHANGES);

		insert(&text, 0, sample, strlen(sample));
		while (n_changes-- > 0)
			change(&text, &random);
		if (is_verbose)
			fprintf(stderr, "---\n%.*s\n", (int)text.size, text.bytes);
		n_good += parse_text(&text, sink) == 0;
		n_scripts++;
	}
	fclose(sink);
	printf("%zu scripts parsed, %zu of them without an error\n", n_scripts, n_good);
	return 0;
}
