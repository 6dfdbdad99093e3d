/*
 * tracec snapshot: records what the running kernel offers, for builds elsewhere.
 */
#include "commands/options.h"
#include "commands/output_check.h"
#include "commands/snapshot_file.h"
#include "commands/snapshot_guest.h"

int command_snapshot(const struct options *options)
{
	if (options->n_args > 0)
		return usage_error(options->command, "unexpected argument '%s'", options->args[0]);
	if (options->output == NULL)
		return usage_error(options->command, "-o is needed: the file to write");
	if (options->kernels.count > 1)
		return usage_error(options->command, "a snapshot is of one kernel");
	if (options->kernels.count == 0 && options->arch != NULL)
		return usage_error(options->command, "--arch says what --kernel is for");
	if (options->kernels.count == 0 && options->modules.count > 0)
		return usage_error(options->command, "--module is for --kernel: of this kernel "
						     "all modules that are loaded are recorded");
	if (!output_check(options, options->output))
		return EXIT_USAGE;
	if (options->kernels.count == 1)
		return snapshot_guest(options);
	return snapshot_write_file(options->arena, options->output);
}
