#include "loader.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "constants.h"
#include "load_error.h"
#include "probe.h"
#include "ring_size.h"
#include "rt.h"

/* Which programs an attempt loads: all that are needed, one of them, or only the maps. */
#define ALL_PROGRAMS (-1)
#define NO_PROGRAM   (-2)

/* Room for some thousand prints and clears that wait while the buffer of events is full. */
#define CONTROL_SIZE (128U * 1024)

struct rt_loader {
	struct bpf_object *object; /* NULL once trimmed */
	int *clones;               /* programs loaded a second time for another target */
	uint32_t n_clones;
};

static int print_nothing(enum libbpf_print_level level, const char *format, va_list arguments)
{
	(void)level;
	(void)format;
	(void)arguments;
	return 0;
}

static int print_warnings(enum libbpf_print_level level, const char *format, va_list arguments)
{
	return level == LIBBPF_WARN ? vfprintf(stderr, format, arguments) : 0;
}

static struct bpf_program *find_program(struct bpf_object *object, const struct rt *rt, uint32_t i)
{
	return bpf_object__find_program_by_name(object, rt->tool->programs[i].name);
}

struct bpf_program *rt_loader_program(struct rt *rt, uint32_t program)
{
	return rt->loader && rt->loader->object ? find_program(rt->loader->object, rt, program)
						: NULL;
}

static bool is_needed(const struct rt *rt, uint32_t program)
{
	for (uint32_t i = 0; i < rt->tool->n_probes; i++)
		if (rt->tool->probes[i].program == program && rt_probe_is_active(&rt->probes[i]))
			return true;
	return false;
}

/* The first probe of the program that names a target for the load. */
static struct rt_probe *targeted_probe(struct rt *rt, uint32_t program)
{
	for (uint32_t i = 0; i < rt->tool->n_probes; i++) {
		struct rt_probe *probe = &rt->probes[i];
		if (probe->abi->program == program && probe->load_target &&
		    rt_probe_is_active(probe))
			return probe;
	}
	return NULL;
}

/* A target that the kernel lacks: the next probe of the same program may have another. */
static int set_target(struct rt *rt, struct bpf_program *program, uint32_t index)
{
	for (struct rt_probe *probe = targeted_probe(rt, index); probe;
	     probe = targeted_probe(rt, index)) {
		int err = bpf_program__set_attach_target(program, 0, probe->load_target);
		if (!err)
			return 0;
		if (access("/sys/kernel/btf/vmlinux", R_OK))
			rt_probe_fail(probe, err,
				      "this kernel gives no BTF "
				      "(/sys/kernel/btf/vmlinux is missing)");
		else
			rt_probe_fail(probe, err, "this kernel has no '%s' for it to attach to",
				      probe->load_target);
		err = rt_probe_give_up(rt, probe, -ENOENT);
		if (err)
			return err;
	}
	return 0;
}

static int set_programs(struct rt *rt, struct bpf_object *object, int which)
{
	struct bpf_program *program;
	bpf_object__for_each_program(program, object)
		bpf_program__set_autoload(program, false);
	for (uint32_t i = 0; i < rt->tool->n_programs; i++) {
		if (!is_needed(rt, i) || (which != ALL_PROGRAMS && which != (int)i))
			continue;
		program = find_program(object, rt, i);
		if (!program) {
			rt_error(rt, "program %s is not in the object (a bug of tracec)",
				 rt->tool->programs[i].name);
			return -EINVAL;
		}
		int err = set_target(rt, program, i);
		if (err)
			return err;
		bpf_program__set_autoload(program, is_needed(rt, i));
	}
	return 0;
}

static int set_constants(struct rt *rt, struct bpf_map *map)
{
	size_t size = 0;
	const void *initial = bpf_map__initial_value(map, &size);
	uint8_t *bytes = initial ? malloc(size) : NULL;
	if (!bytes)
		return -ENOMEM;
	memcpy(bytes, initial, size);
	int err = rt_constants_fill(rt, bytes, size);
	if (!err)
		err = bpf_map__set_initial_value(map, bytes, size);
	free(bytes);
	return err;
}

static int set_maps(struct rt *rt, struct bpf_object *object)
{
	struct bpf_map *events = bpf_object__find_map_by_name(object, "events");
	struct bpf_map *control = bpf_object__find_map_by_name(object, "control");
	struct bpf_map *constants = bpf_object__find_map_by_name(object, ".rodata.tool");
	uint32_t page = (uint32_t)sysconf(_SC_PAGESIZE);
	int err = 0;
	if (events) {
		rt->events_size = rt_ring_size(rt->tool->settings->perf_rb_pages, page,
					       rt_memory_available());
		err = bpf_map__set_max_entries(events, rt->events_size);
	}
	if (control && !err) {
		rt->control_size = page > CONTROL_SIZE ? page : CONTROL_SIZE;
		err = bpf_map__set_max_entries(control, rt->control_size);
	}
	return constants && !err ? set_constants(rt, constants) : err;
}

