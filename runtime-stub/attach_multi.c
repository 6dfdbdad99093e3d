/*
 * Many functions on one link: of the kernel since Linux 5.18 (fprobe), of a file since
 * Linux 6.6; of the kernel both at entry and return since Linux 6.10 (sessions). The headers and the libbpf of Debian 12 know only the first.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "attach.h"
#include "bpf_call.h"
#include "functions.h"
#include "privilege.h"
#include "probe.h"
#include "problem.h"
#include "rt.h"

static struct rt_probe *partner_of(const struct rt *rt, const struct rt_probe *probe)
{
	return &rt->probes[probe->abi->partner];
}

/* Arrays by index of probe->targets, as the kernel wants them. */
struct list {
	const char **names;
	uint64_t *offsets; /* in the file; of the kernel: addresses */
	uint64_t *semaphores; /* offsets in the file; 0: none */
	uint64_t *cookies;
	bool *is_refused;
	bool has_addresses; /* a function of the kernel is chosen by its module */
	uint32_t n;
};

static void list_release(struct list *list)
{
	free(list->names);
	free(list->offsets);
	free(list->semaphores);
	free(list->cookies);
	free(list->is_refused);
}

static int list_make(const struct rt_probe *probe, struct list *list)
{
	uint32_t n = probe->n_targets;
	*list = (struct list){ .n = n };
	list->names = calloc(n, sizeof(*list->names));
	list->offsets = calloc(n, sizeof(*list->offsets));
	list->semaphores = calloc(n, sizeof(*list->semaphores));
	list->cookies = calloc(n, sizeof(*list->cookies));
	list->is_refused = calloc(n, sizeof(*list->is_refused));
	if (!list->names || !list->offsets || !list->semaphores || !list->cookies ||
	    !list->is_refused) {
		list_release(list);
		return -ENOMEM;
	}
	for (uint32_t i = 0; i < n; i++) {
		list->names[i] = probe->targets[i].symbol;
		list->offsets[i] = probe->targets[i].address;
		list->semaphores[i] = probe->targets[i].semaphore;
		list->cookies[i] = probe->targets[i].id;
	}
	return 0;
}

/* One link for a range of the list. */
typedef int link_fn(const struct rt *rt, const struct rt_probe *probe, const struct list *list,
		    uint32_t from, uint32_t n, bool is_return);

static int link_kernel(const struct rt *rt, const struct rt_probe *probe, const struct list *list,
		       uint32_t from, uint32_t n, bool is_return)
{
	const uint64_t *cookies = probe->gives_id ? &list->cookies[from] : NULL;
	const uint64_t *addresses = list->has_addresses ? &list->offsets[from] : NULL;
	(void)rt;
	return rt_bpf_link_kprobe_multi(probe->targets[0].program_fd,
					probe->way->mechanism->attach_type, is_return,
					&list->names[from], addresses, cookies, n);
}

static int link_user(const struct rt *rt, const struct rt_probe *probe, const struct list *list,
		     uint32_t from, uint32_t n, bool is_return)
{
	const uint64_t *cookies = probe->gives_id ? &list->cookies[from] : NULL;
	pid_t pid = rt_probe_pid(rt);
	const struct rt_bpf_uprobes uprobes = {
		.path = probe->targets[from].path,
		.offsets = &list->offsets[from],
		.semaphores = &list->semaphores[from],
		.cookies = cookies,
		.n = n,
		.is_return = is_return,
		.pid = pid > 0 ? pid : 0,
	};
	return rt_bpf_link_uprobe_multi(probe->targets[0].program_fd, &uprobes);
}

#define ENOTSUPP 524 /* which only the kernel knows */

/* Whether the kernel refuses one of the places, and may take the others. */
static bool is_about_a_place(int err)
{
	return err == -ESRCH || err == -EINVAL || err == -ENOENT || err == -EBUSY ||
	       err == -EADDRNOTAVAIL || err == -ENOTSUPP;
}

/*
 * The kernel takes all or none, and doesn't say which one it refuses: halves find out. Ranges are
 * attached by a link each, so a refused place costs a few links more.
 */
