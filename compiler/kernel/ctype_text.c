#include "kernel/ctype_text.h"

#include <string.h>

/* What stands in front of the name: a word or two, without blank behind it. */
static void put_base(const struct ctype *type, struct strbuf *out)
{
	const char *name = type->name != NULL ? type->name : type->typedef_name;

	switch (type->kind) {
	case CTYPE_VOID:
		strbuf_puts(out, "void");
		return;
	case CTYPE_STRUCT:
		strbuf_puts(out, type->name != NULL || name == NULL ? "struct " : "");
		break;
	case CTYPE_UNION:
		strbuf_puts(out, type->name != NULL || name == NULL ? "union " : "");
		break;
	case CTYPE_ENUM:
		strbuf_puts(out, type->name != NULL || name == NULL ? "enum " : "");
		break;
	case CTYPE_FORWARD:
		strbuf_puts(out, type->is_union ? "union " : "struct ");
		break;
	case CTYPE_INT:
	case CTYPE_BOOL:
	case CTYPE_FLOAT:
	case CTYPE_POINTER:
	case CTYPE_ARRAY:
	case CTYPE_FUNCTION:
		break;
	}
	strbuf_puts(out, name != NULL ? name : "{ ... }");
}

/* The name with what stands around it: "(*name[4])". */
static const char *declarator(struct arena *arena, const struct ctype **type, const char *name)
{
	while (*type != NULL) {
		const struct ctype *inner = (*type)->target;

		if ((*type)->kind == CTYPE_POINTER) {
			bool is_around = inner != NULL && (inner->kind == CTYPE_ARRAY ||
							   inner->kind == CTYPE_FUNCTION);

			name = arena_printf(arena, is_around ? "(*%s)" : "*%s", name);
		} else if ((*type)->kind == CTYPE_ARRAY) {
			name = arena_printf(arena, "%s[%llu]", name,
					    (unsigned long long)(*type)->count);
		} else if ((*type)->kind == CTYPE_FUNCTION) {
			name = arena_printf(arena, "%s(%s)", name,
					    (*type)->n_members > 0 ? "..." : "void");
		} else {
			break;
		}
		*type = inner;
	}
	return name;
}

void ctype_declare(const struct ctype *type, const char *name, struct strbuf *out)
{
	const struct ctype *base = type;
	const char *text = declarator(out->arena, &base, name);

	if (base != NULL)
		put_base(base, out);
	else
		strbuf_puts(out, "void");
	if (*text != '\0')
		strbuf_printf(out, " %s", text);
}
