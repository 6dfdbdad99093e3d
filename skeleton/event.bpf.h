/*
 * Records for the tool. Those of a fixed size are built in the buffer
 * itself; those with packed arguments in the program's frame, and sent in their
 * real length. A record that finds no room counts as lost at its event's index.
 */
#ifndef EVENT_BPF_H
#define EVENT_BPF_H

#include "failure.bpf.h"
#include "record.bpf.h"

/* Room for a record; NULL if there is none. tl_submit sends it. */
static __always_inline void *tl_reserve(__u32 event, __u32 size)
{
	struct abi_record *record;

	if (tl_has(FEATURE_RINGBUF))
		record = bpf_ringbuf_reserve(&events, size, 0);
	else
		record = tl_space_take();
	if (!record) {
		tl_lost(event);
		return NULL;
	}
	record->event = event;
	record->size = size;
	return record;
}

static __always_inline void tl_submit(void *ctx, void *room, const __u32 size)
{
	struct abi_record *record = room;

	if (tl_has(FEATURE_RINGBUF)) {
		bpf_ringbuf_submit(record, 0);
		return;
	}
	if (tl_perf_output(ctx, &events, record, size))
		tl_lost(record->event);
	tl_space_give_back(record);
}

#ifdef TL_REPORTS_FAILURES
/*
 * Tells that a helper failed, and what it returned. Out of line: it is the rare way. A
 * perf buffer wants the context, which is not at hand everywhere: without ring buffer
 * the record counts as lost.
 */
static __noinline void tl_failed(__u32 site, __s32 code)
{
	struct {
		struct abi_record head;
		__s32 code;
	} *record;

	if (!tl_has(FEATURE_RINGBUF)) {
		tl_lost(site);
		return;
	}
	record = tl_reserve(site, sizeof(struct abi_record) + sizeof(__s32));
	if (!record)
		return;
	record->code = code;
	bpf_ringbuf_submit(record, 0);
}
#endif

/* Sends a record of the frame. */
static __always_inline void tl_output(void *ctx, struct abi_record *record, __u32 event, __u64 size)
{
	long err;

	record->event = event;
	record->size = size;
	if (tl_has(FEATURE_RINGBUF))
		err = bpf_ringbuf_output(&events, record, size, 0);
	else
		err = tl_perf_output(ctx, &events, record, size);
	if (err)
		tl_lost(event);
}

/*
 * n, or 0 if it is negative or larger than max, in a form that the verifier
 * follows: opaque to clang, which else moves or drops the test, and the way
 * without a jump to the zero comes first, so that the verifier finds the other
 * way covered by it and does not walk every combination of a record's strings.
 */
static __always_inline __u64 tl_within(__u64 n, const __u64 max)
{
	asm volatile("if %[n] > %[max] goto +1\n\t"
		     "goto +1\n\t"
		     "%[n] = 0"
		     : [n] "+r"(n)
		     : [max] "i"(max));
	return n;
}

/* The smaller of n and max, in the same form. */
static __always_inline __u64 tl_at_most(__u64 n, const __u64 max)
{
	asm volatile("if %[n] > %[max] goto +1\n\t"
		     "goto +1\n\t"
		     "%[n] = %[max]"
		     : [n] "+r"(n)
		     : [max] "i"(max));
	return n;
}

/*
 * The tl_pack functions write the bytes of a packed argument at tail, which has
 * room for `limit` bytes, and give their number for the argument and for the next
 * tail. A string's NUL is written, but not counted.
 */
static __always_inline __u64 tl_packed(struct abi_packed *arg, __u64 length)
{
	arg->length = length;
	arg->extra = 0;
	return length;
}

static __always_inline __u64 tl_pack_kernel_str(struct abi_packed *arg, void *tail,
						const __u32 limit, __u64 address, const __s32 site)
{
	long size = bpf_probe_read_kernel_str(tail, limit, (const void *)address);
	__u64 length;

	tl_check(size, site);
	length = tl_packed(arg, tl_within(size - 1, limit - 1));
	arg->extra = address == 0;
	return length;
}

static __always_inline __u64 tl_pack_user_str(struct abi_packed *arg, void *tail, const __u32 limit,
					      __u64 address, const __s32 site)
{
	long size = bpf_probe_read_user_str(tail, limit, (const void *)address);
	__u64 length;

	tl_check(size, site);
	length = tl_packed(arg, tl_within(size - 1, limit - 1));
	arg->extra = address == 0;
	return length;
}

/* The string in `size` bytes that the program owns; limit is size + 1. */
static __always_inline __u64 tl_pack_str(struct abi_packed *arg, void *tail, const __u32 limit,
					 const volatile void *bytes)
{
	return tl_pack_kernel_str(arg, tail, limit, (__u64)bytes, -1);
}

static __always_inline __u64 tl_pack_kernel_bytes(struct abi_packed *arg, void *tail,
						  const __u32 limit, __u64 address, __u64 length,
						  const __s32 site)
{
	length = tl_at_most(length, limit);
	tl_check(bpf_probe_read_kernel(tail, length, (const void *)address), site);
	return tl_packed(arg, length);
}

static __always_inline __u64 tl_pack_user_bytes(struct abi_packed *arg, void *tail,
						const __u32 limit, __u64 address, __u64 length,
						const __s32 site)
{
	length = tl_at_most(length, limit);
	tl_check(bpf_probe_read_user(tail, length, (const void *)address), site);
	return tl_packed(arg, length);
}

/* A buffer value: a u32 length, then room for limit bytes. */
static __always_inline __u64 tl_pack_buffer(struct abi_packed *arg, void *tail, const __u32 limit,
					    const volatile void *bytes)
{
	const volatile tl_u32 *length = bytes;

	return tl_pack_kernel_bytes(arg, tail, limit, (__u64)(length + 1), *length, -1);
}

/* The stack of the kernel; limit is in bytes. */
static __always_inline __u64 tl_pack_kstack(struct abi_packed *arg, void *tail, const __u32 limit,
					    void *ctx)
{
	return tl_packed(arg, tl_within(bpf_get_stack(ctx, tail, limit, 0), limit));
}

static __always_inline __u64 tl_pack_ustack(struct abi_packed *arg, void *tail, const __u32 limit,
					    void *ctx)
{
	__u64 size = tl_within(bpf_get_stack(ctx, tail, limit, BPF_F_USER_STACK), limit);

	arg->length = size;
	arg->extra = tl_pid();
	return size;
}

/* The same in struct abi_build_id. */
static __always_inline __u64 tl_pack_build_ids(struct abi_packed *arg, void *tail,
					       const __u32 limit, void *ctx)
{
	__u64 flags = BPF_F_USER_STACK | BPF_F_USER_BUILD_ID;
	__u64 size = tl_within(bpf_get_stack(ctx, tail, limit, flags), limit);

	arg->length = size;
	arg->extra = tl_pid();
	return size;
}

#endif
