/*
 * C that clang is given where the script's C uses types and constants of the kernel whose headers
 * are not here. A stand-in has the size and alignment of what it stands for, no members; its meaning
 * is found again by its name once clang has laid out what contains it.
 */
#ifndef KERNEL_STAND_IN_H
#define KERNEL_STAND_IN_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "kernel/kernel.h"

/* Each appends declarations of one name and gives true, or false if the target knows no such thing. */
bool stand_in_typedef(struct kernel *kernel, const char *name, struct strbuf *out);
bool stand_in_tag(struct kernel *kernel, enum ctype_kind kind, const char *name,
		  struct strbuf *out);
/* On a machine, as uname -m has it; NULL: on most. */
bool stand_in_constant(struct kernel *kernel, const char *machine, const char *name,
		       struct strbuf *out);

/* The kernel's type that a struct or union stands for; NULL if it stands for itself. */
const struct ctype *stand_in_meaning(struct kernel *kernel, const struct ctype *type);

#endif
