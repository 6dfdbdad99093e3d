#include "sema/type_convert.h"

#include <string.h>

/* Signed types hold unsigned ones of half their size; int64 is the widest there is. */
static const struct type *join_integers(const struct type *a, const struct type *b)
{
	uint32_t size = a->size > b->size ? a->size : b->size;
	uint32_t signed_size, unsigned_size;

	if (a->is_flexible && b->is_flexible)
		return a->size > b->size ? a : b;
	if (a->is_signed == b->is_signed)
		return type_int(size, a->is_signed);
	if (a->is_flexible || b->is_flexible)
		return type_int(size, false);
	signed_size = a->is_signed ? a->size : b->size;
	unsigned_size = a->is_signed ? b->size : a->size;
	if (unsigned_size < signed_size)
		return type_int(signed_size, true);
	return type_int(unsigned_size == 8 ? 8 : 2 * unsigned_size, true);
}

bool type_join_is_exact(const struct type *a, const struct type *b)
{
	if (a->kind != TYPE_INT || b->kind != TYPE_INT || a->is_signed == b->is_signed)
		return true;
	if (a->is_flexible || b->is_flexible)
		return true;
	return (a->is_signed ? b : a)->size < 8;
}

static const struct type *join_pointers(struct arena *arena, const struct type *a,
					const struct type *b)
{
	enum address_space space = a->space == b->space ? a->space : SPACE_NONE;
	const struct type *to = a->to;

	if (a->to->kind == TYPE_NONE)
		to = b->to;
	else if (b->to->kind != TYPE_NONE && !type_equal(a->to, b->to))
		return NULL;
	if (type_equal(a, b))
		return a;
	return type_pointer(arena, to, space);
}

static const struct type *join_fields(struct arena *arena, const struct type *a,
				      const struct type *b)
{
	struct type_field *fields;
	bool is_same = true;

	if (a->n_fields != b->n_fields)
		return NULL;
	fields = arena_alloc(arena, a->n_fields * sizeof(*fields));
	for (size_t i = 0; i < a->n_fields; i++) {
		const char *name = a->fields[i].name;

		if (name != NULL && strcmp(name, b->fields[i].name) != 0)
			return NULL;
		fields[i].name = name;
		fields[i].type = type_join(arena, a->fields[i].type, b->fields[i].type);
		if (fields[i].type == NULL)
			return NULL;
		is_same &= fields[i].type == a->fields[i].type;
	}
	return is_same ? a : type_fields(arena, fields, a->n_fields);
}

static const struct type *join_aggregations(const struct type *a, const struct type *b)
{
	if (type_equal(a, b) || b->is_flexible)
		return a;
	if (a->is_flexible)
		return b;
	/* min, max and the like of both signs count as signed; bounds must agree. */
	if (a->is_signed != b->is_signed)
		return a->is_signed ? a : b;
	return NULL;
}

/* Its enumerators are wider than an enum. */
static const struct type *join_enums(const struct type *a, const struct type *b)
{
	if (type_is_same_enum(a, b))
		return a->size >= b->size ? a : b;
	return join_integers(type_as_integer(a), type_as_integer(b));
}

/* Equal ones: it is the kernel's array only if both are. */
static const struct type *join_arrays(struct arena *arena, const struct type *a,
				      const struct type *b)
{
	if (a->from == NULL || (b->from != NULL && strcmp(a->from, b->from) == 0))
		return a;
	return type_array(arena, a->to, a->count);
}

/* Types of one kind. */
static const struct type *join_same_kind(struct arena *arena, const struct type *a,
					 const struct type *b)
{
	switch (a->kind) {
	case TYPE_INT:
		return join_integers(a, b);
	case TYPE_STRING:
	case TYPE_BUFFER:
		return a->size >= b->size ? a : b;
	case TYPE_POINTER:
		return join_pointers(arena, a, b);
	case TYPE_TUPLE:
	case TYPE_RECORD:
		return join_fields(arena, a, b);
	case TYPE_KSTACK:
	case TYPE_USTACK:
		if (a->bits != b->bits)
			return NULL;
		return a->count >= b->count ? a : b;
	case TYPE_COUNT:
	case TYPE_SUM:
	case TYPE_MIN:
	case TYPE_MAX:
	case TYPE_AVG:
	case TYPE_STATS:
	case TYPE_HIST:
	case TYPE_LHIST:
	case TYPE_TSERIES:
		return join_aggregations(a, b);
	case TYPE_TIMESTAMP:
	case TYPE_CGROUP_PATH:
		if (b->is_flexible)
			return a;
		return a->is_flexible || type_equal(a, b) ? b : NULL;
	case TYPE_ENUM:
		return join_enums(a, b);
	case TYPE_ARRAY:
		return type_equal(a, b) ? join_arrays(arena, a, b) : NULL;
	default:
		return type_equal(a, b) ? a : NULL;
	}
}

