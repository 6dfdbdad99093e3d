/*
 * Several tools in one executable: which one is meant is told by the name that it is called by, or by the first
 * argument. It can make links to itself, one for each tool.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "about.h"
#include "completion.h"
#include "rt.h"
#include "sbom.h"
#include "start.h"

struct bundle {
	const struct abi_entry *of;
	const char *name; /* as it was called */
};

/* What the bundle itself does; `argument` is NULL for those without. An exit status. */
struct bundle_option {
	char letter; /* 0: none */
	const char *word;
	const char *value; /* NULL: it has none */
	const char *help;
	int (*run)(const struct bundle *bundle, const char *value);
};

static int fail(const struct bundle *bundle, const char *what, const char *path, int error)
{
	fprintf(stderr, "%s: %s %s: %s\n", bundle->name, what, path, strerror(error));
	return EXIT_FAILURE;
}

static int finish(const struct bundle *bundle)
{
	if (!fflush(stdout) && !ferror(stdout))
		return EXIT_SUCCESS;
	fprintf(stderr, "%s: cannot write to stdout\n", bundle->name);
	return EXIT_FAILURE;
}

static const struct abi_tool *find_tool(const struct abi_entry *of, const char *name)
{
	for (uint32_t i = 0; i < of->n_tools; i++)
		if (!strcmp(of->tools[i]->name, name))
			return of->tools[i];
	return NULL;
}

static int list_tools(const struct bundle *bundle, const char *value)
{
	(void)value;
	for (uint32_t i = 0; i < bundle->of->n_tools; i++) {
		const char *summary;
		size_t length = rt_about_summary(bundle->of->tools[i], &summary);
		printf(length ? "%-16s  %.*s\n" : "%s\n", bundle->of->tools[i]->name, (int)length,
		       summary);
	}
	return finish(bundle);
}

/* Whether path is a link to the executable already. */
static bool is_link_to(const char *path, const struct stat *executable)
{
	struct stat link, behind;
	return !lstat(path, &link) && S_ISLNK(link.st_mode) && !stat(path, &behind) &&
	       behind.st_dev == executable->st_dev && behind.st_ino == executable->st_ino;
}

static int make_link(const struct bundle *bundle, const char *directory, const char *tool,
		     const char *executable)
{
	char path[PATH_MAX];
	struct stat own;
	int needed = snprintf(path, sizeof(path), "%s/%s", directory, tool);
	if (needed < 0 || (size_t)needed >= sizeof(path))
		return fail(bundle, "cannot link", tool, ENAMETOOLONG);
	if (stat(executable, &own))
		return fail(bundle, "cannot find", executable, errno);
	if (is_link_to(path, &own) || !symlink(executable, path))
		return EXIT_SUCCESS;
	return fail(bundle, "cannot make the link", path, errno);
}

/* Links, one for each tool; what stands there under such a name stays, and is an error. */
static int install(const struct bundle *bundle, const char *directory)
{
	char executable[PATH_MAX];
	ssize_t size = readlink("/proc/self/exe", executable, sizeof(executable) - 1);
	int status = EXIT_SUCCESS;
	if (size < 0)
		return fail(bundle, "cannot read", "/proc/self/exe", errno);
	executable[size] = '\0';
	if (mkdir(directory, 0755) && errno != EEXIST)
		return fail(bundle, "cannot make the directory", directory, errno);
	for (uint32_t i = 0; i < bundle->of->n_tools; i++)
		if (make_link(bundle, directory, bundle->of->tools[i]->name, executable))
			status = EXIT_FAILURE;
	return status;
}

static int print_info(const struct bundle *bundle, const char *value)
{
	(void)value;
	printf("tools:\n");
	for (uint32_t i = 0; i < bundle->of->n_tools; i++)
		printf("  %-16s  %s  %s\n", bundle->of->tools[i]->name,
		       bundle->of->tools[i]->source_sha256, bundle->of->tools[i]->script_name);
	rt_about_parts(bundle->of);
	return finish(bundle);
}

