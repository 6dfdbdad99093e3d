#include "front/ast.h"

#include <inttypes.h>
#include <string.h>

#include "base/strbuf.h"

struct dumper {
	const struct source_set *sources;
	struct strbuf *out;
	ast_type_text *type_text; /* may be NULL */
	void *context;
	unsigned depth;
};

static void put_quoted(struct dumper *d, const char *text, size_t size)
{
	strbuf_puts(d->out, " \"");
	strbuf_put_c_escaped(d->out, text, size);
	strbuf_putc(d->out, '"');
}

static const char *unary_text(enum unary_operator op)
{
	static const char *const texts[] = {
		[UNARY_MINUS] = "-",       [UNARY_NOT] = "!",     [UNARY_BIT_NOT] = "~",
		[UNARY_DEREFERENCE] = "*", [UNARY_ADDRESS] = "&",
	};

	return texts[op];
}

static void put_integer(struct dumper *d, const struct node *node)
{
	strbuf_printf(d->out, " %" PRIu64 "%s%s", node->integer.value,
		      node->integer.is_unsigned ? "u" : "", node->integer.is_duration ? " ns" : "");
}

static void put_increment(struct dumper *d, const struct node *node)
{
	strbuf_printf(d->out, " %s %s", node->incdec.is_postfix ? "postfix" : "prefix",
		      node->incdec.is_decrement ? "--" : "++");
}

static void put_type_name(struct dumper *d, const struct node *node)
{
	static const char *const tags[] = { "", "struct ", "union ", "enum " };

	strbuf_printf(d->out, " %s%s", tags[node->type_name.tag], node->type_name.name);
	vec_foreach(const struct type_suffix, suffix, &node->type_name.suffixes) {
		if (suffix->is_pointer)
			strbuf_putc(d->out, '*');
		else if (suffix->is_inferred)
			strbuf_puts(d->out, "[]");
		else
			strbuf_printf(d->out, "[%" PRIu64 "]", suffix->count);
	}
}

static void put_path(struct dumper *d, const struct node *node)
{
	for (size_t i = 0; i < node->type_query.path.count; i++)
		strbuf_printf(d->out, "%s%s", i == 0 ? " " : ".", node->type_query.path.items[i]);
}

static void put_attach_point(struct dumper *d, const struct node *node)
{
	if (node->attach_point.label != NULL)
		strbuf_printf(d->out, " %s=", node->attach_point.label);
	put_quoted(d, node->attach_point.provider, strlen(node->attach_point.provider));
	vec_foreach(const char *const, part, &node->attach_point.parts)
		put_quoted(d, *part, strlen(*part));
	if (node->attach_point.is_fallback)
		strbuf_puts(d->out, " fallback");
	if (node->attach_point.is_optional)
		strbuf_puts(d->out, " optional");
}

