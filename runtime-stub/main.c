/* The main of every built tool: its tables are in the generated `tool`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "about.h"
#include "cache.h"
#include "options.h"
#include "params.h"
#include "rt.h"
#include "run.h"
#include "settings.h"

#define EXIT_USAGE 2

static const char *last_part(const char *path)
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

static int start(struct rt *rt, int (*life)(struct rt *))
{
	if (rt_params_check(rt))
		return EXIT_USAGE;
	int status = life(rt);
	return fflush(stdout) ? EXIT_FAILURE : status;
}

static int act(struct rt *rt)
{
	switch (rt->options.action) {
	case RT_RUN:
		return start(rt, rt_run);
	case RT_CHECK:
		return start(rt, rt_check);
	case RT_HELP:
		return show(rt, rt_about_help);
	case RT_VERSION:
		return show(rt, rt_about_version);
	case RT_INFO:
		return show(rt, rt_about_info);
	case RT_SOURCE:
		return show(rt, rt_about_source);
	}
	return EXIT_USAGE;
}

int main(int argc, char **argv)
{
	struct abi_settings settings = *tool.settings;
	struct abi_tool here = tool;
	here.settings = &settings;
	struct rt rt = {
		.tool = &here,
		.program_name = argc > 0 ? last_part(argv[0]) : tool.name,
		.events_fd = -1,
		.control_fd = -1,
		.loss_fd = -1,
	};
	int status = EXIT_USAGE;
	if (!rt_options_parse(&rt, argc, argv) && !rt_settings_override(&rt, &settings))
		status = act(&rt);
	rt_caches_release(&rt);
	rt_options_release(&rt);
	return status;
}
