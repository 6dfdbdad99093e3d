#include "plan/layout.h"

#include <string.h>

#include "base/diag.h"
#include "sema/struct_copy.h"

static const uint8_t value_kinds[] = {
	[TYPE_ERROR] = ABI_VALUE_NONE,
	[TYPE_NONE] = ABI_VALUE_NONE,
	[TYPE_INT] = ABI_VALUE_INT,
	[TYPE_BOOL] = ABI_VALUE_BOOL,
	[TYPE_ENUM] = ABI_VALUE_ENUM,
	[TYPE_POINTER] = ABI_VALUE_POINTER,
	[TYPE_STRING] = ABI_VALUE_STRING,
	[TYPE_BUFFER] = ABI_VALUE_BUFFER,
	[TYPE_ARRAY] = ABI_VALUE_ARRAY,
	[TYPE_TUPLE] = ABI_VALUE_TUPLE,
	[TYPE_RECORD] = ABI_VALUE_RECORD,
	[TYPE_STRUCT] = ABI_VALUE_RECORD,
	[TYPE_KSYM] = ABI_VALUE_KSYM,
	[TYPE_USYM] = ABI_VALUE_USYM,
	[TYPE_KSTACK] = ABI_VALUE_KSTACK,
	[TYPE_USTACK] = ABI_VALUE_USTACK,
	[TYPE_INET] = ABI_VALUE_INET,
	[TYPE_MAC] = ABI_VALUE_MAC,
	[TYPE_TIMESTAMP] = ABI_VALUE_TIMESTAMP,
	[TYPE_USERNAME] = ABI_VALUE_USERNAME,
	[TYPE_CGROUP_PATH] = ABI_VALUE_CGROUP_PATH,
	[TYPE_PROBE] = ABI_VALUE_PROBE_NAME,
	[TYPE_COUNT] = ABI_VALUE_COUNT,
	[TYPE_SUM] = ABI_VALUE_SUM,
	[TYPE_MIN] = ABI_VALUE_MIN,
	[TYPE_MAX] = ABI_VALUE_MAX,
	[TYPE_AVG] = ABI_VALUE_AVG,
	[TYPE_STATS] = ABI_VALUE_STATS,
	[TYPE_HIST] = ABI_VALUE_HIST,
	[TYPE_LHIST] = ABI_VALUE_LHIST,
	[TYPE_TSERIES] = ABI_VALUE_TSERIES,
};

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_fields(const struct abi_type *a, const struct abi_type *b)
{
	if (!a->fields || !b->fields)
		return a->fields == b->fields;
	for (uint32_t i = 0; i < a->count; i++) {
		const struct abi_field *f = &a->fields[i], *g = &b->fields[i];
		if (!same_text(f->name, g->name) || f->offset != g->offset ||
		    f->bit_offset != g->bit_offset || f->bit_size != g->bit_size ||
		    f->type != g->type)
			return false;
	}
	return true;
}

static bool same_enumerators(const struct abi_type *a, const struct abi_type *b)
{
	for (uint32_t i = 0; i < a->n_enumerators; i++) {
		if (!same_text(a->enumerators[i].name, b->enumerators[i].name) ||
		    a->enumerators[i].value != b->enumerators[i].value)
			return false;
	}
	return true;
}

static bool same_type(const struct abi_type *a, const struct abi_type *b)
{
	return a->kind == b->kind && a->is_signed == b->is_signed && a->bits == b->bits &&
	       a->size == b->size && a->align == b->align && a->count == b->count &&
	       a->element == b->element && a->n_enumerators == b->n_enumerators &&
	       a->min == b->min && a->max == b->max && a->step == b->step &&
	       same_text(a->text, b->text) && same_fields(a, b) && same_enumerators(a, b);
}

/* The equal type that is there already, else a copy of this one. */
static const struct abi_type *share(struct layout *layout, const struct abi_type *type)
{
	vec_foreach(struct abi_type *, known, &layout->types) {
		if (same_type(*known, type))
			return *known;
	}
	struct abi_type *copy = arena_new_of(layout->arena, struct abi_type);
	*copy = *type;
	vec_push(&layout->types, copy);
	return copy;
}

static void add_fields(struct layout *layout, struct abi_type *out, const struct type *type)
{
	struct abi_field *fields =
		arena_alloc(layout->arena, (type->n_fields + 1) * sizeof(*fields));
	for (size_t i = 0; i < type->n_fields; i++) {
		fields[i].name = type->fields[i].name;
		fields[i].offset = type->fields[i].offset;
		fields[i].type = layout_type(layout, type->fields[i].type);
	}
	out->fields = fields;
	out->count = type->n_fields;
}

typedef VEC(struct abi_field) field_vec;