static int print_sbom(const struct bundle *bundle, const char *value)
{
	(void)value;
	rt_sbom_print_bundle(bundle->of);
	return finish(bundle);
}

static int print_completion(const struct bundle *bundle, const char *shell)
{
	if (!rt_completion_knows(shell)) {
		fprintf(stderr, "%s: --completion: '%s' is no shell it knows; there are %s\n",
			bundle->name, shell, RT_SHELLS);
		return RT_EXIT_USAGE;
	}
	rt_completion_print_bundle(bundle->of, bundle->name, shell);
	return finish(bundle);
}

static int print_version(const struct bundle *bundle, const char *value)
{
	(void)value;
	printf("%u tools, built by tracec %s\n", bundle->of->n_tools, bundle->of->compiler_version);
	return finish(bundle);
}

static int print_help(const struct bundle *bundle, const char *value);

static const struct bundle_option bundle_options[] = {
	{ 0, "list", NULL, "list the tools", list_tools },
	{ 0, "install", "DIR", "make a link in DIR for each tool", install },
	{ 0, "info", NULL, "what is inside this program", print_info },
	{ 0, "sbom", NULL, "print a bill of materials (SPDX JSON)", print_sbom },
	{ 0, "completion", RT_SHELLS, "print what completes its command line in a shell",
	  print_completion },
	{ 'h', "help", NULL, "print this text", print_help },
	{ 'V', "version", NULL, "print the version", print_version },
};

#define N_OPTIONS (sizeof(bundle_options) / sizeof(bundle_options[0]))

static int print_help(const struct bundle *bundle, const char *value)
{
	(void)value;
	printf("Usage: %s TOOL [ARGUMENT]...\n       TOOL [ARGUMENT]... (by a link of that name)\n\n"
	       "TOOL --help explains a tool.\n\nOptions:\n",
	       bundle->name);
	for (const struct bundle_option *o = bundle_options; o < bundle_options + N_OPTIONS; o++) {
		char left[48];
		snprintf(left, sizeof(left), "--%s%s%s", o->word, o->value ? " " : "",
			 o->value ? o->value : "");
		if (o->letter)
			printf("  -%c, %-24s  %s\n", o->letter, left, o->help);
		else
			printf("  %-28s  %s\n", left, o->help);
	}
	printf("\nTools:\n");
	return list_tools(bundle, NULL);
}

static const struct bundle_option *find_option(const char *argument)
{
	for (const struct bundle_option *o = bundle_options; o < bundle_options + N_OPTIONS; o++) {
		bool is_letter =
			o->letter && argument[0] == '-' && argument[1] == o->letter && !argument[2];
		if (is_letter || (!strncmp(argument, "--", 2) && !strcmp(argument + 2, o->word)))
			return o;
	}
	return NULL;
}

static int usage(const struct bundle *bundle, const char *what, const char *argument)
{
	fprintf(stderr, "%s: %s%s; --list says which tools there are, --help what else it does\n",
		bundle->name, what, argument);
	return RT_EXIT_USAGE;
}

int rt_run_bundle(const struct abi_entry *of, int argc, char **argv)
{
	struct bundle bundle = { of, argc > 0 ? rt_last_part(argv[0]) : of->name };
	const struct abi_tool *tool = find_tool(of, bundle.name);
	if (tool)
		return rt_start(of, tool, bundle.name, argc, argv);
	if (argc < 2)
		return usage(&bundle, "no tool is named", "");
	tool = find_tool(of, argv[1]);
	if (tool)
		return rt_start(of, tool, argv[1], argc - 1, argv + 1);
	const struct bundle_option *option = find_option(argv[1]);
	if (!option)
		return usage(&bundle, "there is no tool or option ", argv[1]);
	if (argc != (option->value ? 3 : 2))
		return usage(&bundle,
			     option->value ? "one value has to stand behind "
					   : "nothing may stand behind ",
			     argv[1]);
	return option->run(&bundle, option->value ? argv[2] : NULL);
}
