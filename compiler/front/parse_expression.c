#include "front/parse.h"

#include <string.h>

#include "front/parser.h"

/* Lower than every row of operator.def. */
#define LOWEST_PRECEDENCE 0

static const unsigned char precedences[N_OPERATORS] = {
#define OPERATOR(name, text, precedence) [OPERATOR_##name] = precedence,
#include "front/operator.def"
};

bool parse_begins_operand(enum token_kind kind)
{
	static const bool begins[N_TOKENS] = {
		[TOKEN_IDENT] = true,    [TOKEN_NUMBER] = true,     [TOKEN_STRING] = true,
		[TOKEN_VAR] = true,      [TOKEN_PARAM] = true,      [TOKEN_PARAM_COUNT] = true,
		[TOKEN_MAP] = true,      [TOKEN_LEFT_PAREN] = true, [TOKEN_MINUS] = true,
		[TOKEN_NOT] = true,      [TOKEN_TILDE] = true,      [TOKEN_STAR] = true,
		[TOKEN_AND] = true,      [TOKEN_PLUS_PLUS] = true,  [TOKEN_MINUS_MINUS] = true,
		[TOKEN_TRUE] = true,     [TOKEN_FALSE] = true,      [TOKEN_SIZEOF] = true,
		[TOKEN_OFFSETOF] = true, [TOKEN_IF] = true,
	};

	return begins[kind];
}

/* `++` and `--` have only these as operands. */
static void check_increment(struct parser *p, struct span op, bool is_decrement,
			    const struct node *operand)
{
	if (operand->kind == NODE_VAR || operand->kind == NODE_MAP)
		return;
	/* A macro's parameter can stand for a variable or a map. */
	if (operand->kind == NODE_IDENT && p->macro_params != NULL)
		return;
	if (parse_fail(p))
		diag_report(p->diag, op, DIAG_INCREMENT_OPERAND, is_decrement ? "--" : "++");
}

/* field: ('.' | '->') (name | number) */
static struct node *parse_field(struct parser *p, struct node *object, uint32_t begin)
{
	bool is_arrow = parse_at(p, TOKEN_ARROW);
	struct node *node;

	parse_advance(p);
	if (parse_at(p, TOKEN_NUMBER) && object->kind == NODE_INT && !is_arrow) {
		if (parse_fail(p))
			diag_report(p->diag, span_join(object->span, p->token.span),
				    DIAG_FLOAT_LITERAL);
		return parse_error_node(p);
	}
	if (parse_at(p, TOKEN_NUMBER)) {
		struct node *number = parse_number(p);

		node = parse_node_from(p, NODE_TUPLE_FIELD, begin);
		node->tuple_field.object = parse_adopt(p, node, object);
		node->tuple_field.index = number->integer.value > UINT32_MAX
						  ? UINT32_MAX
						  : (unsigned)number->integer.value;
		return parse_finish(p, node);
	}
	if (!token_is_word(p->token.kind)) {
		parse_expected(p, "a field's name or number");
		return parse_error_node(p);
	}
	node = parse_node_from(p, NODE_FIELD, begin);
	node->field.object = parse_adopt(p, node, object);
	node->field.name = parse_intern(p, 0);
	node->field.name_span = p->token.span;
	node->field.is_arrow = is_arrow;
	parse_advance(p);
	return parse_finish(p, node);
}

/* index: '[' expression ']' */
static struct node *parse_index(struct parser *p, struct node *object, uint32_t begin)
{
	struct node *node = parse_node_from(p, NODE_INDEX, begin);
	struct span open = p->token.span;

	parse_advance(p);
	node->index.object = parse_adopt(p, node, object);
	node->index.index = parse_adopt(p, node, parse_expression(p));
	parse_expect_close(p, TOKEN_RIGHT_BRACKET, open);
	return parse_finish(p, node);
}

static struct node *parse_postfix_increment(struct parser *p, struct node *operand, uint32_t begin)
{
	struct node *node = parse_node_from(p, NODE_INCDEC, begin);

	node->incdec.is_decrement = parse_at(p, TOKEN_MINUS_MINUS);
	node->incdec.is_postfix = true;
	node->incdec.operand = parse_adopt(p, node, operand);
	check_increment(p, p->token.span, node->incdec.is_decrement, operand);
	parse_advance(p);
	return parse_finish(p, node);
}

/* postfix: primary (field | index | '++' | '--')* */
static struct node *parse_postfix(struct parser *p)
{
	uint32_t begin = p->token.span.begin;
	struct node *node = parse_primary(p);

