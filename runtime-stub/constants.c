#include "constants.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <time.h>
#include <unistd.h>

#include "kconfig.h"
#include "lookup.h"
#include "params.h"
#include "rt.h"
#include "tracefs.h"

/* PROC_PID_INIT_INO, include/linux/proc_ns.h */
#define INITIAL_PID_NAMESPACE 0xEFFFFFFCU

static uint64_t read_clock(clockid_t clock)
{
	struct timespec now = { 0, 0 };
	clock_gettime(clock, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

void rt_clocks_read(struct rt *rt)
{
	rt->start_boot_ns = read_clock(CLOCK_BOOTTIME);
	rt->boot_offset_ns = read_clock(CLOCK_REALTIME) - rt->start_boot_ns;
}

/* As bpf_get_ns_current_pid_tgid compares them: the device in the kernel's own encoding. */
static void fill_pid_namespace(struct abi_constants *constants)
{
	struct stat namespace;
	if (stat("/proc/self/ns/pid", &namespace) || namespace.st_ino == INITIAL_PID_NAMESPACE)
		return;
	constants->pidns_dev = (uint64_t)major(namespace.st_dev) << 20 | minor(namespace.st_dev);
	constants->pidns_ino = namespace.st_ino;
}

static int fill_head(struct rt *rt, uint8_t *section, size_t size)
{
	struct abi_constants constants;
	if (size < sizeof(constants))
		return -EINVAL;
	memset(&constants, 0, sizeof(constants));
	constants.start_time = rt->start_boot_ns;
	constants.sw_tai_offset = read_clock(CLOCK_TAI) - read_clock(CLOCK_BOOTTIME);
	fill_pid_namespace(&constants);
	constants.filter_pid = (uint32_t)rt->options.pid;
	constants.child_pid = (uint32_t)rt->child_pid;
	constants.n_cpus = (uint32_t)rt->n_cpus;
	constants.n_params = (uint32_t)rt->options.n_positional;
	constants.report_helpers = rt->options.report_helpers;
	constants.page_size = (uint32_t)sysconf(_SC_PAGESIZE);
	memcpy(section, &constants, sizeof(constants));
	return 0;
}

/*
 * text is "category:event"; a field that is not there has the offset -1. Without tracefs none is: the probe
 * then attaches by its name, with a program that reads no record, or says what it needs.
 */
static int fill_field_offset(struct rt *rt, const struct abi_patch *patch, uint8_t *place)
{
	struct rt_tracefs_field field;
	char category[256];
	const char *event = strchr(patch->text, ':');
	int32_t offset = -1;
	snprintf(category, sizeof(category), "%.*s", (int)strcspn(patch->text, ":"), patch->text);
	int err =
		event ? rt_tracefs_find_field(rt, category, event + 1, patch->text2, &field) : -ENOENT;
	if (!err)
		offset = (int32_t)field.offset;
	memcpy(place, &offset, sizeof(offset));
	return 0;
}

struct filler {
	int (*fill)(struct rt *rt, const struct abi_patch *patch, uint8_t *place);
	uint32_t min_size;
};

static const struct filler fillers[] = {
	[ABI_PATCH_PARAM_INT] = { rt_params_fill_int, 8 },
	[ABI_PATCH_PARAM_TEXT] = { rt_params_fill_text, 1 },
	[ABI_PATCH_NAMED] = { rt_params_fill_named, 1 },
	[ABI_PATCH_FIELD_OFFSET] = { fill_field_offset, 4 },
	[ABI_PATCH_KADDR] = { rt_fill_kernel_address, 8 },
	[ABI_PATCH_CGROUP_ID] = { rt_fill_cgroup_id, 8 },
	[ABI_PATCH_KCONFIG] = { rt_fill_kconfig, 8 },
};

static int fill_patch(struct rt *rt, const struct abi_patch *patch, uint8_t *section, size_t size)
{
	if (patch->kind >= sizeof(fillers) / sizeof(fillers[0]) ||
	    patch->size < fillers[patch->kind].min_size || patch->offset > size ||
	    patch->size > size - patch->offset)
		return -EINVAL;
	return fillers[patch->kind].fill(rt, patch, section + patch->offset);
}

int rt_constants_fill(struct rt *rt, uint8_t *section, size_t size)
{
	int err = fill_head(rt, section, size);
	for (uint32_t i = 0; i < rt->tool->n_patches && !err; i++)
		err = fill_patch(rt, &rt->tool->patches[i], section, size);
	if (err == -EINVAL)
		rt_error(rt, "the tables of this program do not fit its constants (a bug of "
			     "tracec)");
	return err;
}
