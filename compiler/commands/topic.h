/*
 * Help topics: the language's tables, shown from their own rows.
 */
#ifndef COMMANDS_TOPIC_H
#define COMMANDS_TOPIC_H

#include <stdbool.h>
#include <stddef.h>

/* One line a topic. */
void topic_list(void);

/* Shows a topic ("probes", "builtins", "functions", ...) or one row of any table ("str", "kprobe"). False if unknown. */
bool topic_show(const char *name);

/* The name of a topic or row that was probably meant; NULL: none is near. */
const char *topic_similar(const char *name);

/* How several probes stand in front of a block, for help and manual. */
struct topic_probe_form {
	const char *form, *help;
};

const struct topic_probe_form *topic_probe_forms(size_t *count);

#endif
