#include "front/comment.h"

#include <stdbool.h>
#include <string.h>

#include "base/strbuf.h"

/* A piece of the text from at to end. */
struct piece {
	const char *at;
	const char *end;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

static bool starts_with(const struct piece *piece, const char *text)
{
	return (size_t)(piece->end - piece->at) >= strlen(text) &&
	       memcmp(piece->at, text, strlen(text)) == 0;
}

/* Cuts the next line off; the newline belongs to neither. */
static struct piece take_line(struct piece *piece)
{
	struct piece line = *piece;
	const char *newline = memchr(piece->at, '\n', (size_t)(piece->end - piece->at));

	if (newline != NULL)
		line.end = newline;
	piece->at = newline == NULL ? piece->end : newline + 1;
	return line;
}

static void trim_begin(struct piece *piece)
{
	while (piece->at < piece->end && is_blank(*piece->at))
		piece->at++;
}

static void trim_end(struct piece *piece)
{
	while (piece->end > piece->at && is_blank(piece->end[-1]))
		piece->end--;
}

static void put_line(struct strbuf *out, struct piece line)
{
	trim_end(&line);
	if (line.at == line.end && out->size == 0)
		return;
	strbuf_write(out, line.at, (size_t)(line.end - line.at));
	strbuf_putc(out, '\n');
}

/* Lines of a block comment: " * text" as "text", other lines as they stand. */
static void put_block(struct strbuf *out, struct piece block)
{
	bool is_first = true;

	while (block.at < block.end) {
		struct piece line = take_line(&block);
		struct piece inner = line;

		trim_begin(&inner);
		if (starts_with(&inner, "*"))
			inner.at++;
		else if (!is_first)
			inner = line;
		if (inner.at < inner.end && *inner.at == ' ' && inner.at > line.at)
			inner.at++;
		put_line(out, inner);
		is_first = false;
	}
}

static void put_lines(struct strbuf *out, struct piece text)
{
	while (text.at < text.end) {
		struct piece line = take_line(&text);

		trim_begin(&line);
		if (!starts_with(&line, "//"))
			return;
		line.at += 2;
		if (line.at < line.end && *line.at == ' ')
			line.at++;
		put_line(out, line);
	}
}

const char *comment_leading(struct arena *arena, const struct lexer *lexer)
{
	struct piece text = { lexer->at, lexer->end };
	struct strbuf out;

	strbuf_init(&out, arena);
	while (text.at < text.end && (is_blank(*text.at) || *text.at == '\n'))
		text.at++;
	if (starts_with(&text, "//")) {
		put_lines(&out, text);
	} else if (starts_with(&text, "/*")) {
		text.at += 2;
		text.end = memmem(text.at, (size_t)(text.end - text.at), "*/", 2);
		if (text.end != NULL)
			put_block(&out, text);
	}
	while (out.size > 0 && out.data[out.size - 1] == '\n')
		out.data[--out.size] = '\0';
	return strbuf_text(&out);
}
