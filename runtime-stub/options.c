#include "options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "completion.h"
#include "nearest.h"
#include "number.h"
#include "rt.h"

/* PID_MAX_LIMIT, include/linux/threads.h */
#define MAX_PID 4194304

static int set_pid(struct rt *rt, const char *value)
{
	uint64_t pid;
	if (rt_number_parse(value, &pid)) {
		rt_error(rt, "-p: '%s' is no process id", value);
		return -EINVAL;
	}
	if (!pid || pid > MAX_PID) {
		rt_error(rt, "-p: %s is not between 1 and %d", value, MAX_PID);
		return -EINVAL;
	}
	rt->options.pid = (pid_t)pid;
	return 0;
}

static int set_command(struct rt *rt, const char *value)
{
	rt->options.command = value;
	return 0;
}

static int set_format(struct rt *rt, const char *value)
{
	if (!strcmp(value, "text")) {
		rt->options.format = RT_FORMAT_TEXT;
	} else if (!strcmp(value, "json")) {
		rt->options.format = RT_FORMAT_JSON;
	} else {
		rt_error(rt, "-f: '%s' is no output format; there are 'text' and 'json'", value);
		return -EINVAL;
	}
	return 0;
}

static int set_output(struct rt *rt, const char *value)
{
	rt->options.output_file = value;
	return 0;
}

static int set_buffering(struct rt *rt, const char *value)
{
	if (!strcmp(value, "line")) {
		rt->options.buffering = RT_BUFFER_LINE;
	} else if (!strcmp(value, "full")) {
		rt->options.buffering = RT_BUFFER_FULL;
	} else if (!strcmp(value, "none")) {
		rt->options.buffering = RT_BUFFER_NONE;
	} else {
		rt_error(rt, "-B: '%s' is no buffering; there are 'line', 'full' and 'none'",
			 value);
		return -EINVAL;
	}
	return 0;
}

static int set_quiet(struct rt *rt, const char *value)
{
	(void)value;
	rt->options.quiet = true;
	return 0;
}

static int set_verbose(struct rt *rt, const char *value)
{
	(void)value;
	rt->options.verbose = true;
	return 0;
}

static int set_duration(struct rt *rt, const char *value)
{
	uint64_t nanoseconds;
	if (rt_number_seconds(value, &nanoseconds) || !nanoseconds) {
		rt_error(rt, "-d: '%s' is no number of seconds", value);
		return -EINVAL;
	}
	rt->options.duration = (double)nanoseconds / 1e9;
	return 0;
}

static int set_check(struct rt *rt, const char *value)
{
	(void)value;
	rt->options.check_only = true;
	rt->options.action = RT_CHECK;
	return 0;
}

static int set_report_helpers(struct rt *rt, const char *value)
{
	(void)value;
	rt->options.report_helpers = true;
	return 0;
}

static int set_no_warnings(struct rt *rt, const char *value)
{
	(void)value;
	rt->options.no_warnings = true;
	return 0;
}

static int set_mode(struct rt *rt, const char *value)
{
	if (!strcmp(value, "test")) {
		rt->options.mode = RT_MODE_TEST;
	} else if (!strcmp(value, "bench")) {
		rt->options.mode = RT_MODE_BENCH;
	} else {
		rt_error(rt, "--mode: '%s' is no mode; there are 'test' and 'bench'", value);
		return -EINVAL;
	}
	return 0;
}

static int set_test(struct rt *rt, const char *value)
{
	(void)value;
	return set_mode(rt, "test");
}

static int set_bench(struct rt *rt, const char *value)
{
	(void)value;
	return set_mode(rt, "bench");
}

static int set_btf(struct rt *rt, const char *value)
{
	rt->options.btf_file = value;
	return 0;
}

static int set_info(struct rt *rt, const char *value)
{
	(void)value;
	rt->options.action = RT_INFO;
	return 0;
}

static int set_source(struct rt *rt, const char *value)
{
	(void)value;
	rt->options.action = RT_SOURCE;
	return 0;
}

static int set_sbom(struct rt *rt, const char *value)
{
	(void)value;
	rt->options.action = RT_SBOM;
	return 0;
}

static int set_completion(struct rt *rt, const char *value)
{
	if (!rt_completion_knows(value)) {
		rt_error(rt, "--completion: '%s' is no shell it knows; there are " RT_SHELLS,
			 value);
		return -EINVAL;
	}
	rt->options.action = RT_COMPLETION;
	rt->options.shell = value;
	return 0;
}

static int set_keep_privileges(struct rt *rt, const char *value)
{
	(void)value;
	rt->options.keep_privileges = true;
	return 0;
}

static int set_help(struct rt *rt, const char *value)
{
	(void)value;
	rt->options.action = RT_HELP;
	return 0;
}

static int set_version(struct rt *rt, const char *value)
{
	(void)value;
	rt->options.action = RT_VERSION;
	return 0;
}

