#include "loader.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "attach_tracepoints.h"
#include "bpf_call.h"
#include "constants.h"
#include "feature.h"
#include "load_btf.h"
#include "load_error.h"
#include "load_events.h"
#include "load_programs.h"
#include "load_state.h"
#include "load_types.h"
#include "probe.h"
#include "probe_name.h"
#include "problem.h"
#include "rt.h"
#include "static_place.h"
#include "user_symbol.h"

static int print_nothing(enum libbpf_print_level level, const char *format, va_list arguments)
{
	(void)level;
	(void)format;
	(void)arguments;
	return 0;
}

static struct bpf_program *find_program(struct bpf_object *object, const struct rt *rt, uint32_t i)
{
	return bpf_object__find_program_by_name(object, rt->tool->programs[i].name);
}

static bool is_needed(const struct rt *rt, uint32_t program)
{
	for (uint32_t i = 0; i < rt->tool->n_probes; i++) {
		const struct abi_probe *probe = &rt->tool->probes[i];
		bool is_its = probe->program == program ||
			      (probe->has_session && probe->session == program) ||
			      (probe->has_alternative && probe->alternative == program);
		if (is_its && rt_probe_is_wanted(&rt->probes[i]))
			return true;
	}
	return false;
}

static int set_programs(struct rt *rt, struct bpf_object *object, bool with_programs)
{
	struct bpf_program *program;
	bpf_object__for_each_program(program, object)
		bpf_program__set_autoload(program, false);
	for (uint32_t i = 0; i < rt->tool->n_programs && with_programs; i++) {
		if (!is_needed(rt, i))
			continue;
		program = find_program(object, rt, i);
		if (!program) {
			rt_error(rt, "program %s is not in the object (a bug of tracec)",
				 rt->tool->programs[i].name);
			return -EINVAL;
		}
		// libbpf gives up the whole object for one that it cannot bind.
		if (bpf_program__type(program) == BPF_PROG_TYPE_TRACING && !rt_types_are_own())
			continue;
		bpf_program__set_autoload(program, true);
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

/* Maps whose elements are visited where the kernel has no bpf_loop. */
static int set_rounds(struct rt *rt, struct bpf_object *object)
{
	static const char *const names[] = { "walk_rounds", "loop_rounds" };
	bool is_visited = !rt_has(rt, FEATURE_LOOP) && rt_has(rt, FEATURE_FOR_EACH);
	int err = 0;
	for (size_t i = 0; !err && i < sizeof(names) / sizeof(names[0]); i++) {
		struct bpf_map *rounds = bpf_object__find_map_by_name(object, names[i]);
		if (rounds)
			err = bpf_map__set_autocreate(rounds, is_visited);
	}
	return err;
}

static int set_maps(struct rt *rt, struct bpf_object *object)
{
	struct bpf_map *names = bpf_object__find_map_by_name(object, "probe_names");
	struct bpf_map *places = bpf_object__find_map_by_name(object, "usdt_places");
	struct bpf_map *symbols = bpf_object__find_map_by_name(object, "user_symbols");
	struct bpf_map *constants = bpf_object__find_map_by_name(object, ".rodata.tool");
	struct bpf_map *scratch = bpf_object__find_map_by_name(object, "scratch");
	struct bpf_map *sets = bpf_object__find_map_by_name(object, "syscall_sets");
	int err = rt_load_events(rt, object);
	if (!err)
		err = set_rounds(rt, object);
	if (!err && scratch && bpf_map__type(scratch) == BPF_MAP_TYPE_ARRAY)
		err = bpf_map__set_max_entries(scratch,
					       LIMIT_SCRATCH_SLOTS * (uint32_t)rt->n_cpus);
	if (names && !err)
		err = bpf_map__set_max_entries(names, rt->n_probe_names ? rt->n_probe_names : 1);
	if (sets && !err)
		err = bpf_map__set_max_entries(sets, rt_syscall_sets_size(rt->tool));
	if (places && !err)
		err = bpf_map__set_max_entries(places, 1 + rt_static_places_count(rt));
	if (symbols && !err)
		err = bpf_map__set_max_entries(symbols, 1 + rt_user_symbols_count(rt));
	return constants && !err ? set_constants(rt, constants) : err;
}

/* Opens the object and sets what is to be set. Nothing is in the kernel yet. */
static int open_object(struct rt *rt, bool with_programs, struct bpf_object **opened)
{
	size_t size;
	const void *bytes = rt->tool->object(&size);
	LIBBPF_OPTS(bpf_object_open_opts, options, .object_name = rt->tool->name);
	int err = rt_types_find(rt, &options.btf_custom_path);
	if (err)
		return err;
	if (options.btf_custom_path)
		rt_btf_use_file(rt, options.btf_custom_path);
	struct bpf_object *object = bpf_object__open_mem(bytes, size, &options);
	if (!object) {
		rt_error(rt, "cannot read the BPF object in this program: %s", strerror(errno));
		return -EINVAL;
	}
	err = set_programs(rt, object, with_programs);
	if (!err)
		err = set_maps(rt, object);
	if (err)
		bpf_object__close(object);
	else
		*opened = object;
	return err;
}

/* Without programs, what fails is the maps. */
static void diagnose(struct rt *rt, int err)
{
	struct bpf_object *object;
	if (rt->loader->recipes.err) {
		rt_error(rt, "cannot prepare the programs: %s", rt_problem_text(rt->loader->recipes.err));
		return;
	}
	if (open_object(rt, false, &object))
		return;
	int base_err = bpf_object__load(object);
	bpf_object__close(object);
	rt_load_error_base(rt, base_err ? base_err : err);
}

/* libbpf's sign for a relocation that found nothing: a call of this function. */
#define POISONED_CALL "195896080"

const char *rt_loader_full_log(struct rt *rt, uint32_t program)
{
	struct bpf_object *object;
	struct rt_loader *loader = rt->loader;
	if (!loader->log || !strstr(loader->log, POISONED_CALL) || open_object(rt, false, &object))
		return rt_loader_log(rt);
	struct bpf_program *refused = find_program(object, rt, program);
	char *log = calloc(rt->tool->settings->log_size + 1, 1);
	if (log && refused) {
		bpf_program__set_autoload(refused, true);
		bpf_program__set_log_buf(refused, log, rt->tool->settings->log_size);
		bpf_object__load(object);
	}
	bpf_object__close(object);
	if (log && *log) {
		free(loader->log);
		loader->log = log;
	} else {
		free(log);
	}
	return rt_loader_log(rt);
}

static int load_object(struct rt *rt)
{
	struct rt_loader *loader = rt->loader;
	int err = rt_recipes_begin(&loader->recipes, rt);
	if (err)
		rt_error(rt, "cannot prepare the programs: %s", rt_problem_text(err));
	else
		err = open_object(rt, true, &loader->object);
	if (!err) {
		err = bpf_object__load(loader->object);
		if (err)
			diagnose(rt, err);
	}
	rt_recipes_end(&loader->recipes);
	return err;
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
		if (!err && map->keys_name)
			err = take_needed_map(rt, object, map->keys_name, &rt->keys_fds[i]);
	}
	return err;
}

static int write_names(const struct rt *rt, struct bpf_object *object)
{
	struct bpf_map *names = bpf_object__find_map_by_name(object, "probe_names");
	return names ? rt_probe_names_write(rt, bpf_map__fd(names)) : 0;
}

static int write_places(const struct rt *rt, struct bpf_object *object)
{
	struct bpf_map *places = bpf_object__find_map_by_name(object, "usdt_places");
	struct bpf_map *symbols = bpf_object__find_map_by_name(object, "user_symbols");
	int err = places ? rt_static_places_write(rt, bpf_map__fd(places)) : 0;
	return symbols && !err ? rt_user_symbols_write(rt, bpf_map__fd(symbols)) : err;
}

/* Memory that programs see, so that it takes no privilege to write it. Before 5.5 it cannot be had. */
static void take_stop(struct rt *rt, struct bpf_object *object)
{
	struct bpf_map *map = bpf_object__find_map_by_name(object, ".data.stop");
	void *memory = map ? mmap(NULL, (size_t)sysconf(_SC_PAGESIZE), PROT_READ | PROT_WRITE,
				  MAP_SHARED, bpf_map__fd(map), 0)
			   : MAP_FAILED;
	rt->stop = memory == MAP_FAILED ? NULL : memory;
}

static int take_fds(struct rt *rt, struct bpf_object *object)
{
	int err = take_map(object, "events", &rt->events_fd);
	if (!err)
		err = take_map(object, "control", &rt->control_fd);
	if (!err)
		err = take_map(object, "packets", &rt->packets_fd);
	if (!err)
		err = take_map(object, ".data.loss", &rt->loss_fd);
	if (!err)
		err = take_maps(rt, object);
	if (!err)
		err = write_names(rt, object);
	if (!err)
		err = write_places(rt, object);
	take_stop(rt, object);
	return err;
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
	rt->keys_fds = fds_new(t->n_maps);
	bool has_fds = rt->map_fds && rt->spare_fds && rt->live_fds && rt->keys_fds;
	return rt->loader && has_fds ? 0 : -ENOMEM;
}

int rt_loader_load(struct rt *rt)
{
	int err = allocate(rt);
	if (err) {
		rt_error(rt, "out of memory");
		return err;
	}
	libbpf_set_print(print_nothing);
	err = load_object(rt);
	if (err)
		return err;
	err = take_fds(rt, rt->loader->object);
	if (err && err != -EINVAL)
		rt_error(rt, "cannot keep the maps: %s", rt_problem_text(err));
	if (!err)
		rt_explain(rt, "loaded %u map%s and %s of %u KiB for events", rt->tool->n_maps,
			   rt->tool->n_maps == 1 ? "" : "s",
			   rt_has(rt, FEATURE_RINGBUF) ? "a buffer" : "a perf buffer per CPU",
			   rt->events_size / 1024);
	return err;
}

int rt_loader_map_fd(const struct rt *rt, const char *name)
{
	const struct bpf_map *map = bpf_object__find_map_by_name(rt->loader->object, name);
	return map ? bpf_map__fd(map) : -1;
}

bool rt_loader_has_map(const struct rt *rt, uint32_t id)
{
	const struct bpf_map *map;
	struct bpf_map_info info;
	bpf_object__for_each_map(map, rt->loader->object)
		if (!rt_bpf_map_info(bpf_map__fd(map), &info) && info.id == id)
			return true;
	return false;
}

static void close_all(int *fds, uint32_t n)
{
	for (uint32_t i = 0; fds && i < n; i++)
		if (fds[i] >= 0)
			close(fds[i]);
	free(fds);
}

void rt_loader_trim(struct rt *rt)
{
	struct rt_loader *loader = rt->loader;
	rt_recipes_release(&loader->recipes);
	rt_btf_release(rt);
	rt_programs_release(rt);
	free(loader->log);
	loader->log = NULL;
	bpf_object__close(loader->object);
	loader->object = NULL;
	malloc_trim(0);
}

static void release_loader(struct rt_loader *loader)
{
	for (uint32_t i = 0; i < loader->n_loaded; i++) {
		close(loader->loaded[i].fd);
		free(loader->loaded[i].slots);
	}
	rt_recipes_release(&loader->recipes);
	bpf_object__close(loader->object);
	free(loader->loaded);
	free(loader->log);
	free(loader);
}

void rt_loader_close(struct rt *rt)
{
	close_all(rt->map_fds, rt->tool->n_maps);
	close_all(rt->spare_fds, rt->tool->n_maps);
	close_all(rt->live_fds, rt->tool->n_maps);
	close_all(rt->keys_fds, rt->tool->n_maps);
	if (rt->events_fd >= 0)
		close(rt->events_fd);
	if (rt->control_fd >= 0)
		close(rt->control_fd);
	if (rt->packets_fd >= 0)
		close(rt->packets_fd);
	if (rt->loss_fd >= 0)
		close(rt->loss_fd);
	if (rt->stop)
		munmap((void *)rt->stop, (size_t)sysconf(_SC_PAGESIZE));
	if (rt->loader)
		release_loader(rt->loader);
	rt_btf_release(rt);
	rt_programs_release(rt);
	rt_types_release(rt);
	rt->loader = NULL;
	rt->stop = NULL;
	rt->map_fds = rt->spare_fds = rt->live_fds = rt->keys_fds = NULL;
	rt->events_fd = rt->control_fd = rt->packets_fd = rt->loss_fd = -1;
}
