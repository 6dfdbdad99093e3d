/*
 * Base types by their names, and how types are made of others: tables for type_syntax.c and for help.
 */
#ifndef SEMA_TYPE_NAME_H
#define SEMA_TYPE_NAME_H

#include "sema/type.h"

/* A row of type_name.def, and of type_form.def. */
struct type_name_row {
	const char *name;
	const char *help; /* or NULL */
	enum type_kind kind;
	uint8_t size;
	bool is_signed;
	bool is_c;
};

struct type_form_row {
	const char *name, *form, *help;
};

const struct type_name_row *type_name_rows(size_t *count);
const struct type_form_row *type_form_rows(size_t *count);

/* NULL if there is none of that name. */
const struct type_name_row *type_name_find(const char *name);

#endif
