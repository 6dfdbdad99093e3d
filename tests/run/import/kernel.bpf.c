/* A function with types of the kernel, as libbpf's programs have them. */
#include "vmlinux.h"

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

int parent_of(struct task_struct *task)
{
	return BPF_CORE_READ(task, real_parent, tgid);
}
