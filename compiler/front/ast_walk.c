#include "front/ast_walk.h"

static void each_of(node_vec *nodes, ast_visit visit, void *data)
{
	for (size_t i = 0; i < nodes->count; i++)
		visit(&nodes->items[i], data);
}

static void one(struct node **child, ast_visit visit, void *data)
{
	if (*child != NULL)
		visit(child, data);
}

static void each_child_of_statement(struct node *node, ast_visit visit, void *data);
static void each_child_of_root(struct node *node, ast_visit visit, void *data);

void ast_each_child(struct node *node, ast_visit visit, void *data)
{
	switch (node->kind) {
	case NODE_MAP:
		one(&node->map.key, visit, data);
		break;
	case NODE_UNARY:
		one(&node->unary.operand, visit, data);
		break;
	case NODE_INCDEC:
		one(&node->incdec.operand, visit, data);
		break;
	case NODE_BINARY:
		one(&node->binary.left, visit, data);
		one(&node->binary.right, visit, data);
		break;
	case NODE_TERNARY:
		one(&node->ternary.condition, visit, data);
		one(&node->ternary.then_value, visit, data);
		one(&node->ternary.else_value, visit, data);
		break;
	case NODE_CALL:
		each_of(&node->call.args, visit, data);
		break;
	case NODE_FIELD:
		one(&node->field.object, visit, data);
		break;
	case NODE_TUPLE_FIELD:
		one(&node->tuple_field.object, visit, data);
		break;
	case NODE_INDEX:
		one(&node->index.object, visit, data);
		one(&node->index.index, visit, data);
		break;
	case NODE_CAST:
		one(&node->cast.type_node, visit, data);
		one(&node->cast.value, visit, data);
		break;
	case NODE_TUPLE:
		each_of(&node->tuple, visit, data);
		break;
	case NODE_RECORD:
		each_of(&node->record.values, visit, data);
		break;
	case NODE_SIZEOF:
	case NODE_OFFSETOF:
	case NODE_TYPEOF:
	case NODE_TYPEINFO:
		one(&node->type_query.operand, visit, data);
		break;
	case NODE_COMPTIME:
		one(&node->comptime, visit, data);
		break;
	case NODE_ERROR:
	case NODE_INT:
	case NODE_BOOL:
	case NODE_STRING:
	case NODE_IDENT:
	case NODE_VAR:
	case NODE_PARAM:
	case NODE_PARAM_COUNT:
	case NODE_TYPE:
	case N_NODE_KINDS:
		break;
	case NODE_BLOCK:
	case NODE_IF:
	case NODE_EXPR_STATEMENT:
	case NODE_LET:
	case NODE_ASSIGN:
	case NODE_DISCARD:
	case NODE_RETURN:
	case NODE_BREAK:
	case NODE_CONTINUE:
	case NODE_WHILE:
	case NODE_FOR:
	case NODE_UNROLL:
		each_child_of_statement(node, visit, data);
		break;
	case NODE_PROBE:
	case NODE_ATTACH_POINT:
	case NODE_MACRO:
	case NODE_FUNCTION:
	case NODE_MAP_DECLARATION:
	case NODE_IMPORT:
	case NODE_CONFIG:
	case NODE_C_DEFINITION:
		each_child_of_root(node, visit, data);
		break;
	}
}

static void each_child_of_statement(struct node *node, ast_visit visit, void *data)
{
	if (node->kind == NODE_BLOCK) {
		each_of(&node->block.statements, visit, data);
		one(&node->block.value, visit, data);
	} else if (node->kind == NODE_IF) {
		one(&node->if_.condition, visit, data);
		one(&node->if_.then_block, visit, data);
		one(&node->if_.else_block, visit, data);
	} else if (node->kind == NODE_EXPR_STATEMENT || node->kind == NODE_DISCARD ||
		   node->kind == NODE_RETURN) {
		one(&node->expression, visit, data);
	} else if (node->kind == NODE_LET) {
		one(&node->let.type_node, visit, data);
		one(&node->let.value, visit, data);
		one(&node->let.var, visit, data);
	} else if (node->kind == NODE_ASSIGN) {
		one(&node->assign.target, visit, data);
		one(&node->assign.value, visit, data);
	} else if (node->kind == NODE_WHILE || node->kind == NODE_UNROLL) {
		one(&node->loop.condition, visit, data);
		one(&node->loop.body, visit, data);
	} else if (node->kind == NODE_FOR) {
		one(&node->for_.map, visit, data);
		one(&node->for_.begin, visit, data);
		one(&node->for_.end, visit, data);
		one(&node->for_.var, visit, data);
		one(&node->for_.body, visit, data);
	}
}

static void each_child_of_root(struct node *node, ast_visit visit, void *data)
{
	if (node->kind == NODE_PROBE) {
		each_of(&node->probe.attach_points, visit, data);
		one(&node->probe.predicate, visit, data);
		one(&node->probe.body, visit, data);
	} else if (node->kind == NODE_MACRO) {
		each_of(&node->macro.params, visit, data);
		one(&node->macro.body, visit, data);
	} else if (node->kind == NODE_FUNCTION) {
		each_of(&node->function.params, visit, data);
		one(&node->function.return_type, visit, data);
		one(&node->function.body, visit, data);
	} else if (node->kind == NODE_MAP_DECLARATION) {
		one(&node->map_declaration.max_entries, visit, data);
	} else if (node->kind == NODE_CONFIG) {
		each_of(&node->config, visit, data);
	}
}
