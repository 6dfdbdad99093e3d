#include "bpf_call.h"

#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int call(enum bpf_cmd command, union bpf_attr *attr)
{
	long result = syscall(SYS_bpf, command, attr, sizeof(*attr));
	return result < 0 ? -errno : (int)result;
}

static uint64_t address(const void *pointer)
{
	return (uint64_t)(uintptr_t)pointer;
}

static int element(enum bpf_cmd command, int map_fd, const void *key, const void *value,
		   uint64_t flags)
{
	union bpf_attr attr;
	memset(&attr, 0, sizeof(attr));
	attr.map_fd = (uint32_t)map_fd;
	attr.key = address(key);
	attr.value = address(value); // next_key shares the place
	attr.flags = flags;
	return call(command, &attr);
}

int rt_bpf_lookup(int map_fd, const void *key, void *value)
{
	return element(BPF_MAP_LOOKUP_ELEM, map_fd, key, value, 0);
}

int rt_bpf_update(int map_fd, const void *key, const void *value, uint64_t flags)
{
	return element(BPF_MAP_UPDATE_ELEM, map_fd, key, value, flags);
}

int rt_bpf_delete(int map_fd, const void *key)
{
	return element(BPF_MAP_DELETE_ELEM, map_fd, key, NULL, 0);
}

int rt_bpf_next_key(int map_fd, const void *key, void *next)
{
	return element(BPF_MAP_GET_NEXT_KEY, map_fd, key, next, 0);
}

static int batch(enum bpf_cmd command, int map_fd, const void *in_batch, void *out_batch,
		 void *keys, void *values, uint32_t *count)
{
	union bpf_attr attr;
	memset(&attr, 0, sizeof(attr));
	attr.batch.map_fd = (uint32_t)map_fd;
	attr.batch.in_batch = address(in_batch);
	attr.batch.out_batch = address(out_batch);
	attr.batch.keys = address(keys);
	attr.batch.values = address(values);
	attr.batch.count = *count;
	int err = call(command, &attr);
	// On other errors (-EINVAL: no batches for this map) the kernel leaves count alone.
	*count = err && err != -ENOENT ? 0 : attr.batch.count;
	return err;
}

int rt_bpf_lookup_batch(int map_fd, const void *in_batch, void *out_batch, void *keys, void *values,
			uint32_t *count)
{
	return batch(BPF_MAP_LOOKUP_BATCH, map_fd, in_batch, out_batch, keys, values, count);
}

int rt_bpf_lookup_and_delete_batch(int map_fd, const void *in_batch, void *out_batch, void *keys,
				   void *values, uint32_t *count)
{
	return batch(BPF_MAP_LOOKUP_AND_DELETE_BATCH, map_fd, in_batch, out_batch, keys, values,
		     count);
}

/* What the kernel says of a program, a map, a link: `size` bytes, those that it does not know as 0. */
static int object_info(int fd, void *info, uint32_t size)
{
	union bpf_attr attr;
	memset(info, 0, size);
	memset(&attr, 0, sizeof(attr));
	attr.info.bpf_fd = (uint32_t)fd;
	attr.info.info_len = size;
	attr.info.info = address(info);
	return call(BPF_OBJ_GET_INFO_BY_FD, &attr);
}

int rt_bpf_program_misses(int program_fd, uint64_t *misses)
{
	struct bpf_prog_info info;
	int err = object_info(program_fd, &info, sizeof(info));
	*misses = info.recursion_misses;
	return err;
}

int rt_bpf_program_verified(int program_fd, uint32_t *n)
{
	struct bpf_prog_info info;
	int err = object_info(program_fd, &info, sizeof(info));
	*n = info.verified_insns;
	return err;
}

int rt_bpf_run(int program_fd)
{
	union bpf_attr attr;
	memset(&attr, 0, sizeof(attr));
	attr.test.prog_fd = (uint32_t)program_fd;
	return call(BPF_PROG_TEST_RUN, &attr);
}

/* Of a packet's header, the least that the kernel takes. */
#define PACKET_SIZE 14

int rt_bpf_run_packet(int program_fd, uint32_t times, uint32_t *duration)
{
	static const uint8_t packet[PACKET_SIZE] = { 0 };
	union bpf_attr attr;
	memset(&attr, 0, sizeof(attr));
	attr.test.prog_fd = (uint32_t)program_fd;
	attr.test.data_in = address(packet);
	attr.test.data_size_in = sizeof(packet);
	attr.test.repeat = times;
	int err = call(BPF_PROG_TEST_RUN, &attr);
	*duration = attr.test.duration;
	return err;
}

int rt_bpf_attach_tracing(int program_fd)
{
	union bpf_attr attr;
	memset(&attr, 0, sizeof(attr));
	attr.raw_tracepoint.prog_fd = (uint32_t)program_fd;
	return call(BPF_RAW_TRACEPOINT_OPEN, &attr);
}

