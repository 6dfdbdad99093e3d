#include "privilege.h"

#include <errno.h>
#include <linux/capability.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "file.h"
#include "number.h"
#include "rt.h"

/* PROC_USER_INIT_INO, include/linux/proc_ns.h */
#define INITIAL_USER_NAMESPACE 0xEFFFFFFDU

static uint64_t effective_capabilities(void)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];
	memset(data, 0, sizeof(data));
	if (syscall(SYS_capget, &header, data))
		return UINT64_MAX; // let the kernel decide
	return data[0].effective | (uint64_t)data[1].effective << 32;
}

static bool has(uint64_t capabilities, int which)
{
	return capabilities >> which & 1;
}

int rt_privilege_check(const struct rt *rt)
{
	uint64_t capabilities = effective_capabilities();
	bool has_bpf = has(capabilities, CAP_BPF);
	bool has_perfmon = has(capabilities, CAP_PERFMON);
	if (has(capabilities, CAP_SYS_ADMIN) || (has_bpf && has_perfmon))
		return 0;
	rt_error(rt,
		 "no privilege to trace: run it as root, or with the capabilities CAP_BPF and "
		 "CAP_PERFMON (missing: %s%s%s)",
		 has_bpf ? "" : "CAP_BPF", has_bpf || has_perfmon ? "" : ", ",
		 has_perfmon ? "" : "CAP_PERFMON");
	return -EPERM;
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
		return "kernel lockdown is in confidentiality mode";
	if (is_filtered())
		return "a seccomp filter or a security module forbids it";
	if (!has(effective_capabilities(), CAP_SYS_ADMIN))
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
