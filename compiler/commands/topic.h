/*
 * Help topics: the language's tables, shown from their own rows.
 */
#ifndef COMMANDS_TOPIC_H
#define COMMANDS_TOPIC_H

#include <stdbool.h>

/* One line a topic. */
void topic_list(void);

/* Shows a topic ("probes", "builtins", "functions", ...) or one row of any table ("str", "kprobe"). False if unknown. */
bool topic_show(const char *name);

#endif
