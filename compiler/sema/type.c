#include "sema/type.h"

#include <string.h>

#include "base/diag.h"
#include "base/strbuf.h"

#define INT_TYPE(bytes, sign, flexible)                                                   \
	{                                                                                 \
		.kind = TYPE_INT, .size = (bytes), .align = (bytes), .is_signed = (sign), \
		.is_flexible = (flexible)                                                 \
	}

static const struct type error_type = { .kind = TYPE_ERROR, .size = 8, .align = 8 };
static const struct type none_type = { .kind = TYPE_NONE };
static const struct type bool_type = { .kind = TYPE_BOOL, .size = 1, .align = 1 };
static const struct type unsigned_types[] = { INT_TYPE(1, false, false), INT_TYPE(2, false, false),
					      INT_TYPE(4, false, false),
					      INT_TYPE(8, false, false) };
static const struct type signed_types[] = { INT_TYPE(1, true, false), INT_TYPE(2, true, false),
					    INT_TYPE(4, true, false), INT_TYPE(8, true, false) };
static const struct type flexible_types[] = { INT_TYPE(1, true, true), INT_TYPE(2, true, true),
					      INT_TYPE(4, true, true), INT_TYPE(8, true, true) };

/* Kinds without parameters, with the bytes of skeleton/layout.h. */
static const struct type plain_types[] = {
	[TYPE_KSYM] = { .kind = TYPE_KSYM, .size = 8, .align = 8 },
	[TYPE_USYM] = { .kind = TYPE_USYM, .size = 16, .align = 8 },
	[TYPE_INET] = { .kind = TYPE_INET, .size = 20, .align = 4 },
	[TYPE_MAC] = { .kind = TYPE_MAC, .size = 6, .align = 1 },
	[TYPE_USERNAME] = { .kind = TYPE_USERNAME, .size = 4, .align = 4 },
	[TYPE_PROBE] = { .kind = TYPE_PROBE, .size = 4, .align = 4 },
	[TYPE_COUNT] = { .kind = TYPE_COUNT, .size = 16, .align = 8 },
};

bool type_is_integer(const struct type *type)
{
	return type->kind == TYPE_INT || type->kind == TYPE_BOOL || type->kind == TYPE_ENUM;
}

bool type_is_scalar(const struct type *type)
{
	return type_is_integer(type) || type->kind == TYPE_POINTER;
}

/* One that only the target knows has its size there. */
bool type_has_size(const struct type *type)
{
	if (type->kind == TYPE_STRUCT)
		return type->ctype->kind != CTYPE_FORWARD;
	return type->size > 0;
}

bool type_is_aggregation(const struct type *type)
{
	return type->kind >= TYPE_COUNT && type->kind <= TYPE_TSERIES;
}

bool type_is_castable(const struct type *type)
{
	return type->kind >= TYPE_COUNT && type->kind <= TYPE_AVG;
}

