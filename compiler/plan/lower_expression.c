/*
 * Expressions, by kind of node: a pure expression for scalars, a place for bytes.
 */
#include "base/diag.h"
#include "plan/lowering.h"

typedef const struct plan_expr *scalar_fn(struct lower *l, const struct node *node);
typedef struct plan_place bytes_fn(struct lower *l, const struct node *node,
				   const struct plan_place *wanted);

struct expression_row {
	scalar_fn *scalar;
	bytes_fn *bytes;
};

static const struct plan_expr *int_scalar(struct lower *l, const struct node *node)
{
	return plan_const(l->arena, lower_scalar_type(node->type), node->integer.value);
}

static const struct plan_expr *bool_scalar(struct lower *l, const struct node *node)
{
	return plan_const(l->arena, lower_scalar_type(node->type), node->boolean);
}

static struct plan_place string_bytes(struct lower *l, const struct node *node,
				      const struct plan_place *wanted)
{
	struct plan_place place = lower_destination(l, node->type, wanted);
	lower_literal(l, place, node->string.text, node->string.size);
	return place;
}

static const struct plan_expr *constant_scalar(struct lower *l, const struct node *node)
{
	struct plan_scalar type = lower_scalar_type(node->type);
	const struct plan_ctype *root = NULL;
	if (node->type->kind == TYPE_ENUM)
		root = lower_ctype_enumerator(l, node->type->ctype, node->ident.name,
					      node->ident.constant);
	if (!root)
		return plan_const(l->arena, type, node->ident.constant);
	return plan_enum_value(l->arena, type, root, node->ident.name, node->ident.constant);
}

static const struct plan_expr *ident_scalar(struct lower *l, const struct node *node)
{
	if (node->ident.is_constant)
		return constant_scalar(l, node);
	return lower_builtin_scalar(l, node);
}

static const struct plan_expr *var_scalar(struct lower *l, const struct node *node)
{
	return lower_temp(l, lower_variable(l, node->var.variable));
}

static struct plan_place var_bytes(struct lower *l, const struct node *node,
				   const struct plan_place *wanted)
{
	(void)wanted;
	int temp = lower_variable(l, node->var.variable);
	struct plan_place place = { .kind = PLACE_TEMP, .temp = temp };
	place.size = node->var.variable->type->size;
	return place;
}

static const struct plan_expr *param_scalar(struct lower *l, const struct node *node)
{
	return lower_param_int(l, node->param);
}

static struct plan_place param_bytes(struct lower *l, const struct node *node,
				     const struct plan_place *wanted)
{
	(void)wanted;
	return lower_param_text(l, node->param, node->type->size);
}

static const struct plan_expr *param_count(struct lower *l, const struct node *node)
{
	return plan_cast(l->arena, lower_scalar_type(node->type), LOWER_TOOL_CONSTANT(l, n_params));
}

static const struct plan_expr *incdec_scalar(struct lower *l, const struct node *node)
{
	return lower_incdec(l, node, true);
}

static struct plan_place tuple_bytes(struct lower *l, const struct node *node,
				     const struct plan_place *wanted)
{
	struct plan_place place = lower_destination(l, node->type, wanted);
	lower_into(l, node, node->type, place);
	return place;
}

/* Where a field of a tuple or record stands. */
static struct plan_place field_place(struct lower *l, const struct node *object, size_t index)
{
	const struct type_field *field = &object->type->fields[index];
	return plan_part(lower_bytes(l, object, NULL), field->offset, field->type->size);
}

static const struct plan_expr *tuple_field_scalar(struct lower *l, const struct node *node)
{
	struct plan_place place = field_place(l, node->tuple_field.object, node->tuple_field.index);
	return plan_load(l->arena, lower_scalar_type(node->type), place);
}

static struct plan_place tuple_field_bytes(struct lower *l, const struct node *node,
					   const struct plan_place *wanted)
{
	(void)wanted;
	return field_place(l, node->tuple_field.object, node->tuple_field.index);
}

static const struct plan_expr *cast_scalar(struct lower *l, const struct node *node)
{
	const struct node *value = node->cast.value;
	struct plan_scalar type = lower_scalar_type(node->type);
	if (!lower_is_bytes(value->type))
		return plan_cast(l->arena, type, lower_scalar(l, value));
	struct plan_place place = lower_bytes(l, value, NULL);
	if (place.size > type.size)
		place.size = type.size;
	return plan_load(l->arena, type, place);
}

static struct plan_place cast_bytes(struct lower *l, const struct node *node,
				    const struct plan_place *wanted)
{
	const struct node *value = node->cast.value;
	if (lower_is_bytes(value->type) && lower_same_layout(value->type, node->type))
		return lower_bytes(l, value, wanted);
	struct plan_place place = lower_destination(l, node->type, wanted);
	lower_into(l, value, node->type, place);
	return place;
}

