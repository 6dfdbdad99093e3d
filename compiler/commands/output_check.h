/*
 * A result must not replace what it is made of: `build script.bt -o script.bt` is a slip of the hand.
 */
#ifndef COMMANDS_OUTPUT_CHECK_H
#define COMMANDS_OUTPUT_CHECK_H

#include <stdbool.h>

#include "commands/options.h"

/*
 * Whether a result may be written to `output` (NULL: to standard output): it is none of the files that the command
 * line names. False after a message.
 */
bool output_check(const struct options *options, const char *output);

/* The same for one file that the script itself names. */
bool output_check_file(const struct options *options, const char *output, const char *input);

#endif
