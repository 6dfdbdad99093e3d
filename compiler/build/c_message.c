#include "build/c_message.h"

#include <stdlib.h>
#include <string.h>

/* "file:line:column" as clang writes it; a file's name may hold ':' itself. */
struct place {
	const char *file;
	size_t file_size;
	unsigned line, column, end_column; /* end_column 0: no range is given */
};

struct reader {
	struct arena *arena;
	const struct c_section_input *input;
	struct c_messages *out;
	ptrdiff_t include_chunk; /* of the last "In file included from" a chunk; -1 */
	unsigned include_line;
};

static const char *const severities[] = { ": fatal error: ", ": error: " };

/* Goes back over ":123" that ends at *end; false if that isn't there. */
static bool number_before(const char *begin, const char **end, unsigned *number)
{
	const char *p = *end;
	while (p > begin && p[-1] >= '0' && p[-1] <= '9')
		p--;
	if (p == *end || p == begin || p[-1] != ':')
		return false;
	*number = (unsigned)strtoul(p, NULL, 10);
	*end = p - 1;
	return true;
}

/* Takes ":{1:2-1:5}{...}" off the end; the first range's last column if it is on one line. */
static unsigned range_before(const char *begin, const char **end)
{
	const char *open = *end;
	unsigned line, last_line, first, last;
	if (open == begin || open[-1] != '}')
		return 0;
	while (open > begin && !(open[-1] == ':' && open[0] == '{'))
		open--;
	*end = open - 1;
	if (sscanf(open, "{%u:%u-%u:%u}", &line, &first, &last_line, &last) != 4 ||
	    line != last_line)
		return 0;
	return last;
}

static bool read_place(const char *begin, const char *end, struct place *place)
{
	place->end_column = range_before(begin, &end);
	if (!number_before(begin, &end, &place->column) ||
	    !number_before(begin, &end, &place->line))
		return false;
	place->file = begin;
	place->file_size = (size_t)(end - begin);
	return true;
}

static ptrdiff_t chunk_of(const struct reader *r, const char *file, size_t size)
{
	size_t prefix = strlen(C_CHUNK_FILE);
	if (size <= prefix || memcmp(file, C_CHUNK_FILE, prefix) != 0)
		return -1;
	unsigned long chunk = strtoul(file + prefix, NULL, 10);
	return chunk < r->input->chunks.count ? (ptrdiff_t)chunk : -1;
}

static size_t line_offset(const struct c_chunk *chunk, unsigned line)
{
	size_t offset = 0;
	for (; line > 1 && offset < chunk->size; line--) {
		const char *newline = memchr(chunk->text + offset, '\n', chunk->size - offset);
		if (!newline)
			break;
		offset = (size_t)(newline - chunk->text) + 1;
	}
	return offset;
}

static bool is_word_byte(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       c == '_';
}

/* The range that clang gives, else the word that stands there, else one byte. */
static void locate(const struct reader *r, const struct place *place, struct c_error *error)
{
	const struct c_chunk *chunk = &r->input->chunks.items[error->chunk];
	size_t offset = line_offset(chunk, place->line) + place->column - 1;
	size_t n = 0;
	error->offset = offset < chunk->size ? offset : chunk->size;
	while (error->offset + n < chunk->size && is_word_byte(chunk->text[error->offset + n]))
		n++;
	if (place->end_column > place->column)
		n = place->end_column - place->column;
	n += n == 0;
	if (n > chunk->size - error->offset)
		n = chunk->size - error->offset;
	error->size = n;
}

/* An error in a header: at the line that includes it. */
static void locate_include(const struct reader *r, struct c_error *error)
{
	const struct c_chunk *chunk = &r->input->chunks.items[r->include_chunk];
	error->chunk = r->include_chunk;
	error->offset = line_offset(chunk, r->include_line);
	error->size = strcspn(chunk->text + error->offset, "\n");
}

/* The text between the first pair of quotes behind `words`; NULL if the message does not say that. */
static const char *quoted(struct arena *arena, const char *text, const char *words)
{
	const char *found = strstr(text, words);
	const char *open = found ? strchr(found + strlen(words), '\'') : NULL;
	const char *close = open ? strchr(open + 1, '\'') : NULL;
	return close ? arena_strndup(arena, open + 1, (size_t)(close - open) - 1) : NULL;
}

static void add_lacking(struct reader *r, enum c_lack what, const char *name)
{
	struct c_lacking lacking = { what, name };
	vec_foreach(const struct c_lacking, known, &r->out->lacking) {
		if (known->what == what && strcmp(known->name, name) == 0)
			return;
	}
	vec_push(&r->out->lacking, lacking);
}