/* Of a member of a struct that the target lays out; NULL: it is none. */
static const struct plan_expr *sizeof_member(struct lower *l, const struct node *node)
{
	if (node->kind != NODE_FIELD || lower_is_args(node->field.object))
		return NULL;
	const struct type *type = node->field.object->type;
	while (type->kind == TYPE_POINTER)
		type = type->to;
	if (type->kind != TYPE_STRUCT || !lower_is_relocatable(type->ctype) ||
	    !type_has_size(node->type))
		return NULL;
	const struct ctype_member *member = ctype_find_member(type->ctype, node->field.name, NULL);
	if (!member || member->bit_size)
		return NULL;
	return plan_relocated(l->arena, PLAN_EXPR_FIELD_SIZE,
			      lower_ctype_root(l, type->ctype, node->field.name), node->field.name,
			      NULL);
}

static const struct plan_expr *sizeof_scalar(struct lower *l, const struct node *node)
{
	const struct type *type = node->type_query.operand->type;
	const struct plan_expr *size = sizeof_member(l, node->type_query.operand);
	if (size)
		return size;
	return lower_scaled(l, plan_const(l->arena, SCALAR_U64, 1), type);
}

static const struct plan_expr *typeinfo_scalar(struct lower *l, const struct node *node)
{
	const struct type *type = node->type_query.operand->type;
	const struct plan_ctype *root = lower_ctype_root(l, type->ctype, "");
	return plan_cast(l->arena, lower_scalar_type(node->type),
			 plan_relocated(l->arena, PLAN_EXPR_TYPE_ID, root, NULL, NULL));
}

/* The names of offsetof(type, a.b.c) from the n-th on, joined. */
static const char *query_path(struct lower *l, const struct node *node, size_t n)
{
	struct strbuf path;
	strbuf_init(&path, l->arena);
	for (size_t i = n; i < node->type_query.path.count; i++)
		strbuf_printf(&path, "%s%s", i > n ? "." : "", node->type_query.path.items[i]);
	return strbuf_text(&path);
}

/* By number in what C lays out, by name from where it is the target's. */
static const struct plan_expr *offset_of(struct lower *l, const struct node *node,
					 const struct ctype *type)
{
	uint64_t total = 0;
	size_t i = 0, n = node->type_query.path.count;
	for (; i < n && !lower_is_relocatable(type); i++) {
		uint64_t bits = 0;
		const char *name = node->type_query.path.items[i];
		const struct ctype_member *member = ctype_find_member(type, name, &bits);
		if (!member)
			BUG("no member '%s'", name);
		total += bits / 8;
		type = member->type;
	}
	const struct plan_expr *fixed = plan_const(l->arena, SCALAR_U64, total);
	if (i == n)
		return fixed;
	const char *path = query_path(l, node, i);
	const struct plan_expr *rest =
		plan_relocated(l->arena, PLAN_EXPR_FIELD_OFFSET, lower_ctype_root(l, type, path),
			       path, NULL);
	return total ? plan_binary(l->arena, PLAN_ADD, fixed, rest) : rest;
}

static const struct plan_expr *offsetof_scalar(struct lower *l, const struct node *node)
{
	const struct type *type = node->type_query.operand->type;
	while (type->kind == TYPE_POINTER)
		type = type->to;
	if (type->kind != TYPE_STRUCT)
		BUG("offsetof of something without members");
	return offset_of(l, node, type->ctype);
}

static const struct plan_expr *comptime_scalar(struct lower *l, const struct node *node)
{
	return lower_scalar(l, node->comptime);
}

static struct plan_place comptime_bytes(struct lower *l, const struct node *node,
					const struct plan_place *wanted)
{
	return lower_bytes(l, node->comptime, wanted);
}

static const struct plan_expr *block_scalar(struct lower *l, const struct node *node)
{
	lower_block_statements(l, node);
	return lower_scalar_as(l, node->block.value, lower_scalar_type(node->type));
}

static struct plan_place block_bytes(struct lower *l, const struct node *node,
				     const struct plan_place *wanted)
{
	lower_block_statements(l, node);
	struct plan_place place = lower_destination(l, node->type, wanted);
	lower_into(l, node->block.value, node->type, place);
	return place;
}

