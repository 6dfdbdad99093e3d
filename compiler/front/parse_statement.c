#include "front/parse.h"

#include <string.h>

static bool has_value(const struct node *node)
{
	if (node == NULL)
		return false;
	if (node->kind == NODE_BLOCK)
		return node->block.value != NULL;
	return node->kind == NODE_IF && has_value(node->if_.then_block) &&
	       has_value(node->if_.else_block);
}

/* Makes the values of a block or an if, which nobody uses, statements. */
static void drop_value(struct parser *p, struct node *node)
{
	struct node *value;
	struct node *statement;

	if (node != NULL && node->kind == NODE_IF) {
		drop_value(p, node->if_.then_block);
		drop_value(p, node->if_.else_block);
	}
	if (node == NULL || node->kind != NODE_BLOCK || node->block.value == NULL)
		return;
	value = node->block.value;
	statement = value;
	if (value->kind == NODE_IF || value->kind == NODE_BLOCK) {
		drop_value(p, value);
	} else {
		statement = parse_node(p, NODE_EXPR_STATEMENT);
		statement->span = value->span;
		statement->expression = parse_adopt(p, statement, value);
	}
	node->block.value = NULL;
	parse_adopt_all(p, node, &node->block.statements, statement);
}

/* let: 'let' variable [':' type] ['=' expression] */
struct node *parse_let(struct parser *p)
{
	struct node *node = parse_node(p, NODE_LET);

	parse_advance(p);
	node->let.var = parse_adopt(p, node, parse_variable(p));
	if (parse_accept(p, TOKEN_COLON))
		node->let.type_node = parse_adopt(p, node, parse_type(p));
	if (parse_accept(p, TOKEN_ASSIGN))
		node->let.value = parse_adopt(p, node, parse_expression(p));
	return parse_finish(p, node);
}

static struct node *parse_word_alone(struct parser *p, enum node_kind kind)
{
	struct node *node = parse_node(p, kind);

	parse_advance(p);
	return node;
}

static struct node *parse_break(struct parser *p)
{
	return parse_word_alone(p, NODE_BREAK);
}

static struct node *parse_continue(struct parser *p)
{
	return parse_word_alone(p, NODE_CONTINUE);
}

/* return: 'return' [expression] */
static struct node *parse_return(struct parser *p)
{
	struct node *node = parse_node(p, NODE_RETURN);

	parse_advance(p);
	if (!parse_at(p, TOKEN_SEMICOLON) && !parse_at(p, TOKEN_RIGHT_BRACE))
		node->expression = parse_adopt(p, node, parse_expression(p));
	return parse_finish(p, node);
}

/* discard: '_' '=' expression */
static struct node *parse_discard(struct parser *p)
{
	struct node *node = parse_node(p, NODE_DISCARD);

	parse_advance(p);
	parse_advance(p);
	node->expression = parse_adopt(p, node, parse_expression(p));
	return parse_finish(p, node);
}

/* simple: expression | expression assign_operator expression */
static struct node *parse_simple(struct parser *p)
{
	uint32_t begin = p->token.span.begin;
	struct node *expression = parse_expression(p);
	struct node *node;
	enum binary_operator op;

	if (p->failed || !token_has_role(p->token.kind, TOKEN_ROLE_ASSIGN, &op)) {
		node = parse_node_from(p, NODE_EXPR_STATEMENT, begin);
		node->expression = parse_adopt(p, node, expression);
		return parse_finish(p, node);
	}
	node = parse_node_from(p, NODE_ASSIGN, begin);
	node->assign.op = op;
	node->assign.op_span = p->token.span;
	parse_advance(p);
	node->assign.target = parse_adopt(p, node, expression);
	node->assign.value = parse_adopt(p, node, parse_expression(p));
	return parse_finish(p, node);
}

/* if: 'if' ['comptime'] expression block ['else' (if | block)] */
struct node *parse_if(struct parser *p)
{
	struct node *node = parse_node(p, NODE_IF);

	if (!parse_enter(p))
		return parse_error_node(p);
	parse_advance(p);
	if (parse_at_word(p, "comptime") && parse_begins_operand(parse_peek(p).kind)) {
		node->if_.is_comptime = true;
		parse_advance(p);
	}
	node->if_.condition = parse_adopt(p, node, parse_expression(p));
	parse_refuse_assignment(p);
	parse_refuse_no_condition(p, node->if_.condition);
	node->if_.then_block = parse_adopt(p, node, parse_block(p));
	if (parse_accept(p, TOKEN_ELSE))
		node->if_.else_block =
			parse_adopt(p, node, parse_at(p, TOKEN_IF) ? parse_if(p) : parse_block(p));
	parse_leave(p);
	return parse_finish(p, node);
}

/* loop: ('while' | 'unroll') expression block */
static struct node *parse_loop(struct parser *p, enum node_kind kind)
{
	struct node *node = parse_node(p, kind);

