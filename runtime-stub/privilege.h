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

/* Kernel lockdown in the mode in which programs may not read the kernel's memory. */
bool rt_privilege_is_confidential(void);
/* In that mode, or the one of integrity. */
bool rt_privilege_is_locked_down(void);
/* For what a locked down kernel refuses. */
const char *rt_privilege_confidential_text(void);

/*
 * What this host lets whom do, i from 0 on: a line each, "kernel.perf_event_paranoid is 3: ...", in a text of
 * RT_RESTRICTION_TEXT bytes; *text is "" where the host does not have it. False behind the last one.
 */
#define RT_RESTRICTION_TEXT 320
bool rt_privilege_restriction(unsigned i, char *text);

/* Whether kernel.unprivileged_bpf_disabled is on, so that bpf(2) asks for CAP_BPF. */
bool rt_privilege_bpf_is_closed(void);

/* Whether the kernel is at least this version. */
bool rt_kernel_is_at_least(unsigned major, unsigned minor);

#endif
