#include "front/parse.h"

#include <ctype.h>
#include <string.h>

/* What a look ahead over a type without a tag sees: name+ ('*' | '[' [number] ']')* */
struct type_shape {
	bool has_words;  /* more than one */
	bool has_suffix;
	bool is_certain; /* ends as no expression can: a '*' or '[]' */
	struct token behind;
};

/* Looks on from the name, which a tag may turn out to be; false where what follows cannot be a type. */
static bool look_at_type(struct lexer *lexer, struct token *name, struct type_shape *shape)
{
	struct token token;

	*shape = (struct type_shape){ 0 };
	token = parse_look_over_words(lexer, name, &shape->has_words);
	for (;;) {
		token = parse_look_over_qualifiers(lexer, token);
		if (token.kind == TOKEN_STAR) {
			shape->is_certain = true;
		} else if (token.kind == TOKEN_LEFT_BRACKET) {
			token = lex_next(lexer);
			shape->is_certain = token.kind == TOKEN_RIGHT_BRACKET;
			if (token.kind == TOKEN_NUMBER)
				token = lex_next(lexer);
			if (token.kind != TOKEN_RIGHT_BRACKET)
				return false;
		} else {
			break;
		}
		shape->has_suffix = true;
		token = lex_next(lexer);
	}
	shape->behind = token;
	return true;
}

static bool is_builtin(const struct token *name)
{
	static const char *const names[] = {
#define BUILTIN_NAME(name) #name,
#include "front/builtin_name.def"
	};
	size_t digits = strlen("arg");

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (token_is(name, names[i]))
			return true;
	if (name->size <= digits || memcmp(name->text, "arg", digits) != 0)
		return false;
	while (digits < name->size && isdigit((unsigned char)name->text[digits]))
		digits++;
	return digits == name->size;
}

static bool is_macro_parameter(const struct parser *p, const struct token *name)
{
	if (p->macro_params == NULL)
		return false;
	vec_foreach(struct node *const, param, p->macro_params)
		if ((*param)->kind == NODE_IDENT && token_is(name, (*param)->ident.name))
			return true;
	return false;
}

static bool is_tag(enum token_kind kind)
{
	return kind == TOKEN_STRUCT || kind == TOKEN_UNION || kind == TOKEN_ENUM;
}

/* What cannot stand behind a value: then a parameter in parentheses is the type that a macro was given. */
static bool begins_word(enum token_kind kind)
{
	return kind == TOKEN_IDENT || kind == TOKEN_NUMBER || kind == TOKEN_STRING ||
	       kind == TOKEN_VAR || kind == TOKEN_MAP || kind == TOKEN_PARAM ||
	       kind == TOKEN_LEFT_PAREN;
}

/*
 * `(name)` is a cast if something that can be its operand follows and the name
 * is not one of a value that the parser knows. A block is no such operand, or
 * `if (name) { }` would be one.
 */
bool parse_is_cast(const struct parser *p)
{
	struct lexer ahead = p->lexer;
	struct type_shape shape;
	struct token name;
	bool is_type;

	if (!parse_at(p, TOKEN_LEFT_PAREN))
		return false;
	name = lex_next(&ahead);
	if (is_tag(name.kind))
		return true;
	if (name.kind != TOKEN_IDENT)
		return false;
	if (token_is(&name, "typeof")) {
		name = lex_next(&ahead);
		return name.kind == TOKEN_LEFT_PAREN;
	}
	is_type = look_at_type(&ahead, &name, &shape);
	if (is_tag(name.kind))
		return true;
	if (!is_type || shape.behind.kind != TOKEN_RIGHT_PAREN)
		return false;
	if (shape.is_certain || shape.has_words)
		return true;
	if (is_builtin(&name))
		return false;
	if (is_macro_parameter(p, &name))
		return begins_word(lex_next(&ahead).kind);
	return parse_begins_operand(lex_next(&ahead).kind);
}

/* cast: '(' type ')', its operand is the caller's */
struct node *parse_cast(struct parser *p)
{
	struct node *node = parse_node(p, NODE_CAST);
	struct span open = p->token.span;

	parse_advance(p);
	node->cast.type_node = parse_adopt(p, node, parse_type(p));
	parse_expect_close(p, TOKEN_RIGHT_PAREN, open);
	return node;
}

