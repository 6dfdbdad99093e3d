#include "front/parse.h"

#include <ctype.h>
#include <string.h>

#include "base/strbuf.h"

/* The raw text of an attach point while it is split. */
struct splitter {
	struct parser *p;
	const struct token *token;
	size_t at; /* offset in the token */
};

static bool at_end(const struct splitter *splitter)
{
	return splitter->at == splitter->token->size;
}

static char current(const struct splitter *splitter)
{
	return splitter->token->text[splitter->at];
}

static struct span part_of(const struct token *token, size_t begin, size_t end)
{
	return (struct span){ .begin = token->span.begin + (uint32_t)begin,
			      .end = token->span.begin + (uint32_t)end };
}

/* A quoted stretch, without its quotes; a backslash in it protects the next character. */
static void take_quoted(struct splitter *splitter, struct strbuf *out)
{
	splitter->at++;
	while (!at_end(splitter) && current(splitter) != '"') {
		if (current(splitter) == '\\' && splitter->at + 1 < splitter->token->size)
			splitter->at++;
		strbuf_putc(out, current(splitter));
		splitter->at++;
	}
	if (!at_end(splitter))
		splitter->at++;
}

static void check_dollar(struct splitter *splitter)
{
	const struct token *token = splitter->token;
	size_t next = splitter->at + 1;

	if (next < token->size && isdigit((unsigned char)token->text[next]))
		return;
	diag_report(splitter->p->diag, part_of(token, splitter->at, next),
		    DIAG_ATTACH_POINT_DOLLAR);
	diag_note(splitter->p->diag, (struct span){ 0 },
		  "a '$' that belongs to the name stands in double quotes");
}

/* The text up to a ':' that no quote protects, or to the end. */
static const char *take_part(struct splitter *splitter, struct span *span)
{
	struct parser *p = splitter->p;
	size_t begin = splitter->at;
	struct strbuf part;

	strbuf_init(&part, p->arena);
	while (!at_end(splitter) && current(splitter) != ':') {
		if (current(splitter) == '"') {
			take_quoted(splitter, &part);
			continue;
		}
		if (current(splitter) == '$' && !p->is_silent)
			check_dollar(splitter);
		strbuf_putc(&part, current(splitter));
		splitter->at++;
	}
	*span = part_of(splitter->token, begin, splitter->at);
	return intern_n(p->interner, strbuf_text(&part), part.size);
}

/* label: name '=' at the begin, or nothing. */
static const char *take_label(struct splitter *splitter)
{
	const struct token *token = splitter->token;
	size_t n = 0;

	while (n < token->size && (isalnum((unsigned char)token->text[n]) || token->text[n] == '_'))
		n++;
	if (n == 0 || n == token->size || token->text[n] != '=')
		return NULL;
	splitter->at = n + 1;
	return intern_n(splitter->p->interner, token->text, n);
}

static const char *to_lower(struct parser *p, const char *text)
{
	size_t size = strlen(text);
	char *copy = arena_strndup(p->arena, text, size);

	for (size_t i = 0; i < size; i++)
		copy[i] = (char)tolower((unsigned char)copy[i]);
	return intern_n(p->interner, copy, size);
}

/* An open quote may have swallowed the line's '{': parsing goes on there. */
static void report_open_quote(struct parser *p, const struct token *token)
{
	const char *brace = memchr(token->text, '{', token->size);

	if (!p->is_silent && !p->failed)
		diag_report(p->diag, token->span, DIAG_UNTERMINATED_STRING);
	if (brace != NULL)
		p->lexer.at = brace;
}

static bool begins_attach_point(const struct parser *p)
{
	return token_is_word(p->token.kind) || parse_at(p, TOKEN_STAR) ||
	       parse_at(p, TOKEN_STRING) || parse_at(p, TOKEN_UNTERMINATED_STRING) ||
	       parse_at(p, TOKEN_PARAM) || parse_at(p, TOKEN_VAR) || parse_at(p, TOKEN_NUMBER);
}

