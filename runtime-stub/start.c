#include "start.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "about.h"
#include "cache.h"
#include "completion.h"
#include "options.h"
#include "params.h"
#include "rt.h"
#include "run.h"
#include "sbom.h"
#include "settings.h"

const char *rt_last_part(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

/* Written to stdout in full, or an error. */
static int show(struct rt *rt, void (*about)(const struct rt *))
{
	about(rt);
	if (!fflush(stdout) && !ferror(stdout))
		return EXIT_SUCCESS;
	rt_error(rt, "cannot write to stdout");
	return EXIT_FAILURE;
}

static int live(struct rt *rt, int (*life)(struct rt *))
{
	if (rt_params_check(rt))
		return RT_EXIT_USAGE;
	int status = life(rt);
	return fflush(stdout) ? EXIT_FAILURE : status;
}

static int act(struct rt *rt)
{
	switch (rt->options.action) {
	case RT_RUN:
		return live(rt, rt_run);
	case RT_CHECK:
		return live(rt, rt_check);
	case RT_HELP:
		return show(rt, rt_about_help);
	case RT_VERSION:
		return show(rt, rt_about_version);
	case RT_INFO:
		return show(rt, rt_about_info);
	case RT_SOURCE:
		return show(rt, rt_about_source);
	case RT_SBOM:
		return show(rt, rt_sbom_print);
	case RT_COMPLETION:
		return show(rt, rt_completion_print);
	}
	return RT_EXIT_USAGE;
}

/*
 * Standard descriptors that are closed would be given to the next map, program or event, and the output
 * written to that. What takes their place can neither be read nor written.
 */
static void hold_standard_descriptors(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_PATH) != fd)
			return;
}

int rt_start(const struct abi_entry *of, const struct abi_tool *tool, const char *name, int argc,
	     char **argv)
{
	struct abi_settings settings = *tool->settings;
	struct abi_tool here = *tool;
	here.settings = &settings;
	struct rt rt = {
		.entry = of,
		.tool = &here,
		.program_name = name,
		.events_fd = -1,
		.control_fd = -1,
		.packets_fd = -1,
		.loss_fd = -1,
		.types_fd = -1,
	};
	int status = RT_EXIT_USAGE;
	hold_standard_descriptors();
	if (!rt_options_parse(&rt, argc, argv) && !rt_settings_override(&rt, &settings))
		status = act(&rt);
	rt_caches_release(&rt);
	rt_options_release(&rt);
	return status;
}

int rt_run_tool(const struct abi_entry *of, int argc, char **argv)
{
	const struct abi_tool *tool = of->tools[0];
	return rt_start(of, tool, argc > 0 ? rt_last_part(argv[0]) : tool->name, argc, argv);
}
