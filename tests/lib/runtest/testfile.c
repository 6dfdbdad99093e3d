#include "testfile.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"

static const char *const directive_words[] = {
#define DIRECTIVE(tag, word, help) [DIRECTIVE_##tag] = word,
#include "directive.def"
};

static enum directive directive_find(const char *word, size_t length)
{
	int i;

	for (i = 0; i < N_DIRECTIVES; i++)
		if (strlen(directive_words[i]) == length &&
		    memcmp(directive_words[i], word, length) == 0)
			return i;
	return N_DIRECTIVES;
}

/* Adds the directive of a comment line; prose stays prose. False if the word is unknown. */
static bool read_comment(struct testfile *test, const char *text, int line)
{
	struct rule *rule;
	enum directive kind;
	size_t length;

	if (text[0] == ' ')
		text++;
	length = strspn(text, "abcdefghijklmnopqrstuvwxyz-~");
	if (length == 0 || text[length] != ':' || (text[length + 1] && text[length + 1] != ' '))
		return true;
	kind = directive_find(text, length);
	if (kind == N_DIRECTIVES) {
		printf("%s:%d: unknown directive '%.*s'\n", test->path, line, (int)length, text);
		return false;
	}
	test->rules = memory_grow(test->rules, (test->n_rules + 1) * sizeof(*test->rules));
	rule = &test->rules[test->n_rules++];
	rule->kind = kind;
	rule->line = line;
	text += length + 1;
	rule->text = memory_string(text[0] == ' ' ? text + 1 : text);
	return true;
}

bool testfile_read(struct testfile *test, const char *path)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t length;
	bool good = true;
	int number = 0;
	FILE *file;

	*test = (struct testfile){ .path = path };
	file = fopen(path, "r");
	if (!file) {
		printf("%s: %s\n", path, strerror(errno));
		return false;
	}
	for (;;) {
		length = getline(&line, &size, file);
		if (length < 0)
			break;
		number++;
		if (line[length - 1] == '\n')
			line[--length] = '\0';
		if (strncmp(line, "//", 2) == 0)
			good &= read_comment(test, line + 2, number);
		else if (length > 0 && strncmp(line, "#!", 2) != 0)
			break;
	}
	free(line);
	fclose(file);
	return good;
}

const char *testfile_find(const struct testfile *test, enum directive kind)
{
	const char *found = NULL;
	size_t i;

	for (i = 0; i < test->n_rules; i++)
		if (test->rules[i].kind == kind)
			found = test->rules[i].text;
	return found;
}

long testfile_number(const struct testfile *test, enum directive kind, long max, long fallback)
{
	const char *text = testfile_find(test, kind);
	char *end;
	long value;

	if (!text)
		return fallback;
	errno = 0;
	value = strtol(text, &end, 10);
	if (errno || end == text || *end || value < 0 || value > max)
		return fallback;
	return value;
}

/* The end of the word at text; a quote hides blanks. */
static const char *word_end(const char *text)
{
	char quote = 0;

	for (; *text; text++) {
		if (quote) {
			if (*text == quote)
				quote = 0;
		} else if (*text == '\'' || *text == '"') {
			quote = *text;
		} else if (isspace((unsigned char)*text)) {
			break;
		}
	}
	return text;
}

static char *unquoted(const char *text, const char *end)
{
	char *word = memory_new(end - text + 1);
	char *out = word;
	char quote = 0;

	for (; text < end; text++) {
		if (quote ? *text == quote : *text == '\'' || *text == '"')
			quote = quote ? 0 : *text;
		else
			*out++ = *text;
	}
	*out = '\0';
	return word;
}

char **testfile_words(const struct testfile *test, enum directive kind, const struct names *names)
{
	char **words = memory_new(sizeof(*words));
	size_t n = 0;
	size_t i;

	for (i = 0; i < test->n_rules; i++) {
		const char *text = test->rules[i].text;

		if (test->rules[i].kind != kind)
			continue;
		for (;;) {
			const char *end;

			text += strspn(text, " \t");
			if (!*text)
				break;
			end = word_end(text);
			words = memory_grow(words, (n + 2) * sizeof(*words));
			words[n++] = names_replace(unquoted(text, end), names, true);
			text = end;
		}
	}
	words[n] = NULL;
	return words;
}

/* The address of a kernel symbol as a text; "0" if it is not told. */
static char *symbol_address(const char *symbol, size_t size)
{
	FILE *symbols = fopen("/proc/kallsyms", "re");
	char *line = NULL, *result = NULL;
	size_t room = 0;

	/* "address type name" */
	while (symbols && !result && getline(&line, &room, symbols) > 0) {
		char *name = strchr(line, ' ');

		if (name && strlen(name) > size + 3 && strncmp(name + 3, symbol, size) == 0 &&
		    name[3 + size] == '\n' && asprintf(&result, "0x%.*s", (int)(name - line), line) < 0)
			memory_fail();
	}
	if (symbols)
		fclose(symbols);
	free(line);
	return result ? result : strdup("0");
}

/* "{address:SYMBOL}": appends what it stands for, and returns its length; 0 if it is none. */
static size_t replace_address(const char *text, FILE *out)
{
	static const char begin[] = "{address:";
	size_t head = strlen(begin), size = strcspn(text, "}");
	char *address;

	if (strncmp(text, begin, head) != 0 || !text[size])
		return 0;
	address = symbol_address(text + head, size - head);
	fputs(address, out);
	free(address);
	return size + 1;
}

/* What the name at text stands for, and its length; NULL if none stands there. */
static const char *name_at(const char *text, const struct names *names, bool bare, size_t *length)
{
	const struct {
		const char *name;
		const char *value;
	} rows[] = {
		{ "{bin}", names->bin },
		{ "{tmp}", names->tmp },
		{ "{pid}", names->pid },
		{ "{}", bare ? names->bin : NULL },
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		*length = strlen(rows[i].name);
		if (rows[i].value && strncmp(text, rows[i].name, *length) == 0)
			return rows[i].value;
	}
	return NULL;
}

char *names_replace(const char *text, const struct names *names, bool bare)
{
	char *result = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&result, &size);

	if (!out)
		memory_fail();
	while (*text) {
		size_t length;
		const char *value = name_at(text, names, bare, &length);

		if (value) {
			fputs(value, out);
			text += length;
		} else {
			length = replace_address(text, out);
			text += length;
			if (!length)
				fputc(*text++, out);
		}
	}
	fclose(out);
	return result;
}
