/*
 * Why the kernel says no, in words.
 */
#ifndef RUNTIME_STUB_PRIVILEGE_H
#define RUNTIME_STUB_PRIVILEGE_H

#include <stdbool.h>

struct rt;

/* Whether this process has what BPF and perf events ask for; tells what is missing. */
int rt_privilege_check(const struct rt *rt);

/*
 * What most likely stands behind EPERM or EACCES for a process that passed the check.
 */
const char *rt_privilege_reason(void);

/* Whether kernel.unprivileged_bpf_disabled is on, so that bpf(2) asks for CAP_BPF. */
bool rt_privilege_bpf_is_closed(void);

/* Whether the kernel is at least this version. */
bool rt_kernel_is_at_least(unsigned major, unsigned minor);

#endif