static int attach_range(struct rt *rt, struct rt_probe *probe, struct list *list, link_fn *link,
			uint32_t from, uint32_t n, bool is_return)
{
	int fd = link(rt, probe, list, from, n, is_return);
	if (fd >= 0)
		return rt_probe_keep(probe, fd);
	if (!is_about_a_place(fd))
		return fd;
	if (n == 1) {
		list->is_refused[from] = true;
		return 0;
	}
	int err = attach_range(rt, probe, list, link, from, n / 2, is_return);
	return err ? err : attach_range(rt, probe, list, link, from + n / 2, n - n / 2, is_return);
}

static int fail(struct rt_probe *probe, int err, const char *option)
{
	switch (-err) {
	case EPERM:
	case EACCES:
		return rt_probe_fail(probe, err, "not permitted: %s", rt_privilege_reason());
	case EOPNOTSUPP:
		return rt_probe_fail(probe, -ENOENT, "this kernel is built without it (%s)",
				     option);
	case ENOMEM:
		return rt_probe_fail(probe, err, "out of memory");
	default:
		return rt_probe_fail(probe, err, "%s", rt_problem_text(err));
	}
}

static int remove_refused(struct rt *rt, struct rt_probe *probe, const struct list *list)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < list->n; i++)
		n += list->is_refused[i];
	if (n == list->n)
		return -ENOENT;
	for (uint32_t i = list->n; i-- > 0;) {
		if (!list->is_refused[i])
			continue;
		rt_probe_leave_out(rt, probe, i, "the kernel does not let it be traced");
		if (probe->way->mechanism->is_session)
			rt_probe_remove_target(partner_of(rt, probe), i);
	}
	return 0;
}

static int check_kernel(struct rt *rt, struct rt_probe *probe)
{
	(void)rt;
	for (uint32_t i = 0; i < probe->n_targets; i++) {
		const struct rt_target *target = &probe->targets[i];
		if (!target->symbol || target->address)
			return rt_probe_fail(probe, -ENOENT, "only the start of a function has it");
	}
	return 0;
}

/* The numbers of both names (probe.bpf.h). */
static void add_partner(const struct rt_probe *partner, struct list *list)
{
	for (uint32_t i = 0; i < list->n; i++)
		list->cookies[i] |= (uint64_t)(partner->targets[i].id + 1) << 32;
}

/* The kernel finds a name in whatever module has it first; where the module matters, addresses say which one is meant. */
static int choose_by_module(const struct rt_probe *probe, struct list *list)
{
	for (uint32_t i = 0; i < list->n && !list->has_addresses; i++)
		list->has_addresses = probe->targets[i].module != NULL;
	return list->has_addresses ? rt_functions_addresses(probe, list->offsets) : 0;
}

static int attach_kernel(struct rt *rt, struct rt_probe *probe, bool is_return)
{
	struct list list;
	int err = list_make(probe, &list);
	if (err)
		return fail(probe, err, "");
	err = choose_by_module(probe, &list);
	if (err) {
		list_release(&list);
		return fail(probe, err, "");
	}
	if (probe->way->mechanism->is_session)
		add_partner(partner_of(rt, probe), &list);
	err = attach_range(rt, probe, &list, link_kernel, 0, list.n, is_return);
	if (err)
		err = fail(probe, err, "CONFIG_FPROBE");
	else if (remove_refused(rt, probe, &list))
		err = rt_probe_fail(probe, -ENOENT,
				    "%s is not traceable (either non-existing, inlined, or marked "
				    "as notrace), or this kernel is older than Linux 5.18",
				    list.n == 1 ? list.names[0] : "none of them");
	list_release(&list);
	return err;
}

/* Both wildcards have to stand for the same functions: a parameter or max_probes may part them. */
static int check_session(struct rt *rt, struct rt_probe *probe)
{
	const struct rt_probe *partner = partner_of(rt, probe);
	bool is_equal = rt_probe_is_active(partner) && partner->n_targets == probe->n_targets;
	for (uint32_t i = 0; i < probe->n_targets && is_equal; i++)
		is_equal = !strcmp(partner->targets[i].symbol, probe->targets[i].symbol);
	if (!is_equal)
		return rt_probe_fail(probe, -ENOENT, "the kretprobe has other functions");
	return check_kernel(rt, probe);
}

static int attach_kprobes(struct rt *rt, struct rt_probe *probe, struct rt_target *target)
{
	(void)target;
	return attach_kernel(rt, probe, false);
}