	parse_advance(p);
	node->loop.condition = parse_adopt(p, node, parse_expression(p));
	parse_refuse_assignment(p);
	parse_refuse_no_condition(p, node->loop.condition);
	node->loop.body = parse_adopt(p, node, parse_body(p));
	return parse_finish(p, node);
}

static struct node *parse_while(struct parser *p)
{
	return parse_loop(p, NODE_WHILE);
}

static struct node *parse_unroll(struct parser *p)
{
	return parse_loop(p, NODE_UNROLL);
}

/* source: expression '..' expression | map */
static void parse_for_source(struct parser *p, struct node *node)
{
	struct node *source = parse_adopt(p, node, parse_expression(p));

	if (p->failed)
		return;
	if (parse_accept(p, TOKEN_DOT_DOT)) {
		node->for_.begin = source;
		node->for_.end = parse_adopt(p, node, parse_expression(p));
	} else if (source->kind == NODE_MAP && source->map.key == NULL) {
		node->for_.map = source;
	} else if (source->kind == NODE_IDENT && p->macro_params != NULL) {
		node->for_.map = source;
	} else if (source->kind == NODE_MAP && parse_fail(p)) {
		diag_report(p->diag, source->map.key->span, DIAG_EXPECTED, "a map without a key",
			    "a key");
	} else if (parse_fail(p)) {
		diag_report(p->diag, source->span, DIAG_EXPECTED, "a map or a range 'a..b'",
			    node_kind_name(source->kind));
	}
}

/* What stands before a for loop's block is no `$v : source`: a loop of C, perhaps, with a ';' in it. */
static void skip_header(struct parser *p)
{
	if (!p->is_silent)
		diag_note(p->diag, (struct span){ 0 },
			  "a loop is 'for ($i : 0..10) { }' or 'for ($kv : @map) { }'");
	while (!parse_at(p, TOKEN_END) && !parse_at(p, TOKEN_LEFT_BRACE) &&
	       !parse_at(p, TOKEN_RIGHT_BRACE))
		parse_advance(p);
}

/* for: 'for' ['('] variable ':' source [')'] block */
static struct node *parse_for(struct parser *p)
{
	struct node *node = parse_node(p, NODE_FOR);
	struct span open;
	bool has_paren;

	parse_advance(p);
	open = p->token.span;
	has_paren = parse_accept(p, TOKEN_LEFT_PAREN);
	node->for_.var = parse_adopt(p, node, parse_variable(p));
	parse_expect(p, TOKEN_COLON);
	if (!p->failed)
		parse_for_source(p, node);
	else
		skip_header(p);
	if (has_paren)
		parse_expect_close(p, TOKEN_RIGHT_PAREN, open);
	node->for_.body = parse_adopt(p, node, parse_body(p));
	return parse_finish(p, node);
}

/* statement: one of the above or a block; its ';' is the block's */
static struct node *parse_statement(struct parser *p)
{
	static struct node *(*const parsers[N_TOKENS])(struct parser * p) = {
		[TOKEN_LET] = parse_let,
		[TOKEN_RETURN] = parse_return,
		[TOKEN_BREAK] = parse_break,
		[TOKEN_CONTINUE] = parse_continue,
		[TOKEN_IF] = parse_if,
		[TOKEN_FOR] = parse_for,
		[TOKEN_WHILE] = parse_while,
		[TOKEN_UNROLL] = parse_unroll,
		[TOKEN_LEFT_BRACE] = parse_block,
		[TOKEN_IMPORT] = parse_import,
	};

	if (parsers[p->token.kind] != NULL)
		return parsers[p->token.kind](p);
	if (parse_at_word(p, "_") && parse_peek(p).kind == TOKEN_ASSIGN)
		return parse_discard(p);
	return parse_simple(p);
}

static bool ends_with_block(const struct node *node)
{
	return node->kind == NODE_IF || node->kind == NODE_FOR || node->kind == NODE_WHILE ||
	       node->kind == NODE_UNROLL || node->kind == NODE_BLOCK;
}

/* Behind the message of a statement that has no end: where it is C, what stands for it here. */
static void note_foreign(struct parser *p, const struct node *statement)
{
	static const char *const words[][2] = {
		{ "switch", "there is no 'switch'; 'if' and 'else if' stand for it" },
		{ "do", "there is no 'do'; 'while (1)' with a 'break' stands for it" },
		{ "goto", "there is no 'goto'" },
	};
	const struct node *expression =
		statement->kind == NODE_EXPR_STATEMENT ? statement->expression : NULL;
	const char *name = NULL;

	if (expression != NULL && expression->kind == NODE_IDENT)
		name = expression->ident.name;
	else if (expression != NULL && expression->kind == NODE_CALL)
		name = expression->call.name;
	if (name == NULL || p->is_silent)
		return;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(words[i][0], name) != 0)
			continue;
		diag_note(p->diag, (struct span){ 0 }, "%s", words[i][1]);
		return;
	}
	if (expression->kind == NODE_IDENT && parse_at(p, TOKEN_IDENT))
		diag_note(p->diag, (struct span){ 0 },
			  "a variable is '$name', declared by 'let $name : type'");
}

