/*
 * The types of a tool's tables, each printed once: type_0, type_1, ... in the order
 * in which the tables first need them, what a type consists of before it.
 */
#ifndef EMIT_HOST_TYPE_H
#define EMIT_HOST_TYPE_H

#include "abi.h"
#include "base/vec.h"
#include "emit/cwriter.h"

struct host_types {
	struct arena *arena;
	VEC(const struct abi_type *) types;
};

/* Notes the type and what it consists of; equal types are noted once. */
void host_type_add(struct host_types *types, const struct abi_type *type);

/* "&type_3", or "NULL" for none. The type was noted. */
const char *host_type_name(const struct host_types *types, const struct abi_type *type);

void host_types_print(const struct host_types *types, struct cwriter *w);

/*
 * One line of an initializer, "{ .a = 1, .b = 2 }": members that are zero are left out.
 * The text is a list under construction, without its braces.
 */
void host_member(struct strbuf *list, const char *name, const char *value);
void host_number(struct strbuf *list, const char *name, int64_t value);
void host_unsigned(struct strbuf *list, const char *name, uint64_t value);
/* A pointer to text; left out if it is NULL. */
void host_text(struct strbuf *list, const char *name, const char *text, size_t size);
void host_string(struct strbuf *list, const char *name, const char *text);

#endif
