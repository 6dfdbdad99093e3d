/*
 * What a script is written with that no table of the compiler's passes names: variables that are recognised by their shape,
 * statements and declarations. For help and manual.
 */
#ifndef COMMANDS_TOPIC_FORM_H
#define COMMANDS_TOPIC_FORM_H

#include <stddef.h>

struct topic_form {
	const char *word; /* by which it is looked for; several may have one */
	const char *form, *help;
};

/* arg0, $1, $# */
const struct topic_form *topic_shapes(size_t *count);
const struct topic_form *topic_statements(size_t *count);

#endif
