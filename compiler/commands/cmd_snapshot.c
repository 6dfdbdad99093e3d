/*
 * tracec snapshot: records what the running kernel offers, for builds elsewhere.
 */
#include "commands/options.h"
#include "commands/snapshot_file.h"

int command_snapshot(const struct options *options)
{
	if (options->n_args > 0)
		return usage_error(options->command, "unexpected argument '%s'", options->args[0]);
	if (options->output == NULL)
		return usage_error(options->command, "-o is needed: the file to write");
	return snapshot_write_file(options->arena, options->output);
}
