/*
 * Runs one run test: starts the tool and its workload, compares. It is one
 * static program, so that the same bytes run here and in the guests.
 *
 *   runtest [--guest] [--scale N] --bin DIR TEST.bt TOOL
 *   runtest [--guest] --needs 'WORDS'
 *   runtest --print WORD TEST.bt      the texts of that directive, one a line
 *
 * Exit status: 0 passed, 1 failed (the differences on stdout), 77 skipped (the
 * reason on stdout), 2 wrong usage.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "memory.h"
#include "needs.h"
#include "session.h"
#include "testfile.h"
#include "verdict.h"

enum { EXIT_FAILED = 1, EXIT_WRONG_USAGE = 2, EXIT_SKIPPED = 77 };

#define MAX_RUNS 3 /* of a test, see run_until_judged */

struct options {
	const char *bin;
	const char *needs;
	const char *print;
	bool is_guest;
	long scale;
};

static int check_needs(const char *words, bool is_guest)
{
	const char *reason = needs_missing(words, is_guest);

	if (!reason)
		return 0;
	printf("%s\n", reason);
	return EXIT_SKIPPED;
}

static int print_directive(const char *word, const char *path)
{
	static const char *const words[] = {
#define DIRECTIVE(tag, word, help) [DIRECTIVE_##tag] = word,
#include "directive.def"
	};
	struct testfile test;
	size_t i;

	if (!testfile_read(&test, path))
		return EXIT_FAILED;
	for (i = 0; i < test.n_rules; i++)
		if (strcmp(words[test.rules[i].kind], word) == 0)
			printf("%s\n", test.rules[i].text);
	return 0;
}

/* Every need of the test that is not met, or 0. */
static int check_test_needs(const struct testfile *test, bool is_guest)
{
	int status = 0;
	size_t i;

	for (i = 0; i < test->n_rules && status == 0; i++)
		if (test->rules[i].kind == DIRECTIVE_NEEDS)
			status = check_needs(test->rules[i].text, is_guest);
	return status;
}

/* The tool said that the kernel left out runs of its programs, as it may when a task is preempted in one. */
static bool is_short_of_runs(const struct session_result *result)
{
	return result->err.data &&
	       strstr(result->err.data, ": the kernel was in a probe on that CPU already");
}

/* One run with an empty {tmp}. *unjudged: it failed, but lacks what the kernel left out. */
static int run_once(const struct options *options, const struct testfile *test, const char *tool,
		    bool *unjudged)
{
	char tmp[] = "/tmp/tracec-run.XXXXXX";
	struct session_options session = {
		.tool = tool,
		.names = { .bin = options->bin, .tmp = tmp },
		.scale = options->scale,
	};
	struct session_result result;
	char *rm;
	bool good;

	if (!mkdtemp(tmp)) {
		perror(tmp);
		return EXIT_FAILED;
	}
	*unjudged = false;
	good = session_run(test, &session, &result);
	if (good) {
		session.names.pid = result.pid;
		good = verdict_give(test, &session.names, &result);
		*unjudged = !good && is_short_of_runs(&result);
	}
	fflush(stdout);
	rm = memory_format("rm -rf %s", tmp);
	if (system(rm) != 0)
		fprintf(stderr, "runtest: cannot remove %s\n", tmp);
	return good ? 0 : EXIT_FAILED;
}

/* Losses that the kernel causes, and the tool tells, are no verdict on the tool: the test is run again. */
static int run_until_judged(const struct options *options, const struct testfile *test,
			    const char *tool)
{
	bool unjudged;
	int status;

	for (int left = MAX_RUNS; left > 0; left--) {
		status = run_once(options, test, tool, &unjudged);
		if (!unjudged)
			break;
		printf("the kernel left out runs of programs (run %d of %d)\n", MAX_RUNS - left + 1,
		       MAX_RUNS);
	}
	return status;
}

/* "NAME=VALUE [NEEDS]" */
static int run_also(const struct options *options, const struct testfile *test, const char *tool,
		    const char *text)
{
	size_t size = strcspn(text, " ");
	char *setting = memory_format("%.*s", (int)size, text);
	char *value = strchr(setting, '=');
	int status;

	if (needs_missing(text + size, options->is_guest))
		return 0;
	if (!value) {
		printf("also: '%s' is not NAME=VALUE\n", setting);
		return EXIT_FAILED;
	}
	*value++ = '\0';
	setenv(setting, value, 1);
	status = run_until_judged(options, test, tool);
	unsetenv(setting);
	if (status != 0)
		printf("this was with %s=%s\n", setting, value);
	return status;
}

static int run(const struct options *options, const char *path, const char *tool)
{
	struct testfile test;
	int status;
	size_t i;

	if (!testfile_read(&test, path))
		return EXIT_FAILED;
	status = check_test_needs(&test, options->is_guest);
	if (status == 0)
		status = run_until_judged(options, &test, tool);
	for (i = 0; i < test.n_rules && status == 0; i++)
		if (test.rules[i].kind == DIRECTIVE_ALSO)
			status = run_also(options, &test, tool, test.rules[i].text);
	return status;
}

int main(int argc, char **argv)
{
	static const struct option rows[] = {
		{ "bin", required_argument, NULL, 'b' },
		{ "needs", required_argument, NULL, 'n' },
		{ "print", required_argument, NULL, 'p' },
		{ "guest", no_argument, NULL, 'g' },
		{ "scale", required_argument, NULL, 's' },
		{ NULL, 0, NULL, 0 },
	};
	struct options options = { .scale = 1 };

	for (;;) {
		int c = getopt_long(argc, argv, "", rows, NULL);

		if (c < 0)
			break;
		switch (c) {
		case 'b':
			options.bin = optarg;
			break;
		case 'n':
			options.needs = optarg;
			break;
		case 'p':
			options.print = optarg;
			break;
		case 'g':
			options.is_guest = true;
			break;
		case 's':
			options.scale = strtol(optarg, NULL, 10);
			break;
		default:
			return EXIT_WRONG_USAGE;
		}
	}
	if (options.needs)
		return check_needs(options.needs, options.is_guest);
	if (options.print && argc - optind == 1)
		return print_directive(options.print, argv[optind]);
	if (!options.bin || argc - optind != 2) {
		fprintf(stderr, "usage: runtest [--guest] [--scale N] --bin DIR TEST.bt TOOL\n");
		return EXIT_WRONG_USAGE;
	}
	return run(&options, argv[optind], argv[optind + 1]);
}