static const struct expression_row rows[N_NODE_KINDS] = {
	[NODE_INT] = { int_scalar, NULL },
	[NODE_BOOL] = { bool_scalar, NULL },
	[NODE_STRING] = { NULL, string_bytes },
	[NODE_IDENT] = { ident_scalar, lower_builtin_bytes },
	[NODE_VAR] = { var_scalar, var_bytes },
	[NODE_MAP] = { lower_map_scalar, lower_map_bytes },
	[NODE_PARAM] = { param_scalar, param_bytes },
	[NODE_PARAM_COUNT] = { param_count, NULL },
	[NODE_UNARY] = { lower_unary, lower_field_bytes },
	[NODE_INCDEC] = { incdec_scalar, NULL },
	[NODE_BINARY] = { lower_binary, NULL },
	[NODE_TERNARY] = { lower_ternary, lower_ternary_bytes },
	[NODE_IF] = { lower_ternary, lower_ternary_bytes },
	[NODE_CALL] = { lower_call_scalar, lower_call_bytes },
	[NODE_FIELD] = { lower_field_scalar, lower_field_bytes },
	[NODE_TUPLE_FIELD] = { tuple_field_scalar, tuple_field_bytes },
	[NODE_INDEX] = { lower_field_scalar, lower_field_bytes },
	[NODE_CAST] = { cast_scalar, cast_bytes },
	[NODE_TUPLE] = { NULL, tuple_bytes },
	[NODE_RECORD] = { NULL, tuple_bytes },
	[NODE_SIZEOF] = { sizeof_scalar, NULL },
	[NODE_OFFSETOF] = { offsetof_scalar, NULL },
	[NODE_TYPEINFO] = { typeinfo_scalar, NULL },
	[NODE_COMPTIME] = { comptime_scalar, comptime_bytes },
	[NODE_BLOCK] = { block_scalar, block_bytes },
};

const struct plan_expr *lower_scalar(struct lower *l, const struct node *node)
{
	if (!rows[node->kind].scalar)
		BUG("no scalar in %s", node_kind_name(node->kind));
	const struct node *outer = l->node;
	l->node = node;
	const struct plan_expr *value = rows[node->kind].scalar(l, node);
	l->node = outer;
	return value;
}

const struct plan_expr *lower_scalar_as(struct lower *l, const struct node *node,
					struct plan_scalar type)
{
	return plan_cast(l->arena, type, lower_scalar(l, node));
}

const struct plan_expr *lower_truth(struct lower *l, const struct node *node)
{
	return lower_scalar_as(l, node, SCALAR_BOOL);
}

struct plan_place lower_bytes(struct lower *l, const struct node *node,
			      const struct plan_place *wanted)
{
	if (!rows[node->kind].bytes)
		BUG("no bytes in %s", node_kind_name(node->kind));
	if (!node->type->size)
		return (struct plan_place){ .temp = -1 };
	const struct node *outer = l->node;
	l->node = node;
	struct plan_place place = rows[node->kind].bytes(l, node, wanted);
	l->node = outer;
	if (!wanted)
		return place;
	lower_copy(l, *wanted, place);
	return *wanted;
}

struct plan_place lower_bytes_as(struct lower *l, const struct node *node, const struct type *type)
{
	if (lower_is_bytes(node->type) && lower_same_layout(node->type, type))
		return lower_bytes(l, node, NULL);
	struct plan_place place = lower_new_bytes(l, type->size, type->align ? type->align : 1);
	lower_into(l, node, type, place);
	return place;
}

static bool has_padding(const struct type *type)
{
	uint32_t used = 0;
	for (size_t i = 0; i < type->n_fields; i++)
		used += type->fields[i].type->size;
	return used != type->size;
}

/* The elements of a tuple or record in their places; what lies between them is zero. */
static void fields_into(struct lower *l, const node_vec *values, const struct type *to,
			struct plan_place dest)
{
	if (has_padding(to))
		lower_zero(l, dest);
	for (size_t i = 0; i < values->count; i++) {
		const struct type_field *field = &to->fields[i];
		lower_into(l, values->items[i], field->type,
			   plan_part(dest, field->offset, field->type->size));
	}
}

void lower_into(struct lower *l, const struct node *node, const struct type *to,
		struct plan_place dest)
{
	bool is_fields = to->kind == TYPE_TUPLE || to->kind == TYPE_RECORD;
	if (node->type->kind == TYPE_PROBE && to->kind == TYPE_STRING)
		lower_probe_text(l, lower_scalar(l, node), dest);
	else if (!lower_is_bytes(node->type))
		lower_store(l, dest,
			    plan_cast(l->arena, lower_scalar_type(to), lower_scalar(l, node)));
	else if (node->kind == NODE_STRING)
		lower_literal(l, dest, node->string.text, node->string.size);
	else if (node->kind == NODE_TUPLE && is_fields)
		fields_into(l, &node->tuple, to, dest);
	else if (node->kind == NODE_RECORD && is_fields)
		fields_into(l, &node->record.values, to, dest);
	else if (lower_same_layout(node->type, to))
		lower_bytes(l, node, &dest);
	else
		lower_convert_bytes(l, lower_bytes(l, node, NULL), node->type, dest, to);
}

void lower_effect(struct lower *l, const struct node *node)
{
	if (node->kind == NODE_CALL)
		lower_call_effect(l, node);
	else if (node->kind == NODE_INCDEC)
		lower_incdec(l, node, false);
	else if (node->kind == NODE_TERNARY)
		lower_ternary_effect(l, node);
	else if (node->type && lower_is_bytes(node->type))
		lower_bytes(l, node, NULL);
	else if (node->type && node->type->kind != TYPE_NONE)
		lower_scalar(l, node);
	else if (node->kind == NODE_BLOCK || node->kind == NODE_IF)
		lower_statement(l, node);
}