/* Takes the end of a statement and puts it into the block, as its value where it is one. */
static void end_statement(struct parser *p, struct node *block, struct node *statement)
{
	bool is_block = ends_with_block(statement);
	bool has_semicolon = parse_accept(p, TOKEN_SEMICOLON);
	bool is_last = !has_semicolon && parse_at(p, TOKEN_RIGHT_BRACE);

	if (!is_block && !has_semicolon && !is_last) {
		parse_expected(p, "';' or '}'");
		if (!parse_at_new_line(p))
			note_foreign(p, statement);
		/* Nothing else is wrong where a line only lacks its ';'. */
		p->failed = p->is_silent || !parse_at_new_line(p);
	}
	if (is_last && is_block && has_value(statement)) {
		block->block.value = parse_adopt(p, block, statement);
		return;
	}
	if (is_last && statement->kind == NODE_EXPR_STATEMENT) {
		block->block.value = parse_adopt(p, block, statement->expression);
		return;
	}
	drop_value(p, statement);
	parse_adopt_all(p, block, &block->block.statements, statement);
}

/* Words that only a statement begins with: one at a line's begin ends a broken statement. */
static bool begins_statement(const struct parser *p)
{
	const char *at = p->token.text;

	if (!parse_at(p, TOKEN_LET) && !parse_at(p, TOKEN_IF) && !parse_at(p, TOKEN_FOR) &&
	    !parse_at(p, TOKEN_WHILE) && !parse_at(p, TOKEN_UNROLL) && !parse_at(p, TOKEN_RETURN) &&
	    !parse_at(p, TOKEN_BREAK) && !parse_at(p, TOKEN_CONTINUE))
		return false;
	while (at > p->file->text && (at[-1] == ' ' || at[-1] == '\t'))
		at--;
	return at == p->file->text || at[-1] == '\n';
}

/*
 * After a failure in a statement: behind its ';' or its block, or at the '}' of
 * the block around it, or where a line begins the next statement.
 */
static void recover_statement(struct parser *p)
{
	size_t depth = 0;

	p->failed = false;
	while (!parse_at(p, TOKEN_END)) {
		enum token_kind kind = p->token.kind;

		if (depth == 0 && (kind == TOKEN_RIGHT_BRACE || begins_statement(p)))
			return;
		parse_advance(p);
		if (kind == TOKEN_LEFT_BRACE)
			depth++;
		else if (kind == TOKEN_RIGHT_BRACE)
			depth--;
		else if (kind != TOKEN_SEMICOLON && kind != TOKEN_UNTERMINATED_STRING)
			continue;
		if (depth == 0 && !parse_at(p, TOKEN_ELSE))
			return;
	}
}

/* No statement begins with `name:` or `name {`; at the margin it is a probe, and a '}' is missing. */
static bool begins_root(const struct parser *p)
{
	enum token_kind next;

	if (!parse_at_margin(p) || !parse_at(p, TOKEN_IDENT))
		return false;
	next = parse_peek(p).kind;
	return next == TOKEN_COLON || next == TOKEN_LEFT_BRACE;
}

static void parse_block_statement(struct parser *p, struct node *block)
{
	uint32_t before = p->token.span.begin;
	struct node *statement;

	if (begins_root(p)) {
		p->is_at_root = true;
		return;
	}
	if (parse_accept(p, TOKEN_SEMICOLON))
		return;
	statement = parse_statement(p);
	if (!p->failed)
		end_statement(p, block, statement);
	else
		parse_adopt_all(p, block, &block->block.statements, statement);
	if (!p->failed || p->is_at_root)
		return;
	/* What recovery would stop at has failed just here. */
	if (p->token.span.begin == before && begins_statement(p))
		parse_advance(p);
	recover_statement(p);
}

/* block: '{' (';' | statement [';'])* [expression] '}' */
struct node *parse_block(struct parser *p)
{
	struct node *node = parse_node(p, NODE_BLOCK);
	struct span open = p->token.span;

	vec_init(&node->block.statements, p->arena);
	if (!parse_enter(p))
		return parse_error_node(p);
	parse_expect(p, TOKEN_LEFT_BRACE);
	while (!p->failed && !p->is_at_root && !parse_at(p, TOKEN_RIGHT_BRACE) &&
	       !parse_at(p, TOKEN_END))
		parse_block_statement(p, node);
	parse_expect_close(p, TOKEN_RIGHT_BRACE, open);
	parse_leave(p);
	return parse_finish(p, node);
}

struct node *parse_body(struct parser *p)
{
	struct node *node = parse_block(p);

	drop_value(p, node);
	return node;
}
