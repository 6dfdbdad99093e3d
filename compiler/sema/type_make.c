/* The types that have parameters: each call makes a new one in the arena. */
#include "sema/type.h"

#include <string.h>

#include "sema/struct_copy.h"

static struct type *new_type(struct arena *arena, enum type_kind kind, uint32_t size,
			     uint32_t align)
{
	struct type *type = arena_new_of(arena, struct type);

	type->kind = kind;
	type->size = size;
	type->align = align;
	return type;
}

const struct type *type_string(struct arena *arena, uint32_t size)
{
	return new_type(arena, TYPE_STRING, size, 1);
}

const struct type *type_buffer(struct arena *arena, uint32_t capacity)
{
	/* Length in front, as ABI_VALUE_BUFFER says. */
	struct type *type = new_type(arena, TYPE_BUFFER, 4 + capacity, 4);

	type->count = capacity;
	return type;
}

/* Pointers in a struct point to where the struct lies. */
static const struct type *lying_in(struct arena *arena, const struct type *type,
				   enum address_space space)
{
	struct type *copy;

	if (type->kind == TYPE_ARRAY) {
		const struct type *element = lying_in(arena, type->to, space);

		return element == type->to ? type : type_array(arena, element, type->count);
	}
	if (type->kind != TYPE_STRUCT || type->space == space)
		return type;
	copy = arena_new_of(arena, struct type);
	*copy = *type;
	copy->space = space;
	return copy;
}

const struct type *type_pointer(struct arena *arena, const struct type *to,
				enum address_space space)
{
	struct type *type = new_type(arena, TYPE_POINTER, 8, 8);

	type->to = lying_in(arena, to, space);
	type->space = space;
	return type;
}

const struct type *type_array(struct arena *arena, const struct type *element, uint64_t count)
{
	struct type *type = new_type(arena, TYPE_ARRAY, 0, element->align ? element->align : 1);
	uint64_t size;

	if (__builtin_mul_overflow(count, (uint64_t)element->size, &size) || size > UINT32_MAX)
		size = UINT32_MAX;
	type->size = (uint32_t)size;
	type->to = element;
	type->count = count;
	return type;
}

static uint32_t round_up(uint32_t offset, uint32_t align)
{
	return align > 1 ? (offset + align - 1) / align * align : offset;
}

/* An empty tuple takes a byte: the kernel knows no empty keys or values. */
const struct type *type_fields(struct arena *arena, const struct type_field *fields, size_t n)
{
	bool has_names = n > 0 && fields[0].name != NULL;
	struct type *type = new_type(arena, has_names ? TYPE_RECORD : TYPE_TUPLE, 0, 1);
	struct type_field *copy = arena_alloc(arena, n * sizeof(*copy));
	uint32_t offset = 0;

	for (size_t i = 0; i < n; i++) {
		uint32_t align = fields[i].type->align;

		copy[i] = fields[i];
		offset = round_up(offset, align);
		copy[i].offset = offset;
		offset += fields[i].type->size;
		if (align > type->align)
			type->align = align;
	}
	type->size = n > 0 ? round_up(offset, type->align) : 1;
	type->fields = copy;
	type->n_fields = n;
	return type;
}

const struct type *type_struct(struct arena *arena, const struct ctype *ctype)
{
	struct struct_size whole = struct_value_size(ctype);
	struct type *type = new_type(arena, TYPE_STRUCT, whole.size, whole.align);

	type->ctype = ctype;
	return type;
}

static const struct type *enum_of_size(struct arena *arena, const struct ctype *ctype,
				       uint32_t size)
{
	struct type *type = new_type(arena, TYPE_ENUM, size, size);

	type->is_signed = ctype->is_signed;
	type->ctype = ctype;
	return type;
}

const struct type *type_enum(struct arena *arena, const struct ctype *ctype)
{
	return enum_of_size(arena, ctype, (uint32_t)ctype->size);
}

const struct type *type_enumerator(struct arena *arena, const struct ctype *ctype)
{
	return enum_of_size(arena, ctype, 8);
}

