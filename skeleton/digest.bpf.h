/*
 * Maps whose keys hold stacks: the map itself has digests for keys, and each digest's key stands once in a
 * second map. The kernel hashes all of a key, a thousand bytes for a stack of ten frames, at
 * every update; the digest takes only the frames that are there.
 *
 * Two keys with the same digest would be counted as one: of 128 bits, a million keys have a chance
 * of about 1 in 10^27.
 */
#ifndef DIGEST_BPF_H
#define DIGEST_BPF_H

#include "aggregate.bpf.h"

static __always_inline void tl_digest_word(struct abi_digest *digest, __u64 word)
{
	/* Odd numbers without a pattern: 2^64 by the golden ratio, and one of the same kind. */
	digest->a = (digest->a ^ word) * 0x9e3779b97f4a7c15ULL;
	digest->a ^= digest->a >> 32;
	digest->b = (digest->b + word) * 0xc2b2ae3d27d4eb4fULL;
	digest->b ^= digest->b >> 29;
}

/* Any number of bytes that begin at a multiple of 8, the last word filled up with zeros. */
static __always_inline void tl_digest_bytes(struct abi_digest *digest, const volatile void *bytes,
					    const __u32 size)
{
	const volatile tl_u64 *words = bytes;
	const volatile tl_u8 *rest = (const volatile tl_u8 *)bytes + size / 8 * 8;
	__u64 last = 0;

#pragma clang loop unroll(disable)
	for (__u32 i = 0; i < size / 8; i++)
		tl_digest_word(digest, words[i]);
	if (size % 8 == 0)
		return;
#pragma clang loop unroll(disable)
	for (__u32 i = 0; i < size % 8; i++)
		last |= (__u64)rest[i] << 8 * i;
	tl_digest_word(digest, last);
}

/* A stack with room for `limit` frames: their number, then the frames. */
static __always_inline void tl_digest_stack(struct abi_digest *digest, const volatile void *stack,
					    const __u32 limit)
{
	const volatile tl_u64 *words = stack;
	struct abi_digest sum = *digest; /* in registers all along */
	__u64 count = words[0];

	tl_digest_word(&sum, count);
#pragma clang loop unroll(disable)
	for (__u32 i = 0; i < limit; i++) {
		if (i >= count)
			break;
		tl_digest_word(&sum, words[1 + i]);
	}
	*digest = sum;
}

/*
 * This CPU's element of the digest; NULL if a map is full. The key comes first: a digest in
 * the map has its key, whenever the tool looks. But the tool takes out keys whose digests it does not see in
 * the map (map_keys.c of the stub), and the one that was just put in may be among them. So it is put in once more. That is
 * an update and no look-up because the lock of its bucket, which the tool has to take as well, is
 * what makes the new element visible to the tool's second look at the map.
 */
static __always_inline struct abi_aggregate *tl_digest_aggregate(void *map, void *keys,
								 const struct abi_digest *digest,
								 const volatile void *key,
								 __u32 loss_index)
{
	const struct abi_aggregate empty = { 0, 0 };
	struct abi_aggregate *element = bpf_map_lookup_elem(map, digest);

	if (element)
		return element;
	if (bpf_map_update_elem(keys, digest, (const void *)key, BPF_ANY)) {
		tl_lost(loss_index);
		return NULL;
	}
	bpf_map_update_elem(map, digest, &empty, BPF_NOEXIST);
	bpf_map_update_elem(keys, digest, (const void *)key, BPF_NOEXIST);
	element = bpf_map_lookup_elem(map, digest);
	if (!element)
		tl_lost(loss_index);
	return element;
}

#endif
