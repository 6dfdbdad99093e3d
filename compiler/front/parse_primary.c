#include "front/parse.h"

#include <string.h>

#include "front/literal.h"

/* Far more than a command line has; keeps the number within an unsigned. */
#define MAX_PARAMETER 999

struct node *parse_number(struct parser *p)
{
	struct node *node = parse_node(p, NODE_INT);
	struct literal_integer integer = { 0 };

	if (!p->is_silent)
		integer = literal_integer(p->arena, p->diag, &p->token);
	node->integer.value = integer.value;
	node->integer.is_duration = integer.is_duration;
	node->integer.is_unsigned = integer.is_unsigned;
	parse_advance(p);
	return node;
}

struct node *parse_string(struct parser *p)
{
	struct node *node = parse_node(p, NODE_STRING);
	struct literal_string string = literal_string(p->arena, p->diag, &p->token);

	node->string.text = string.text;
	node->string.size = string.size;
	parse_advance(p);
	return node;
}

struct node *parse_boolean(struct parser *p)
{
	struct node *node = parse_node(p, NODE_BOOL);

	node->boolean = parse_at(p, TOKEN_TRUE);
	parse_advance(p);
	return node;
}

struct node *parse_variable(struct parser *p)
{
	struct node *node;

	if (!parse_at(p, TOKEN_VAR)) {
		parse_expected(p, "a variable");
		return parse_error_node(p);
	}
	node = parse_node(p, NODE_VAR);
	node->var.name = parse_intern(p, 1);
	parse_advance(p);
	return node;
}

struct node *parse_map_name(struct parser *p)
{
	struct node *node;

	if (!parse_at(p, TOKEN_MAP)) {
		parse_expected(p, "a map");
		return parse_error_node(p);
	}
	node = parse_node(p, NODE_MAP);
	node->map.name = parse_intern(p, 1);
	parse_advance(p);
	return node;
}

struct node *parse_identifier(struct parser *p)
{
	struct node *node = parse_node(p, NODE_IDENT);

	node->ident.name = parse_name(p, "a name");
	return node;
}

/* list: [expression (',' expression)* [',']], up to the closing bracket */
static void parse_list(struct parser *p, struct node *parent, node_vec *list, enum token_kind close,
		       struct node *(*parse_item)(struct parser *p))
{
	vec_init(list, p->arena);
	while (!p->failed && !parse_at(p, close)) {
		parse_adopt_all(p, parent, list, parse_item(p));
		if (!parse_accept(p, TOKEN_COMMA))
			break;
	}
}

/* map: '@'[name] ['[' expression (',' expression)* [','] ']'] */
static struct node *parse_map(struct parser *p)
{
	struct node *node = parse_map_name(p);
	struct node *key;
	struct span open = p->token.span;

	if (!parse_at(p, TOKEN_LEFT_BRACKET))
		return node;
	key = parse_node(p, NODE_TUPLE);
	parse_advance(p);
	parse_list(p, key, &key->tuple, TOKEN_RIGHT_BRACKET, parse_expression);
	if (key->tuple.count == 0)
		parse_expected(p, "a key");
	parse_expect_close(p, TOKEN_RIGHT_BRACKET, open);
	parse_finish(p, key);
	node->map.key = parse_adopt(p, node, key->tuple.count == 1 ? key->tuple.items[0] : key);
	return parse_finish(p, node);
}

static struct node *parse_parameter(struct parser *p)
{
	struct node *node = parse_node(p, NODE_PARAM);
	unsigned number = 0;

	for (size_t i = 1; i < p->token.size && number <= MAX_PARAMETER; i++)
		number = number * 10 + (unsigned)(p->token.text[i] - '0');
	if (number < 1 || number > MAX_PARAMETER) {
		diag_report(p->diag, p->token.span, DIAG_PARAMETER_NUMBER, MAX_PARAMETER);
		number = 1;
	}
	node->param = number;
	parse_advance(p);
	return node;
}

static struct node *parse_parameter_count(struct parser *p)
{
	struct node *node = parse_node(p, NODE_PARAM_COUNT);

	parse_advance(p);
	return node;
}

static bool begins_tagged_type(const struct parser *p)
{
	return parse_at(p, TOKEN_STRUCT) || parse_at(p, TOKEN_UNION) || parse_at(p, TOKEN_ENUM);
}

/* argument: expression | type with its tag | typeof */
static struct node *parse_argument(struct parser *p)
{
	if (begins_tagged_type(p))
		return parse_type(p);
	return parse_expression(p);
}

