#include "privilege.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "capability.h"
#include "file.h"
#include "number.h"
#include "rt.h"

/* PROC_USER_INIT_INO, include/linux/proc_ns.h */
#define INITIAL_USER_NAMESPACE 0xEFFFFFFDU

#define BPF_SWITCH "/proc/sys/kernel/unprivileged_bpf_disabled"

bool rt_privilege_bpf_is_closed(void)
{
	uint64_t value;
	return rt_file_read_number(BPF_SWITCH, &value) || value;
}

/* Why nobody else can. */
static const char *unprivileged_bpf(void)
{
	uint64_t value;
	if (rt_file_read_number(BPF_SWITCH, &value))
		return "";
	return value ? "; to others this kernel lets nothing of BPF "
		       "(kernel.unprivileged_bpf_disabled is on)"
		     : "; what this kernel lets others load (kernel.unprivileged_bpf_disabled is 0) "
		       "are filters of sockets, which trace nothing";
}

/* What is missing besides that may do no harm: who needs it says so when it fails. */
static void explain_missing(const struct rt *rt, uint64_t missing)
{
	char text[RT_CAPABILITIES_TEXT];
	if (missing)
		rt_explain(rt, "not privileged with %s, which it may need (--info says what for)",
			   rt_capabilities_text(missing, text));
}

int rt_privilege_check(const struct rt *rt)
{
	char text[RT_CAPABILITIES_TEXT];
	uint64_t set = rt_capabilities_effective();
	uint64_t missing = RT_CAPABILITIES_BASE & ~set;
	bool is_admin = set & RT_CAPABILITY(SYS_ADMIN);
	if (!is_admin && missing) {
		rt_error(rt,
			 "no privilege to trace: run it as root, or with the capabilities CAP_BPF "
			 "and CAP_PERFMON (missing: %s)%s",
			 rt_capabilities_text(missing, text), unprivileged_bpf());
		return -EPERM;
	}
	explain_missing(rt, rt_capabilities_needed(rt->tool) & ~set & ~(is_admin ? missing : 0));
	return 0;
}

static bool is_locked_down(void)
{
	char *text;
	if (rt_file_read("/sys/kernel/security/lockdown", &text, NULL))
		return false;
	bool is_confidential = strstr(text, "[confidentiality]") != NULL;
	free(text);
	return is_confidential;
}

static bool is_filtered(void)
{
	char *text;
	if (rt_file_read("/proc/self/status", &text, NULL))
		return false;
	const char *mode = strstr(text, "\nSeccomp:\t");
	bool filtered = mode && mode[strlen("\nSeccomp:\t")] == '2';
	free(text);
	return filtered;
}

const char *rt_privilege_reason(void)
{
	struct stat namespace;
	if (!stat("/proc/self/ns/user", &namespace) && namespace.st_ino != INITIAL_USER_NAMESPACE)
		return "this is a user namespace, whose capabilities do not count for tracing";
	if (is_locked_down())
		return "kernel lockdown is in confidentiality mode, in which programs may not read the "
		       "kernel's memory; it ends with the next boot (lockdown= on the kernel's command line, "
		       "Secure Boot)";
	if (is_filtered())
		return "a seccomp filter or a security module forbids it";
	if (!(rt_capabilities_effective() & RT_CAPABILITY(SYS_ADMIN)))
		return "it may need CAP_SYS_ADMIN on this kernel; run it as root";
	return "this kernel's configuration or a security module forbids it";
}

bool rt_kernel_is_at_least(unsigned major, unsigned minor)
{
	struct utsname system;
	uint64_t has_major, has_minor = 0;
	const char *rest;
	if (uname(&system) || rt_number_prefix(system.release, &has_major, &rest))
		return true;
	if (*rest == '.' && rt_number_prefix(rest + 1, &has_minor, &rest))
		return true;
	return has_major > major || (has_major == major && has_minor >= minor);
}
