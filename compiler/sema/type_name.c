#include "sema/type_name.h"

#include <string.h>

static const struct type_name_row base_types[] = {
#define TYPE_NAME(name, kind, size, is_signed, is_c, help) \
	{ #name, help, TYPE_##kind, size, is_signed, is_c },
#include "sema/type_name.def"
};

static const struct type_form_row forms[] = {
#define TYPE_FORM(name, form, help) { #name, form, help },
#include "sema/type_form.def"
};

const struct type_name_row *type_name_rows(size_t *count)
{
	*count = sizeof(base_types) / sizeof(base_types[0]);
	return base_types;
}

const struct type_form_row *type_form_rows(size_t *count)
{
	*count = sizeof(forms) / sizeof(forms[0]);
	return forms;
}

const struct type_name_row *type_name_find(const char *name)
{
	for (size_t i = 0; i < sizeof(base_types) / sizeof(base_types[0]); i++) {
		if (strcmp(base_types[i].name, name) == 0)
			return &base_types[i];
	}
	return NULL;
}
