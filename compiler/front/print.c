#include "front/print.h"

#include <string.h>

#include "front/printer.h"

/* Where the printer goes on, with what is before that passed over or printed. */
static void go_to(struct printer *p, uint32_t position)
{
	p->lexer.at = p->lexer.text + (position - p->lexer.base);
	p->token = lex_next(&p->lexer);
}

/* Text of the file as it stands. */
static void print_span(struct printer *p, struct span span)
{
	print_text(p, p->file->text + (span.begin - p->file->base), span.end - span.begin);
	p->behind = span.end;
	go_to(p, span.end);
}

/* -- probes -- */

/* The '||' before the next attach point; on a line of its own behind comments, which may be to the line's end. */
static void print_alternative(struct printer *p)
{
	struct comment comment;
	bool has_comment = print_next_comment(p, &comment);

	print_comments(p);
	if (has_comment) {
		print_new_line(p, 1);
		print_text(p, "\t|| ", 4);
	} else {
		print_text(p, " || ", 4);
	}
}

static void print_attach_points(struct printer *p, const struct node *probe)
{
	const node_vec *points = &probe->probe.attach_points;

	for (size_t i = 0; i < points->count; i++) {
		if (points->items[i]->attach_point.is_fallback) {
			print_alternative(p);
		} else if (i > 0) {
			print_comments(p);
			print_new_line(p, 1);
		}
		print_span(p, points->items[i]->span);
		if (p->token.kind == TOKEN_OR_OR)
			print_advance(p, false);
		if (p->token.kind != TOKEN_COMMA)
			continue;
		if (i + 1 < points->count)
			print_text(p, ",", 1);
		print_advance(p, false);
	}
}

/* Position of the last token before the body: what closes the predicate. */
static uint32_t find_predicate_end(const struct printer *p, uint32_t body)
{
	struct lexer lexer = p->lexer;
	struct token token = p->token;
	uint32_t last = token.span.begin;

	while (token.span.begin < body && token.kind != TOKEN_END) {
		last = token.span.begin;
		token = lex_next(&lexer);
	}
	return last;
}

static void print_predicate(struct printer *p, uint32_t body)
{
	struct line line = print_line(p, 1);

	print_comments(p);
	print_new_line(p, 1);
	print_token(&line, p);
	/* No space behind the '/', as with a bracket. */
	line.last.kind = TOKEN_LEFT_PAREN;
	print_tokens(&line, p, find_predicate_end(p, body));
	print_token(&line, p);
	vec_last(&line.pieces).has_space = false;
	print_flush(&line, p);
}

/* The body's brace on a line of its own. */
static void print_body(struct printer *p, const struct node *body)
{
	struct line line = print_line(p, 0);

	print_comments(p);
	print_new_line(p, 1);
	print_block(&line, p, body);
	print_flush(&line, p);
}

static void print_probe(struct printer *p, const struct node *node)
{
	print_attach_points(p, node);
	if (node->probe.predicate != NULL)
		print_predicate(p, node->probe.body->span.begin);
	print_body(p, node->probe.body);
}

/* -- definitions -- */

static struct line head_of(struct printer *p, const struct node *body)
{
	struct line line = print_line(p, 1);

	print_tokens(&line, p, body->span.begin);
	return line;
}

/* Whether the macro is a value on one line. */
static bool is_short(const struct printer *p, const struct node *macro)
{
	const struct node *body = macro->macro.body;
	struct printer trial = *p;
	struct line line;

	if (!print_can_be_flat(p, body) || print_has_comment(p, macro->span))
		return false;
	go_to(&trial, macro->span.begin);
	trial.behind = macro->span.begin;
	line = head_of(&trial, body);
	print_flat_block(&line, &trial, body);
	return print_width(&line) <= PRINT_WIDTH;
}

static void print_definition(struct printer *p, const struct node *node)
{
	bool is_macro = node->kind == NODE_MACRO;
	const struct node *body = is_macro ? node->macro.body : node->function.body;
	bool is_flat = is_macro && is_short(p, node);
	struct line line = head_of(p, body);

	if (is_flat)
		print_flat_block(&line, p, body);
	print_flush(&line, p);
	if (!is_flat)
		print_body(p, body);
}

static void print_config(struct printer *p, const struct node *node)
{
	struct line line = print_line(p, 0);

	for (int i = 0; i < 3; i++) /* config = { */
		print_token(&line, p);
	print_flush(&line, p);
	p->indent++;
	p->is_first = true;
	for (size_t i = 0; i < node->config.count; i++) {
		print_comments(p);
		print_next_line(p);
		print_simple(p, true);
	}
	print_comments(p);
	p->indent--;
	print_new_line(p, 1);
	line = print_line(p, 0);
	print_token(&line, p);
	print_flush(&line, p);
	while (p->token.kind == TOKEN_SEMICOLON)
		print_advance(p, false);
}

/* -- the script -- */

static void print_root(struct printer *p, const struct node *root)
{
	switch ((int)root->kind) {
	case NODE_PROBE:
		print_probe(p, root);
		break;
	case NODE_MACRO:
	case NODE_FUNCTION:
		print_definition(p, root);
		break;
	case NODE_CONFIG:
		print_config(p, root);
		break;
	case NODE_C_DEFINITION:
		print_span(p, root->span);
		break;
	default:
		print_simple(p, true);
		break;
	}
}

/* What may stand without blank lines between it and its like. */
static bool is_compact(const struct printer *p, const struct node *root)
{
	return root->kind == NODE_IMPORT || root->kind == NODE_C_DEFINITION ||
	       root->kind == NODE_MAP_DECLARATION ||
	       (root->kind == NODE_MACRO && is_short(p, root));
}

static void print_roots(struct printer *p, const struct script *script)
{
	const struct node *before = NULL;

	vec_foreach(struct node *const, root, &script->roots) {
		p->wants_blank =
			before != NULL && (before->kind != (*root)->kind ||
					   !is_compact(p, before) || !is_compact(p, *root));
		p->is_first = before == NULL;
		print_comments(p);
		print_next_line(p);
		/* At the very begin it would be the line that names the interpreter. */
		if (p->out->size == 0 && p->token.kind == TOKEN_HASH && p->token.text[1] == '!')
			print_text(p, "\n", 1);
		print_root(p, *root);
		before = *root;
	}
	p->wants_blank = before != NULL && !is_compact(p, before);
	print_comments(p);
}

/* The #! line, if there is one. */
static void print_interpreter(struct printer *p)
{
	const char *text = memmem(p->file->text, p->file->size < 5 ? p->file->size : 5, "#!", 2);
	const char *end = p->lexer.at;

	if (text == NULL || text > end)
		return;
	while (end > text && (end[-1] == '\r' || end[-1] == ' ' || end[-1] == '\t'))
		end--;
	print_text(p, text, (size_t)(end - text));
}

void print_script(struct arena *arena, const struct source_file *file, const struct script *script,
		  struct strbuf *out)
{
	struct printer p = { .arena = arena, .file = file, .out = out, .lexer = lexer_new(file) };

	print_find_marks(&p, script);
	print_interpreter(&p);
	p.behind = file->base + (uint32_t)(p.lexer.at - file->text);
	p.token = lex_next(&p.lexer);
	print_roots(&p, script);
	/* Behind a backslash, a newline would belong to the line of C that ends the file. */
	if (out->size == 0 || out->data[out->size - 1] != '\\')
		strbuf_putc(out, '\n');
}
