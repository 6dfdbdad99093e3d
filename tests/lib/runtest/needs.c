#include "needs.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "memory.h"

/* Return 0, the smallest program. */
static const struct bpf_insn empty_program[] = {
	{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0 },
	{ .code = BPF_JMP | BPF_EXIT },
};

static int quiet(enum libbpf_print_level level, const char *format, va_list args)
{
	(void)level;
	(void)format;
	(void)args;
	return 0;
}

static bool has_root(void)
{
	return geteuid() == 0;
}

static bool has_tracefs(void)
{
	return access("/sys/kernel/tracing/events", X_OK) == 0;
}

static bool has_syscall_tracepoints(void)
{
	return access("/sys/kernel/tracing/events/syscalls/sys_enter_openat", X_OK) == 0;
}

static bool has_btf(void)
{
	return access("/sys/kernel/btf/vmlinux", R_OK) == 0;
}

static bool has_kprobe(void)
{
	return access("/sys/bus/event_source/devices/kprobe/type", R_OK) == 0;
}

static bool has_uprobe(void)
{
	return access("/sys/bus/event_source/devices/uprobe/type", R_OK) == 0;
}

static bool has_kprobe_multi(void)
{
	LIBBPF_OPTS(bpf_prog_load_opts, load, .expected_attach_type = BPF_TRACE_KPROBE_MULTI);
	LIBBPF_OPTS(bpf_link_create_opts, create);
	const char *name = "vfs_read";
	int program;
	int link;

	program = bpf_prog_load(BPF_PROG_TYPE_KPROBE, NULL, "GPL", empty_program, 2, &load);
	if (program < 0)
		return false;
	create.kprobe_multi.syms = &name;
	create.kprobe_multi.cnt = 1;
	link = bpf_link_create(program, 0, BPF_TRACE_KPROBE_MULTI, &create);
	close(program);
	if (link < 0)
		return false;
	close(link);
	return true;
}

static bool has_fentry(void)
{
	LIBBPF_OPTS(bpf_prog_load_opts, load, .expected_attach_type = BPF_TRACE_FENTRY);
	int program;
	int link;
	int id;

	id = libbpf_find_vmlinux_btf_id("vfs_read", BPF_TRACE_FENTRY);
	if (id < 0)
		return false;
	load.attach_btf_id = id;
	program = bpf_prog_load(BPF_PROG_TYPE_TRACING, NULL, "GPL", empty_program, 2, &load);
	if (program < 0)
		return false;
	link = bpf_raw_tracepoint_open(NULL, program);
	close(program);
	if (link < 0)
		return false;
	close(link);
	return true;
}

static bool has_hardware(void)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_HARDWARE,
		.size = sizeof(attr),
		.config = PERF_COUNT_HW_CPU_CYCLES,
		.sample_period = 1000000,
	};
	long fd = syscall(SYS_perf_event_open, &attr, -1, 0, -1, 0);

	if (fd < 0)
		return false;
	close((int)fd);
	return true;
}

static bool has_cgroup2(void)
{
	struct statfs info;

	return statfs("/sys/fs/cgroup", &info) == 0 && info.f_type == 0x63677270;
}

/* Whether programs may change the result of a function; Debian's kernels are built without. */
static bool has_override(void)
{
	static const struct bpf_insn overriding[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_2 }, /* r2 = 0; r1 is the context */
		{ .code = BPF_JMP | BPF_CALL, .imm = BPF_FUNC_override_return },
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0 },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	int fd = bpf_prog_load(BPF_PROG_TYPE_KPROBE, "override", "GPL", overriding,
			       sizeof(overriding) / sizeof(overriding[0]), NULL);

	if (fd < 0)
		return false;
	close(fd);
	return true;
}

