#include "kernel/format.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/vec.h"

/* Part of a line. */
struct piece {
	const char *text;
	size_t size;
};

static struct piece trim(struct piece piece)
{
	while (piece.size > 0 && isspace((unsigned char)piece.text[0])) {
		piece.text++;
		piece.size--;
	}
	while (piece.size > 0 && isspace((unsigned char)piece.text[piece.size - 1]))
		piece.size--;
	return piece;
}

static bool is_name_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* What stands between "<key>:" and the next semicolon; text is NULL if the line has no such key. */
static struct piece find_value(struct piece line, const char *key)
{
	size_t key_size = strlen(key);
	struct piece value = { NULL, 0 };

	for (size_t i = 0; i + key_size < line.size; i++) {
		const char *at = line.text + i;
		const char *end;

		if ((i > 0 && is_name_char(at[-1])) || memcmp(at, key, key_size) != 0 ||
		    at[key_size] != ':')
			continue;
		value.text = at + key_size + 1;
		value.size = line.size - i - key_size - 1;
		end = memchr(value.text, ';', value.size);
		if (end != NULL)
			value.size = (size_t)(end - value.text);
		return trim(value);
	}
	return value;
}

static bool parse_number(struct piece line, const char *key, unsigned *number)
{
	struct piece value = find_value(line, key);
	unsigned long long result = 0;

	if (value.text == NULL || value.size == 0)
		return false;
	for (size_t i = 0; i < value.size; i++) {
		if (!isdigit((unsigned char)value.text[i]))
			return false;
		result = result * 10 + (unsigned)(value.text[i] - '0');
		if (result > INT32_MAX)
			return false;
	}
	*number = (unsigned)result;
	return true;
}

/* Start of the bracket groups at the end of a declaration; its size if there are none. */
static size_t find_dimensions(struct piece declaration)
{
	size_t start = declaration.size;

	while (start > 0 && declaration.text[start - 1] == ']') {
		size_t at = start;
		int depth = 0;

		do {
			at--;
			depth += declaration.text[at] == ']';
			depth -= declaration.text[at] == '[';
		} while (at > 0 && depth > 0);
		if (depth > 0)
			break;
		start = at;
		while (start > 0 && isspace((unsigned char)declaration.text[start - 1]))
			start--;
	}
	return start;
}

/* Where the name is: the last word before the dimensions, or that of "(*name)(arguments)". */
static struct piece find_name(struct piece declaration)
{
	size_t end = find_dimensions(declaration);
	size_t begin;

	for (size_t i = 0; i + 1 < declaration.size; i++) {
		if (declaration.text[i] == '(' && declaration.text[i + 1] == '*') {
			begin = i + 2;
			end = begin;
			while (end < declaration.size && is_name_char(declaration.text[end]))
				end++;
			return (struct piece){ declaration.text + begin, end - begin };
		}
	}
	begin = end;
	while (begin > 0 && is_name_char(declaration.text[begin - 1]))
		begin--;
	return (struct piece){ declaration.text + begin, end - begin };
}

static bool skip_word(struct piece *piece, const char *word)
{
	size_t size = strlen(word);

	if (piece->size <= size || memcmp(piece->text, word, size) != 0 ||
	    !isspace((unsigned char)piece->text[size]))
		return false;
	piece->text += size;
	piece->size -= size;
	*piece = trim(*piece);
	return true;
}

/* The declaration without its name. */
static const char *type_text(struct arena *arena, struct piece declaration, struct piece name)
{
	const char *end = declaration.text + declaration.size;
	struct piece before =
		trim((struct piece){ declaration.text, (size_t)(name.text - declaration.text) });
	struct piece after = trim(
		(struct piece){ name.text + name.size, (size_t)(end - name.text) - name.size });
	struct strbuf text;

	strbuf_init(&text, arena);
	strbuf_write(&text, before.text, before.size);
	strbuf_write(&text, after.text, after.size);
	return strbuf_text(&text);
}

/* field:DECLARATION; offset:N; size:N; signed:N; (no signed before Linux 2.6.36) */
static bool parse_field(struct arena *arena, struct interner *interner, struct piece line,
			struct format_field *field)
{
	struct piece declaration = find_value(line, "field");
	struct piece name;
	unsigned is_signed = 0;

	*field = (struct format_field){ 0 };
	if (declaration.text == NULL || !parse_number(line, "offset", &field->offset) ||
	    !parse_number(line, "size", &field->size))
		return false;
	parse_number(line, "signed", &is_signed);
	field->is_signed = is_signed != 0;
	field->is_data_loc = skip_word(&declaration, "__data_loc");
	field->is_rel_loc = !field->is_data_loc && skip_word(&declaration, "__rel_loc");
	name = find_name(declaration);
	if (name.size == 0)
		return false;
	field->name = intern_n(interner, name.text, name.size);
	field->c_type = type_text(arena, declaration, name);
	return true;
}

const struct format_field *format_parse(struct arena *arena, struct interner *interner,
					const char *text, size_t *count)
{
	VEC(struct format_field) fields;

	vec_init(&fields, arena);
	while (*text != '\0') {
		struct piece line = { text, strcspn(text, "\n") };
		struct format_field field;

		text += line.size + (text[line.size] == '\n');
		/* What follows is the kernel's own way to print, and may contain anything. */
		if (line.size >= 10 && memcmp(line.text, "print fmt:", 10) == 0)
			break;
		if (parse_field(arena, interner, line, &field) &&
		    strncmp(field.name, "common_", 7) != 0)
			vec_push(&fields, field);
	}
	*count = fields.count;
	return fields.items;
}