/* Members of a C struct; those of anonymous members stand among them. */
static void add_members(struct layout *layout, field_vec *fields, const struct ctype *ctype,
			uint64_t base_bits)
{
	for (size_t i = 0; i < ctype->n_members; i++) {
		const struct ctype_member *member = &ctype->members[i];
		uint64_t bits = base_bits + member->bit_offset;
		if (!member->name && member->type->n_members) {
			add_members(layout, fields, member->type, bits);
			continue;
		}
		if (!member->name)
			continue;
		const struct type *type = type_of_ctype(layout->arena, member->type, SPACE_KERNEL);
		struct abi_field field = { .name = member->name };
		field.type = layout_type(layout, type);
		field.offset = bits / 8;
		if (member->bit_size) {
			uint64_t unit = 8 * (member->type->size ? member->type->size : 1);
			field.offset = bits / unit * unit / 8;
			field.bit_offset = bits % unit;
			field.bit_size = member->bit_size;
		}
		vec_push(fields, field);
	}
}

/* Members of a struct that the target lays out. */
static void add_copied(struct layout *layout, field_vec *fields, const struct type *type)
{
	size_t n;
	const struct type_field *members = struct_copy_fields(layout->arena, type, &n);
	for (size_t i = 0; i < n; i++) {
		struct abi_field field = { .name = members[i].name, .offset = members[i].offset };
		field.type = layout_type(layout, members[i].type);
		vec_push(fields, field);
	}
}

static void add_struct(struct layout *layout, struct abi_type *out, const struct type *type)
{
	field_vec fields;
	vec_init(&fields, layout->arena);
	if (struct_is_copied(type->ctype))
		add_copied(layout, &fields, type);
	else
		add_members(layout, &fields, type->ctype, 0);
	out->fields = fields.items;
	out->count = fields.count;
}

static void add_enumerators(struct layout *layout, struct abi_type *out, const struct ctype *ctype)
{
	if (!ctype || !ctype->n_enumerators)
		return;
	struct abi_enumerator *list =
		arena_alloc(layout->arena, ctype->n_enumerators * sizeof(*list));
	for (size_t i = 0; i < ctype->n_enumerators; i++) {
		list[i].name = ctype->enumerators[i].name;
		list[i].value = ctype->enumerators[i].value;
	}
	out->enumerators = list;
	out->n_enumerators = ctype->n_enumerators;
}

static uint32_t aggregation_size(enum type_kind kind)
{
	if (kind == TYPE_TSERIES)
		return sizeof(struct abi_tseries);
	return kind == TYPE_HIST || kind == TYPE_LHIST ? sizeof(uint64_t)
						       : sizeof(struct abi_aggregate);
}

static void set_size(struct abi_type *out, const struct type *type)
{
	out->size = type->size;
	out->align = type->align ? type->align : 1;
	if (!type_is_aggregation(type))
		return;
	out->size = aggregation_size(type->kind);
	out->align = 8;
}

const struct abi_type *layout_type(struct layout *layout, const struct type *type)
{
	struct abi_type out = { .kind = value_kinds[type->kind] };
	set_size(&out, type);
	out.is_signed = type->is_signed;
	out.bits = type->bits;
	out.count = type->count;
	out.min = type->min;
	out.max = type->max;
	out.step = type->step;
	out.text = type->text;
	if (type->kind == TYPE_ENUM && type->ctype && type->ctype->origin == CTYPE_KERNEL)
		out.text = type->ctype->name;
	if (!out.text && type->kind == TYPE_TIMESTAMP)
		out.text = "%H:%M:%S"; /* of a variable that is never assigned to */
	if (type->kind == TYPE_TUPLE || type->kind == TYPE_RECORD)
		add_fields(layout, &out, type);
	if (type->kind == TYPE_ARRAY)
		out.element = layout_type(layout, type->to);
	if (type->kind == TYPE_ARRAY && type->from) {
		out.kind = ABI_VALUE_KERNEL_ARRAY;
		out.text = type->from;
	}
	if (type->kind == TYPE_ENUM)
		add_enumerators(layout, &out, type->ctype);
	if (type->kind == TYPE_STRUCT)
		add_struct(layout, &out, type);
	if (type->kind == TYPE_STRUCT && type->ctype->origin == CTYPE_KERNEL && type->ctype->name) {
		out.kind = ABI_VALUE_KERNEL_RECORD;
		out.text = type->ctype->name;
	}
	return share(layout, &out);
}

/* Values that are one number in a program, whatever they mean. */
static bool is_number(const struct type *type)
{
	return type_is_scalar(type) || type->kind == TYPE_KSYM || type->kind == TYPE_USERNAME ||
	       type->kind == TYPE_CGROUP_PATH || type->kind == TYPE_PROBE;
}

const struct abi_type *layout_map_value(struct layout *layout, const struct type *type)
{
	struct abi_type out = *layout_type(layout, type);
	if (!is_number(type))
		return layout_type(layout, type);
	out.size = 8;
	out.align = 8;
	return share(layout, &out);
}

const struct abi_type *layout_int(struct layout *layout, uint32_t size, bool is_signed)
{
	return layout_type(layout, type_int(size, is_signed));
}

uint32_t layout_buckets(const struct type *type)
{
	if (type->kind == TYPE_HIST)
		return ((65u - type->bits) << type->bits) + 1;
	if (type->kind == TYPE_TSERIES)
		return type->max;
	return (type->max - type->min) / type->step + 2;
}
