/*
 * The task that runs: ids, name, credentials, CPU.
 */
#ifndef TASK_BPF_H
#define TASK_BPF_H

#include "tracec.bpf.h"

struct tl_pidns {
	__u32 pid; /* of the thread */
	__u32 tgid;
};

/* Ids in the tool's pid namespace; 0 for a task that is not in it. */
static __always_inline struct tl_pidns tl_pidns(void)
{
	struct tl_pidns ids = { 0, 0 };

	bpf_get_ns_current_pid_tgid(constants.base.pidns_dev, constants.base.pidns_ino,
				    (struct bpf_pidns_info *)&ids, sizeof(ids));
	return ids;
}

/*
 * bpf_get_current_pid_tgid (helper 14), which gives the same all through a run: as an instruction without
 * side effects, so that clang calls it once.
 */
static __always_inline __u64 tl_ids(void)
{
	register __u64 ids asm("r0");

	asm("call 14" : "=r"(ids) : : "r1", "r2", "r3", "r4", "r5");
	return ids;
}

static __always_inline __u32 tl_pid(void)
{
	__u64 ids = tl_ids();

	return constants.base.pidns_ino ? tl_pidns().tgid : ids >> 32;
}

static __always_inline __u32 tl_tid(void)
{
	__u64 ids = tl_ids();

	return constants.base.pidns_ino ? tl_pidns().pid : ids;
}

/* Ids in the initial pid namespace. */
static __always_inline __u32 tl_init_pid(void)
{
	return tl_ids() >> 32;
}

static __always_inline __u32 tl_init_tid(void)
{
	return tl_ids();
}

/* Whether the current process is the one of -p, or none was asked for. */
static __always_inline bool tl_is_wanted_pid(void)
{
	return constants.base.filter_pid == 0 || constants.base.filter_pid == tl_pid();
}

/* In the initial user namespace. */
static __always_inline __u32 tl_uid(void)
{
	return bpf_get_current_uid_gid();
}

static __always_inline __u32 tl_gid(void)
{
	return bpf_get_current_uid_gid() >> 32;
}

/*
 * Name of the thread, zero-padded: kernels before 6.2 leave the bytes behind the
 * NUL as they are, and equal names must be equal keys.
 */
static __always_inline void tl_comm(void *bytes, const __u32 size)
{
	__builtin_memset(bytes, 0, size);
	bpf_get_current_comm(bytes, size);
}

static __always_inline __u32 tl_cpu(void)
{
	return bpf_get_smp_processor_id();
}

/* NUMA node of the current CPU. */
static __always_inline __u32 tl_numa_node(void)
{
	return bpf_get_numa_node_id();
}

/* Id of the task's cgroup in the v2 hierarchy. */
static __always_inline __u64 tl_cgroup(void)
{
	return bpf_get_current_cgroup_id();
}

static __always_inline __u32 tl_rand(void)
{
	return bpf_get_prandom_u32();
}

/* Address of the task_struct. */
static __always_inline __u64 tl_curtask(void)
{
	return bpf_get_current_task();
}

#endif
