/*
 * tracec verify: boots kernels in QEMU and has a tool loaded and attached there.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "build/arch.h"
#include "build/files.h"
#include "build/toolchain.h"
#include "commands/options.h"
#include "commands/verify.h"
#include "commands/verify_plan.h"
#include "guest/boot.h"
#include "guest/module.h"
#include "guest/results.h"

/* Emulated, a kernel boots in some seconds; the rest is for the tool and its command. */
#define DEFAULT_SECONDS 300
#define GUEST_MEMORY    1024
#define GUEST_CPUS      2

#define RESULTS_MAX ((size_t)1 << 30)

static int fail(const char *error)
{
	fprintf(stderr, "tracec: %s\n", error);
	return EXIT_TOOLING;
}

static bool parse_seconds(const struct options *options, unsigned *seconds)
{
	char *end;
	unsigned long value;
	*seconds = DEFAULT_SECONDS;
	if (!options->timeout)
		return true;
	value = strtoul(options->timeout, &end, 10);
	if (!isdigit((unsigned char)*options->timeout) || *end || !value || value > 86400)
		return usage_error(options->command,
				   "--timeout takes seconds from 1 to 86400, not '%s'",
				   options->timeout) == 0;
	*seconds = (unsigned)value;
	return true;
}

/* All of them have to end well. */
static void read_commands(const struct verify_job *job, const struct guest_results *results,
			  struct verified *one)
{
	one->is_ok = true;
	vec_foreach(const struct guest_command, command, &results->commands) {
		struct verified_command found = { command->name, command->output, command->status };
		vec_push(&one->commands, found);
		if (!command->status)
			continue;
		one->is_ok = false;
		one->reason = command->status < 0
				      ? arena_printf(job->arena, "%s did not come to its end",
						     command->name)
				      : arena_printf(job->arena, "%s ended with status %d",
						     command->name, command->status);
	}
}

/* --results: all that came over the lines, whatever it is. */
static bool keep_results(const struct verify_job *job, const struct guest *guest,
			 const char **error)
{
	const char *path = job->options->results;
	size_t size;
	if (!path)
		return true;
	const char *results = file_read(job->arena, guest->results, RESULTS_MAX, &size, error);
	if (!file_install_text(job->arena, path, results ? results : "", results ? size : 0, 0666,
			       error))
		return false;
	const char *console = file_read(job->arena, guest->console, RESULTS_MAX, &size, error);
	return file_install_text(job->arena, arena_printf(job->arena, "%s.console", path),
				 console ? console : "", console ? size : 0, 0666, error);
}

static void read_results(const struct verify_job *job, const char *path, struct verified *one)
{
	struct guest_results results;
	const char *error;
	size_t size = 0;
	const char *text = file_read(job->arena, path, RESULTS_MAX, &size, &error);
	guest_results_read(job->arena, text ? text : "", text ? size : 0, &results);
	one->release = results.release;
	const struct guest_command *checked = guest_results_find(&results, "check");
	const struct guest_command *run = guest_results_find(&results, "run");
	if (job->options->commands)
		read_commands(job, &results, one);
	if (checked)
		verified_read(job->arena, one, checked->status, checked->output);
	if (!guest_modules_loaded(job->arena, &results, &one->reason))
		one->is_ok = false;
	if (!run)
		return;
	one->run_output = run->output;
	one->run_status = run->status;
	if (one->is_ok && run->status != 0) {
		one->is_ok = false;
		one->reason = arena_printf(job->arena, "with '%s' it ended with status %d",
					   job->options->run, run->status);
	}
}

