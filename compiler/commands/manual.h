/*
 * What is known of commands, options and the language in other forms than `tracec help` prints: pages for
 * man(1), in roff, and the completion of tracec's command line for bash. From the same tables.
 */
#ifndef COMMANDS_MANUAL_H
#define COMMANDS_MANUAL_H

#include <stdbool.h>

/* "tracec" or "tracec-script", on stdout; false if there is no such page. */
bool manual_print(const char *page);

/* For "bash", on stdout; false for other shells. */
bool shell_completion_print(const char *shell);

#endif
