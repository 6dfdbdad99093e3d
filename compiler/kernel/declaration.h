/*
 * What BTF declares, as text of C, with the typedefs and qualifiers that kernel/ctype.h strips.
 * One declaration a line, each behind an indent of four blanks; types in full are as a header has them.
 */
#ifndef KERNEL_DECLARATION_H
#define KERNEL_DECLARATION_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "kernel/ctype.h"

struct kernel;
struct declarations;

/* Keeps what it needs of each BTF until it is freed, which must be before the kernel is closed. */
struct declarations *declarations_new(struct kernel *kernel);
void declarations_free(struct declarations *declarations);

/* These append to out; false if the target does not know it. A name is "function" or "module:function". */
bool declare_parameters(struct declarations *d, const char *name, struct strbuf *out);
bool declare_result(struct declarations *d, const char *name, struct strbuf *out);
bool declare_raw_tracepoint(struct declarations *d, const char *name, struct strbuf *out);
bool declare_tracepoint(struct declarations *d, const char *name, struct strbuf *out);
bool declare_iterator(struct declarations *d, const char *name, struct strbuf *out);

/* All of a STRUCT, UNION or ENUM; and of a typedef. */
bool declare_type(struct declarations *d, enum ctype_kind kind, const char *name,
		  struct strbuf *out);
bool declare_typedef(struct declarations *d, const char *name, struct strbuf *out);

#endif