int rt_bpf_attach_raw(int program_fd, const char *name)
{
	union bpf_attr attr;
	memset(&attr, 0, sizeof(attr));
	attr.raw_tracepoint.name = (uint64_t)(uintptr_t)name;
	attr.raw_tracepoint.prog_fd = (uint32_t)program_fd;
	return call(BPF_RAW_TRACEPOINT_OPEN, &attr);
}

int rt_bpf_pin(int fd, const char *path)
{
	union bpf_attr attr;
	memset(&attr, 0, sizeof(attr));
	attr.pathname = address(path);
	attr.bpf_fd = (uint32_t)fd;
	return call(BPF_OBJ_PIN, &attr);
}

int rt_bpf_link_perf(int program_fd, int event_fd, uint64_t cookie)
{
	union bpf_attr attr;
	memset(&attr, 0, sizeof(attr));
	attr.link_create.prog_fd = (uint32_t)program_fd;
	attr.link_create.target_fd = (uint32_t)event_fd;
	attr.link_create.attach_type = BPF_PERF_EVENT;
	attr.link_create.perf_event.bpf_cookie = cookie;
	return call(BPF_LINK_CREATE, &attr);
}

int rt_bpf_link_kprobe_multi(int program_fd, uint32_t type, bool is_return,
			     const char *const *names, const uint64_t *addresses,
			     const uint64_t *cookies, uint32_t n)
{
	union bpf_attr attr;
	memset(&attr, 0, sizeof(attr));
	attr.link_create.prog_fd = (uint32_t)program_fd;
	attr.link_create.attach_type = type;
	attr.link_create.kprobe_multi.flags = is_return ? BPF_F_KPROBE_MULTI_RETURN : 0;
	attr.link_create.kprobe_multi.cnt = n;
	attr.link_create.kprobe_multi.syms = addresses ? 0 : address(names);
	attr.link_create.kprobe_multi.addrs = address(addresses);
	attr.link_create.kprobe_multi.cookies = address(cookies);
	return call(BPF_LINK_CREATE, &attr);
}

/* The members of link_create.uprobe_multi, which the headers of Debian 12 lack. */
struct uprobe_multi {
	uint64_t path;
	uint64_t offsets;
	uint64_t reference_counters;
	uint64_t cookies;
	uint32_t n;
	uint32_t flags; /* 1: return */
	uint32_t pid;
};

int rt_bpf_link_uprobe_multi(int program_fd, const struct rt_bpf_uprobes *uprobes)
{
	union bpf_attr attr;
	struct uprobe_multi multi = {
		.path = address(uprobes->path),
		.offsets = address(uprobes->offsets),
		.reference_counters = address(uprobes->semaphores),
		.cookies = address(uprobes->cookies),
		.n = uprobes->n,
		.flags = uprobes->is_return,
		.pid = (uint32_t)uprobes->pid,
	};
	memset(&attr, 0, sizeof(attr));
	attr.link_create.prog_fd = (uint32_t)program_fd;
	attr.link_create.attach_type = RT_BPF_TRACE_UPROBE_MULTI;
	memcpy((uint8_t *)&attr + offsetof(union bpf_attr, link_create.kprobe_multi), &multi,
	       sizeof(multi));
	return call(BPF_LINK_CREATE, &attr);
}

int rt_bpf_link_iterator(int program_fd, const union bpf_iter_link_info *over)
{
	union bpf_attr attr;
	memset(&attr, 0, sizeof(attr));
	attr.link_create.prog_fd = (uint32_t)program_fd;
	attr.link_create.attach_type = BPF_TRACE_ITER;
	attr.link_create.iter_info = address(over);
	attr.link_create.iter_info_len = over ? sizeof(*over) : 0;
	return call(BPF_LINK_CREATE, &attr);
}

int rt_bpf_iterator(int link_fd)
{
	union bpf_attr attr;
	memset(&attr, 0, sizeof(attr));
	attr.iter_create.link_fd = (uint32_t)link_fd;
	return call(BPF_ITER_CREATE, &attr);
}

int rt_bpf_next_map(uint32_t *id)
{
	union bpf_attr attr;
	memset(&attr, 0, sizeof(attr));
	attr.start_id = *id;
	int err = call(BPF_MAP_GET_NEXT_ID, &attr);
	*id = err ? *id : attr.next_id;
	return err;
}

int rt_bpf_open_map(uint32_t id)
{
	union bpf_attr attr;
	memset(&attr, 0, sizeof(attr));
	attr.map_id = id;
	return call(BPF_MAP_GET_FD_BY_ID, &attr);
}

int rt_bpf_map_info(int map_fd, struct bpf_map_info *info)
{
	return object_info(map_fd, info, sizeof(*info));
}
