#include "front/ast_walk.h"
#include "front/printer.h"

/* An if that stands within an expression takes one line up to this width. */
#define FLAT_WIDTH 60

/* Conditions hang by more than what is indented below them. */
#define HANG_STATEMENT 1
#define HANG_HEAD      2

static void print_if(struct line *line, struct printer *p, const struct node *node, bool is_flat);

static void drop_semicolons(struct printer *p)
{
	while (p->token.kind == TOKEN_SEMICOLON)
		print_advance(p, false);
}

/* -- blocks on one line -- */

static void find_block(struct node **place, void *data)
{
	bool *found = data;

	if ((*place)->kind == NODE_BLOCK || (*place)->kind == NODE_IF)
		*found = true;
	else if (!*found)
		ast_each_child(*place, find_block, found);
}

static bool holds_block(const struct node *node)
{
	bool found = false;
	struct node *copy = (struct node *)node;

	find_block(&copy, &found);
	return found;
}

bool print_can_be_flat(const struct printer *p, const struct node *block)
{
	return block->kind == NODE_BLOCK && block->block.statements.count == 0 &&
	       block->block.value != NULL && !holds_block(block->block.value) &&
	       !print_has_comment(p, block->span);
}

static bool if_can_be_flat(const struct printer *p, const struct node *node)
{
	return node->if_.else_block != NULL && print_can_be_flat(p, node->if_.then_block) &&
	       print_can_be_flat(p, node->if_.else_block) && !holds_block(node->if_.condition) &&
	       !print_has_comment(p, node->span);
}

void print_flat_block(struct line *line, struct printer *p, const struct node *block)
{
	unsigned depth = line->depth;

	print_token(line, p);
	drop_semicolons(p);
	line->depth = 0;
	print_tokens(line, p, block->span.end - 1);
	print_token(line, p);
	line->depth = depth;
}

static bool is_flat(const struct printer *p, const struct node *node)
{
	struct printer trial = *p;
	struct line line = print_line(&trial, 0);

	if (node->kind == NODE_BLOCK) {
		if (!print_can_be_flat(p, node))
			return false;
		print_flat_block(&line, &trial, node);
	} else {
		if (!if_can_be_flat(p, node))
			return false;
		print_if(&line, &trial, node, true);
	}
	return print_width(&line) <= FLAT_WIDTH;
}

/* -- tokens -- */

void print_tokens(struct line *line, struct printer *p, uint32_t end)
{
	while (p->token.kind != TOKEN_END && p->token.span.begin < end) {
		const struct node *node = print_node_at(p, p->token.span.begin);

		if (node == NULL)
			print_token(line, p);
		else if (node->kind == NODE_IF)
			print_if(line, p, node, is_flat(p, node));
		else if (is_flat(p, node))
			print_flat_block(line, p, node);
		else
			print_block(line, p, node);
	}
}

static bool is_open(enum token_kind kind)
{
	return kind == TOKEN_LEFT_PAREN || kind == TOKEN_LEFT_BRACKET || kind == TOKEN_LEFT_BRACE;
}

static bool is_close(enum token_kind kind)
{
	return kind == TOKEN_RIGHT_PAREN || kind == TOKEN_RIGHT_BRACKET ||
	       kind == TOKEN_RIGHT_BRACE;
}

/* Position of the ';' or the closing bracket that ends what begins with the token. */
static uint32_t find_end(const struct printer *p)
{
	struct lexer lexer = p->lexer;
	struct token token = p->token;
	unsigned depth = 0;

	while (token.kind != TOKEN_END) {
		if (depth == 0 && (token.kind == TOKEN_SEMICOLON || is_close(token.kind)))
			break;
		depth += is_open(token.kind);
		depth -= is_close(token.kind);
		token = lex_next(&lexer);
	}
	return token.span.begin;
}