const struct type *type_stack(struct arena *arena, enum type_kind kind, uint64_t frames,
			      enum abi_stack_mode mode)
{
	uint32_t head = kind == TYPE_USTACK ? sizeof(struct abi_ustack) : sizeof(struct abi_kstack);
	bool has_build_ids = kind == TYPE_USTACK && mode == ABI_STACK_BUILD_ID;
	uint32_t frame = has_build_ids ? sizeof(struct abi_build_id) : sizeof(uint64_t);
	struct type *type = new_type(arena, kind, head + frame * (uint32_t)frames, 8);

	/* The kernel is no file with a build id. */
	if (mode == ABI_STACK_BUILD_ID && !has_build_ids)
		mode = ABI_STACK_RAW;
	type->count = frames;
	type->bits = (uint8_t)mode;
	return type;
}

const struct type *type_text(struct arena *arena, enum type_kind kind, const char *text)
{
	uint32_t size = kind == TYPE_TIMESTAMP ? sizeof(struct abi_timestamp) : 8;
	struct type *type = new_type(arena, kind, size, 8);

	type->text = text;
	return type;
}

const struct type *type_any_text(struct arena *arena, enum type_kind kind)
{
	struct type *type = arena_new_of(arena, struct type);

	*type = *type_text(arena, kind, NULL);
	type->is_flexible = true;
	return type;
}

const struct type *type_aggregation(struct arena *arena, enum type_kind kind, const struct type *of)
{
	struct type *type = new_type(arena, kind, sizeof(struct abi_aggregate), 8);

	if (of != NULL) {
		type->is_signed = of->is_signed;
		type->is_flexible = of->is_flexible;
	}
	return type;
}

const struct type *type_hist(struct arena *arena, uint8_t bits)
{
	struct type *type = new_type(arena, TYPE_HIST, 8, 8);

	type->bits = bits;
	return type;
}

const struct type *type_bounded(struct arena *arena, enum type_kind kind, int64_t min, int64_t max,
				int64_t step)
{
	struct type *type = new_type(arena, kind, 8, 8);

	type->min = min;
	type->max = max;
	type->step = step;
	return type;
}

static const struct type *array_of_ctype(struct arena *arena, const struct ctype *ctype,
					 enum address_space space)
{
	bool is_text = ctype->target->kind == CTYPE_INT && ctype->target->is_char;

	/* A flexible char array has no size of its own: it is read by its address. */
	if (is_text && ctype->count > 0 && ctype->count <= UINT32_MAX)
		return type_string(arena, (uint32_t)ctype->count);
	return type_array(arena, type_of_ctype(arena, ctype->target, space), ctype->count);
}

const struct type *type_of_ctype(struct arena *arena, const struct ctype *ctype,
				 enum address_space space)
{
	switch (ctype->kind) {
	case CTYPE_INT:
		/* 128-bit integers have no arithmetic here. */
		if (ctype->size != 1 && ctype->size != 2 && ctype->size != 4 && ctype->size != 8)
			return type_none();
		return type_int((uint32_t)ctype->size, ctype->is_signed);
	case CTYPE_BOOL:
		return type_bool();
	case CTYPE_ENUM:
		if (ctype->size != 1 && ctype->size != 2 && ctype->size != 4 && ctype->size != 8)
			return type_none();
		return type_enum(arena, ctype);
	case CTYPE_POINTER:
		return type_pointer(arena, type_of_ctype(arena, ctype->target, space),
				    ctype->is_user ? SPACE_USER : space);
	case CTYPE_ARRAY:
		return array_of_ctype(arena, ctype, space);
	case CTYPE_STRUCT:
	case CTYPE_UNION:
	case CTYPE_FORWARD:
		return lying_in(arena, type_struct(arena, ctype), space);
	case CTYPE_VOID:
	case CTYPE_FUNCTION:
	case CTYPE_FLOAT:
		return type_none();
	}
	return type_none();
}

const struct type *type_of_member(struct arena *arena, const struct ctype *owner,
				  const struct ctype_member *member, enum address_space space)
{
	const struct type *type = type_of_ctype(arena, member->type, space);
	struct type *copy;

	if (type->kind != TYPE_ARRAY || owner->origin != CTYPE_KERNEL || owner->name == NULL)
		return type;
	copy = arena_new_of(arena, struct type);
	*copy = *type;
	copy->from = arena_printf(arena, "%s.%s", owner->name, member->name);
	return copy;
}