/* What clang says where a name is missing; the same words since clang 10. */
static void read_lack(struct reader *r, const char *text)
{
	const char *name = quoted(r->arena, text, "unknown type name");
	if (name)
		add_lacking(r, C_LACK_TYPE, name);
	name = quoted(r->arena, text, "use of undeclared identifier");
	if (name)
		add_lacking(r, C_LACK_VALUE, name);
	name = quoted(r->arena, text, "incomplete");
	if (!name)
		name = quoted(r->arena, text, "tentative definition has");
	const char *alias = quoted(r->arena, text, "(aka ");
	name = alias ? alias : name;
	if (name && strncmp(name, "const ", 6) == 0)
		name += 6;
	if (name && strncmp(name, "struct ", 7) == 0)
		add_lacking(r, C_LACK_STRUCT, name + 7);
	if (name && strncmp(name, "union ", 6) == 0)
		add_lacking(r, C_LACK_UNION, name + 6);
}

static void read_missing_header(struct reader *r, const char *text)
{
	const char *suffix = strstr(text, "' file not found");
	if (*text == '\'' && suffix)
		vec_push(&r->out->missing_headers,
			 arena_strndup(r->arena, text + 1, (size_t)(suffix - text) - 1));
}

/* "<built-in>" holds what --include asks for, "<command line>" what -D does. */
static const char *text_elsewhere(struct reader *r, const struct place *place, const char *text)
{
	if (place->file[0] == '<')
		return arena_printf(r->arena, "on the command line: %s", text);
	return arena_printf(r->arena, "%.*s:%u:%u: %s", (int)place->file_size, place->file,
			    place->line, place->column, text);
}

static void add_error(struct reader *r, const struct place *place, const char *text)
{
	struct c_error error = { .chunk = -1, .text = text };
	if (place)
		error.chunk = chunk_of(r, place->file, place->file_size);
	if (error.chunk >= 0) {
		locate(r, place, &error);
	} else {
		if (place)
			error.text = text_elsewhere(r, place, text);
		if (r->include_chunk >= 0)
			locate_include(r, &error);
	}
	read_lack(r, text);
	read_missing_header(r, text);
	vec_push(&r->out->errors, error);
}

static void read_error(struct reader *r, const char *line, const char *colon, size_t skipped)
{
	struct place place;
	const char *text = arena_strdup(r->arena, colon + skipped);
	bool has_place = read_place(line, colon, &place);
	bool is_probe = has_place && place.file_size == strlen(C_PROBES) &&
			memcmp(place.file, C_PROBES, place.file_size) == 0;
	if (is_probe)
		vec_push(&r->out->probe_lines, place.line);
	else
		add_error(r, has_place ? &place : NULL, text);
}

/* "In file included from chunk:0:3:", the outermost file first. */
static bool read_include(struct reader *r, const char *line)
{
	static const char words[] = "In file included from ";
	size_t skipped = sizeof(words) - 1;
	unsigned number;
	if (strncmp(line, words, skipped) != 0)
		return false;
	const char *file = line + skipped;
	const char *end = file + strlen(file);
	end -= end > file && end[-1] == ':';
	if (number_before(file, &end, &number) && chunk_of(r, file, (size_t)(end - file)) >= 0) {
		r->include_chunk = chunk_of(r, file, (size_t)(end - file));
		r->include_line = number;
	}
	return true;
}

static void read_line(struct reader *r, const char *line)
{
	if (read_include(r, line))
		return;
	for (size_t i = 0; i < sizeof(severities) / sizeof(severities[0]); i++) {
		const char *colon = strstr(line, severities[i]);
		if (colon) {
			read_error(r, line, colon, strlen(severities[i]));
			break;
		}
	}
	r->include_chunk = -1;
}

void c_messages_read(struct arena *arena, const char *output, const struct c_section_input *input,
		     struct c_messages *messages)
{
	struct reader r = { .arena = arena, .input = input, .out = messages, .include_chunk = -1 };
	vec_init(&messages->errors, arena);
	vec_init(&messages->lacking, arena);
	vec_init(&messages->probe_lines, arena);
	vec_init(&messages->missing_headers, arena);
	while (*output) {
		size_t size = strcspn(output, "\n");
		read_line(&r, arena_strndup(arena, output, size));
		output += size + (output[size] == '\n');
	}
}
