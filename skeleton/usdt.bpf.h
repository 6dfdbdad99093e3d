/*
 * Arguments of USDT probes: the tool reads in the binary where each of them stands at
 * each place of a probe, and writes it into this map before anything runs.
 */
#ifndef USDT_BPF_H
#define USDT_BPF_H

#include "probe.bpf.h"
#include "uaddr.bpf.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1); /* the tool sets it */
	__type(key, __u32);
	__type(value, struct abi_static_place);
} usdt_places SEC(".maps");

static __always_inline const struct abi_static_place *tl_static_place(void *ctx)
{
	__u32 id = tl_probe_id(ctx);

	return bpf_map_lookup_elem(&usdt_places, &id);
}

/* The register at an offset of the context that the verifier does not know. */
static __always_inline __u64 tl_static_register(const void *ctx, __u16 offset)
{
	__u64 value = 0;

	if (offset < sizeof(struct tl_registers))
		bpf_probe_read_kernel(&value, sizeof(value), ctx + offset);
	return value;
}

/* Not a byte more than the argument has: the next page may not be there. */
static __always_inline __u64 tl_static_load(__u64 address, __u32 size)
{
	__u64 value = 0;

	if (size <= sizeof(value))
		bpf_probe_read_user(tl_low_bytes(&value, size), size, (const void *)address);
	return value;
}

/* The low size bytes, with their sign. */
static __always_inline __u64 tl_static_narrowed(__u64 value, __u8 size, bool is_signed)
{
	__u8 shift = (64 - 8 * size) & 63;

	value <<= shift;
	return is_signed ? (__u64)((__s64)value >> shift) : value >> shift;
}

static __always_inline __u64 tl_static_index(const void *ctx,
					     const struct abi_static_argument *argument)
{
	return tl_static_narrowed(tl_static_register(ctx, argument->index), argument->index_size,
				  argument->is_index_signed);
}

/* Argument n; 0 if the probe has no such one. */
static __noinline __u64 tl_usdt_argument(void *ctx, __u32 n)
{
	const struct abi_static_place *place = tl_static_place(ctx);
	const struct abi_static_argument *argument;
	__u64 value;

	if (!place || n >= LIMIT_STATIC_ARGUMENTS || n >= place->n_arguments)
		return 0;
	argument = &place->arguments[n];
	if (argument->kind == ABI_STATIC_NOTHING)
		return 0;
	value = tl_static_register(ctx, argument->base);
	if (argument->kind != ABI_STATIC_REGISTER)
		value += argument->offset + tl_static_index(ctx, argument) * argument->scale;
	if (argument->kind == ABI_STATIC_MEMORY)
		value = tl_static_load(value, argument->size);
	return tl_static_narrowed(value, argument->size, argument->is_signed);
}

/* Number of the probe's name; the attachment's own number is that of the place. */
static __always_inline __u32 tl_usdt_probe_id(void *ctx)
{
	const struct abi_static_place *place = tl_static_place(ctx);

	return place ? place->name : 0;
}

/* Each place of a probe is somewhere else; the name is that of all of them. */
static __always_inline __u64 tl_usdt_uaddr(void *ctx, __u32 count, __u32 index)
{
	const struct abi_static_place *place = tl_static_place(ctx);

	return place ? tl_user_address(place->name, count, index,
				       tl_register_ip(ctx), place->address)
		     : 0;
}

#endif
