/*
 * The types of fields as format files spell them.
 */
#ifndef KERNEL_TYPE_TEXT_H
#define KERNEL_TYPE_TEXT_H

#include "kernel/format.h"
#include "kernel/target.h"

/*
 * The type that a field's text says. Names that the target does not know become
 * an integer of the field's size and sign, or void behind a pointer; an array whose count is no
 * number gets it from the field's size. Never NULL.
 */
const struct ctype *type_of_text(struct kernel *kernel, const struct format_field *field);

/* As type_of_text, for an argument of a syscall: always in a register, its pointers the user's. */
const struct ctype *type_of_syscall_text(struct kernel *kernel, const struct format_field *field);

/* The same type with user pointers instead of others, behind pointers too. */
const struct ctype *type_of_user(struct kernel *kernel, const struct ctype *type);

#endif
