#include "build/c_scan.h"

#include <ctype.h>
#include <string.h>

#include "build/kernel_header.h"

/* What is known of one word of the text; by hash in a table of lists. */
struct word {
	struct word *next;
	const char *name;
	size_t size;
	const char *body;               /* of a macro without parameters, else NULL */
	bool may_be_type, may_be_value; /* wanted as that */
	bool is_in_text, is_listed;
	unsigned tags; /* keywords that it was seen behind, as bits */
	unsigned header_tags; /* likewise, where a header of the kernel defines it */
};

#define N_LISTS 4096

struct scanner {
	struct arena *arena;
	struct word *lists[N_LISTS];
	VEC(struct word *) wanted;
	struct c_scan *scan;
	bool is_kernel_header; /* what is read stands in one */
};

static struct word **place_of(struct scanner *s, const char *name, size_t size)
{
	unsigned hash = 5381;

	for (size_t i = 0; i < size; i++)
		hash = hash * 33 + (unsigned char)name[i];
	struct word **place = &s->lists[hash % N_LISTS];
	while (*place && ((*place)->size != size || memcmp((*place)->name, name, size) != 0))
		place = &(*place)->next;
	return place;
}

static struct word *get_word(struct scanner *s, const char *name, size_t size)
{
	struct word **place = place_of(s, name, size);
	if (!*place) {
		*place = arena_new_of(s->arena, struct word);
		(*place)->name = arena_strndup(s->arena, name, size);
		(*place)->size = size;
	}
	return *place;
}

static void want(struct scanner *s, struct word *word, bool as_type, bool as_value)
{
	word->may_be_type |= as_type;
	word->may_be_value |= as_value;
	if (!word->is_listed)
		vec_push(&s->wanted, word);
	word->is_listed = true;
}

static bool begins_word(char c)
{
	return isalpha((unsigned char)c) || c == '_';
}

static bool continues_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static size_t word_size(const char *text)
{
	size_t n = 0;
	while (continues_word(text[n]))
		n++;
	return n;
}

/* Behind the string or character that begins here; at its line's end if it is not closed. */
static const char *skip_quoted(const char *at)
{
	char quote = *at++;
	while (*at && *at != quote && *at != '\n')
		at += at[0] == '\\' && at[1] ? 2 : 1;
	return *at == quote ? at + 1 : at;
}

/*
 * The next word at or behind *at, which goes behind it; NULL at the end. Strings and numbers, which
 * may hold letters, are skipped; *between is true if anything but white space was.
 */
static const char *next_word(const char **at, const char *end, size_t *size, bool *between)
{
	const char *p = *at;

	*between = false;
	while (p < end && !begins_word(*p)) {
		if (*p == '"' || *p == '\'')
			p = skip_quoted(p);
		else if (isdigit((unsigned char)*p))
			p += word_size(p);
		else
			p++;
		*between |= !isspace((unsigned char)p[-1]);
	}
	if (p >= end)
		return NULL;
	*size = word_size(p);
	*at = p + *size;
	return p;
}

/* -- directives: clang prints one a line -- */

static void read_define(struct scanner *s, const char *at)
{
	size_t size = word_size(at);
	struct word *word = get_word(s, at, size);

	at += size;
	word->body = NULL;
	if (*at == '(')
		return;
	at += *at == ' ';
	word->body = arena_strndup(s->arena, at, strcspn(at, "\n"));
}

static const char *behind(const char *line, const char *directive)
{
	size_t size = strlen(directive);
	return strncmp(line, directive, size) == 0 ? line + size : NULL;
}

static void read_directive(struct scanner *s, const char *line)
{
	const char *name = behind(line, "#define ");
	if (name)
		read_define(s, name);
	name = behind(line, "#undef ");
	if (name)
		get_word(s, name, word_size(name))->body = NULL;
}

/* What a wanted macro is made of is wanted as well: who reads its body meets those names. */
static void want_bodies(struct scanner *s)
{
	for (size_t i = 0; i < s->wanted.count; i++) {
		const char *at = s->wanted.items[i]->body;
		size_t size;
		bool between;
		if (!at)
			continue;
		const char *end = at + strlen(at);
		for (;;) {
			const char *name = next_word(&at, end, &size, &between);
			if (!name)
				break;
			want(s, get_word(s, name, size), false, true);
		}
	}
}

/* -- text between directives -- */

static const char *const keywords[] = { "struct", "union", "enum" };

#define N_KEYWORDS (sizeof(keywords) / sizeof(keywords[0]))

static bool is_word(const char *name, size_t size, const char *other)
{
	return strlen(other) == size && memcmp(name, other, size) == 0;
}

static unsigned keyword_of(const char *name, size_t size)
{
	for (unsigned k = 0; k < N_KEYWORDS; k++)
		if (is_word(name, size, keywords[k]))
			return k;
	return N_KEYWORDS;
}

