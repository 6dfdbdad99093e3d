/*
 * Members and elements as values: read from memory, or taken out of bytes that the program has.
 */
#include <string.h>

#include "base/diag.h"
#include "plan/lowering.h"
#include "sema/struct_copy.h"

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
	const struct plan_expr *index = lower_index(l, node, NULL);
	if (index->kind == PLAN_EXPR_CONST)
		return plan_part(place, index->value * node->type->size, node->type->size);
	const struct plan_expr *size = plan_const(l->arena, SCALAR_U64, node->type->size);
	const struct plan_expr *offset = plan_cast(l->arena, SCALAR_U64, index);
	if (node->type->size != 1)
		offset = plan_binary(l->arena, PLAN_MULTIPLY, offset, size);
	*address = plan_binary(l->arena, PLAN_ADD, plan_address(l->arena, place), offset);
	return place;
}

/* A member of a struct that the program has. */
struct member_place {
	struct plan_place place;
	uint32_t bit_offset, bit_size; /* of a bit field in the bytes of C */
};

static struct member_place copied_member(struct lower *l, const struct node *node)
{
	const struct node *object = node->field.object;
	uint32_t offset;
	if (!struct_copy_find(object->type->ctype, node->field.name, &offset))
		BUG("no member '%s' in a copy", node->field.name);
	return (struct member_place){ .place = plan_part(lower_bytes(l, object, NULL), offset,
							 node->type->size) };
}

/* Of a copy (sema/struct_copy.h), or in the bytes that C has for it. */
static struct member_place member_place(struct lower *l, const struct node *node)
{
	const struct node *object = node->field.object;
	uint64_t bits = 0, unit = 8;
	if (struct_is_copied(object->type->ctype))
		return copied_member(l, node);
	const struct ctype_member *member =
		ctype_find_member(object->type->ctype, node->field.name, &bits);
	if (!member)
		BUG("no member '%s'", node->field.name);
	if (member->bit_size)
		unit = 8 * (member->type->size ? member->type->size : 1);
	struct member_place found = { .bit_offset = bits % unit, .bit_size = member->bit_size };
	found.place = plan_part(lower_bytes(l, object, NULL), bits / unit * unit / 8,
				node->type->size);
	return found;
}

static const struct plan_expr *member_scalar(struct lower *l, const struct node *node)
{
	struct plan_scalar type = lower_scalar_type(node->type);
	struct member_place found = member_place(l, node);
	if (!found.bit_size)
		return plan_load(l->arena, type, found.place);
	struct plan_scalar unit = { type.size, false, false };
	return lower_bits(l, plan_load(l->arena, unit, found.place), found.bit_offset,
			  found.bit_size, type);
}

/* A field of a record or struct that the program has. */
static struct plan_place field_place(struct lower *l, const struct node *node)
{
	const struct node *object = node->field.object;
	if (object->type->kind == TYPE_STRUCT)
		return member_place(l, node).place;
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