	while (!p->failed) {
		if (parse_at(p, TOKEN_DOT) || parse_at(p, TOKEN_ARROW))
			node = parse_field(p, node, begin);
		else if (parse_at(p, TOKEN_LEFT_BRACKET))
			node = parse_index(p, node, begin);
		else if (parse_at(p, TOKEN_PLUS_PLUS) || parse_at(p, TOKEN_MINUS_MINUS))
			node = parse_postfix_increment(p, node, begin);
		else
			break;
	}
	return node;
}

static bool find_unary_operator(enum token_kind kind, enum unary_operator *op)
{
	static const struct {
		enum token_kind kind;
		enum unary_operator op;
	} rows[] = {
		{ TOKEN_MINUS, UNARY_MINUS },   { TOKEN_NOT, UNARY_NOT },
		{ TOKEN_TILDE, UNARY_BIT_NOT }, { TOKEN_STAR, UNARY_DEREFERENCE },
		{ TOKEN_AND, UNARY_ADDRESS },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		*op = rows[i].op;
		if (rows[i].kind == kind)
			return true;
	}
	return false;
}

static struct node *parse_unary(struct parser *p);

static struct node *parse_prefix(struct parser *p, enum unary_operator op)
{
	struct node *node = parse_node(p, NODE_UNARY);

	parse_advance(p);
	node->unary.op = op;
	node->unary.operand = parse_adopt(p, node, parse_unary(p));
	return parse_finish(p, node);
}

static struct node *parse_prefix_increment(struct parser *p)
{
	struct node *node = parse_node(p, NODE_INCDEC);
	struct span op = p->token.span;

	node->incdec.is_decrement = parse_at(p, TOKEN_MINUS_MINUS);
	parse_advance(p);
	node->incdec.operand = parse_adopt(p, node, parse_unary(p));
	check_increment(p, op, node->incdec.is_decrement, node->incdec.operand);
	return parse_finish(p, node);
}

/* unary: ('-' | '!' | '~' | '*' | '&' | '++' | '--' | cast) unary | postfix */
static struct node *parse_unary(struct parser *p)
{
	enum unary_operator op;
	struct node *node;

	if (!parse_enter(p))
		return parse_error_node(p);
	if (find_unary_operator(p->token.kind, &op)) {
		node = parse_prefix(p, op);
	} else if (parse_at(p, TOKEN_PLUS_PLUS) || parse_at(p, TOKEN_MINUS_MINUS)) {
		node = parse_prefix_increment(p);
	} else if (parse_is_cast(p)) {
		node = parse_cast(p);
		node->cast.value = parse_adopt(p, node, parse_unary(p));
		parse_finish(p, node);
	} else {
		node = parse_postfix(p);
	}
	parse_leave(p);
	return node;
}

/*
 * binary: unary (operator binary)*
 * by precedence climbing: only operators that bind tighter than outer.
 */
static struct node *parse_binary(struct parser *p, unsigned outer)
{
	uint32_t begin = p->token.span.begin;
	struct node *left = parse_unary(p);
	enum binary_operator op;

	while (!p->failed && token_has_role(p->token.kind, TOKEN_ROLE_BINARY, &op) &&
	       precedences[op] > outer) {
		struct node *node = parse_node_from(p, NODE_BINARY, begin);

		node->binary.op = op;
		node->binary.op_span = p->token.span;
		parse_advance(p);
		node->binary.left = parse_adopt(p, node, left);
		node->binary.right = parse_adopt(p, node, parse_binary(p, precedences[op]));
		left = parse_finish(p, node);
	}
	return left;
}

/* ternary: binary ['?' [ternary] ':' ternary] */
static struct node *parse_ternary(struct parser *p)
{
	uint32_t begin = p->token.span.begin;
	struct node *condition = parse_binary(p, LOWEST_PRECEDENCE);
	struct node *node;

	if (p->failed || !parse_at(p, TOKEN_QUESTION))
		return condition;
	if (!parse_enter(p))
		return parse_error_node(p);
	node = parse_node_from(p, NODE_TERNARY, begin);
	parse_advance(p);
	node->ternary.condition = parse_adopt(p, node, condition);
	if (!parse_at(p, TOKEN_COLON))
		node->ternary.then_value = parse_adopt(p, node, parse_ternary(p));
	parse_expect(p, TOKEN_COLON);
	node->ternary.else_value = parse_adopt(p, node, parse_ternary(p));
	parse_leave(p);
	return parse_finish(p, node);
}

/* expression: ['comptime'] ternary */
struct node *parse_expression(struct parser *p)
{
	struct node *node;

	if (!parse_at_word(p, "comptime") || !parse_begins_operand(parse_peek(p).kind))
		return parse_ternary(p);
	if (!parse_enter(p))
		return parse_error_node(p);
	node = parse_node(p, NODE_COMPTIME);
	parse_advance(p);
	node->comptime = parse_adopt(p, node, parse_expression(p));
	parse_leave(p);
	return parse_finish(p, node);
}