/* `behind` is what stands behind the name: its definition, where that is a brace. */
static void add_tag(struct scanner *s, unsigned keyword, struct word *word, const char *behind_it)
{
	struct c_tag tag = { keywords[keyword], word->name, false };
	if (!(word->tags & (1u << keyword)))
		vec_push(&s->scan->tags, tag);
	word->tags |= 1u << keyword;
	if (s->is_kernel_header && behind_it[strspn(behind_it, " \t\n")] == '{')
		word->header_tags |= 1u << keyword;
}

/* Behind "__attribute__((...))", if that stands here. */
static const char *skip_attributes(const char *at, const char *end)
{
	for (;;) {
		const char *p = at + strspn(at, " \n\t");
		if (!behind(p, "__attribute"))
			return at;
		int depth = 0;
		for (p += word_size(p); p < end; p++) {
			depth += *p == '(';
			depth -= *p == ')';
			if (*p == ')' && depth == 0)
				break;
		}
		at = p < end ? p + 1 : end;
	}
}

static void read_line(struct scanner *s, const char *line, const char *end, unsigned *keyword)
{
	size_t size;
	bool between;

	for (;;) {
		const char *name = next_word(&line, end, &size, &between);
		if (!name)
			break;
		unsigned found = keyword_of(name, size);
		struct word *word = *place_of(s, name, size);

		if (word)
			word->is_in_text = true;
		if (*keyword < N_KEYWORDS && found == N_KEYWORDS && !between)
			add_tag(s, *keyword, get_word(s, name, size), line);
		*keyword = found;
		if (found < N_KEYWORDS)
			line = skip_attributes(line, end);
	}
	if (between)
		*keyword = N_KEYWORDS;
}

/*
 * `# 12 "/usr/include/asm/ptrace.h" 1 3 4`: where the text that follows stands. 3 is a header of the system.
 */
static void read_marker(struct scanner *s, const char *line, const char *end)
{
	const char *name = memchr(line, '"', (size_t)(end - line));
	const char *close = name ? memchr(name + 1, '"', (size_t)(end - name - 1)) : NULL;
	if (!close)
		return;
	s->is_kernel_header = false;
	bool is_system = memchr(close, '3', (size_t)(end - close)) != NULL;
	for (const char *at = name; is_system && at < close; at++)
		s->is_kernel_header |= *at == '/' && c_is_kernel_header(at + 1);
}

static const char *line_end(const char *line, const char *end)
{
	const char *newline = memchr(line, '\n', (size_t)(end - line));
	return newline ? newline : end;
}

static void mark_tags(struct scanner *s)
{
	vec_foreach(struct c_tag, tag, &s->scan->tags) {
		const struct word *word = get_word(s, tag->name, strlen(tag->name));
		unsigned keyword = keyword_of(tag->keyword, strlen(tag->keyword));
		tag->is_of_kernel_header = word->header_tags & (1u << keyword);
	}
}

void c_scan_text(struct arena *arena, const char *text, size_t size,
		 const struct c_section_input *input, struct c_scan *scan)
{
	struct scanner *s = arena_new_of(arena, struct scanner);
	const char *end = text + size;
	unsigned keyword = N_KEYWORDS;

	*s = (struct scanner){ .arena = arena, .scan = scan };
	vec_init(&s->wanted, arena);
	vec_init(&scan->macros, arena);
	vec_init(&scan->names, arena);
	vec_init(&scan->tags, arena);
	vec_foreach(const struct c_name, name, &input->names)
		want(s, get_word(s, name->name, strlen(name->name)), name->may_be_type,
		     name->may_be_value);
	for (const char *line = text; line < end; line = line_end(line, end) + 1) {
		if (*line == '#')
			read_directive(s, line);
	}
	want_bodies(s);
	for (const char *line = text; line < end; line = line_end(line, end) + 1) {
		if (*line != '#')
			read_line(s, line, line_end(line, end), &keyword);
		else if (line[1] == ' ')
			read_marker(s, line, line_end(line, end));
	}
	mark_tags(s);
	for (size_t i = 0; i < s->wanted.count; i++) {
		const struct word *word = s->wanted.items[i];
		struct c_name name = { word->name, word->may_be_type, word->may_be_value };
		struct c_macro macro = { word->name, word->body };
		if (word->body)
			vec_push(&scan->macros, macro);
		if (word->body ? c_is_balanced(word->body) : word->is_in_text)
			vec_push(&scan->names, name);
	}
}

static char closing_of(char open)
{
	switch (open) {
	case '(':
		return ')';
	case '[':
		return ']';
	default:
		return '}';
	}
}

bool c_is_balanced(const char *body)
{
	char open[32];
	size_t depth = 0;

	for (const char *at = body; *at; at++) {
		if (*at == '"' || *at == '\'') {
			const char *next = skip_quoted(at);
			if (next < at + 2 || next[-1] != *at)
				return false;
			at = next - 1;
		} else if (strchr("([{", *at)) {
			if (depth == sizeof(open))
				return false;
			open[depth++] = closing_of(*at);
		} else if (strchr(")]}", *at)) {
			if (depth == 0 || open[--depth] != *at)
				return false;
		}
	}
	return depth == 0;
}
