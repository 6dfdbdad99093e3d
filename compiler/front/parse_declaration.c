#include "front/parse.h"

/* import: 'import' string; its ';' is the list's */
struct node *parse_import(struct parser *p)
{
	struct node *node = parse_node(p, NODE_IMPORT);

	parse_advance(p);
	node->import = parse_string_text(p, "a path in double quotes");
	return parse_finish(p, node);
}

/* value: number | string | 'true' | 'false' | name */
static struct node *parse_config_value(struct parser *p)
{
	if (!p->failed && parse_at(p, TOKEN_NUMBER))
		return parse_number(p);
	if (!p->failed && parse_at(p, TOKEN_STRING))
		return parse_string(p);
	if (!p->failed && (parse_at(p, TOKEN_TRUE) || parse_at(p, TOKEN_FALSE)))
		return parse_boolean(p);
	if (!p->failed && parse_at(p, TOKEN_IDENT))
		return parse_identifier(p);
	parse_expected(p, "a number, a string, a name, true or false");
	return parse_error_node(p);
}

/* entry: name '=' value */
static struct node *parse_config_entry(struct parser *p)
{
	struct node *node = parse_node(p, NODE_ASSIGN);

	node->assign.target = parse_adopt(p, node, parse_identifier(p));
	node->assign.op = OPERATOR_NONE;
	node->assign.op_span = p->token.span;
	parse_expect(p, TOKEN_ASSIGN);
	node->assign.value = parse_adopt(p, node, parse_config_value(p));
	return parse_finish(p, node);
}

static void recover_entry(struct parser *p)
{
	p->failed = false;
	while (!parse_at(p, TOKEN_END) && !parse_at(p, TOKEN_RIGHT_BRACE) &&
	       !parse_at(p, TOKEN_SEMICOLON))
		parse_advance(p);
}

/* config: 'config' '=' '{' [entry (';' entry)* [';']] '}' [';'] */
struct node *parse_config(struct parser *p)
{
	struct node *node = parse_node(p, NODE_CONFIG);
	struct span open;

	vec_init(&node->config, p->arena);
	parse_advance(p);
	parse_advance(p);
	open = p->token.span;
	parse_expect(p, TOKEN_LEFT_BRACE);
	while (!p->failed && !parse_at(p, TOKEN_RIGHT_BRACE) && !parse_at(p, TOKEN_END)) {
		parse_adopt_all(p, node, &node->config, parse_config_entry(p));
		if (!p->failed && !parse_at(p, TOKEN_RIGHT_BRACE) && !parse_at(p, TOKEN_SEMICOLON))
			parse_expected(p, "';' or '}'");
		if (p->failed)
			recover_entry(p);
		parse_accept(p, TOKEN_SEMICOLON);
	}
	parse_expect_close(p, TOKEN_RIGHT_BRACE, open);
	parse_accept(p, TOKEN_SEMICOLON);
	return parse_finish(p, node);
}

/* parameter: variable | '@' name | name */
static struct node *parse_macro_parameter(struct parser *p)
{
	if (parse_at(p, TOKEN_VAR))
		return parse_variable(p);
	if (parse_at(p, TOKEN_MAP))
		return parse_map_name(p);
	if (parse_at(p, TOKEN_IDENT))
		return parse_identifier(p);
	parse_expected(p, "a parameter: '$name', '@name' or 'name'");
	return parse_error_node(p);
}

/* parameter: variable ':' type */
static struct node *parse_function_parameter(struct parser *p)
{
	struct node *node = parse_node(p, NODE_LET);

	node->let.var = parse_adopt(p, node, parse_variable(p));
	parse_expect(p, TOKEN_COLON);
	if (!p->failed)
		node->let.type_node = parse_adopt(p, node, parse_type(p));
	return parse_finish(p, node);
}

/* parameters: '(' [parameter (',' parameter)* [',']] ')' */
static void parse_parameters(struct parser *p, struct node *node, node_vec *params,
			     struct node *(*parse_parameter)(struct parser *p))
{
	struct span open = p->token.span;

	vec_init(params, p->arena);
	parse_expect(p, TOKEN_LEFT_PAREN);
	while (!p->failed && !parse_at(p, TOKEN_RIGHT_PAREN)) {
		parse_adopt_all(p, node, params, parse_parameter(p));
		if (!parse_accept(p, TOKEN_COMMA))
			break;
	}
	parse_expect_close(p, TOKEN_RIGHT_PAREN, open);
}

/* macro: 'macro' name parameters block */
struct node *parse_macro(struct parser *p)
{
	struct node *node = parse_node(p, NODE_MACRO);

	parse_advance(p);
	node->macro.name = parse_name(p, "the macro's name");
	parse_parameters(p, node, &node->macro.params, parse_macro_parameter);
	p->macro_params = &node->macro.params;
	node->macro.body = parse_adopt(p, node, parse_block(p));
	p->macro_params = NULL;
	return parse_finish(p, node);
}

/* function: 'fn' name parameters ':' type block */
struct node *parse_function(struct parser *p)
{
	struct node *node = parse_node(p, NODE_FUNCTION);

	parse_advance(p);
	node->function.name = parse_name(p, "the function's name");
	parse_parameters(p, node, &node->function.params, parse_function_parameter);
	parse_expect(p, TOKEN_COLON);
	if (!p->failed)
		node->function.return_type = parse_adopt(p, node, parse_type(p));
	node->function.body = parse_adopt(p, node, parse_body(p));
	return parse_finish(p, node);
}

/* map_declaration: 'let' '@'name '=' name '(' [number] ')' ';' */
struct node *parse_map_declaration(struct parser *p)
{
	struct node *node = parse_node(p, NODE_MAP_DECLARATION);
	struct span open;

	parse_advance(p);
	node->map_declaration.name = parse_map_name(p)->map.name;
	parse_expect(p, TOKEN_ASSIGN);
	node->map_declaration.map_kind = parse_name(p, "a map's kind, such as 'hash'");
	open = p->token.span;
	parse_expect(p, TOKEN_LEFT_PAREN);
	if (!p->failed && parse_at(p, TOKEN_NUMBER))
		node->map_declaration.max_entries = parse_adopt(p, node, parse_number(p));
	parse_expect_close(p, TOKEN_RIGHT_PAREN, open);
	parse_finish(p, node);
	parse_expect_semicolon(p);
	return node;
}

/* c_definition: a '#' line, or a struct, union, enum or typedef of C, as raw text */
struct node *parse_c_definition(struct parser *p)
{
	struct node *node = parse_node(p, NODE_C_DEFINITION);
	struct token token = lex_c_definition(&p->lexer, p->token.span.begin);

	node->c_definition.text = arena_strndup(p->arena, token.text, token.size);
	if (token.kind == TOKEN_UNTERMINATED_C_TEXT) {
		if (parse_fail(p))
			diag_report(p->diag, p->token.span, DIAG_UNTERMINATED_C_DEFINITION);
		parse_give_up(p);
		return node;
	}
	node->span = token.span;
	p->token.span.end = token.span.end;
	parse_advance(p);
	return node;
}
