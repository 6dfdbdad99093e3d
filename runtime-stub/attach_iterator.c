/*
 * Iterators: a link, and a file whose reading runs the program on every object. Those that are about the
 * elements of maps take one map, so that there is a link for each map of the host that has such elements.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "attach.h"
#include "attach_iterator.h"
#include "bpf_call.h"
#include "loader.h"
#include "privilege.h"
#include "probe.h"
#include "problem.h"
#include "rt.h"

#define MAP(type) (UINT64_C(1) << BPF_MAP_TYPE_##type)

/* enum bpf_cgroup_iter_order: the cgroup, then those in it. */
#define DESCENDANTS_PRE 2

/* Iterators that have to be told what they are about (the kernel's bpf_iter_reg.attach_target). */
static const struct about {
	const char *name;
	uint64_t map_types; /* of the maps; 0: it is about cgroups, from the root on */
} abouts[] = {
	{ "bpf_map_elem", MAP(HASH) | MAP(LRU_HASH) | MAP(PERCPU_HASH) | MAP(LRU_PERCPU_HASH) |
				  MAP(ARRAY) | MAP(PERCPU_ARRAY) },
	{ "bpf_sk_storage_map", MAP(SK_STORAGE) },
	{ "sockmap", MAP(SOCKMAP) | MAP(SOCKHASH) },
	{ "cgroup", 0 },
};

static const struct about *find_about(const char *name)
{
	for (size_t i = 0; i < sizeof(abouts) / sizeof(abouts[0]); i++)
		if (!strcmp(abouts[i].name, name))
			return &abouts[i];
	return NULL;
}

bool rt_iterator_reads_maps(const char *name)
{
	const struct about *about = find_about(name);
	return about && about->map_types;
}

/* The file goes with the tool. */
static int pin(struct rt *rt, struct rt_probe *probe, const struct rt_target *target, int link)
{
	if (rt->options.check_only)
		return 0;
	int err = rt_bpf_pin(link, target->path);
	if (err == -EEXIST)
		return rt_probe_fail(probe, err, "%s is there already", target->path);
	if (err == -EPERM || err == -ENOENT)
		return rt_probe_fail(probe, -EPERM,
				     "%s is not in a BPF file system; run: mount -t bpf nodev "
				     "/sys/fs/bpf",
				     target->path);
	if (err)
		return rt_probe_fail(probe, err, "cannot pin it to %s: %s", target->path,
				     strerror(-err));
	err = rt_target_set(&probe->pinned, "%s", target->path);
	if (!err)
		err = rt_guard_start(&probe->guard, target->path);
	return err ? rt_probe_fail(probe, err, "cannot watch over %s: %s", target->path,
				   strerror(-err))
		   : 0;
}

/* The link, and behind it what is read of it, unless the link is pinned. */
static int add_link(struct rt *rt, struct rt_probe *probe, const struct rt_target *target,
		    const union bpf_iter_link_info *over)
{
	int fd = rt_bpf_link_iterator(target->program_fd, over);
	int err = fd < 0 ? fd : rt_probe_keep(probe, fd);
	if (!err && target->path)
		return pin(rt, probe, target, fd);
	if (!err) {
		fd = rt_bpf_iterator(fd);
		err = fd < 0 ? fd : rt_probe_keep(probe, fd);
	}
	return err ? rt_probe_fail(probe, err, "%s", rt_problem_text(err)) : 0;
}

/* Nothing of the tool's own maps, which it writes meanwhile, and of maps that have gone. */
static int add_map(struct rt *rt, struct rt_probe *probe, const struct rt_target *target,
		   const struct about *about, uint32_t id)
{
	struct bpf_map_info info;
	int fd = rt_bpf_open_map(id);
	int err = fd < 0 ? fd : rt_bpf_map_info(fd, &info);
	if (!err && info.type < 64 && about->map_types >> info.type & 1 &&
	    !rt_loader_has_map(rt, id)) {
		union bpf_iter_link_info over = { .map.map_fd = (uint32_t)fd };
		err = add_link(rt, probe, target, &over);
	}
	if (fd >= 0)
		close(fd);
	return err == -ENOENT ? 0 : err;
}

static int add_maps(struct rt *rt, struct rt_probe *probe, const struct rt_target *target,
		    const struct about *about)
{
	uint32_t id = 0;
	if (target->path)
		return rt_probe_fail(
			probe, -EINVAL,
			"it reads a map of the host at a time, so that no one file has all of it");
	int err = rt_bpf_next_map(&id);
	while (!err) {
		err = add_map(rt, probe, target, about, id);
		if (!err)
			err = rt_bpf_next_map(&id);
	}
	if (err == -EPERM)
		return rt_probe_fail(probe, err, "the maps of this host are not to be seen: %s",
				     rt_privilege_reason());
	return err == -ENOENT ? 0 : err;
}

static int attach(struct rt *rt, struct rt_probe *probe, struct rt_target *target)
{
	const struct about *about = find_about(target->symbol);
	if (!about)
		return add_link(rt, probe, target, NULL);
	if (about->map_types)
		return add_maps(rt, probe, target, about);
	union bpf_iter_link_info over = { .cgroup.order = DESCENDANTS_PRE };
	return add_link(rt, probe, target, &over);
}

const struct rt_mechanism rt_attach_iterator = {
	.name = "BPF iterator",
	.needs = "this iterator in the kernel (Linux 5.8 or later, BTF)",
	.binding = RT_BINDS_ITERATOR,
	.attach = attach,
};