/* Opens the object and sets what is to be set. Nothing is in the kernel yet. */
static int prepare(struct rt *rt, int which, struct bpf_object **prepared)
{
	size_t size;
	const void *bytes = rt->tool->object(&size);
	LIBBPF_OPTS(bpf_object_open_opts, options, .object_name = rt->tool->name,
		    .btf_custom_path = rt->options.btf_file);
	struct bpf_object *object = bpf_object__open_mem(bytes, size, &options);
	if (!object) {
		rt_error(rt, "cannot read the BPF object in this program: %s", strerror(errno));
		return -EINVAL;
	}
	int err = set_programs(rt, object, which);
	if (!err)
		err = set_maps(rt, object);
	if (err)
		bpf_object__close(object);
	else
		*prepared = object;
	return err;
}

/* Loads the maps alone, then each program alone, to say which the kernel refuses, and why. */
static void diagnose(struct rt *rt, int err)
{
	struct bpf_object *object;
	uint32_t log_size = rt->tool->settings->log_size;
	char *log = calloc(log_size + 1, 1);
	bool is_explained = !log;
	libbpf_set_print(rt->options.verbose ? print_warnings : print_nothing);
	if (prepare(rt, NO_PROGRAM, &object))
		goto out;
	int base_err = bpf_object__load(object);
	bpf_object__close(object);
	if (base_err) {
		rt_load_error_base(rt, base_err);
		goto out;
	}
	for (uint32_t i = 0; i < rt->tool->n_programs && log; i++) {
		if (!is_needed(rt, i) || (is_explained && !rt->options.check_only))
			continue;
		if (prepare(rt, (int)i, &object))
			goto out;
		*log = 0;
		bpf_program__set_log_buf(find_program(object, rt, i), log, log_size);
		int program_err = bpf_object__load(object);
		bpf_object__close(object);
		if (!program_err)
			continue;
		// Types that no map needs are read with the first program that does.
		if (!*log && program_err == -ESRCH)
			rt_load_error_base(rt, program_err);
		else
			rt_load_error_program(rt, i, program_err, log);
		is_explained = true;
	}
	if (!is_explained || !log)
		rt_error(rt, "cannot load the programs into the kernel: %s", strerror(-err));
out:
	libbpf_set_print(print_nothing);
	free(log);
}

/* A file descriptor of our own, which outlives the object. */
static int duplicate(int fd)
{
	int copy = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, 3);
	return copy < 0 && fd >= 0 ? -errno : copy;
}

static int take_map(struct bpf_object *object, const char *name, int *fd)
{
	struct bpf_map *map = bpf_object__find_map_by_name(object, name);
	int copy = map ? duplicate(bpf_map__fd(map)) : -1;
	*fd = copy < 0 ? -1 : copy;
	return map && copy < 0 ? copy : 0;
}

static int take_needed_map(struct rt *rt, struct bpf_object *object, const char *name, int *fd)
{
	int err = take_map(object, name, fd);
	if (err || *fd >= 0)
		return err;
	rt_error(rt, "map %s is not in the object (a bug of tracec)", name);
	return -EINVAL;
}

static int take_maps(struct rt *rt, struct bpf_object *object)
{
	int err = 0;
	for (uint32_t i = 0; i < rt->tool->n_maps && !err; i++) {
		const struct abi_map *map = &rt->tool->maps[i];
		err = take_needed_map(rt, object, map->object_name, &rt->map_fds[i]);
		if (!err && map->live_name)
			err = take_needed_map(rt, object, map->spare_name, &rt->spare_fds[i]);
		if (!err && map->live_name)
			err = take_needed_map(rt, object, map->live_name, &rt->live_fds[i]);
	}
	return err;
}

static int take_fds(struct rt *rt, struct bpf_object *object)
{
	int err = take_map(object, "events", &rt->events_fd);
	if (!err)
		err = take_map(object, "control", &rt->control_fd);
	if (!err)
		err = take_map(object, "loss", &rt->loss_fd);
	if (!err)
		err = take_maps(rt, object);
	for (uint32_t i = 0; i < rt->tool->n_programs && !err; i++) {
		struct bpf_program *program = find_program(object, rt, i);
		int fd = program && is_needed(rt, i) ? duplicate(bpf_program__fd(program)) : -1;
		rt->program_fds[i] = fd < 0 ? -1 : fd;
	}
	return err;
}

/*
 * A program whose target is part of it serves one target. For a second one
 * its relocated instructions are loaded again.
 */
