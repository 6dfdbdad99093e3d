#include "kernel/stand_in.h"

#include <string.h>

#include "kernel/constant.h"

#define MEMBER       "tracec_stand_in"
#define TYPEDEF_NAME "tracec_typedef_"

/* Names of the kernel's and libc's integers, for a target that has no types. */
static const struct {
	const char *name, *text;
} integers[] = {
	{ "u8", "unsigned char" },
	{ "u16", "unsigned short" },
	{ "u32", "unsigned int" },
	{ "u64", "unsigned long long" },
	{ "s8", "signed char" },
	{ "s16", "short" },
	{ "s32", "int" },
	{ "s64", "long long" },
	{ "__u8", "unsigned char" },
	{ "__u16", "unsigned short" },
	{ "__u32", "unsigned int" },
	{ "__u64", "unsigned long long" },
	{ "__s8", "signed char" },
	{ "__s16", "short" },
	{ "__s32", "int" },
	{ "__s64", "long long" },
	{ "uint8_t", "unsigned char" },
	{ "uint16_t", "unsigned short" },
	{ "uint32_t", "unsigned int" },
	{ "uint64_t", "unsigned long" },
	{ "int8_t", "signed char" },
	{ "int16_t", "short" },
	{ "int32_t", "int" },
	{ "int64_t", "long" },
	{ "size_t", "unsigned long" },
	{ "ssize_t", "long" },
	{ "uintptr_t", "unsigned long" },
	{ "pid_t", "int" },
	{ "bool", "_Bool" },
};

static uint64_t align_of(const struct ctype *type)
{
	uint64_t align = 1;

	switch (type->kind) {
	case CTYPE_INT:
	case CTYPE_BOOL:
	case CTYPE_FLOAT:
	case CTYPE_ENUM:
	case CTYPE_POINTER:
		return type->size > 0 ? type->size : 1;
	case CTYPE_ARRAY:
		return align_of(type->target);
	case CTYPE_STRUCT:
	case CTYPE_UNION:
		for (size_t i = 0; i < type->n_members; i++) {
			uint64_t inner = align_of(type->members[i].type);

			align = inner > align ? inner : align;
		}
		/* A packed one has a size that its members' alignment does not divide. */
		while (align > 1 && type->size % align != 0)
			align /= 2;
		return align;
	case CTYPE_VOID:
	case CTYPE_FORWARD:
	case CTYPE_FUNCTION:
		break;
	}
	return 1;
}

static const char *integer_text(const struct ctype *type)
{
	if (type->kind == CTYPE_BOOL)
		return "_Bool";
	if (type->is_char)
		return "char";
	switch (type->size) {
	case 1:
		return type->is_signed ? "signed char" : "unsigned char";
	case 2:
		return type->is_signed ? "short" : "unsigned short";
	case 4:
		return type->is_signed ? "int" : "unsigned int";
	case 8:
		return type->is_signed ? "long long" : "unsigned long long";
	case 16:
		return type->is_signed ? "__int128" : "unsigned __int128";
	}
	return NULL;
}

static void put_record(struct strbuf *out, const char *keyword, const char *prefix,
		       const char *name, const struct ctype *type)
{
	strbuf_printf(out,
		      "%s %s%s { char " MEMBER "[%llu]; } __attribute__((__aligned__(%llu)));\n",
		      keyword, prefix, name, (unsigned long long)type->size,
		      (unsigned long long)align_of(type));
}

/* Declares name as the type; arrays only of integers. */
static bool put_typedef(struct strbuf *out, const char *name, const struct ctype *type)
{
	const struct ctype *element = type->kind == CTYPE_ARRAY ? type->target : type;
	const char *text = NULL;

	switch (element->kind) {
	case CTYPE_INT:
	case CTYPE_BOOL:
	case CTYPE_ENUM:
		text = integer_text(element);
		break;
	case CTYPE_FLOAT:
		text = element->size == 4 ? "float" : "double";
		break;
	case CTYPE_POINTER:
		text = "void *";
		break;
	case CTYPE_STRUCT:
	case CTYPE_UNION:
		put_record(out, "struct", TYPEDEF_NAME, name, element);
		text = "struct " TYPEDEF_NAME;
		break;
	case CTYPE_VOID:
	case CTYPE_ARRAY:
	case CTYPE_FORWARD:
	case CTYPE_FUNCTION:
		break;
	}
	if (text == NULL)
		return false;
	strbuf_printf(out, "typedef %s%s %s", text,
		      element->kind == CTYPE_STRUCT || element->kind == CTYPE_UNION ? name : "",
		      name);
	if (type->kind == CTYPE_ARRAY)
		strbuf_printf(out, "[%llu]", (unsigned long long)type->count);
	strbuf_puts(out, ";\n");
	return true;
}

bool stand_in_typedef(struct kernel *kernel, const char *name, struct strbuf *out)
{
	const struct ctype *type = kernel_find_typedef(kernel, name);

	if (type != NULL)
		return put_typedef(out, name, type);
	for (size_t i = 0; i < sizeof(integers) / sizeof(integers[0]); i++) {
		if (strcmp(integers[i].name, name) == 0) {
			strbuf_printf(out, "typedef %s %s;\n", integers[i].text, name);
			return true;
		}
	}
	return false;
}

bool stand_in_tag(struct kernel *kernel, enum ctype_kind kind, const char *name, struct strbuf *out)
{
	const struct ctype *type = kernel_find_type(kernel, kind, name);

	if (type == NULL || type->kind != kind)
		return false;
	put_record(out, kind == CTYPE_UNION ? "union" : "struct", "", name, type);
	return true;
}

bool stand_in_constant(struct kernel *kernel, const char *machine, const char *name,
		       struct strbuf *out)
{
	const struct kernel_constant *constant;
	uint64_t value;
	const struct ctype *type = kernel_find_enumerator(kernel, name, &value);

	if (type != NULL) {
		strbuf_printf(out, "enum { %s = %lld%s };\n", name, (long long)value,
			      type->is_signed ? "" : "ULL");
		return true;
	}
	constant = kernel_constant_find(machine, name);
	if (constant != NULL && constant->text != NULL)
		strbuf_printf(out, "#define %s %s\n", name, constant->text);
	else if (constant != NULL)
		strbuf_printf(out, "enum { %s = %lld };\n", name, (long long)constant->value);
	return constant != NULL;
}

const struct ctype *stand_in_meaning(struct kernel *kernel, const struct ctype *type)
{
	size_t prefix = strlen(TYPEDEF_NAME);

	if (type->name == NULL || type->n_members != 1 || type->members[0].name == NULL ||
	    strcmp(type->members[0].name, MEMBER) != 0)
		return NULL;
	if (strncmp(type->name, TYPEDEF_NAME, prefix) == 0)
		return kernel_find_typedef(kernel, type->name + prefix);
	return kernel_find_type(kernel, type->kind, type->name);
}
