#include "capability.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "attach.h"
#include "file.h"
#include "number.h"
#include "privilege.h"
#include "probe.h"
#include "rt.h"

static const struct {
	uint64_t bit; /* in sets of what is needed */
	int number;
	const char *name, *why;
} rows[] = {
#define CAPABILITY(name, why)     { RT_CAPABILITY(name), CAP_##name, "CAP_" #name, why },
#define REASON(name, reason, why) { RT_NEED_##reason, CAP_##name, "CAP_" #name, why },
#include "capability.def"
};

#define N_ROWS (sizeof(rows) / sizeof(rows[0]))

/* Whether a set of what is needed has the row. */
static bool is_needed(uint64_t set, size_t row)
{
	return set & rows[row].bit;
}

static bool is_held(uint64_t set, size_t row)
{
	return set >> rows[row].number & 1;
}

static uint64_t kept_by_type(const struct abi_type *type)
{
	uint64_t set = 0;
	if (!type)
		return 0;
	set |= type->ops->keeps | kept_by_type(type->element);
	for (uint32_t i = 0; type->fields && i < type->count; i++)
		set |= kept_by_type(type->fields[i].type);
	return set;
}

uint64_t rt_capabilities_kept(const struct abi_tool *t)
{
	uint64_t set = 0;
	for (uint32_t i = 0; i < t->n_maps; i++)
		set |= kept_by_type(t->maps[i].key) | kept_by_type(t->maps[i].value);
	for (uint32_t i = 0; i < t->n_events; i++) {
		set |= t->events[i].ops->keeps;
		for (uint32_t arg = 0; arg < t->events[i].n_args; arg++)
			set |= kept_by_type(t->events[i].args[arg].type);
	}
	return set;
}

static uint64_t needed_by_patch(const struct abi_patch *patch)
{
	if (patch->kind == ABI_PATCH_KADDR)
		return RT_CAPABILITY(SYSLOG);
	return patch->kind == ABI_PATCH_FIELD_OFFSET ? RT_CAPABILITY(DAC_READ_SEARCH) : 0;
}

static uint64_t needed_by_probe(const struct abi_probe *probe)
{
	const struct rt_probe_ops *ops = probe->ops;
	return ops->needs | (ops->needs_of ? ops->needs_of(probe) : 0);
}

uint64_t rt_capabilities_of_uprobe(const struct abi_probe *probe)
{
	(void)probe;
	return RT_NEED_OLD_UPROBE;
}

bool rt_capabilities_lack_uprobe(const struct abi_probe *probe)
{
	return probe->ops->needs_of == rt_capabilities_of_uprobe && !rt_kernel_is_at_least(6, 6) &&
	       !(rt_capabilities_effective() & RT_CAPABILITY(SYS_ADMIN));
}

/* The event that tells of a failed call stands for the call (Linux checks the caller of bpf_prog_load). */
static uint64_t needed_by_event(const struct abi_event *event)
{
	bool writes = event->helper && !strcmp(event->helper, "probe_write_user");
	return writes ? RT_NEED_WRITE_USER : 0;
}

/* With the reasons for CAP_SYS_ADMIN. */
static uint64_t needed(const struct abi_tool *t)
{
	uint64_t set = RT_CAPABILITIES_BASE;
	uint64_t kept = rt_capabilities_kept(t);
	for (uint32_t i = 0; i < t->n_probes; i++)
		set |= needed_by_probe(&t->probes[i]);
	for (uint32_t i = 0; i < t->n_events; i++)
		set |= needed_by_event(&t->events[i]);
	for (uint32_t i = 0; i < t->n_patches; i++)
		set |= needed_by_patch(&t->patches[i]);
	/* A command of the script may need anything or nothing: that is not the tool's need. */
	return kept == RT_CAPABILITIES_ALL ? set : set | kept;
}

/* Without what other kernels ask for. */
static uint64_t needed_here(const struct abi_tool *t)
{
	uint64_t set = needed(t);
	return rt_kernel_is_at_least(6, 6) ? set ^ (set & RT_NEED_OLD_UPROBE) : set;
}

