#include "commands/output_check.h"

#include <string.h>
#include <sys/stat.h>

bool output_check_file(const struct options *options, const char *output, const char *input)
{
	struct stat out, in;
	if (!output || stat(output, &out) < 0 || stat(input, &in) < 0 || !S_ISREG(out.st_mode) ||
	    out.st_dev != in.st_dev || out.st_ino != in.st_ino)
		return true;
	return usage_error(options->command, "the result would replace '%s', which it is made of",
			   input) == 0;
}

static bool check_list(const struct options *options, const char *output, const char *const *files,
		       size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!output_check_file(options, output, files[i]))
			return false;
	}
	return true;
}

bool output_check(const struct options *options, const char *output)
{
	if (!check_list(options, output, options->targets.items, options->targets.count) ||
	    !check_list(options, output, options->includes.items, options->includes.count) ||
	    !check_list(options, output, options->embedded.items, options->embedded.count) ||
	    !check_list(options, output, options->kernels.items, options->kernels.count))
		return false;
	return check_list(options, output, (const char *const *)options->args,
			  (size_t)options->n_args);
}
