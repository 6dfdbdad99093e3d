/*
 * tracec verify: boots kernels in QEMU and has a tool loaded and attached there.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "build/files.h"
#include "build/toolchain.h"
#include "commands/options.h"
#include "commands/verify.h"
#include "guest/boot.h"
#include "guest/cpio.h"
#include "guest/results.h"

/* Emulated, a kernel boots in some seconds; the rest is for the tool and its command. */
#define DEFAULT_SECONDS 300
#define CHECK_SECONDS   120
#define GUEST_MEMORY    1024
#define GUEST_CPUS      2

#define RESULTS_MAX ((size_t)1 << 30)

struct job {
	const struct options *options;
	struct arena *arena;
	const char *tool, *tool_name;
	const char *qemu, *init;
	const char *machine;   /* of the tool; NULL: this one */
	const char *directory; /* for files of the guest */
	unsigned seconds;
};

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

/* A line of the guest's plan; compiler/guest_init.c says what it knows. */
static const char *make_plan(const struct job *job)
{
	struct strbuf plan;
	strbuf_init(&plan, job->arena);
	if (job->options->without_btf)
		strbuf_puts(&plan, "hide\t/sys/kernel/btf\n");
	strbuf_printf(&plan, "run\tcheck\t%d\t/%s\t--check\t-f\tjson", CHECK_SECONDS,
		      job->tool_name);
	for (int i = 1; i < job->options->n_args; i++)
		strbuf_printf(&plan, "\t%s", job->options->args[i]);
	strbuf_putc(&plan, '\n');
	if (job->options->run) {
		strbuf_printf(&plan, "run\trun\t%u\t/%s\t-c\t%s", job->seconds, job->tool_name,
			      job->options->run);
		for (int i = 1; i < job->options->n_args; i++)
			strbuf_printf(&plan, "\t%s", job->options->args[i]);
		strbuf_putc(&plan, '\n');
	}
	return strbuf_text(&plan);
}

static bool make_initramfs(const struct job *job, const char *path, const char **error)
{
	const char *plan = make_plan(job);
	struct cpio *cpio = cpio_create(job->arena, path, error);
	if (!cpio)
		return false;
	cpio_device(cpio, "dev/console", 5, 1);
	cpio_file(cpio, "init", job->init, 0755);
	cpio_text(cpio, "plan", plan, strlen(plan), 0644);
	cpio_file(cpio, job->tool_name, job->tool, 0755);
	vec_foreach(const char *, file, &job->options->with)
		cpio_file(cpio, path_base(*file), *file, 0755);
	return cpio_finish(cpio, error);
}

static void read_results(const struct job *job, const char *path, struct verified *one)
{
	struct guest_results results;
	const char *error;
	size_t size = 0;
	const char *text = file_read(job->arena, path, RESULTS_MAX, &size, &error);
	guest_results_read(job->arena, text ? text : "", text ? size : 0, &results);
	one->release = results.release;
	const struct guest_command *checked = guest_results_find(&results, "check");
	const struct guest_command *run = guest_results_find(&results, "run");
	if (checked)
		verified_read(job->arena, one, checked->status, checked->output);
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

static struct verified verify_kernel(const struct job *job, const char *kernel)
{
	struct verified one = { .kernel = kernel };
	struct guest guest = {
		.machine = job->machine,
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
	bool is_done = guest_boot(job->arena, job->qemu, &guest, &error);
	read_results(job, guest.results, &one);
	one.seconds = now() - start;
	if (!is_done) {
		one.is_ok = false;
		one.reason = error;
	} else if (!one.is_ok && !one.reason) {
		one.reason = "the guest did not run the tool";
	}
	return one;
}

static int report(const struct job *job, const verified_vec *all)
{
	const char *error = NULL;
	struct strbuf junit;
	int status = EXIT_DONE;
	vec_foreach(const struct verified, one, all)
		if (!one->is_ok)
			status = EXIT_SCRIPT;
	if (job->options->json)
		verified_print_json(job->arena, stdout, job->tool, all);
	else
		verified_print_text(stdout, all);
	strbuf_init(&junit, job->arena);
	verified_junit(&junit, job->tool_name, all);
	if (job->options->junit &&
	    !file_install_text(job->arena, job->options->junit, strbuf_text(&junit), junit.size,
			       0666, &error))
		return fail(error);
	return status;
}

static int verify_all(const struct job *job)
{
	const char *error = NULL;
	const char *initramfs = arena_printf(job->arena, "%s/initramfs", job->directory);
	verified_vec all;
	vec_init(&all, job->arena);
	if (!make_initramfs(job, initramfs, &error))
		return fail(error);
	vec_foreach(const char *, kernel, &job->options->kernels) {
		struct verified one = verify_kernel(job, *kernel);
		vec_push(&all, one);
	}
	return report(job, &all);
}

static int check_files(const struct job *job)
{
	if (access(job->tool, R_OK) != 0)
		return usage_error(job->options->command, "'%s' can't be read", job->tool);
	vec_foreach(const char *, kernel, &job->options->kernels)
		if (access(*kernel, R_OK) != 0)
			return usage_error(job->options->command, "kernel '%s' can't be read",
					   *kernel);
	vec_foreach(const char *, file, &job->options->with)
		if (access(*file, R_OK) != 0)
			return usage_error(job->options->command, "'%s' can't be read", *file);
	return EXIT_DONE;
}

/* QEMU and our own part of the guest. */
static bool find_programs(struct job *job, const char **error)
{
	struct toolchain chain = { 0 };
	if (!toolchain_find_parts(job->arena, &chain, error))
		return false;
	const struct arch *arch = arch_find(job->options->arch);
	bool is_other = job->options->arch && arch != arch_find(NULL);
	job->machine = is_other ? arch->name : NULL;
	job->init = is_other ? arena_printf(job->arena, "%s/%s/guest-init", chain.parts, arch->name)
			     : arena_printf(job->arena, "%s/guest-init", chain.parts);
	if (access(job->init, R_OK) != 0) {
		*error = arena_printf(
			job->arena, "%s is missing: tracec is not completely installed", job->init);
		return false;
	}
	job->qemu = guest_find_qemu(job->arena, job->machine, error);
	return job->qemu != NULL;
}

int command_verify(const struct options *options)
{
	struct job job = { .options = options, .arena = options->arena };
	const char *error = NULL;
	if (options->n_args < 1)
		return usage_error(options->command, "no tool given");
	if (!options->kernels.count)
		return usage_error(options->command, "no kernel given: --kernel VMLINUZ");
	job.tool = options->args[0];
	job.tool_name = path_base(job.tool);
	int status = parse_seconds(options, &job.seconds) ? check_files(&job) : EXIT_USAGE;
	if (status != EXIT_DONE)
		return status;
	if (!find_programs(&job, &error))
		return fail(error);
	job.directory = workdir_make(job.arena, &error);
	if (!job.directory)
		return fail(error);
	status = verify_all(&job);
	workdir_remove(job.directory);
	return status;
}