/* What a node says of itself, behind the name of its kind. */
static void put_detail(struct dumper *d, const struct node *node)
{
	switch (node->kind) {
	case NODE_INT:
		put_integer(d, node);
		break;
	case NODE_BOOL:
		strbuf_puts(d->out, node->boolean ? " true" : " false");
		break;
	case NODE_STRING:
		put_quoted(d, node->string.text, node->string.size);
		break;
	case NODE_IDENT:
		strbuf_printf(d->out, " %s", node->ident.name);
		break;
	case NODE_VAR:
		strbuf_printf(d->out, " $%s", node->var.name);
		break;
	case NODE_MAP:
		strbuf_printf(d->out, " @%s", node->map.name);
		break;
	case NODE_PARAM:
		strbuf_printf(d->out, " $%u", node->param);
		break;
	case NODE_UNARY:
		strbuf_printf(d->out, " %s", unary_text(node->unary.op));
		break;
	case NODE_INCDEC:
		put_increment(d, node);
		break;
	case NODE_BINARY:
		strbuf_printf(d->out, " %s", operator_text(node->binary.op));
		break;
	case NODE_CALL:
		strbuf_printf(d->out, " %s", node->call.name);
		break;
	case NODE_FIELD:
		strbuf_printf(d->out, " %s%s", node->field.is_arrow ? "->" : ".", node->field.name);
		break;
	case NODE_TUPLE_FIELD:
		strbuf_printf(d->out, " .%u", node->tuple_field.index);
		break;
	case NODE_SIZEOF:
	case NODE_OFFSETOF:
	case NODE_TYPEOF:
	case NODE_TYPEINFO:
		put_path(d, node);
		break;
	case NODE_TYPE:
		put_type_name(d, node);
		break;
	case NODE_IF:
		strbuf_puts(d->out, node->if_.is_comptime ? " comptime" : "");
		break;
	case NODE_ASSIGN:
		strbuf_printf(d->out, " %s=", operator_text(node->assign.op));
		break;
	case NODE_ATTACH_POINT:
		put_attach_point(d, node);
		break;
	case NODE_MACRO:
		strbuf_printf(d->out, " %s", node->macro.name);
		break;
	case NODE_FUNCTION:
		strbuf_printf(d->out, " %s", node->function.name);
		break;
	case NODE_MAP_DECLARATION:
		strbuf_printf(d->out, " @%s %s", node->map_declaration.name,
			      node->map_declaration.map_kind);
		break;
	case NODE_IMPORT:
		put_quoted(d, node->import, strlen(node->import));
		break;
	case NODE_C_DEFINITION:
		put_quoted(d, node->c_definition.text, strlen(node->c_definition.text));
		break;
	case NODE_ERROR:
	case NODE_PARAM_COUNT:
	case NODE_TERNARY:
	case NODE_INDEX:
	case NODE_CAST:
	case NODE_TUPLE:
	case NODE_RECORD:
	case NODE_COMPTIME:
	case NODE_BLOCK:
	case NODE_EXPR_STATEMENT:
	case NODE_LET:
	case NODE_DISCARD:
	case NODE_RETURN:
	case NODE_BREAK:
	case NODE_CONTINUE:
	case NODE_WHILE:
	case NODE_FOR:
	case NODE_UNROLL:
	case NODE_PROBE:
	case NODE_CONFIG:
	case N_NODE_KINDS:
		break;
	}
}

static void put_place(struct dumper *d, const struct node *node)
{
	struct source_place place;

	if (d->sources == NULL)
		return;
	place = source_place(d->sources, node->span.begin);
	strbuf_printf(d->out, " <%u:%u>", place.line, place.column);
}

static void dump_node(struct dumper *d, const char *role, const struct node *node);

static void dump_all(struct dumper *d, const char *role, const node_vec *nodes)
{
	vec_foreach(struct node *const, node, nodes)
		dump_node(d, role, *node);
}

static void dump_record(struct dumper *d, const struct node *node)
{
	for (size_t i = 0; i < node->record.values.count; i++)
		dump_node(d, node->record.names.items[i], node->record.values.items[i]);
}

/* Children by name: each line is a role and the member that holds it. */
static void dump_expression_children(struct dumper *d, const struct node *node)
{
	switch ((int)node->kind) {
	case NODE_MAP:
		dump_node(d, "key", node->map.key);
		break;
	case NODE_UNARY:
		dump_node(d, NULL, node->unary.operand);
		break;
	case NODE_INCDEC:
		dump_node(d, NULL, node->incdec.operand);
		break;
	case NODE_BINARY:
		dump_node(d, NULL, node->binary.left);
		dump_node(d, NULL, node->binary.right);
		break;
	case NODE_TERNARY:
		dump_node(d, "condition", node->ternary.condition);
		dump_node(d, "then", node->ternary.then_value);
		dump_node(d, "else", node->ternary.else_value);
		break;
	case NODE_CALL:
		dump_all(d, NULL, &node->call.args);
		break;
	case NODE_FIELD:
		dump_node(d, NULL, node->field.object);
		break;
	case NODE_TUPLE_FIELD:
		dump_node(d, NULL, node->tuple_field.object);
		break;
	case NODE_INDEX:
		dump_node(d, NULL, node->index.object);
		dump_node(d, "index", node->index.index);
		break;
	case NODE_CAST:
		dump_node(d, "to", node->cast.type_node);
		dump_node(d, NULL, node->cast.value);
		break;
	case NODE_TUPLE:
		dump_all(d, NULL, &node->tuple);
		break;
	case NODE_RECORD:
		dump_record(d, node);
		break;
	case NODE_SIZEOF:
	case NODE_OFFSETOF:
	case NODE_TYPEOF:
	case NODE_TYPEINFO:
		dump_node(d, NULL, node->type_query.operand);
		break;
	case NODE_COMPTIME:
		dump_node(d, NULL, node->comptime);
		break;
	}
}