/* call: name '(' [argument (',' argument)* [',']] ')' */
static struct node *parse_call(struct parser *p)
{
	struct node *node = parse_node(p, NODE_CALL);
	struct span open;

	node->call.name = parse_intern(p, 0);
	node->call.name_span = p->token.span;
	parse_advance(p);
	open = p->token.span;
	parse_advance(p);
	parse_list(p, node, &node->call.args, TOKEN_RIGHT_PAREN, parse_argument);
	parse_expect_close(p, TOKEN_RIGHT_PAREN, open);
	return parse_finish(p, node);
}

/* name: identifier | call | typeof '(' ... ')' | typeinfo '(' ... ')' */
static struct node *parse_named(struct parser *p)
{
	if (parse_peek(p).kind != TOKEN_LEFT_PAREN)
		return parse_identifier(p);
	if (parse_at_word(p, "typeof"))
		return parse_type_query(p, NODE_TYPEOF);
	if (parse_at_word(p, "typeinfo"))
		return parse_type_query(p, NODE_TYPEINFO);
	return parse_call(p);
}

/* record: name '=' expression (',' name '=' expression)* [','] ')', the '(' is taken */
static struct node *parse_record(struct parser *p, struct node *node)
{
	node->kind = NODE_RECORD;
	vec_init(&node->record.values, p->arena);
	vec_init(&node->record.names, p->arena);
	while (!p->failed && !parse_at(p, TOKEN_RIGHT_PAREN)) {
		vec_push(&node->record.names, parse_name(p, "a field's name"));
		parse_expect(p, TOKEN_ASSIGN);
		parse_adopt_all(p, node, &node->record.values, parse_expression(p));
		if (!parse_accept(p, TOKEN_COMMA))
			break;
	}
	return node;
}

/* The rest of a tuple behind its first element and, unless it is empty, its first ','. */
static struct node *parse_tuple(struct parser *p, struct node *node, struct node *first)
{
	node_vec rest;

	parse_list(p, node, &rest, TOKEN_RIGHT_PAREN, parse_expression);
	vec_init(&node->tuple, p->arena);
	if (first != NULL)
		parse_adopt_all(p, node, &node->tuple, first);
	vec_foreach(struct node *, item, &rest)
		vec_push(&node->tuple, *item);
	return node;
}

/* parenthesised: '(' ')' | '(' expression ')' | '(' expression ',' ... ')' | '(' record ')' */
static struct node *parse_parenthesised(struct parser *p)
{
	struct node *node = parse_node(p, NODE_TUPLE);
	struct span open = p->token.span;
	struct node *first;

	parse_advance(p);
	if (parse_at(p, TOKEN_RIGHT_PAREN)) {
		parse_tuple(p, node, NULL);
	} else if (parse_at(p, TOKEN_IDENT) && parse_peek(p).kind == TOKEN_ASSIGN) {
		parse_record(p, node);
	} else {
		first = parse_expression(p);
		if (parse_accept(p, TOKEN_COMMA))
			parse_tuple(p, node, first);
		else
			node = first;
	}
	parse_refuse_assignment(p);
	parse_expect_close(p, TOKEN_RIGHT_PAREN, open);
	/* A grouped expression keeps its own span, so that messages mark it without the brackets. */
	return node->kind == NODE_TUPLE || node->kind == NODE_RECORD ? parse_finish(p, node) : node;
}

/*
 * primary: literal | variable | map | parameter | name | parenthesised |
 *	    sizeof | offsetof | block | if
 */
struct node *parse_primary(struct parser *p)
{
	static struct node *(*const parsers[N_TOKENS])(struct parser * p) = {
		[TOKEN_NUMBER] = parse_number,    [TOKEN_STRING] = parse_string,
		[TOKEN_TRUE] = parse_boolean,     [TOKEN_FALSE] = parse_boolean,
		[TOKEN_VAR] = parse_variable,     [TOKEN_MAP] = parse_map,
		[TOKEN_PARAM] = parse_parameter,  [TOKEN_PARAM_COUNT] = parse_parameter_count,
		[TOKEN_IDENT] = parse_named,      [TOKEN_LEFT_PAREN] = parse_parenthesised,
		[TOKEN_LEFT_BRACE] = parse_block, [TOKEN_IF] = parse_if,
	};

	if (parse_at(p, TOKEN_SIZEOF))
		return parse_type_query(p, NODE_SIZEOF);
	if (parse_at(p, TOKEN_OFFSETOF))
		return parse_type_query(p, NODE_OFFSETOF);
	if (parsers[p->token.kind] != NULL)
		return parsers[p->token.kind](p);
	parse_expected(p, "an expression");
	return parse_error_node(p);
}