static int clone_program(struct rt *rt, struct rt_probe *probe)
{
	struct bpf_program *program = find_program(rt->loader->object, rt, probe->abi->program);
	enum bpf_attach_type type = bpf_program__expected_attach_type(program);
	int id = libbpf_find_vmlinux_btf_id(probe->load_target, type);
	if (id < 0) {
		rt_probe_fail(probe, -ENOENT, "this kernel has no '%s' for it to attach to",
			      probe->load_target);
		return rt_probe_give_up(rt, probe, -ENOENT);
	}
	LIBBPF_OPTS(bpf_prog_load_opts, options, .expected_attach_type = type,
		    .attach_btf_id = (uint32_t)id);
	int fd = bpf_prog_load(bpf_program__type(program), bpf_program__name(program),
			       rt->tool->license, bpf_program__insns(program),
			       bpf_program__insn_cnt(program), &options);
	if (fd < 0) {
		rt_probe_fail(probe, fd, "the kernel refuses the program: %s", strerror(-fd));
		return rt_probe_give_up(rt, probe, fd);
	}
	rt->loader->clones[rt->loader->n_clones++] = fd;
	probe->program_fd = fd;
	return 0;
}

static int give_programs(struct rt *rt)
{
	for (uint32_t i = 0; i < rt->tool->n_probes; i++) {
		struct rt_probe *probe = &rt->probes[i];
		if (!rt_probe_is_active(probe))
			continue;
		struct rt_probe *first = targeted_probe(rt, probe->abi->program);
		bool shares = !probe->load_target || first == probe ||
			      !strcmp(first->load_target, probe->load_target);
		probe->program_fd = rt->program_fds[probe->abi->program];
		int err = shares ? 0 : clone_program(rt, probe);
		if (err)
			return err;
	}
	return 0;
}

/* n descriptors of -1. */
static int *fds_new(uint32_t n)
{
	int *fds = malloc((n + 1) * sizeof(int));
	for (uint32_t i = 0; fds && i < n; i++)
		fds[i] = -1;
	return fds;
}

static int allocate(struct rt *rt)
{
	const struct abi_tool *t = rt->tool;
	rt->loader = calloc(1, sizeof(*rt->loader));
	rt->map_fds = fds_new(t->n_maps);
	rt->spare_fds = fds_new(t->n_maps);
	rt->live_fds = fds_new(t->n_maps);
	rt->program_fds = fds_new(t->n_programs);
	if (!rt->loader || !rt->map_fds || !rt->spare_fds || !rt->live_fds || !rt->program_fds)
		return -ENOMEM;
	rt->loader->clones = calloc(t->n_probes + 1, sizeof(int));
	return rt->loader->clones ? 0 : -ENOMEM;
}

static void explain(const struct rt *rt)
{
	for (uint32_t i = 0; i < rt->tool->n_programs; i++)
		if (rt->program_fds[i] >= 0)
			rt_explain(rt, "loaded program %s", rt->tool->programs[i].name);
	rt_explain(rt, "loaded %u map%s and a buffer of %u KiB for events", rt->tool->n_maps,
		   rt->tool->n_maps == 1 ? "" : "s", rt->events_size / 1024);
}

int rt_loader_load(struct rt *rt)
{
	if (rt->options.btf_file && faccessat(AT_FDCWD, rt->options.btf_file, R_OK, AT_EACCESS)) {
		rt_error(rt, "cannot read %s: %s", rt->options.btf_file, strerror(errno));
		return -EINVAL;
	}
	int err = allocate(rt);
	if (err) {
		rt_error(rt, "out of memory");
		return err;
	}
	libbpf_set_print(print_nothing);
	err = prepare(rt, ALL_PROGRAMS, &rt->loader->object);
	if (err)
		return err;
	err = bpf_object__load(rt->loader->object);
	if (err) {
		diagnose(rt, err);
		return err;
	}
	err = take_fds(rt, rt->loader->object);
	if (err && err != -EINVAL)
		rt_error(rt, "cannot keep the maps: %s", strerror(-err));
	if (!err)
		explain(rt);
	return err ? err : give_programs(rt);
}

void rt_loader_trim(struct rt *rt)
{
	for (uint32_t i = 0; i < rt->tool->n_probes; i++)
		if (rt->probes[i].link)
			return;
	bpf_object__close(rt->loader->object);
	rt->loader->object = NULL;
	malloc_trim(0);
}

static void close_all(int *fds, uint32_t n)
{
	for (uint32_t i = 0; fds && i < n; i++)
		if (fds[i] >= 0)
			close(fds[i]);
	free(fds);
}

void rt_loader_close(struct rt *rt)
{
	struct rt_loader *loader = rt->loader;
	close_all(rt->map_fds, rt->tool->n_maps);
	close_all(rt->spare_fds, rt->tool->n_maps);
	close_all(rt->live_fds, rt->tool->n_maps);
	close_all(rt->program_fds, rt->tool->n_programs);
	if (rt->events_fd >= 0)
		close(rt->events_fd);
	if (rt->control_fd >= 0)
		close(rt->control_fd);
	if (rt->loss_fd >= 0)
		close(rt->loss_fd);
	if (loader) {
		close_all(loader->clones, loader->n_clones);
		bpf_object__close(loader->object);
	}
	free(loader);
	rt->loader = NULL;
	rt->map_fds = rt->spare_fds = rt->live_fds = rt->program_fds = NULL;
	rt->events_fd = rt->control_fd = rt->loss_fd = -1;
}