static void dump_statement_children(struct dumper *d, const struct node *node)
{
	switch ((int)node->kind) {
	case NODE_BLOCK:
		dump_all(d, NULL, &node->block.statements);
		dump_node(d, "value", node->block.value);
		break;
	case NODE_IF:
		dump_node(d, "condition", node->if_.condition);
		dump_node(d, "then", node->if_.then_block);
		dump_node(d, "else", node->if_.else_block);
		break;
	case NODE_EXPR_STATEMENT:
	case NODE_DISCARD:
	case NODE_RETURN:
		dump_node(d, NULL, node->expression);
		break;
	case NODE_LET:
		dump_node(d, NULL, node->let.var);
		dump_node(d, "type", node->let.type_node);
		dump_node(d, "value", node->let.value);
		break;
	case NODE_ASSIGN:
		dump_node(d, NULL, node->assign.target);
		dump_node(d, "value", node->assign.value);
		break;
	case NODE_WHILE:
	case NODE_UNROLL:
		dump_node(d, node->kind == NODE_WHILE ? "condition" : "count",
			  node->loop.condition);
		dump_node(d, NULL, node->loop.body);
		break;
	case NODE_FOR:
		dump_node(d, NULL, node->for_.var);
		dump_node(d, "map", node->for_.map);
		dump_node(d, "begin", node->for_.begin);
		dump_node(d, "end", node->for_.end);
		dump_node(d, NULL, node->for_.body);
		break;
	}
}

static void dump_root_children(struct dumper *d, const struct node *node)
{
	switch ((int)node->kind) {
	case NODE_PROBE:
		dump_all(d, NULL, &node->probe.attach_points);
		dump_node(d, "predicate", node->probe.predicate);
		dump_node(d, NULL, node->probe.body);
		break;
	case NODE_MACRO:
		dump_all(d, "parameter", &node->macro.params);
		dump_node(d, NULL, node->macro.body);
		break;
	case NODE_FUNCTION:
		dump_all(d, "parameter", &node->function.params);
		dump_node(d, "returns", node->function.return_type);
		dump_node(d, NULL, node->function.body);
		break;
	case NODE_MAP_DECLARATION:
		dump_node(d, "entries", node->map_declaration.max_entries);
		break;
	case NODE_CONFIG:
		dump_all(d, NULL, &node->config);
		break;
	}
}

/* One line for the node, unless it is NULL, and below it its children. */
static void dump_node(struct dumper *d, const char *role, const struct node *node)
{
	if (node == NULL)
		return;
	for (unsigned i = 0; i < d->depth; i++)
		strbuf_puts(d->out, "  ");
	if (role != NULL)
		strbuf_printf(d->out, "%s: ", role);
	strbuf_puts(d->out, node_kind_name(node->kind));
	put_detail(d, node);
	if (d->type_text != NULL && node->type != NULL)
		strbuf_printf(d->out, " : %s", d->type_text(d->context, node->type));
	put_place(d, node);
	strbuf_putc(d->out, '\n');
	d->depth++;
	dump_expression_children(d, node);
	dump_statement_children(d, node);
	dump_root_children(d, node);
	d->depth--;
}

void ast_dump(const struct script *script, const struct source_set *sources, struct strbuf *out)
{
	ast_dump_typed(script, sources, out, NULL, NULL);
}

void ast_dump_typed(const struct script *script, const struct source_set *sources,
		    struct strbuf *out, ast_type_text *type_text, void *context)
{
	struct dumper d = {
		.sources = sources, .out = out, .type_text = type_text, .context = context
	};

	vec_foreach(struct node *const, root, &script->roots)
		dump_node(&d, NULL, *root);
}