static int attach_kretprobes(struct rt *rt, struct rt_probe *probe, struct rt_target *target)
{
	(void)target;
	return attach_kernel(rt, probe, true);
}

/* Before Linux 6.11 a pid stood for its first thread alone. */
static int check_user(struct rt *rt, struct rt_probe *probe)
{
	if (!rt_kernel_is_at_least(6, 6))
		return rt_probe_fail(probe, -ENOENT, "it needs Linux 6.6");
	if (rt_probe_pid(rt) > 0 && !rt_kernel_is_at_least(6, 11))
		return rt_probe_fail(probe, -ENOENT, "of one process it needs Linux 6.11");
	return 0;
}

/* Targets of one file stand together. */
static uint32_t count_in_file(const struct rt_probe *probe, uint32_t from)
{
	uint32_t n = 1;
	while (from + n < probe->n_targets &&
	       !strcmp(probe->targets[from].path, probe->targets[from + n].path))
		n++;
	return n;
}

static int attach_user(struct rt *rt, struct rt_probe *probe, bool is_return)
{
	struct list list;
	uint32_t n = 0;
	int err = list_make(probe, &list);
	if (err)
		return fail(probe, err, "");
	for (uint32_t from = 0; from < list.n && !err; from += n) {
		n = count_in_file(probe, from);
		err = attach_range(rt, probe, &list, link_user, from, n, is_return);
	}
	if (err)
		err = fail(probe, err, "CONFIG_UPROBES");
	else if (remove_refused(rt, probe, &list))
		err = rt_probe_fail(probe, -EINVAL,
				    "the kernel cannot probe the instructions there, or %s is not on "
				    "a file system that can be probed",
				    probe->targets[0].path);
	list_release(&list);
	return err;
}

static int attach_uprobes(struct rt *rt, struct rt_probe *probe, struct rt_target *target)
{
	(void)target;
	return attach_user(rt, probe, false);
}

static int attach_uretprobes(struct rt *rt, struct rt_probe *probe, struct rt_target *target)
{
	(void)target;
	return attach_user(rt, probe, true);
}

const struct rt_mechanism rt_attach_kprobe_session = {
	.word = "session",
	.name = "kprobe.session",
	.is_joint = true,
	.is_session = true,
	.cookie = RT_COOKIE_ALWAYS,
	.type = BPF_PROG_TYPE_KPROBE,
	.attach_type = RT_BPF_TRACE_KPROBE_SESSION,
	.check = check_session,
	.attach = attach_kprobes,
};

const struct rt_mechanism rt_attach_kprobe_multi = {
	.word = "multi",
	.name = "kprobe.multi",
	.is_joint = true,
	.cookie = RT_COOKIE_ALWAYS,
	.type = BPF_PROG_TYPE_KPROBE,
	.attach_type = BPF_TRACE_KPROBE_MULTI,
	.check = check_kernel,
	.attach = attach_kprobes,
};

const struct rt_mechanism rt_attach_kretprobe_multi = {
	.word = "multi",
	.name = "kretprobe.multi",
	.attaches_forward = true,
	.is_joint = true,
	.cookie = RT_COOKIE_ALWAYS,
	.type = BPF_PROG_TYPE_KPROBE,
	.attach_type = BPF_TRACE_KPROBE_MULTI,
	.check = check_kernel,
	.attach = attach_kretprobes,
};

const struct rt_mechanism rt_attach_uprobe_multi = {
	.word = "multi",
	.name = "uprobe.multi",
	.is_joint = true,
	.cookie = RT_COOKIE_ALWAYS,
	.type = BPF_PROG_TYPE_KPROBE,
	.attach_type = RT_BPF_TRACE_UPROBE_MULTI,
	.check = check_user,
	.attach = attach_uprobes,
};

const struct rt_mechanism rt_attach_uretprobe_multi = {
	.word = "multi",
	.name = "uretprobe.multi",
	.is_joint = true,
	.cookie = RT_COOKIE_ALWAYS,
	.type = BPF_PROG_TYPE_KPROBE,
	.attach_type = RT_BPF_TRACE_UPROBE_MULTI,
	.check = check_user,
	.attach = attach_uretprobes,
};