static double now(void)
{
	struct timespec time = { 0, 0 };
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static struct verified verify_kernel(const struct verify_job *job, const char *kernel)
{
	struct verified one = { .kernel = kernel };
	struct guest guest = {
		.machine = job->machine,
		.append = job->options->append,
		.kernel = kernel,
		.initramfs = arena_printf(job->arena, "%s/initramfs", job->directory),
		.console = arena_printf(job->arena, "%s/console", job->directory),
		.results = arena_printf(job->arena, "%s/results", job->directory),
		.seconds = job->seconds,
		.memory = GUEST_MEMORY,
		.n_cpus = GUEST_CPUS,
		.trace = job->options->verbose ? stderr : NULL,
	};
	const char *error = NULL;
	double start = now();
	vec_init(&one.probes, job->arena);
	vec_init(&one.needs, job->arena);
	vec_init(&one.commands, job->arena);
	bool is_done = guest_boot(job->arena, job->qemu, &guest, &error);
	read_results(job, guest.results, &one);
	if (!keep_results(job, &guest, &error))
		is_done = false;
	one.seconds = now() - start;
	if (!is_done) {
		one.is_ok = false;
		one.reason = error;
	} else if (!one.is_ok && !one.reason) {
		one.reason = "the guest did not run the tool";
	}
	return one;
}

static const char *name_of(const struct verify_job *job)
{
	return job->tool ? job->tool : job->options->commands;
}

static int report(const struct verify_job *job, const verified_vec *all)
{
	const char *error = NULL;
	struct strbuf junit;
	int status = EXIT_DONE;
	vec_foreach(const struct verified, one, all)
		if (!one->is_ok)
			status = EXIT_SCRIPT;
	if (job->options->json)
		verified_print_json(job->arena, stdout, name_of(job), all);
	else
		verified_print_text(stdout, all);
	strbuf_init(&junit, job->arena);
	verified_junit(&junit, job->tool ? job->tool_name : name_of(job), all);
	if (job->options->junit &&
	    !file_install_text(job->arena, job->options->junit, strbuf_text(&junit), junit.size,
			       0666, &error))
		return fail(error);
	return status;
}

static int verify_all(const struct verify_job *job)
{
	const char *error = NULL;
	const char *initramfs = arena_printf(job->arena, "%s/initramfs", job->directory);
	verified_vec all;
	vec_init(&all, job->arena);
	if (!verify_make_initramfs(job, initramfs, &error))
		return fail(error);
	vec_foreach(const char *, kernel, &job->options->kernels) {
		struct verified one = verify_kernel(job, *kernel);
		vec_push(&all, one);
	}
	return report(job, &all);
}

static int check_files(const struct verify_job *job)
{
	if (job->tool && access(job->tool, R_OK) != 0)
		return usage_error(job->options->command, "'%s' can't be read", job->tool);
	vec_foreach(const char *, kernel, &job->options->kernels)
		if (access(*kernel, R_OK) != 0)
			return usage_error(job->options->command, "kernel '%s' can't be read",
					   *kernel);
	const char *others[] = { job->options->commands, job->options->tree };
	for (size_t i = 0; i < 2; i++)
		if (others[i] && access(others[i], R_OK) != 0)
			return usage_error(job->options->command, "'%s' can't be read", others[i]);
	if (job->options->results && job->options->kernels.count > 1)
		return usage_error(job->options->command, "--results is of one kernel");
	vec_foreach(const char *, file, &job->options->modules)
		if (access(*file, R_OK) != 0)
			return usage_error(job->options->command, "'%s' can't be read", *file);
	vec_foreach(const char *, file, &job->options->with)
		if (access(*file, R_OK) != 0)
			return usage_error(job->options->command, "'%s' can't be read", *file);
	return EXIT_DONE;
}

/* QEMU and our own part of the guest. */
static bool find_programs(struct verify_job *job, const char **error)
{
	struct toolchain chain = { 0 };
	if (!toolchain_find_parts(job->arena, &chain, error))
		return false;
	struct utsname host;
	uname(&host);
	bool is_own = !job->machine || !strcmp(job->machine, host.machine);
	job->init = arena_printf(job->arena, "%s%s%s/guest-init", chain.parts, is_own ? "" : "/",
				 is_own ? "" : job->machine);
	if (access(job->init, R_OK) != 0) {
		*error =
			is_own ? arena_printf(job->arena,
					      "%s is missing: tracec is not completely installed",
					      job->init)
			       : arena_printf(
					 job->arena,
					 "tracec was built without what guests of %s need (cross-%s)",
					 job->machine, job->machine);
		return false;
	}
	job->qemu = guest_find_qemu(job->arena, job->machine, error);
	return job->qemu != NULL;
}

int command_verify(const struct options *options)
{
	struct verify_job job = { .options = options, .arena = options->arena };
	const char *error = NULL;
	if (options->n_args < 1 && !options->commands)
		return usage_error(options->command, "no tool given");
	if (options->n_args && options->commands)
		return usage_error(options->command, "unexpected argument '%s' beside --commands",
				   options->args[0]);
	if (!options->kernels.count)
		return usage_error(options->command, "no kernel given: --kernel VMLINUZ");
	if (options->n_args) {
		job.tool = options->args[0];
		job.tool_name = path_base(job.tool);
	}
	int status = parse_seconds(options, &job.seconds) ? check_files(&job) : EXIT_USAGE;
	if (status != EXIT_DONE)
		return status;
	if (job.tool)
		job.machine = verify_machine_of(job.arena, job.tool);
	if (options->arch)
		job.machine = arch_find(options->arch)->name;
	if (!find_programs(&job, &error))
		return fail(error);
	job.directory = workdir_make(job.arena, &error);
	if (!job.directory)
		return fail(error);
	status = verify_all(&job);
	workdir_remove(job.directory);
	return status;
}