const struct type *type_join(struct arena *arena, const struct type *a, const struct type *b)
{
	if (a == NULL || b == NULL)
		return a == NULL ? b : a;
	if (a == b || b->kind == TYPE_ERROR)
		return a;
	if (a->kind == TYPE_ERROR)
		return b;
	if (a->kind == b->kind)
		return join_same_kind(arena, a, b);
	if (a->kind == TYPE_PROBE && b->kind == TYPE_STRING)
		return type_join(arena, type_string(arena, LIMIT_PROBE_NAME), b);
	if (b->kind == TYPE_PROBE && a->kind == TYPE_STRING)
		return type_join(arena, a, type_string(arena, LIMIT_PROBE_NAME));
	if (a->kind == TYPE_BOOL && type_is_integer(b))
		return type_as_integer(b);
	if (b->kind == TYPE_BOOL && type_is_integer(a))
		return type_as_integer(a);
	if (type_is_integer(a) && type_is_integer(b))
		return join_integers(type_as_integer(a), type_as_integer(b));
	return NULL;
}

const struct type *type_rigid(struct arena *arena, const struct type *type)
{
	struct type_field *fields;
	bool changed = false;

	if (type == NULL)
		return NULL;
	if (type->is_flexible) {
		struct type *copy = arena_new_of(arena, struct type);

		if (type->kind == TYPE_INT)
			return type_int(type->size, true);
		*copy = *type;
		copy->is_flexible = false;
		return copy;
	}
	if (type->kind != TYPE_TUPLE && type->kind != TYPE_RECORD)
		return type;
	fields = arena_alloc(arena, type->n_fields * sizeof(*fields));
	for (size_t i = 0; i < type->n_fields; i++) {
		fields[i] = type->fields[i];
		fields[i].type = type_rigid(arena, fields[i].type);
		changed |= fields[i].type != type->fields[i].type;
	}
	return changed ? type_fields(arena, fields, type->n_fields) : type;
}

const struct type *type_as_integer(const struct type *type)
{
	switch (type->kind) {
	case TYPE_INT:
		return type;
	case TYPE_BOOL:
		return type_literal(1, false);
	case TYPE_ENUM:
		return type_int(type->size, type->is_signed);
	case TYPE_COUNT:
		return type_int(8, false);
	case TYPE_SUM:
	case TYPE_MIN:
	case TYPE_MAX:
	case TYPE_AVG:
		return type_int(8, type->is_signed);
	default:
		return NULL;
	}
}

const struct type *type_promote(const struct type *a, const struct type *b)
{
	bool a_unsigned = !a->is_signed || (a->is_flexible && !b->is_signed);
	bool b_unsigned = !b->is_signed || (b->is_flexible && !a->is_signed);

	return type_int(8, !(a_unsigned && b_unsigned));
}

bool literal_fits(const struct node *literal, const struct type *type)
{
	uint64_t value = literal->integer.value;
	bool is_negative = literal->type != NULL && literal->type->is_signed && (int64_t)value < 0;
	unsigned bits = 8 * type->size;

	if (type->kind == TYPE_BOOL)
		return value <= 1;
	if (is_negative)
		return type->is_signed && (int64_t)value >= INT64_MIN >> (64 - bits);
	return value <= (type->is_signed ? (uint64_t)INT64_MAX : UINT64_MAX) >> (64 - bits);
}

/* An array of integers, or a string as an array of bytes: what an integer can be taken apart into. */
static bool is_bytes(const struct type *type)
{
	return type->kind == TYPE_STRING ||
	       (type->kind == TYPE_ARRAY && type->to->kind == TYPE_INT);
}

static bool is_number(const struct type *type)
{
	return type_is_integer(type) || type_is_castable(type) || type->kind == TYPE_POINTER;
}

enum cast_verdict type_cast(const struct type *from, const struct type *to)
{
	if (from->kind == TYPE_ERROR || to->kind == TYPE_ERROR)
		return CAST_OK;
	if (type_equal(from, to))
		return type_is_aggregation(from) ? CAST_IMPOSSIBLE : CAST_NEEDLESS;
	if (is_number(from) && type_is_scalar(to)) {
		/* An aggregation is reduced to a number first; it is no address. */
		return type_is_aggregation(from) && to->kind == TYPE_POINTER ? CAST_IMPOSSIBLE
									     : CAST_OK;
	}
	if ((from->kind == TYPE_STRING || from->kind == TYPE_PROBE) && to->kind == TYPE_STRING)
		return CAST_OK;
	if ((is_bytes(from) && is_bytes(to)) || (from->kind == TYPE_INT && is_bytes(to)) ||
	    (is_bytes(from) && to->kind == TYPE_INT)) {
		if (from->kind != TYPE_ARRAY && to->kind != TYPE_ARRAY)
			return CAST_IMPOSSIBLE; /* a string is no number */
		return from->size == to->size ? CAST_OK : CAST_WRONG_SIZE;
	}
	return CAST_IMPOSSIBLE;
}
