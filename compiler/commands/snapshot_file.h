/*
 * Writing a snapshot of the running kernel: for tracec snapshot, and for the program that does
 * only that, on hosts without tracec.
 */
#ifndef COMMANDS_SNAPSHOT_FILE_H
#define COMMANDS_SNAPSHOT_FILE_H

#include "base/arena.h"

/* Says on stderr what failed, or is not in it; returns an exit status (commands/command.h). */
int snapshot_write_file(struct arena *arena, const char *path);

#endif