/* Whether one pair of brackets holds everything from the token up to end. */
static bool is_in_brackets(const struct printer *p, uint32_t end)
{
	struct lexer lexer = p->lexer;
	struct token token = p->token;
	unsigned depth = 0;

	if (token.kind != TOKEN_LEFT_PAREN)
		return false;
	do {
		depth += is_open(token.kind);
		depth -= is_close(token.kind);
		token = lex_next(&lexer);
	} while (depth > 0 && token.kind != TOKEN_END);
	return token.span.begin >= end;
}

/* What decides about the block that begins at end, in brackets. */
static void print_condition(struct line *line, struct printer *p, uint32_t end)
{
	/* In brackets a typeof would be a cast. */
	bool has_brackets = is_in_brackets(p, end) || token_is(&p->token, "typeof");

	if (!has_brackets)
		print_word(line, "(", TOKEN_LEFT_PAREN);
	print_tokens(line, p, end);
	if (!has_brackets)
		print_word(line, ")", TOKEN_RIGHT_PAREN);
}

static void print_branch(struct line *line, struct printer *p, const struct node *block,
			 bool is_flat_if)
{
	if (is_flat_if)
		print_flat_block(line, p, block);
	else
		print_block(line, p, block);
}

static void print_if(struct line *line, struct printer *p, const struct node *node, bool is_flat_if)
{
	for (;;) {
		print_token(line, p);
		if (node->if_.is_comptime)
			print_token(line, p);
		print_condition(line, p, node->if_.then_block->span.begin);
		print_branch(line, p, node->if_.then_block, is_flat_if);
		if (node->if_.else_block == NULL)
			return;
		print_token(line, p);
		if (node->if_.else_block->kind != NODE_IF)
			break;
		node = node->if_.else_block;
	}
	print_branch(line, p, node->if_.else_block, is_flat_if);
}

/* -- statements -- */

void print_simple(struct printer *p, bool has_semicolon)
{
	struct line line = print_line(p, HANG_STATEMENT);

	print_tokens(&line, p, find_end(p));
	if (has_semicolon)
		print_word(&line, ";", TOKEN_SEMICOLON);
	print_flush(&line, p);
	drop_semicolons(p);
}

static void print_loop(struct line *line, struct printer *p, const struct node *body)
{
	print_token(line, p);
	print_condition(line, p, body->span.begin);
	print_block(line, p, body);
}

static void print_statement(struct printer *p, const struct node *node, bool is_value)
{
	struct line line = print_line(p, HANG_HEAD);
	/* A block in brackets is an expression like others. */
	bool is_bare = p->token.span.begin == node->span.begin;

	switch ((int)(is_bare ? node->kind : NODE_ERROR)) {
	case NODE_BLOCK:
		print_block(&line, p, node);
		break;
	case NODE_IF:
		print_if(&line, p, node, false);
		break;
	case NODE_FOR:
		print_loop(&line, p, node->for_.body);
		break;
	case NODE_WHILE:
	case NODE_UNROLL:
		print_loop(&line, p, node->loop.body);
		break;
	default:
		/* With a ';' a last block in brackets would not be the block itself. */
		print_simple(p, !is_value && node->kind != NODE_BLOCK && node->kind != NODE_IF);
		return;
	}
	print_flush(&line, p);
	drop_semicolons(p);
}

static void print_items(struct printer *p, const struct node *block)
{
	size_t n = block->block.statements.count;

	p->indent++;
	p->is_first = true;
	drop_semicolons(p);
	for (size_t i = 0; i < n + (block->block.value != NULL); i++) {
		const struct node *item =
			i < n ? block->block.statements.items[i] : block->block.value;

		print_comments(p);
		print_next_line(p);
		print_statement(p, item, i == n);
	}
	print_comments(p);
	p->indent--;
}

void print_block(struct line *line, struct printer *p, const struct node *block)
{
	unsigned depth = line->depth, questions = line->questions;

	print_token(line, p);
	print_flush(line, p);
	print_items(p, block);
	print_new_line(p, 1);
	line->last = (struct token){ .kind = TOKEN_END };
	print_token(line, p);
	line->depth = depth;
	line->questions = questions;
}