uint64_t rt_capabilities_needed(const struct abi_tool *t)
{
	uint64_t set = needed_here(t);
	return set & RT_NEED_REASONS ? (set ^ (set & RT_NEED_REASONS)) | RT_CAPABILITY(SYS_ADMIN)
				     : set;
}

uint64_t rt_capabilities_effective(void)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];
	memset(data, 0, sizeof(data));
	if (syscall(SYS_capget, &header, data))
		return RT_CAPABILITIES_ALL; // let the kernel decide
	return data[0].effective | (uint64_t)data[1].effective << 32;
}

const char *rt_capabilities_text(uint64_t set, char *text)
{
	size_t length = 0;
	*text = '\0';
	for (size_t i = 0; i < N_ROWS; i++)
		if (is_held(set, i) && (!i || rows[i].number != rows[i - 1].number))
			length += (size_t)snprintf(text + length, RT_CAPABILITIES_TEXT - length,
						   "%s%s", length ? ", " : "", rows[i].name);
	return text;
}

void rt_capabilities_print(const struct abi_tool *t, FILE *out)
{
	uint64_t set = needed(t);
	uint64_t kept = rt_capabilities_kept(t);
	for (size_t i = 0; i < N_ROWS; i++)
		if (is_needed(set, i))
			fprintf(out, "  %-22s  %s%s\n", rows[i].name, rows[i].why,
				is_held(kept, i) ? " (kept while it runs)" : "");
	if (kept == RT_CAPABILITIES_ALL)
		fprintf(out,
			"  %-22s  for commands that the script starts: all that it is given is kept\n",
			"others");
}

/*
 * Before Linux 5.19 kernel.unprivileged_bpf_disabled closed bpf(2) altogether, for maps that are open, too.
 * Whoever has CAP_SYS_ADMIN alone may go on with that.
 */
static uint64_t needed_for_maps(uint64_t effective)
{
	uint64_t either = RT_CAPABILITY(BPF) & effective;
	if (rt_kernel_is_at_least(5, 19) || !rt_privilege_bpf_is_closed())
		return 0;
	return either ? either : RT_CAPABILITY(SYS_ADMIN);
}

static uint64_t kept_set(const struct rt *rt, uint64_t effective)
{
	uint64_t kept = rt_capabilities_kept(rt->tool) | needed_for_maps(effective);
	return (rt->options.command ? kept | RT_CAPABILITY(KILL) : kept) & effective;
}

static int set_capabilities(uint64_t set)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];
	memset(data, 0, sizeof(data));
	for (int i = 0; i < 2; i++)
		data[i].effective = data[i].permitted = (uint32_t)(set >> (32 * i));
	return syscall(SYS_capset, &header, data) ? -errno : 0;
}

int rt_capabilities_drop(const struct rt *rt)
{
	char text[RT_CAPABILITIES_TEXT];
	uint64_t effective = rt_capabilities_effective();
	if (rt->options.keep_privileges || rt_capabilities_kept(rt->tool) == RT_CAPABILITIES_ALL) {
		rt_explain(rt, "all privileges are kept");
		return 0;
	}
	uint64_t kept = kept_set(rt, effective);
	int err = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ? -errno : set_capabilities(kept);
	if (err)
		rt_error(rt, "cannot give up privileges: %s; --keep-privileges keeps them",
			 strerror(-err));
	else
		rt_explain(rt, "privileges given up; kept: %s",
			   kept ? rt_capabilities_text(kept, text) : "none");
	return err;
}

/* Before Linux 5.8 there was but CAP_SYS_ADMIN, which still stands for the two that came out of it. */
bool rt_capability_at(const struct abi_tool *t, unsigned i, const char **name, const char **why,
		      bool *is_there)
{
	uint64_t set = rt_capabilities_effective();
	if (i >= N_ROWS)
		return false;
	if (set & RT_CAPABILITY(SYS_ADMIN))
		set |= RT_CAPABILITIES_BASE;
	*name = is_needed(needed_here(t), i) ? rows[i].name : NULL;
	if (why)
		*why = rows[i].why;
	*is_there = is_held(set, i);
	return true;
}

bool rt_capability_is_to_attach(const struct abi_tool *t, unsigned i)
{
	return !is_held(rt_capabilities_kept(t) | RT_CAPABILITIES_BASE, i);
}
