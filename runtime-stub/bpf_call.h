/*
 * The bpf(2) commands that a running tool needs, on file descriptors and
 * without libbpf. Each returns 0 or a file descriptor, or a negative errno.
 */
#ifndef RUNTIME_STUB_BPF_CALL_H
#define RUNTIME_STUB_BPF_CALL_H

#include <linux/bpf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Attach types that the headers of Debian 12 lack (include/uapi/linux/bpf.h). */
#define RT_BPF_TRACE_UPROBE_MULTI   48
#define RT_BPF_TRACE_KPROBE_SESSION 56

int rt_bpf_lookup(int map_fd, const void *key, void *value);
int rt_bpf_update(int map_fd, const void *key, const void *value, uint64_t flags);
int rt_bpf_delete(int map_fd, const void *key);
/* key NULL: the first one. -ENOENT behind the last one. */
int rt_bpf_next_key(int map_fd, const void *key, void *next);
/*
 * Up to *count elements behind *in_batch (NULL: from the start); *count becomes the number that was
 * found; -ENOENT with *count set: those were the last. -ENOSPC: a hash bucket holds more than *count.
 */
int rt_bpf_lookup_batch(int map_fd, const void *in_batch, void *out_batch, void *keys, void *values,
			uint32_t *count);
int rt_bpf_lookup_and_delete_batch(int map_fd, const void *in_batch, void *out_batch, void *keys,
				   void *values, uint32_t *count);

/* Runs of a program that the kernel left out so far, because it would have interrupted itself (5.12). */
int rt_bpf_program_misses(int program_fd, uint64_t *misses);

/* Instructions that the verifier walked for the program (5.16); 0: it does not tell. */
int rt_bpf_program_verified(int program_fd, uint32_t *n);

/* Runs a raw tracepoint program once, in this process. */
int rt_bpf_run(int program_fd);
/* Runs an XDP program on an empty packet; duration: ns of one run in the mean. */
int rt_bpf_run_packet(int program_fd, uint32_t times, uint32_t *duration);
/* Attaches a program whose target was fixed at load (BTF tracepoint, fentry, fexit): a link. */
int rt_bpf_attach_tracing(int program_fd);
/* Attaches a raw tracepoint program to a tracepoint by its name. */
int rt_bpf_attach_raw(int program_fd, const char *name);
/* Gives an object a name in a BPF file system; -EPERM: it is another file system. */
int rt_bpf_pin(int fd, const char *path);
/* A link of a perf event (Linux 5.15), whose programs get the cookie. */
int rt_bpf_link_perf(int program_fd, int event_fd, uint64_t cookie);
/*
 * Functions of the kernel (Linux 5.18), by their addresses, or by name if those are NULL; cookies may be NULL. type: that
 * of the program.
 */
int rt_bpf_link_kprobe_multi(int program_fd, uint32_t type, bool is_return, const char *const *names,
			     const uint64_t *addresses, const uint64_t *cookies, uint32_t n);
/* Places in a file, n of each array. */
struct rt_bpf_uprobes {
	const char *path;
	const uint64_t *offsets;    /* in the file */
	const uint64_t *semaphores; /* the same of what is counted up meanwhile; 0: nothing */
	const uint64_t *cookies;    /* or NULL */
	uint32_t n;
	bool is_return;
	pid_t pid; /* 0: of all processes */
};

/* One link for all of them (Linux 6.6). */
int rt_bpf_link_uprobe_multi(int program_fd, const struct rt_bpf_uprobes *uprobes);
/* A link of an iterator; over: the objects that it is about, for those that ask for that, else NULL. */
int rt_bpf_link_iterator(int program_fd, const union bpf_iter_link_info *over);
/* From a link to an iterator: a file whose reading runs the program. */
int rt_bpf_iterator(int link_fd);

/* The maps of this host: the one behind *id (0: the first); -ENOENT behind the last one. */
int rt_bpf_next_map(uint32_t *id);
int rt_bpf_open_map(uint32_t id);
int rt_bpf_map_info(int map_fd, struct bpf_map_info *info);

#endif