/* attach_point: [label '='] provider (':' part)* ['?'], as raw text */
static struct node *parse_attach_point(struct parser *p)
{
	struct node *node = parse_node(p, NODE_ATTACH_POINT);
	struct token token;
	struct splitter splitter = { .p = p, .token = &token };
	struct span span;

	token = lex_attach_point(&p->lexer, p->token.span.begin);
	node->span = token.span;
	p->token.span.end = token.span.end;
	if (token.size > 1 && token.text[token.size - 1] == '?') {
		node->attach_point.is_optional = true;
		token.size--;
	}
	node->attach_point.text = intern_n(p->interner, token.text, token.size);
	vec_init(&node->attach_point.parts, p->arena);
	vec_init(&node->attach_point.part_spans, p->arena);
	if (token.kind == TOKEN_UNTERMINATED_STRING)
		report_open_quote(p, &token);
	node->attach_point.label = take_label(&splitter);
	node->attach_point.provider = to_lower(p, take_part(&splitter, &span));
	while (!at_end(&splitter)) {
		splitter.at++;
		vec_push(&node->attach_point.parts, take_part(&splitter, &span));
		vec_push(&node->attach_point.part_spans, span);
	}
	parse_advance(p);
	return node;
}

/* alternatives: attach_point ('||' attach_point)* */
static void parse_alternatives(struct parser *p, struct node *probe)
{
	struct node *point = parse_attach_point(p);

	parse_adopt_all(p, probe, &probe->probe.attach_points, point);
	while (parse_at(p, TOKEN_OR_OR)) {
		parse_advance(p);
		if (!begins_attach_point(p)) {
			parse_expected(p, "a probe behind '||'");
			return;
		}
		point->attach_point.has_others = true;
		point = parse_attach_point(p);
		point->attach_point.has_others = point->attach_point.is_fallback = true;
		parse_adopt_all(p, probe, &probe->probe.attach_points, point);
	}
}

/* Behind a predicate that failed, so that its probe's block is still looked at. */
static void recover_predicate(struct parser *p)
{
	if (p->is_at_root)
		return;
	while (!parse_at(p, TOKEN_END) && !parse_at(p, TOKEN_LEFT_BRACE) &&
	       !parse_at(p, TOKEN_SEMICOLON))
		parse_advance(p);
	p->failed = p->is_silent || !parse_at(p, TOKEN_LEFT_BRACE);
}

/* predicate: ['/' expression '/'] */
static struct node *parse_predicate(struct parser *p)
{
	struct node *predicate;

	if (!parse_accept(p, TOKEN_SLASH) && !parse_accept(p, TOKEN_PREDICATE_END))
		return NULL;
	predicate = parse_expression(p);
	parse_refuse_assignment(p);
	if (!p->failed && predicate->kind == NODE_RECORD)
		parse_refuse_no_condition(p, predicate);
	if (!parse_accept(p, TOKEN_PREDICATE_END))
		parse_expected(p, parse_at(p, TOKEN_LEFT_BRACE)
					  ? "'/' behind the predicate"
					  : "'/' and then '{' behind the predicate");
	if (p->failed)
		recover_predicate(p);
	return predicate;
}

/* probe: alternatives (',' alternatives)* [','] [predicate] block */
struct node *parse_probe(struct parser *p)
{
	struct node *node = parse_node(p, NODE_PROBE);

	vec_init(&node->probe.attach_points, p->arena);
	if (!begins_attach_point(p)) {
		parse_unexpected(p, "a probe or a definition");
		return parse_error_node(p);
	}
	do {
		parse_alternatives(p, node);
	} while (parse_accept(p, TOKEN_COMMA) && begins_attach_point(p));
	node->probe.predicate = parse_adopt(p, node, parse_predicate(p));
	if (!p->failed && node->probe.predicate == NULL && !parse_at(p, TOKEN_LEFT_BRACE))
		parse_expected(p, "',', a predicate or '{'");
	node->probe.body = parse_adopt(p, node, parse_body(p));
	return parse_finish(p, node);
}
