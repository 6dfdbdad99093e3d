/*
 * Tasks by their ids. The kernel's own function, the kfunc bpf_task_from_pid, exists since 6.2 for tracing
 * programs and since 6.12 for those of tracepoints and perf events; 6.18 still refuses it to kprobes, uprobes
 * and raw tracepoints, which the programs of begin, end and self are. So ids are looked up where the kernel has
 * them: in the IDR of the initial pid namespace (since 4.15), whose tree is an XArray (since 4.20). The kernel frees
 * what is found there behind an RCU grace period; every step is a read that may fail, and no lock is taken.
 */
#ifndef FIND_TASK_BPF_H
#define FIND_TASK_BPF_H

#include "memory.bpf.h"

struct pid_namespace___tl;
struct hlist_node___tl;

struct xarray___tl {
	void *xa_head;
} __attribute__((preserve_access_index));

struct idr___tl {
	struct xarray___tl idr_rt;
} __attribute__((preserve_access_index));

struct xa_node___tl {
	unsigned char shift; /* bits of the index that the levels below stand for */
	void *slots[64];
} __attribute__((preserve_access_index));

struct pid_namespace___tl {
	struct idr___tl idr;
} __attribute__((preserve_access_index));

struct upid___tl {
	struct pid_namespace___tl *ns;
} __attribute__((preserve_access_index));

struct hlist_head___tl {
	struct hlist_node___tl *first;
} __attribute__((preserve_access_index));

struct pid___tl {
	struct hlist_head___tl tasks[4];
	struct upid___tl numbers[1];
} __attribute__((preserve_access_index));

struct task_struct___tl_found {
	struct task_struct___tl_found *real_parent;
	struct pid___tl *thread_pid;
	struct hlist_head___tl pid_links[4];
	char comm[16];
} __attribute__((preserve_access_index));

/* Levels of a tree of 32-bit numbers where nodes are smallest: with CONFIG_BASE_SMALL they have 16 slots. */
#define TL_TREE_LEVELS 8

/* Tells a node of the tree from what is stored: bit 1 is set (include/linux/xarray.h). Small ones are no addresses. */
static __always_inline bool tl_is_tree_node(__u64 entry)
{
	return (entry & 3) == 2 && entry > 4096;
}

/* What an XArray holds at an index; 0 for nothing. */
static __always_inline __u64 tl_tree_find(__u64 entry, __u32 index)
{
	for (int level = 0; level < TL_TREE_LEVELS && tl_is_tree_node(entry); level++) {
		struct xa_node___tl *node = (void *)(entry - 2);
		__u32 n_slots = bpf_core_field_size(node->slots) / sizeof(void *);
		__u32 shift = BPF_CORE_READ(node, shift) & 31;
		__u64 slots = (__u64)(unsigned long)&node->slots;
		__u32 slot = index >> shift;

		/* The tree is no higher than its largest index needs. */
		if (level == 0 && slot >= n_slots)
			return 0;
		slot &= n_slots - 1;
		entry = 0;
		bpf_probe_read_kernel(&entry, sizeof(entry),
				      (void *)(unsigned long)(slots + slot * sizeof(void *)));
		if (!shift)
			return entry & 3 ? 0 : entry;
		/* All indices of the next level are small enough for it. */
		index &= (1U << shift) - 1;
	}
	return index == 0 && !(entry & 3) ? entry : 0;
}

/* The initial pid namespace: every task has an id in it, but one that has been waited for. */
static __always_inline struct pid_namespace___tl *tl_init_pidns(void)
{
	struct task_struct___tl_found *task = (void *)bpf_get_current_task();
	struct pid___tl *ids = BPF_CORE_READ(task, thread_pid);

	if (!ids)
		ids = BPF_CORE_READ(task, real_parent, thread_pid);
	return BPF_CORE_READ(ids, numbers[0].ns);
}

/* The thread with an id of the initial namespace; NULL if there is none. Its memory is to be read like any other. */
static __always_inline struct task_struct___tl_found *tl_find_task(__u64 pid)
{
	struct pid_namespace___tl *ns = tl_init_pidns();
	struct task_struct___tl_found *none = 0;
	struct pid___tl *ids;
	__u64 link;

	if (pid >> 31)
		return 0;
	ids = (void *)(unsigned long)tl_tree_find(
		(__u64)(unsigned long)BPF_CORE_READ(ns, idr.idr_rt.xa_head), pid);
	/* The first list is of threads: PIDTYPE_PID is 0. */
	link = (__u64)(unsigned long)BPF_CORE_READ(ids, tasks[0].first);
	if (!link)
		return 0;
	return (void *)(unsigned long)(link - (__u64)(unsigned long)&none->pid_links);
}

/* Name of the thread with an id of the initial namespace, zero-padded; "N/A" if there is none. */
static __noinline bool tl_read_comm_of(char comm[16], __u64 pid)
{
	struct task_struct___tl_found *task = tl_find_task(pid);

	if (!comm)
		return false;
	__builtin_memset(comm, 0, 16);
	if (task && bpf_core_read_str(comm, 16, &task->comm) > 0)
		return true;
	__builtin_memset(comm, 0, 16);
	comm[0] = 'N';
	comm[1] = '/';
	comm[2] = 'A';
	return false;
}

/* The same into bytes of any place. */
static __always_inline bool tl_comm_of(void *bytes, const __u32 size, __u64 pid)
{
	/* The verifier does not know that the address of a place on the stack is not 0. */
	char comm[16] = {};
	bool is_there = tl_read_comm_of(comm, pid);

	tl_zero(bytes, size);
	__builtin_memcpy(bytes, comm, sizeof(comm));
	return is_there;
}

#endif