const struct rt_option rt_option_rows[] = {
	{ 'p', NULL, "PID", "trace this process only; end when it ends", set_pid },
	{ 'c', NULL, "COMMAND", "start COMMAND, trace it, end when it ends", set_command },
	{ 'f', NULL, "text|json", "output format", set_format },
	{ 'o', NULL, "FILE", "write the output to FILE", set_output },
	{ 'B', NULL, "line|full|none", "buffering of the output", set_buffering },
	{ 'q', NULL, NULL, "do not say how many probes are attached", set_quiet },
	{ 'v', NULL, NULL, "explain what is loaded and attached", set_verbose },
	{ 'd', NULL, "SECONDS", "stop after SECONDS", set_duration },
	{ 0, "check", NULL, "say whether every probe would load on this host", set_check },
	{ 'k', NULL, NULL, "report failed helper calls", set_report_helpers },
	{ 0, "no-warnings", NULL, "print no warnings", set_no_warnings },
	{ 0, "mode", "test|bench", "run the script's tests or benchmarks, and trace nothing",
	  set_mode },
	{ 0, "test", NULL, "the same as --mode test", set_test },
	{ 0, "bench", NULL, "the same as --mode bench", set_bench },
	{ 0, "btf", "FILE", "take kernel types from FILE", set_btf },
	{ 0, "keep-privileges", NULL, "do not give up privileges once everything is attached",
	  set_keep_privileges },
	{ 0, "info", NULL, "what is inside this program", set_info },
	{ 0, "source", NULL, "print the script", set_source },
	{ 0, "sbom", NULL, "print a bill of materials (SPDX JSON)", set_sbom },
	{ 0, "completion", RT_SHELLS, "print what completes its command line in a shell",
	  set_completion },
	{ 'h', "help", NULL, "print this text", set_help },
	{ 'V', "version", NULL, "print the version", set_version },
};

#define N_OPTIONS (sizeof(rt_option_rows) / sizeof(rt_option_rows[0]))

const size_t rt_option_count = N_OPTIONS;

/* What is left to read of argv. */
struct cursor {
	int count;
	char **arguments;
};

static char *next(struct cursor *cursor)
{
	if (!cursor->count)
		return NULL;
	cursor->count--;
	return *cursor->arguments++;
}

static bool is_finished(const struct rt *rt)
{
	return rt->options.action == RT_HELP || rt->options.action == RT_VERSION;
}

/* A word that is no parameter of the script, and no option either if one may stand there; `size` of it are its name. */
static int fail_unknown(const struct rt *rt, const char *argument, size_t size, size_t n_options)
{
	struct rt_nearest nearest;
	char name[RT_NEAREST_MAX + 1];
	snprintf(name, sizeof(name), "%.*s", (int)(size - 2), argument + 2);
	rt_nearest_begin(&nearest, name);
	for (uint32_t i = 0; i < rt->tool->n_params; i++)
		rt_nearest_offer(&nearest, rt->tool->params[i].name);
	for (size_t i = 0; i < n_options; i++)
		if (rt_option_rows[i].word)
			rt_nearest_offer(&nearest, rt_option_rows[i].word);
	rt_error(rt, "there is no option %.*s%s; --help lists what there is", (int)size, argument,
		 rt_nearest_hint(&nearest));
	return -EINVAL;
}

static int apply(struct rt *rt, const struct rt_option *option, const char *value)
{
	if (!value && option->value) {
		if (option->letter)
			rt_error(rt, "option -%c needs a value: -%c %s", option->letter,
				 option->letter, option->value);
		else
			rt_error(rt, "option --%s needs a value: --%s %s", option->word,
				 option->word, option->value);
		return -EINVAL;
	}
	return option->set(rt, value);
}

/* "-qv", "-p 12" and "-p12". */
static int parse_letters(struct rt *rt, const char *argument, struct cursor *cursor)
{
	for (const char *letter = argument + 1; *letter && !is_finished(rt); letter++) {
		const struct rt_option *option = rt_option_rows;
		while (option < rt_option_rows + N_OPTIONS && option->letter != *letter)
			option++;
		if (option == rt_option_rows + N_OPTIONS) {
			rt_error(rt, "there is no option %s; --help lists what there is", argument);
			return -EINVAL;
		}
		if (!option->value) {
			int err = apply(rt, option, NULL);
			if (err)
				return err;
			continue;
		}
		return apply(rt, option, letter[1] ? letter + 1 : next(cursor));
	}
	return 0;
}

static int find_param(const struct rt *rt, const char *name, size_t size)
{
	for (uint32_t i = 0; i < rt->tool->n_params; i++) {
		const char *known = rt->tool->params[i].name;
		if (strlen(known) == size && !memcmp(known, name, size))
			return (int)i;
	}
	return -1;
}