/* suffix: '*' | '[' [number] ']' */
static void parse_suffix(struct parser *p, struct node *node)
{
	struct type_suffix suffix = { .is_pointer = parse_at(p, TOKEN_STAR) };
	struct span open = p->token.span;

	parse_advance(p);
	if (!suffix.is_pointer) {
		if (parse_at(p, TOKEN_NUMBER))
			suffix.count = parse_number(p)->integer.value;
		else if (parse_at(p, TOKEN_RIGHT_BRACKET))
			suffix.is_inferred = true;
		else
			parse_expected(p, "a number of elements or ']'");
		parse_expect_close(p, TOKEN_RIGHT_BRACKET, open);
	}
	vec_push(&node->type_name.suffixes, suffix);
}

static void parse_tag(struct parser *p, struct node *node)
{
	if (parse_accept(p, TOKEN_STRUCT))
		node->type_name.tag = TYPE_TAG_STRUCT;
	else if (parse_accept(p, TOKEN_UNION))
		node->type_name.tag = TYPE_TAG_UNION;
	else if (parse_accept(p, TOKEN_ENUM))
		node->type_name.tag = TYPE_TAG_ENUM;
}

/* type: ['struct' | 'union' | 'enum'] type_words suffix* | 'typeof' '(' (type | expression) ')' */
struct node *parse_type(struct parser *p)
{
	struct node *node;

	if (parse_at_word(p, "typeof") && parse_peek(p).kind == TOKEN_LEFT_PAREN)
		return parse_type_query(p, NODE_TYPEOF);
	node = parse_node(p, NODE_TYPE);
	vec_init(&node->type_name.suffixes, p->arena);
	parse_skip_leading_qualifiers(p);
	parse_tag(p, node);
	node->type_name.name = node->type_name.tag == TYPE_TAG_NONE
				       ? parse_type_words(p)
				       : parse_name(p, "a type's name");
	parse_skip_qualifiers(p);
	while (!p->failed && (parse_at(p, TOKEN_STAR) || parse_at(p, TOKEN_LEFT_BRACKET))) {
		parse_suffix(p, node);
		parse_skip_qualifiers(p);
	}
	return parse_finish(p, node);
}

/*
 * Whether what stands here is a type and cannot be an expression. A name alone
 * may be either; it becomes an IDENT, and who knows the types decides.
 */
static bool is_certain_type(const struct parser *p)
{
	struct lexer ahead = p->lexer;
	struct token name = p->token;
	struct type_shape shape;
	bool is_type;

	if (is_tag(p->token.kind))
		return true;
	if (!parse_at(p, TOKEN_IDENT))
		return false;
	is_type = look_at_type(&ahead, &name, &shape);
	if (is_tag(name.kind))
		return true;
	if (!is_type || (!shape.has_suffix && !shape.has_words))
		return false;
	return shape.behind.kind == TOKEN_RIGHT_PAREN || shape.behind.kind == TOKEN_COMMA;
}

/* path: name ('.' name)* */
static void parse_path(struct parser *p, struct node *node)
{
	do {
		if (p->failed || !token_is_word(p->token.kind)) {
			parse_expected(p, "a field's name");
			return;
		}
		vec_push(&node->type_query.path, parse_intern(p, 0));
		parse_advance(p);
	} while (parse_accept(p, TOKEN_DOT));
}

/* type_query: word '(' (type | expression) [',' path] ')', the path for offsetof */
struct node *parse_type_query(struct parser *p, enum node_kind kind)
{
	struct node *node = parse_node(p, kind);
	struct span open;

	if (!parse_enter(p))
		return parse_error_node(p);
	parse_advance(p);
	open = p->token.span;
	parse_expect(p, TOKEN_LEFT_PAREN);
	vec_init(&node->type_query.path, p->arena);
	if (!p->failed)
		node->type_query.operand = parse_adopt(
			p, node, is_certain_type(p) ? parse_type(p) : parse_expression(p));
	if (kind == NODE_OFFSETOF) {
		parse_expect(p, TOKEN_COMMA);
		parse_path(p, node);
	}
	parse_expect_close(p, TOKEN_RIGHT_PAREN, open);
	parse_leave(p);
	return parse_finish(p, node);
}
