#include "privilege.h"

#include <errno.h>
#include <stdio.h>
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

/* A number that may be negative. */
static int read_switch(const char *path, int64_t *value)
{
	char *text;
	char *end;
	int err = rt_file_read(path, &text, NULL);
	if (err)
		return err;
	*value = strtoll(text, &end, 10);
	err = end == text ? -EINVAL : 0;
	free(text);
	return err;
}

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

#define LOCKDOWN_FILE "/sys/kernel/security/lockdown"
#define PARANOID_FILE "/proc/sys/kernel/perf_event_paranoid"

/* The file names all modes: "none [integrity] confidentiality". */
static bool is_locked_down(const char *mode)
{
	char *text;
	char wanted[32];
	if (rt_file_read(LOCKDOWN_FILE, &text, NULL))
		return false;
	snprintf(wanted, sizeof(wanted), "[%s]", mode);
	bool is_it = strstr(text, wanted) != NULL;
	free(text);
	return is_it;
}

bool rt_privilege_is_confidential(void)
{
	return is_locked_down("confidentiality");
}

bool rt_privilege_is_locked_down(void)
{
	return rt_privilege_is_confidential() || is_locked_down("integrity");
}

const char *rt_privilege_confidential_text(void)
{
	return "kernel lockdown is in confidentiality mode, in which programs may not read the "
	       "kernel's memory; it ends with the next boot (lockdown= on the kernel's command line, "
	       "Secure Boot)";
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

/* A value of Debian's and Ubuntu's kernels. */
static bool is_paranoid(void)
{
	int64_t value;
	return !read_switch(PARANOID_FILE, &value) && value > 2;
}

static const struct {
	const char *file, *name;
	int64_t least; /* of the value that the text is of: the last row that fits counts */
	const char *text;
} rules[] = {
	{ BPF_SWITCH, "kernel.unprivileged_bpf_disabled", 0,
	  "without CAP_BPF, filters of sockets may be loaded, which trace nothing" },
	{ BPF_SWITCH, "kernel.unprivileged_bpf_disabled", 1,
	  "nothing of BPF without CAP_BPF or CAP_SYS_ADMIN, until the next boot" },
	{ BPF_SWITCH, "kernel.unprivileged_bpf_disabled", 2,
	  "nothing of BPF without CAP_BPF or CAP_SYS_ADMIN; root may change that" },
	{ PARANOID_FILE, "kernel.perf_event_paranoid", -1,
	  "perf events are open to CAP_PERFMON, and partly to all" },
	{ PARANOID_FILE, "kernel.perf_event_paranoid", 3,
	  "perf events, by which most probes attach, are for CAP_SYS_ADMIN alone; root may set it to 2" },
};

static const struct {
	const char *mode, *text;
} modes[] = {
	{ "none", "nothing is forbidden by it" },
	{ "integrity",
	  "programs may trace, but not write to the memory of processes (write_user())" },
	{ "confidentiality",
	  "programs may not read the kernel's memory; it ends with the next boot "
	  "(lockdown= on the kernel's command line, Secure Boot)" },
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static bool describe_rule(size_t i, char *text)
{
	int64_t value;
	bool is_last = i + 1 == COUNT(rules) || strcmp(rules[i].file, rules[i + 1].file) != 0;
	if (read_switch(rules[i].file, &value) || value < rules[i].least ||
	    (!is_last && value >= rules[i + 1].least))
		return false;
	snprintf(text, RT_RESTRICTION_TEXT, "%s is %lld: %s", rules[i].name, (long long)value,
		 rules[i].text);
	return true;
}

bool rt_privilege_restriction(unsigned i, char *text)
{
	*text = '\0';
	if (i < COUNT(rules)) {
		describe_rule(i, text);
		return true;
	}
	i -= (unsigned)COUNT(rules);
	if (i >= COUNT(modes))
		return false;
	if (is_locked_down(modes[i].mode))
		snprintf(text, RT_RESTRICTION_TEXT, "kernel lockdown is %s: %s", modes[i].mode,
			 modes[i].text);
	return true;
}

const char *rt_privilege_reason(void)
{
	struct stat namespace;
	if (!stat("/proc/self/ns/user", &namespace) && namespace.st_ino != INITIAL_USER_NAMESPACE)
		return "this is a user namespace, whose capabilities do not count for tracing";
	if (rt_privilege_is_confidential())
		return rt_privilege_confidential_text();
	if (is_filtered())
		return "a seccomp filter or a security module forbids it";
	if (!(rt_capabilities_effective() & RT_CAPABILITY(SYS_ADMIN)) && is_paranoid())
		return "kernel.perf_event_paranoid is above 2, with which this kernel opens perf events for "
		       "CAP_SYS_ADMIN alone; root may set it to 2 (sysctl)";
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
