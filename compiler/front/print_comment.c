#include <string.h>

#include "front/printer.h"

/* A piece of the file between tokens: white space, comments, and semicolons that were passed over. */
struct gap {
	const char *at;
	const char *end;
};

static struct gap gap_of(const struct printer *p, uint32_t begin, uint32_t end)
{
	return (struct gap){ p->file->text + (begin - p->file->base),
			     p->file->text + (end - p->file->base) };
}

/* Goes to the next comment; its text, NULL at the end. Counts newlines on the way. */
static const char *skip_to_comment(struct gap *gap, unsigned *n_newlines)
{
	for (; gap->at < gap->end; gap->at++) {
		if (*gap->at == '\n')
			++*n_newlines;
		else if (*gap->at == '/' && gap->end - gap->at > 1 &&
			 (gap->at[1] == '/' || gap->at[1] == '*'))
			return gap->at;
	}
	return NULL;
}

/* The first byte behind the comment at text; the newline belongs to no line comment. */
static const char *end_of_comment(const char *text, const char *limit)
{
	const char *end;

	if (text[1] == '/') {
		end = memchr(text, '\n', (size_t)(limit - text));
		return end == NULL ? limit : end;
	}
	end = memmem(text + 2, (size_t)(limit - text - 2), "*/", 2);
	return end == NULL ? limit : end + 2;
}

static size_t without_blanks(const char *text, const char *end)
{
	while (end > text && strchr(" \t\r\f\v", end[-1]) != NULL)
		end--;
	return (size_t)(end - text);
}

bool print_next_comment(const struct printer *p, struct comment *comment)
{
	struct gap gap = gap_of(p, p->behind, p->token.span.begin);
	const char *end;

	*comment = (struct comment){ 0 };
	comment->text = skip_to_comment(&gap, &comment->n_newlines);
	if (comment->text == NULL)
		return false;
	end = end_of_comment(comment->text, gap.end);
	comment->size = without_blanks(comment->text, end);
	comment->end = p->file->base + (uint32_t)(end - p->file->text);
	comment->is_line = comment->text[1] == '/';
	while (end < gap.end && strchr(" \t\r\f\v", *end) != NULL)
		end++;
	comment->is_alone = comment->n_newlines > 0 && end < gap.end && *end == '\n';
	return true;
}

/* By tokens: what looks like a comment in a string is none. */
bool print_has_comment(const struct printer *p, struct span span)
{
	struct lexer lexer = p->lexer;
	uint32_t behind = span.begin;
	unsigned n_newlines = 0;

	lexer.at = lexer.text + (span.begin - lexer.base);
	while (behind < span.end) {
		struct token token = lex_next(&lexer);
		struct gap gap = gap_of(p, behind, token.span.begin);

		if (skip_to_comment(&gap, &n_newlines) != NULL)
			return true;
		if (token.kind == TOKEN_END)
			break;
		behind = token.span.end;
	}
	return false;
}

/* A block comment's lines that begin with '*' are put below its first. */
static void print_comment_text(struct printer *p, const struct comment *comment)
{
	const char *at = comment->text, *end = comment->text + comment->size;

	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		const char *line_end = newline == NULL ? end : newline;
		const char *star = at;

		while (star < line_end && (*star == ' ' || *star == '\t'))
			star++;
		if (at != comment->text) {
			strbuf_putc(p->out, '\n');
			if (star < line_end && *star == '*') {
				for (unsigned i = 0; i < p->indent; i++)
					strbuf_putc(p->out, '\t');
				strbuf_putc(p->out, ' ');
				at = star;
			}
		}
		print_text(p, at, without_blanks(at, line_end));
		at = newline == NULL ? end : newline + 1;
	}
}

void print_comments(struct printer *p)
{
	struct comment comment;

	while (print_next_comment(p, &comment)) {
		if (comment.n_newlines == 0 && p->out->size > 0)
			strbuf_putc(p->out, ' ');
		else
			print_new_line(p, comment.n_newlines);
		print_comment_text(p, &comment);
		p->behind = comment.end;
	}
}
