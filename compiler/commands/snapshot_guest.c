#include "commands/snapshot_guest.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "build/files.h"
#include "build/toolchain.h"
#include "guest/boot.h"
#include "guest/cpio.h"
#include "guest/image.h"
#include "guest/module.h"
#include "guest/results.h"

#define SECONDS     300
#define MEMORY      1024
#define RESULTS_MAX ((size_t)1 << 30)

static const char order[] = "run\tsnapshot\t240\t/tracec-snapshot\t-o\t/tmp/snapshot\n"
			    "send\tsnapshot\t/tmp/snapshot\n";

struct job {
	const struct options *options;
	struct arena *arena;
	const char *kernel, *directory;
	const char *init, *recorder; /* programs for the guest */
	const char *qemu;
	const char *machine; /* of the kernel; NULL: this one */
};

/* "boot/vmlinuz-6.1" -> "boot/config-6.1"; NULL: there is none. */
static const char *find_config(struct arena *arena, const char *kernel)
{
	static const char image[] = "vmlinuz";
	const char *base = path_base(kernel);
	const char *at = strstr(base, image);
	if (!at)
		return NULL;
	const char *path =
		arena_printf(arena, "%.*sconfig%s", (int)(at - kernel), kernel, at + strlen(image));
	return access(path, R_OK) == 0 ? path : NULL;
}

static const char *make_plan(const struct job *job)
{
	struct strbuf plan;
	strbuf_init(&plan, job->arena);
	guest_modules_plan(job->options->modules.items, job->options->modules.count, &plan);
	strbuf_puts(&plan, order);
	return strbuf_text(&plan);
}

static bool make_initramfs(const struct job *job, const char *path, const char **error)
{
	const char *plan = make_plan(job);
	const char *config = find_config(job->arena, job->kernel);
	const char *release = image_release(job->arena, job->kernel);
	struct cpio *cpio = cpio_create(job->arena, path, error);
	if (!cpio)
		return false;
	cpio_device(cpio, "dev/console", 5, 1);
	cpio_file(cpio, "init", job->init, 0755);
	cpio_text(cpio, "plan", plan, strlen(plan), 0644);
	guest_modules_pack(job->arena, job->options->modules.items, job->options->modules.count,
			   cpio);
	cpio_file(cpio, "tracec-snapshot", job->recorder, 0755);
	if (config && release)
		cpio_file(cpio, arena_printf(job->arena, "boot/config-%s", release), config, 0644);
	return cpio_finish(cpio, error);
}

/* Passes on what the recorder said, and writes what it made. */
static bool take_snapshot(const struct job *job, const char *path, const char **error)
{
	struct guest_results results;
	size_t size;
	const char *text = file_read(job->arena, path, RESULTS_MAX, &size, error);
	if (!text)
		return false;
	guest_results_read(job->arena, text, size, &results);
	if (!guest_modules_loaded(job->arena, &results, error))
		return false;
	const struct guest_command *command = guest_results_find(&results, "snapshot");
	if (command)
		fputs(command->output, stderr);
	if (!results.files.count) {
		*error = "no snapshot came from the guest";
		return false;
	}
	return file_install_text(job->arena, job->options->output, results.files.items[0].data,
				 results.files.items[0].size, 0666, error);
}

static bool record(const struct job *job, const char **error)
{
	struct guest guest = {
		.machine = job->machine,
		.kernel = job->kernel,
		.initramfs = arena_printf(job->arena, "%s/initramfs", job->directory),
		.console = arena_printf(job->arena, "%s/console", job->directory),
		.results = arena_printf(job->arena, "%s/results", job->directory),
		.seconds = SECONDS,
		.memory = MEMORY,
		.n_cpus = 1,
	};
	return make_initramfs(job, guest.initramfs, error) &&
	       guest_boot(job->arena, job->qemu, &guest, error) &&
	       take_snapshot(job, guest.results, error);
}

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
	job->recorder =
		is_other
			? arena_printf(job->arena, "%s/%s/tracec-snapshot", chain.parts, arch->name)
			: arena_printf(job->arena, "%s/../../bin/tracec-snapshot", chain.parts);
	if (access(job->init, R_OK) != 0 || access(job->recorder, R_OK) != 0) {
		*error = arena_printf(job->arena,
				      "%s or %s is missing: tracec is not completely installed",
				      job->init, job->recorder);
		return false;
	}
	job->qemu = guest_find_qemu(job->arena, job->machine, error);
	return job->qemu != NULL;
}

int snapshot_guest(const struct options *options)
{
	struct job job = {
		.options = options,
		.arena = options->arena,
		.kernel = options->kernels.items[0],
	};
	const char *error = NULL;
	bool is_made = false;
	vec_foreach(const char *, file, &options->modules)
		if (access(*file, R_OK) != 0)
			return usage_error(options->command, "'%s' can't be read", *file);
	if (find_programs(&job, &error))
		job.directory = workdir_make(job.arena, &error);
	if (job.directory) {
		is_made = record(&job, &error);
		workdir_remove(job.directory);
	}
	if (!is_made)
		fprintf(stderr, "tracec: %s\n", error);
	return is_made ? EXIT_DONE : EXIT_TOOLING;
}