static const struct need {
	const char *word;
	bool (*is_met)(void);
	const char *missing;
} needs[] = {
	{ "root", has_root, "not root" },
	{ "tracefs", has_tracefs, "tracefs is not mounted at /sys/kernel/tracing" },
	{ "syscalls", has_syscall_tracepoints, "this kernel has no syscall tracepoints" },
	{ "btf", has_btf, "this kernel has no BTF" },
	{ "kprobe", has_kprobe, "this kernel has no kprobes" },
	{ "kprobe.multi", has_kprobe_multi, "this kernel has no kprobe.multi" },
	{ "uprobe", has_uprobe, "this kernel has no uprobes" },
	{ "fentry", has_fentry, "this kernel refuses fentry programs" },
	{ "override", has_override, "this kernel has no CONFIG_BPF_KPROBE_OVERRIDE" },
	{ "hardware", has_hardware, "no hardware counters" },
	{ "cgroup2", has_cgroup2, "cgroup2 is not mounted at /sys/fs/cgroup" },
};

/* kernel>=6.1, kernel<5.17: compared with the running release. */
static const char *kernel_missing(const char *word)
{
	bool at_least = strncmp(word, "kernel>=", 8) == 0;
	struct utsname host;
	unsigned int want[2];
	unsigned int have[2];
	bool older;

	if (sscanf(word + (at_least ? 8 : 7), "%u.%u", &want[0], &want[1]) != 2)
		return memory_format("malformed need '%s'", word);
	uname(&host);
	if (sscanf(host.release, "%u.%u", &have[0], &have[1]) != 2)
		return memory_format("unknown release '%s'", host.release);
	older = have[0] < want[0] || (have[0] == want[0] && have[1] < want[1]);
	if (older != at_least)
		return NULL;
	return memory_format("%s wanted, this is %u.%u", word, have[0], have[1]);
}

static const char *cpus_missing(const char *word)
{
	long want = strtol(word + strlen("cpus>="), NULL, 10);
	long have = sysconf(_SC_NPROCESSORS_ONLN);

	if (have >= want)
		return NULL;
	return memory_format("%s wanted, %ld online", word, have);
}

/* machine:x86_64, for what is written for its registers. */
static const char *machine_missing(const char *word)
{
	struct utsname host;

	uname(&host);
	if (strcmp(host.machine, word + strlen("machine:")) == 0)
		return NULL;
	return memory_format("%s wanted, this is %s", word, host.machine);
}

static const char *program_missing(const char *word)
{
	const char *name = word + strlen("program:");
	char *path = memory_string(getenv("PATH") ? getenv("PATH") : "/bin:/usr/bin");
	char *save = NULL;
	char *dir;

	for (dir = strtok_r(path, ":", &save); dir; dir = strtok_r(NULL, ":", &save))
		if (access(memory_format("%s/%s", dir, name), X_OK) == 0)
			return NULL;
	return memory_format("no %s here", name);
}

static const char *word_missing(const char *word, bool is_guest)
{
	size_t i;

	if (strcmp(word, "guest") == 0)
		return is_guest ? NULL : "runs in the guests only";
	if (strcmp(word, "host") == 0)
		return is_guest ? "runs outside the guests only" : NULL;
	if (strncmp(word, "kernel>=", 8) == 0 || strncmp(word, "kernel<", 7) == 0)
		return kernel_missing(word);
	if (strncmp(word, "cpus>=", 6) == 0)
		return cpus_missing(word);
	if (strncmp(word, "machine:", 8) == 0)
		return machine_missing(word);
	if (strncmp(word, "program:", 8) == 0)
		return program_missing(word);
	for (i = 0; i < sizeof(needs) / sizeof(needs[0]); i++)
		if (strcmp(word, needs[i].word) == 0)
			return needs[i].is_met() ? NULL : needs[i].missing;
	printf("unknown need '%s'\n", word);
	exit(1);
}

const char *needs_missing(const char *words, bool is_guest)
{
	char *copy = memory_string(words);
	char *save = NULL;
	char *word;

	libbpf_set_print(quiet);
	for (word = strtok_r(copy, " ,\t\n", &save); word; word = strtok_r(NULL, " ,\t\n", &save)) {
		const char *reason = word_missing(word, is_guest);

		if (reason)
			return reason;
	}
	return NULL;
}