static bool names_equal(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool fields_equal(const struct type *a, const struct type *b)
{
	if (a->n_fields != b->n_fields)
		return false;
	for (size_t i = 0; i < a->n_fields; i++) {
		if (!names_equal(a->fields[i].name, b->fields[i].name) ||
		    !type_equal(a->fields[i].type, b->fields[i].type))
			return false;
	}
	return true;
}

/* Structs of one origin are shared; a clone of a BTF has its own, told apart by their tag. */
static bool ctypes_equal(const struct ctype *a, const struct ctype *b)
{
	if (a == b)
		return true;
	return a != NULL && b != NULL && a->kind == b->kind && a->origin == b->origin &&
	       a->name != NULL && names_equal(a->name, b->name);
}

bool type_equal(const struct type *a, const struct type *b)
{
	if (a == b)
		return true;
	if (a->kind != b->kind || a->size != b->size || a->is_signed != b->is_signed ||
	    a->is_flexible != b->is_flexible || a->count != b->count || a->bits != b->bits ||
	    a->min != b->min || a->max != b->max || a->step != b->step)
		return false;
	if (a->kind == TYPE_POINTER && a->space != b->space)
		return false;
	if ((a->to == NULL) != (b->to == NULL) || (a->to != NULL && !type_equal(a->to, b->to)))
		return false;
	return ctypes_equal(a->ctype, b->ctype) && names_equal(a->text, b->text) &&
	       fields_equal(a, b);
}

bool type_is_same_enum(const struct type *a, const struct type *b)
{
	return a->kind == TYPE_ENUM && b->kind == TYPE_ENUM && ctypes_equal(a->ctype, b->ctype);
}

/* Names of kinds that need no more than a word. */
static const char *const kind_words[] = {
	[TYPE_ERROR] = "error",       [TYPE_NONE] = "void",
	[TYPE_BOOL] = "bool",         [TYPE_KSYM] = "ksym",
	[TYPE_USYM] = "usym",         [TYPE_KSTACK] = "kstack",
	[TYPE_USTACK] = "ustack",     [TYPE_INET] = "inet",
	[TYPE_MAC] = "macaddr",       [TYPE_TIMESTAMP] = "timestamp",
	[TYPE_USERNAME] = "username", [TYPE_CGROUP_PATH] = "cgroup_path",
	[TYPE_PROBE] = "probe",       [TYPE_COUNT] = "count",
	[TYPE_SUM] = "sum",           [TYPE_MIN] = "min",
	[TYPE_MAX] = "max",           [TYPE_AVG] = "avg",
	[TYPE_STATS] = "stats",       [TYPE_HIST] = "hist",
	[TYPE_LHIST] = "lhist",       [TYPE_TSERIES] = "tseries",
};

static void put_type(struct strbuf *out, const struct type *type);

static void put_fields(struct strbuf *out, const struct type *type)
{
	strbuf_putc(out, '(');
	for (size_t i = 0; i < type->n_fields; i++) {
		if (i > 0)
			strbuf_puts(out, ", ");
		if (type->fields[i].name != NULL)
			strbuf_printf(out, "%s: ", type->fields[i].name);
		put_type(out, type->fields[i].type);
	}
	strbuf_putc(out, ')');
}

static void put_ctype(struct strbuf *out, const struct ctype *ctype)
{
	const char *word = "struct";

	if (ctype->kind == CTYPE_ENUM)
		word = "enum";
	else if (ctype->kind == CTYPE_UNION || (ctype->kind == CTYPE_FORWARD && ctype->is_union))
		word = "union";
	if (ctype->name == NULL && ctype->typedef_name != NULL)
		strbuf_puts(out, ctype->typedef_name);
	else
		strbuf_printf(out, "%s %s", word, ctype->name != NULL ? ctype->name : "{...}");
}

/* The format or filter tells the types of two values apart. */
static void put_texted(struct strbuf *out, const struct type *type)
{
	strbuf_puts(out, kind_words[type->kind]);
	if (type->text != NULL)
		strbuf_printf(out, "(\"%s\")", type->text);
}

/* Stacks of different modes are different types. */
static void put_stack(struct strbuf *out, const struct type *type)
{
	static const char *const modes[] = {
		[ABI_STACK_PERF] = "(perf)",
		[ABI_STACK_RAW] = "(raw)",
		[ABI_STACK_BUILD_ID] = "(build_id)",
	};

	strbuf_puts(out, kind_words[type->kind]);
	if (type->bits < sizeof(modes) / sizeof(modes[0]) && modes[type->bits] != NULL)
		strbuf_puts(out, modes[type->bits]);
}

static void put_type(struct strbuf *out, const struct type *type)
{
	switch (type->kind) {
	case TYPE_INT:
		strbuf_printf(out, "%sint%u", type->is_signed ? "" : "u", type->size * 8);
		break;
	case TYPE_ENUM:
	case TYPE_STRUCT:
		put_ctype(out, type->ctype);
		break;
	case TYPE_POINTER:
		put_type(out, type->to);
		strbuf_puts(out, type->to->kind == TYPE_POINTER ? "*" : " *");
		break;
	case TYPE_STRING:
		strbuf_printf(out, "string[%u]", type->size);
		break;
	case TYPE_BUFFER:
		strbuf_printf(out, "buffer[%llu]", (unsigned long long)type->count);
		break;
	case TYPE_ARRAY:
		put_type(out, type->to);
		strbuf_printf(out, "[%llu]", (unsigned long long)type->count);
		break;
	case TYPE_TUPLE:
	case TYPE_RECORD:
		put_fields(out, type);
		break;
	case TYPE_TIMESTAMP:
	case TYPE_CGROUP_PATH:
		put_texted(out, type);
		break;
	case TYPE_KSTACK:
	case TYPE_USTACK:
		put_stack(out, type);
		break;
	default:
		strbuf_puts(out, kind_words[type->kind]);
		break;
	}
}

const char *type_name(struct arena *arena, const struct type *type)
{
	struct strbuf out;

	strbuf_init(&out, arena);
	put_type(&out, type);
	return strbuf_text(&out);
}

const struct type *type_error(void)
{
	return &error_type;
}

const struct type *type_none(void)
{
	return &none_type;
}

const struct type *type_bool(void)
{
	return &bool_type;
}

static const struct type *int_of(const struct type *table, uint32_t size)
{
	switch (size) {
	case 1:
		return &table[0];
	case 2:
		return &table[1];
	case 4:
		return &table[2];
	case 8:
		return &table[3];
	}
	BUG("integer of %u bytes", size);
}

const struct type *type_int(uint32_t size, bool is_signed)
{
	return int_of(is_signed ? signed_types : unsigned_types, size);
}

const struct type *type_literal(uint64_t value, bool is_negative)
{
	for (uint32_t size = 1; size <= 8; size *= 2) {
		uint64_t most = (uint64_t)INT64_MAX >> (64 - 8 * size);

		if (is_negative && ~value <= most)
			return type_int(size, true);
		if (!is_negative && value <= most)
			return int_of(flexible_types, size);
	}
	return type_int(8, false);
}

const struct type *type_of_kind(enum type_kind kind)
{
	if ((size_t)kind >= sizeof(plain_types) / sizeof(plain_types[0]) ||
	    plain_types[kind].size == 0)
		BUG("type kind %d has parameters", kind);
	return &plain_types[kind];
}
