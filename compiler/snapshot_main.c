/*
 * tracec-snapshot: tracec snapshot alone, as a static program for hosts without tracec.
 */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "commands/command.h"
#include "commands/snapshot_file.h"

static const char usage[] =
	"Usage: tracec-snapshot -o FILE\n\n"
	"Records what the running kernel offers (types, tracepoints, functions, configuration)\n"
	"into FILE, for 'tracec build --target FILE' elsewhere. Tracepoints need root.\n";

int main(int argc, char **argv)
{
	struct arena *arena;
	int status;

	if (argc == 2 && strcmp(argv[1], "--version") == 0) {
		printf("tracec-snapshot %s\n", TRACEC_VERSION);
		return EXIT_DONE;
	}
	if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
		fputs(usage, stdout);
		return EXIT_DONE;
	}
	if (argc != 3 || strcmp(argv[1], "-o") != 0) {
		fputs(usage, stderr);
		return EXIT_USAGE;
	}
	arena = arena_new();
	status = snapshot_write_file(arena, argv[2]);
	arena_free(arena);
	return status;
}
