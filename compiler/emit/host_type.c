#include "emit/host_type.h"

#include <inttypes.h>
#include <string.h>

#include "base/diag.h"

static const struct {
	const char *kind, *symbol;
} values[] = {
#define VALUE(kind, symbol) [ABI_VALUE_##kind] = { #kind, #symbol },
#include "value.def"
};

void host_member(struct strbuf *list, const char *name, const char *value)
{
	strbuf_printf(list, "%s.%s = %s", list->size ? ", " : "", name, value);
}

void host_number(struct strbuf *list, const char *name, int64_t value)
{
	if (value == INT64_MIN)
		host_member(list, name, "INT64_MIN");
	else if (value)
		host_member(list, name, arena_printf(list->arena, "%" PRId64, value));
}

void host_unsigned(struct strbuf *list, const char *name, uint64_t value)
{
	const char *suffix = value > INT64_MAX ? "u" : "";

	if (value)
		host_member(list, name, arena_printf(list->arena, "%" PRIu64 "%s", value, suffix));
}

void host_text(struct strbuf *list, const char *name, const char *text, size_t size)
{
	struct strbuf literal;

	if (!text)
		return;
	strbuf_init(&literal, list->arena);
	strbuf_putc(&literal, '"');
	strbuf_put_c_escaped(&literal, text, size);
	strbuf_putc(&literal, '"');
	host_member(list, name, strbuf_text(&literal));
}

void host_string(struct strbuf *list, const char *name, const char *text)
{
	if (text)
		host_text(list, name, text, strlen(text));
}

/* --- equality --- */

static bool same_type(const struct abi_type *a, const struct abi_type *b);

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
		    !same_type(f->type, g->type))
			return false;
	}
	return true;
}

static bool same_enumerators(const struct abi_type *a, const struct abi_type *b)
{
	for (uint32_t i = 0; i < a->n_enumerators; i++)
		if (strcmp(a->enumerators[i].name, b->enumerators[i].name) != 0 ||
		    a->enumerators[i].value != b->enumerators[i].value)
			return false;
	return true;
}

static bool same_type(const struct abi_type *a, const struct abi_type *b)
{
	if (a == b || !a || !b)
		return a == b;
	return a->kind == b->kind && a->is_signed == b->is_signed && a->bits == b->bits &&
	       a->size == b->size && a->align == b->align && a->count == b->count &&
	       a->n_enumerators == b->n_enumerators && a->min == b->min && a->max == b->max &&
	       a->step == b->step && same_text(a->text, b->text) &&
	       same_type(a->element, b->element) && same_fields(a, b) && same_enumerators(a, b);
}

static int find(const struct host_types *types, const struct abi_type *type)
{
	for (size_t i = 0; i < types->types.count; i++)
		if (same_type(types->types.items[i], type))
			return (int)i;
	return -1;
}

void host_type_add(struct host_types *types, const struct abi_type *type)
{
	if (!type || find(types, type) >= 0)
		return;
	host_type_add(types, type->element);
	if (type->fields)
		for (uint32_t i = 0; i < type->count; i++)
			host_type_add(types, type->fields[i].type);
	vec_push(&types->types, type);
}

const char *host_type_name(const struct host_types *types, const struct abi_type *type)
{
	int index;

	if (!type)
		return "NULL";
	index = find(types, type);
	if (index < 0)
		BUG("a type that was not noted");
	return arena_printf(types->arena, "&type_%d", index);
}

/* --- printing --- */

static void print_fields(const struct host_types *types, struct cwriter *w, size_t index)
{
	const struct abi_type *type = types->types.items[index];

	cw_open(w, "static const struct abi_field type_%zu_fields[] =", index);
	for (uint32_t i = 0; i < type->count; i++) {
		const struct abi_field *field = &type->fields[i];
		struct strbuf list;

		strbuf_init(&list, types->arena);
		host_string(&list, "name", field->name);
		host_unsigned(&list, "offset", field->offset);
		host_unsigned(&list, "bit_offset", field->bit_offset);
		host_unsigned(&list, "bit_size", field->bit_size);
		host_member(&list, "type", host_type_name(types, field->type));
		cw_element(w, "{ %s }", strbuf_text(&list));
	}
	cw_close_type(w);
}

static void print_enumerators(const struct host_types *types, struct cwriter *w, size_t index)
{
	const struct abi_type *type = types->types.items[index];

	cw_open(w, "static const struct abi_enumerator type_%zu_enumerators[] =", index);
	for (uint32_t i = 0; i < type->n_enumerators; i++) {
		struct strbuf list;

		strbuf_init(&list, types->arena);
		host_string(&list, "name", type->enumerators[i].name);
		host_unsigned(&list, "value", type->enumerators[i].value);
		cw_element(w, "{ %s }", strbuf_text(&list));
	}
	cw_close_type(w);
}

static bool has_fields(const struct abi_type *type)
{
	return type->fields && type->count > 0;
}

static const char *members(const struct host_types *types, size_t index)
{
	struct arena *arena = types->arena;
	const struct abi_type *type = types->types.items[index];
	struct strbuf list;

	strbuf_init(&list, arena);
	host_member(&list, "ops", arena_printf(arena, "&rt_value_%s", values[type->kind].symbol));
	host_member(&list, "kind", arena_printf(arena, "ABI_VALUE_%s", values[type->kind].kind));
	if (type->is_signed)
		host_member(&list, "is_signed", "true");
	host_unsigned(&list, "bits", type->bits);
	host_unsigned(&list, "size", type->size);
	host_unsigned(&list, "align", type->align);
	host_unsigned(&list, "count", type->count);
	if (type->element)
		host_member(&list, "element", host_type_name(types, type->element));
	if (has_fields(type))
		host_member(&list, "fields", arena_printf(arena, "type_%zu_fields", index));
	if (type->n_enumerators)
		host_member(&list, "enumerators",
			    arena_printf(arena, "type_%zu_enumerators", index));
	host_unsigned(&list, "n_enumerators", type->n_enumerators);
	host_number(&list, "min", type->min);
	host_number(&list, "max", type->max);
	host_number(&list, "step", type->step);
	host_string(&list, "text", type->text);
	return strbuf_text(&list);
}

void host_types_print(const struct host_types *types, struct cwriter *w)
{
	for (size_t i = 0; i < types->types.count; i++) {
		if (has_fields(types->types.items[i]))
			print_fields(types, w, i);
		if (types->types.items[i]->n_enumerators)
			print_enumerators(types, w, i);
		cw_statement(w, "static const struct abi_type type_%zu = { %s }", i,
			     members(types, i));
	}
	if (types->types.count)
		cw_blank(w);
}
