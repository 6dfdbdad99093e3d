/*
 * What a script meets on each of several kernels (tracec check --target A --target B).
 */
#ifndef COMMANDS_CHECK_REPORT_H
#define COMMANDS_CHECK_REPORT_H

#include "commands/options.h"

/*
 * Checks the script (NULL: that of -e) for every target and prints a report on stdout; what is wrong there goes
 * to stderr, in JSON into the report. The worst status.
 */
int check_report(const struct options *options, const char *path);

/*
 * Before a tool is built: whether what the first target makes of the script would run on all of them. What would not is told on
 * stderr. EXIT_DONE if there is but one target.
 */
int check_all_targets(const struct options *options, const char *path);

#endif
