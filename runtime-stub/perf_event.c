#include "perf_event.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bpf_call.h"
#include "cpus.h"
#include "file.h"
#include "number.h"
#include "privilege.h"
#include "capability.h"
#include "probe.h"
#include "problem.h"
#include "rt.h"

struct perf_event_attr rt_perf_attr(uint32_t type, uint64_t config)
{
	struct perf_event_attr attr;
	memset(&attr, 0, sizeof(attr));
	attr.type = type;
	attr.size = sizeof(attr);
	attr.config = config;
	return attr;
}

int rt_perf_probe_type(const char *pmu, uint32_t *type, uint64_t *return_bit)
{
	char path[96];
	char *format;
	uint64_t number;
	snprintf(path, sizeof(path), "/sys/bus/event_source/devices/%s/type", pmu);
	int err = rt_file_read_number(path, &number);
	if (err)
		return err;
	*type = (uint32_t)number;
	snprintf(path, sizeof(path), "/sys/bus/event_source/devices/%s/format/retprobe", pmu);
	err = rt_file_read(path, &format, NULL);
	if (err)
		return err;
	const char *end = format;
	const char *colon = strchr(format, ':'); // "config:0"
	err = colon ? rt_number_prefix(colon + 1, &number, &end) : -EINVAL;
	*return_bit = err || number > 63 ? 0 : 1ULL << number;
	free(format);
	return err;
}

static int open_event(const struct perf_event_attr *attr, pid_t pid, int cpu)
{
	int fd = (int)syscall(SYS_perf_event_open, attr, pid, cpu, -1, PERF_FLAG_FD_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

static int fail(struct rt_probe *probe, int err)
{
	switch (-err) {
	case EPERM:
	case EACCES:
		if (rt_capabilities_lack_uprobe(probe->abi))
			return rt_probe_fail(probe, err, "attaching to programs and libraries needs "
							 "CAP_SYS_ADMIN before Linux 6.6");
		return rt_probe_fail(probe, err, "not permitted: %s", rt_privilege_reason());
	case ENOENT:
	case ENODEV:
	case EOPNOTSUPP:
		return rt_probe_fail(probe, -ENOENT, "this machine does not offer that event");
	case ESRCH:
		return rt_probe_fail(probe, err, "the process has ended");
	default:
		return rt_probe_fail(probe, err, "%s", rt_problem_text(err));
	}
}

/* Takes the event. With a cookie the program is on a link, which keeps the event. */
static int set_program(struct rt_probe *probe, const struct rt_target *target, int fd)
{
	int err = 0;
	int kept = fd;
	if (probe->gives_id)
		kept = rt_bpf_link_perf(target->program_fd, fd, target->id);
	else if (ioctl(fd, PERF_EVENT_IOC_SET_BPF, target->program_fd) ||
		 ioctl(fd, PERF_EVENT_IOC_ENABLE, 0))
		err = -errno;
	if (err || probe->gives_id)
		close(fd);
	if (kept < 0)
		err = kept;
	return err ? err : rt_probe_keep(probe, kept);
}

int rt_perf_attach(struct rt *rt, struct rt_probe *probe, const struct rt_target *target,
		   const struct perf_event_attr *attr, pid_t pid, int cpu)
{
	int fd = open_event(attr, pid, cpu);
	if (fd < 0)
		return fail(probe, fd);
	if (rt->options.check_only) {
		close(fd);
		return 0;
	}
	int err = set_program(probe, target, fd);
	if (err == -E2BIG)
		return rt_probe_fail(probe, err, "too many programs are attached to it (64)");
	return err ? fail(probe, err) : 0;
}

int rt_perf_attach_once(struct rt *rt, struct rt_probe *probe, const struct rt_target *target,
			const struct perf_event_attr *attr)
{
	int *cpus;
	int n_cpus;
	int err = rt_cpus_online(&cpus, &n_cpus);
	if (err)
		return rt_probe_fail(probe, err, "cannot read which CPUs are online");
	err = rt_perf_attach(rt, probe, target, attr, -1, cpus[0]);
	free(cpus);
	return err;
}

static int attach_cpus(struct rt *rt, struct rt_probe *probe, const struct rt_target *target,
		       const struct perf_event_attr *attr)
{
	int *cpus;
	int n_cpus;
	int err = rt_cpus_online(&cpus, &n_cpus);
	if (err)
		return rt_probe_fail(probe, err, "cannot read which CPUs are online");
	for (int i = 0; i < n_cpus && !err; i++)
		err = rt_perf_attach(rt, probe, target, attr, -1, cpus[i]);
	free(cpus);
	return err;
}

/* inherit_thread needs 5.13; before it, processes that the traced one starts count too. */
static int attach_thread(struct rt *rt, struct rt_probe *probe, const struct rt_target *target,
			 const struct perf_event_attr *attr, pid_t thread)
{
	struct perf_event_attr inherited = *attr;
	inherited.inherit = 1;
	inherited.inherit_thread = 1;
	int err = rt_perf_attach(rt, probe, target, &inherited, thread, -1);
	if (err != -EINVAL && err != -E2BIG)
		return err;
	inherited.inherit_thread = 0;
	return rt_perf_attach(rt, probe, target, &inherited, thread, -1);
}

int rt_perf_attach_process(struct rt *rt, struct rt_probe *probe, const struct rt_target *target,
			   const struct perf_event_attr *attr, pid_t pid)
{
	char path[40];
	snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
	DIR *threads = opendir(path);
	if (!threads)
		return fail(probe, -ESRCH);
	int err = 0;
	for (struct dirent *entry = readdir(threads); entry && !err; entry = readdir(threads)) {
		uint64_t thread;
		if (rt_number_parse(entry->d_name, &thread))
			continue;
		err = attach_thread(rt, probe, target, attr, (pid_t)thread);
		if (err == -ESRCH) // ended meanwhile
			err = 0;
	}
	closedir(threads);
	return !err && !probe->n_fds && !rt->options.check_only ? fail(probe, -ESRCH) : err;
}

int rt_perf_attach_all(struct rt *rt, struct rt_probe *probe, const struct rt_target *target,
		       const struct perf_event_attr *attr)
{
	if (rt->options.pid)
		return rt_perf_attach_process(rt, probe, target, attr, rt->options.pid);
	return attach_cpus(rt, probe, target, attr);
}
