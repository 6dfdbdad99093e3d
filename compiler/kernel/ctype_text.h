/*
 * A C type as text of C. Typedefs and qualifiers are not in it, for a ctype has none.
 */
#ifndef KERNEL_CTYPE_TEXT_H
#define KERNEL_CTYPE_TEXT_H

#include "base/strbuf.h"
#include "kernel/ctype.h"

/* Appends a declaration, "struct node *next" or "int values[4]"; name "" for the type alone. */
void ctype_declare(const struct ctype *type, const char *name, struct strbuf *out);

#endif
