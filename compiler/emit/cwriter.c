#include "emit/cwriter.h"

#include <string.h>

#include "base/diag.h"
#include "base/utf8.h"

void cw_init(struct cwriter *w, struct strbuf *out, const char *own_name, const char *script_name)
{
	*w = (struct cwriter){
		.out = out, .own_name = own_name, .script_name = script_name, .line = 1
	};
}

static void end_line(struct cwriter *w)
{
	strbuf_putc(w->out, '\n');
	w->line++;
	w->counted++;
}

static void put_name(struct cwriter *w, const char *name)
{
	strbuf_puts(w->out, " \"");
	strbuf_put_c_escaped(w->out, name, strlen(name));
	strbuf_putc(w->out, '"');
}

/* The name stays in force until the next #line with one, so it is given when it changes. */
static void line_directive(struct cwriter *w, uint32_t line, const char *name)
{
	strbuf_printf(w->out, "#line %u", (unsigned)line);
	if (name)
		put_name(w, name);
	end_line(w);
	w->counted = line;
}

/* Puts a #line if the compiler would not give the next line the number that is wanted. */
static void sync_line(struct cwriter *w)
{
	if (!w->wanted) {
		if (w->is_mapped)
			line_directive(w, w->line + 1, w->own_name);
		w->is_mapped = false;
		return;
	}
	if (w->is_mapped && w->counted == w->wanted)
		return;
	line_directive(w, w->wanted, w->is_mapped ? NULL : w->script_name);
	w->is_mapped = true;
}

static void begin_line(struct cwriter *w)
{
	sync_line(w);
	for (int i = 0; i < w->depth; i++)
		strbuf_putc(w->out, '\t');
}

static void put_line(struct cwriter *w, const char *before, const char *format, va_list args,
		     const char *behind)
{
	begin_line(w);
	strbuf_puts(w->out, before);
	strbuf_vprintf(w->out, format, args);
	strbuf_puts(w->out, behind);
	end_line(w);
}

/* A line without code of its own needs no #line. */
static void put_brace(struct cwriter *w, const char *text)
{
	for (int i = 0; i < w->depth; i++)
		strbuf_putc(w->out, '\t');
	strbuf_puts(w->out, text);
	end_line(w);
}

void cw_at(struct cwriter *w, uint32_t script_line)
{
	if (script_line && script_line != w->wanted && w->is_mapped)
		w->counted = 0;
	w->wanted = script_line;
}

void cw_blank(struct cwriter *w)
{
	end_line(w);
}

void cw_comment(struct cwriter *w, const char *text)
{
	size_t size = strlen(text);

	begin_line(w);
	strbuf_puts(w->out, "/* ");
	for (size_t i = 0; i < size;) {
		struct utf8_shown shown = utf8_show(text + i, size - i);

		strbuf_puts(w->out, shown.text);
		/* A comment must not end, nor begin inside, so its two signs are kept apart. */
		if (i + 1 < size && ((text[i] == '*' && text[i + 1] == '/') ||
				     (text[i] == '/' && text[i + 1] == '*')))
			strbuf_putc(w->out, ' ');
		i += shown.consumed;
	}
	strbuf_puts(w->out, " */");
	end_line(w);
}

void cw_include(struct cwriter *w, const char *name)
{
	begin_line(w);
	strbuf_puts(w->out, "#include");
	put_name(w, name);
	end_line(w);
}

void cw_define(struct cwriter *w, const char *name)
{
	begin_line(w);
	strbuf_printf(w->out, "#define %s", name);
	end_line(w);
}

void cw_include_system(struct cwriter *w, const char *name)
{
	begin_line(w);
	strbuf_printf(w->out, "#include <%s>", name);
	end_line(w);
}

void cw_statement(struct cwriter *w, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	put_line(w, "", format, args, ";");
	va_end(args);
}

void cw_element(struct cwriter *w, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	put_line(w, "", format, args, ",");
	va_end(args);
}

void cw_open_block(struct cwriter *w)
{
	put_brace(w, "{");
	w->depth++;
}

void cw_open(struct cwriter *w, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	put_line(w, "", format, args, " {");
	va_end(args);
	w->depth++;
}

void cw_open_function(struct cwriter *w, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	put_line(w, "", format, args, "");
	va_end(args);
	put_brace(w, "{");
	w->depth++;
}

static void leave(struct cwriter *w)
{
	if (w->depth == 0)
		BUG("a brace too many");
	w->depth--;
}

void cw_else(struct cwriter *w)
{
	leave(w);
	put_brace(w, "} else {");
	w->depth++;
}

void cw_close(struct cwriter *w)
{
	leave(w);
	put_brace(w, "}");
}

void cw_close_type(struct cwriter *w)
{
	leave(w);
	put_brace(w, "};");
}

void cw_close_open(struct cwriter *w, const char *format, ...)
{
	va_list args;

	leave(w);
	va_start(args, format);
	put_line(w, "} ", format, args, " = {");
	va_end(args);
	w->depth++;
}

void cw_close_statement(struct cwriter *w, const char *format, ...)
{
	va_list args;

	leave(w);
	va_start(args, format);
	put_line(w, "} ", format, args, ";");
	va_end(args);
}

void cw_close_element(struct cwriter *w)
{
	leave(w);
	put_brace(w, "},");
}

void cw_string_statement(struct cwriter *w, const char *declaration, const char *text, size_t size)
{
	begin_line(w);
	strbuf_puts(w->out, declaration);
	end_line(w);
	w->depth++;
	for (size_t i = 0; i < size || i == 0;) {
		const char *newline = size ? memchr(text + i, '\n', size - i) : NULL;
		size_t end = newline ? (size_t)(newline - text) + 1 : size;

		begin_line(w);
		strbuf_putc(w->out, '"');
		strbuf_put_c_escaped(w->out, text + i, end - i);
		strbuf_putc(w->out, '"');
		if (end >= size)
			strbuf_putc(w->out, ';');
		end_line(w);
		i = end ? end : 1;
	}
	w->depth--;
}
