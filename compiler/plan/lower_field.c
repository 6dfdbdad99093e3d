/*
 * Members and elements as values: read from memory, or taken out of bytes that the program has.
 */
#include <string.h>

#include "base/diag.h"
#include "plan/lowering.h"

static struct plan_place element_place(struct lower *l, const struct node *node,
				       const struct plan_expr **address)
{
	const struct node *object = node->index.object;
	struct plan_place place = lower_bytes(l, object, NULL);
	*address = NULL;
	if (object->type->kind == TYPE_TUPLE || object->type->kind == TYPE_RECORD) {
		const struct plan_expr *index = lower_scalar(l, node->index.index);
		const struct type_field *field = &object->type->fields[index->value];
		return plan_part(place, field->offset, field->type->size);
	}
	const struct plan_expr *index = lower_index(l, node);
	if (index->kind == PLAN_EXPR_CONST)
		return plan_part(place, index->value * node->type->size, node->type->size);
	*address = plan_binary(l->arena, PLAN_ADD, plan_address(l->arena, place),
			       lower_scaled(l, index, node->type));
	return place;
}

/* A member of a struct that the program has: it has the builder's layout (lower_struct.c). */
static struct plan_place member_place(struct lower *l, const struct node *node,
				      const struct ctype_member **member, uint32_t *bit_offset)
{
	const struct node *object = node->field.object;
	uint64_t bits = 0;
	*member = ctype_find_member(object->type->ctype, node->field.name, &bits);
	if (!*member)
		BUG("no member '%s'", node->field.name);
	uint64_t unit = 8;
	if ((*member)->bit_size)
		unit = 8 * ((*member)->type->size ? (*member)->type->size : 1);
	*bit_offset = bits % unit;
	return plan_part(lower_bytes(l, object, NULL), bits / unit * unit / 8, node->type->size);
}

static const struct plan_expr *member_scalar(struct lower *l, const struct node *node)
{
	const struct ctype_member *member;
	uint32_t bit_offset;
	struct plan_scalar type = lower_scalar_type(node->type);
	struct plan_place place = member_place(l, node, &member, &bit_offset);
	if (!member->bit_size)
		return plan_load(l->arena, type, place);
	struct plan_scalar unit = { type.size, false, false };
	return lower_bits(l, plan_load(l->arena, unit, place), bit_offset, member->bit_size, type);
}

/* A field of a record or struct that the program has. */
static struct plan_place field_place(struct lower *l, const struct node *node)
{
	const struct node *object = node->field.object;
	const struct ctype_member *member;
	uint32_t bit_offset;
	if (object->type->kind == TYPE_STRUCT)
		return member_place(l, node, &member, &bit_offset);
	for (size_t i = 0; i < object->type->n_fields; i++) {
		const struct type_field *field = &object->type->fields[i];
		if (strcmp(field->name, node->field.name) == 0)
			return plan_part(lower_bytes(l, object, NULL), field->offset,
					 field->type->size);
	}
	BUG("no field '%s' in the record", node->field.name);
}

const struct plan_expr *lower_field_scalar(struct lower *l, const struct node *node)
{
	struct plan_scalar type = lower_scalar_type(node->type);
	if (node->kind == NODE_FIELD && lower_is_args(node->field.object))
		return lower_args_scalar(l, node);
	struct lower_access access;
	if (lower_find_access(l, node, &access))
		return lower_access_scalar(l, &access, type);
	if (node->kind == NODE_FIELD && node->field.object->type->kind == TYPE_STRUCT)
		return member_scalar(l, node);
	if (node->kind == NODE_FIELD)
		return plan_load(l->arena, type, field_place(l, node));
	const struct plan_expr *address;
	struct plan_place place = element_place(l, node, &address);
	return address ? lower_read(l, address, type, false) : plan_load(l->arena, type, place);
}

struct plan_place lower_field_bytes(struct lower *l, const struct node *node,
				    const struct plan_place *wanted)
{
	if (node->kind == NODE_FIELD && lower_is_args(node->field.object))
		return lower_args_bytes(l, node, wanted);
	struct lower_access access;
	if (lower_find_access(l, node, &access)) {
		struct plan_place dest = lower_destination(l, node->type, wanted);
		lower_access_bytes(l, &access, node->type, dest);
		return dest;
	}
	if (node->kind == NODE_FIELD)
		return field_place(l, node);
	const struct plan_expr *address;
	struct plan_place place = element_place(l, node, &address);
	if (!address)
		return place;
	struct plan_place dest = lower_destination(l, node->type, wanted);
	lower_read_bytes(l, address, false, dest);
	return dest;
}