/* "--name VALUE", "--name=VALUE", and "--name" of a boolean. */
static int parse_named(struct rt *rt, int param, const char *value, struct cursor *cursor)
{
	const struct abi_param *known = &rt->tool->params[param];
	if (!value)
		value = known->type->kind == ABI_VALUE_BOOL ? "true" : next(cursor);
	if (!value) {
		rt_error(rt, "parameter --%s needs a value", known->name);
		return -EINVAL;
	}
	rt->options.named[param] = value;
	return 0;
}

static int parse_word(struct rt *rt, const char *argument, struct cursor *cursor)
{
	const char *word = argument + 2;
	size_t size = strcspn(word, "=");
	const char *value = word[size] ? word + size + 1 : NULL;
	for (const struct rt_option *option = rt_option_rows; option < rt_option_rows + N_OPTIONS;
	     option++) {
		if (!option->word || strlen(option->word) != size ||
		    memcmp(option->word, word, size) != 0)
			continue;
		if (!option->value && value) {
			rt_error(rt, "option --%s has no value", option->word);
			return -EINVAL;
		}
		return apply(rt, option, value || !option->value ? value : next(cursor));
	}
	int param = find_param(rt, word, size);
	if (param < 0)
		return fail_unknown(rt, argument, size + 2, N_OPTIONS);
	return parse_named(rt, param, value, cursor);
}

/* "name=VALUE" if the script has that parameter; else the next of $1 $2 ... */
static void parse_plain(struct rt *rt, char *argument)
{
	char *sign = strchr(argument, '=');
	int param = sign ? find_param(rt, argument, (size_t)(sign - argument)) : -1;
	if (param >= 0)
		rt->options.named[param] = sign + 1;
	else
		rt->options.positional[rt->options.n_positional++] = argument;
}

/*
 * Behind "--": parameters only. "-q" is one of $1 $2 ... there, and so is "--word", unless the script has named
 * parameters: then it is a misspelt one.
 */
static int parse_parameters(struct rt *rt, struct cursor *cursor)
{
	int err = 0;
	for (char *argument = next(cursor); argument && !err; argument = next(cursor)) {
		size_t size = strncmp(argument, "--", 2) ? 0 : strcspn(argument + 2, "=");
		int param = size ? find_param(rt, argument + 2, size) : -1;
		const char *value = size && argument[2 + size] ? argument + 3 + size : NULL;
		if (param >= 0)
			err = parse_named(rt, param, value, cursor);
		else if (size && rt->tool->n_params && !strcmp(argument, "--help"))
			err = set_help(rt, NULL);
		else if (size && rt->tool->n_params)
			err = fail_unknown(rt, argument, size + 2, 0);
		else
			parse_plain(rt, argument);
	}
	return err;
}

/* "-5" and "-.5" are numbers, "-" is a text; "-q" and "-qv" are options. */
static bool is_letters(const char *argument)
{
	return argument[0] == '-' && argument[1] && !strchr("0123456789.", argument[1]);
}

int rt_options_parse(struct rt *rt, int argc, char **argv)
{
	struct rt_options *o = &rt->options;
	struct cursor cursor = { argc > 0 ? argc - 1 : 0, argv + 1 };
	o->positional = calloc((size_t)argc + 1, sizeof(*o->positional));
	o->named = calloc(rt->tool->n_params + 1, sizeof(*o->named));
	if (!o->positional || !o->named) {
		rt_error(rt, "out of memory");
		return -ENOMEM;
	}
	int err = 0;
	while (!err && cursor.count && !is_finished(rt)) {
		char *argument = next(&cursor);
		if (!strcmp(argument, "--"))
			err = parse_parameters(rt, &cursor);
		else if (!strncmp(argument, "--", 2))
			err = parse_word(rt, argument, &cursor);
		else if (is_letters(argument))
			err = parse_letters(rt, argument, &cursor);
		else
			parse_plain(rt, argument);
	}
	if (!err && o->pid && o->command) {
		rt_error(rt, "-p and -c exclude each other");
		err = -EINVAL;
	}
	return err;
}

void rt_options_release(struct rt *rt)
{
	free(rt->options.positional);
	free(rt->options.named);
	rt->options.positional = NULL;
	rt->options.named = NULL;
}

void rt_options_list(FILE *out)
{
	for (const struct rt_option *option = rt_option_rows; option < rt_option_rows + N_OPTIONS;
	     option++) {
		char left[40];
		const char *value = option->value ? option->value : "";
		const char *space = option->value ? " " : "";
		if (option->letter && option->word)
			snprintf(left, sizeof(left), "-%c, --%s%s%s", option->letter, option->word,
				 space, value);
		else if (option->letter)
			snprintf(left, sizeof(left), "-%c%s%s", option->letter, space, value);
		else
			snprintf(left, sizeof(left), "--%s%s%s", option->word, space, value);
		fprintf(out, "  %-26s  %s\n", left, option->help);
	}
}
