#include "commands/snapshot_file.h"

#include <stdio.h>

#include "base/intern.h"
#include "build/files.h"
#include "commands/command.h"
#include "kernel/kernel.h"
#include "kernel/snapshot.h"

static void warn_missing(const struct snapshot *snapshot)
{
	if (!snapshot->has_types)
		fprintf(stderr, "tracec: warning: no types in it: this kernel has no BTF "
				"(CONFIG_DEBUG_INFO_BTF), or it cannot be read\n");
	if (snapshot->n_tracepoints == 0)
		fprintf(stderr, "tracec: warning: no tracepoints in it: tracefs is not mounted at "
				"/sys/kernel/tracing, or this needs root\n");
	if (snapshot->n_functions == 0)
		fprintf(stderr, "tracec: warning: no traceable functions in it: neither tracefs "
				"nor /proc/kallsyms names them\n");
	if (!snapshot->has_config)
		fprintf(stderr, "tracec: warning: no configuration in it: there is neither "
				"/proc/config.gz nor a config in /boot\n");
}

static int record(struct arena *arena, struct kernel *kernel, const char *path)
{
	struct snapshot snapshot;
	const char *error = NULL;

	if (!snapshot_record(arena, kernel, &snapshot, &error)) {
		fprintf(stderr, "tracec: cannot make the snapshot: %s\n", error);
		return EXIT_TOOLING;
	}
	if (!snapshot.has_types && snapshot.n_tracepoints == 0) {
		fprintf(stderr, "tracec: neither types nor tracepoints of this kernel can be read: "
				"it needs BTF, or tracefs and root\n");
		return EXIT_SCRIPT;
	}
	if (!file_install_text(arena, path, snapshot.data, snapshot.size, 0666, &error)) {
		fprintf(stderr, "tracec: %s\n", error);
		return EXIT_TOOLING;
	}
	warn_missing(&snapshot);
	return EXIT_DONE;
}

int snapshot_write_file(struct arena *arena, const char *path)
{
	struct kernel *kernel = kernel_open_running(arena, interner_new(arena));
	int status = record(arena, kernel, path);

	kernel_close(kernel);
	return status;
}
