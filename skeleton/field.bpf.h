/*
 * Members of kernel types whose offset, size and sign are the target's: each
 * access below is relocated by libbpf when the program is loaded.
 */
#ifndef FIELD_BPF_H
#define FIELD_BPF_H

#include "memory.bpf.h"

/* An integer of `size` bytes in the low bytes of value, as a 64-bit number. */
static __always_inline __u64 tl_extend(__u64 value, __u32 size, bool is_signed)
{
	__u32 shift = 64 - 8 * size;

	if (is_signed)
		return (__s64)(value << shift) >> shift;
	return value;
}

/* Whether the target's member is signed. clang refuses to ask that of a pointer (class 5). */
#define TL_FIELD_SIGNED(member)                                        \
	__builtin_choose_expr(__builtin_classify_type(member) == 5, 0, \
			      __builtin_preserve_field_info(member, BPF_FIELD_SIGNED))

/*
 * What is relocated behind it is not moved in front of it. A member that the target lacks makes the
 * program's load fail unless it is used only where its test has made the code dead.
 */
#define TL_FIELD_HERE() asm volatile("" ::: "memory")

/*
 * The integer or pointer `member`, an lvalue such as ((struct task_struct *)p)->pid,
 * read with a helper; 0 if that fails. They are macros because clang must see the
 * member in the expression that it makes a relocation of.
 */
#define TL_FIELD_AS(read, member, is_signed, site)                                            \
	({                                                                                    \
		TL_FIELD_HERE();                                                              \
		__u64 field_value = 0;                                                        \
		__u32 field_size = bpf_core_field_size(member);                               \
                                                                                              \
		tl_check(read(tl_low_bytes(&field_value, field_size), field_size, &(member)), \
			 site);                                                               \
		tl_extend(field_value, field_size, is_signed);                                \
	})
#define TL_FIELD_KERNEL(member, site) \
	TL_FIELD_AS(bpf_probe_read_kernel, member, TL_FIELD_SIGNED(member), site)
#define TL_FIELD_USER(member, site) \
	TL_FIELD_AS(bpf_probe_read_user, member, TL_FIELD_SIGNED(member), site)

/* The same of a member's element, `member[3]`, whose sign libbpf refuses to relocate (1.7 does still). */
#define TL_ELEMENT_KERNEL(member, is_signed, site) \
	TL_FIELD_AS(bpf_probe_read_kernel, member, is_signed, site)
#define TL_ELEMENT_USER(member, is_signed, site) \
	TL_FIELD_AS(bpf_probe_read_user, member, is_signed, site)

#define TL_FIELD_SIZE(type, path)                  \
	({                                         \
		TL_FIELD_HERE();                   \
		bpf_core_field_size(type, path);   \
	})

/* How many elements the array `path` of a type has; any number where the target has given it no length. */
static __always_inline __u64 tl_elements(__u32 size, __u32 element_size)
{
	return size && element_size ? size / element_size : ~0ULL;
}
#define TL_ELEMENTS(type, path) \
	tl_elements(TL_FIELD_SIZE(type, path), TL_FIELD_SIZE(type, path[0]))

/* The bytes of `member` in `size` bytes: cut, or zero behind a smaller one. */
#define TL_FIELD_BYTES(read, bytes, size, member, site)             \
	({                                                          \
		TL_FIELD_HERE();                                    \
		__u32 field_size = bpf_core_field_size(member);     \
                                                                    \
		if (field_size < (size))                            \
			tl_zero(bytes, size);                       \
		else                                                \
			field_size = (size);                        \
		tl_check(read(bytes, field_size, &(member)), site); \
	})
#define TL_FIELD_BYTES_KERNEL(bytes, size, member, site) \
	TL_FIELD_BYTES(bpf_probe_read_kernel, bytes, size, member, site)
#define TL_FIELD_BYTES_USER(bytes, size, member, site) \
	TL_FIELD_BYTES(bpf_probe_read_user, bytes, size, member, site)

/* The bit field `name` (a path of members) of the struct at base, a typed pointer. */
#define TL_BITFIELD(read, base, name, site)                                                      \
	({                                                                                       \
		TL_FIELD_HERE();                                                                 \
		__u64 field_value = 0;                                                           \
		__u32 field_size = __CORE_RELO(base, name, BYTE_SIZE);                           \
                                                                                                 \
		tl_check(read(tl_low_bytes(&field_value, field_size), field_size,                \
			      (const void *)(base) + __CORE_RELO(base, name, BYTE_OFFSET)),      \
			 site);                                                                  \
		field_value <<= __CORE_RELO(base, name, LSHIFT_U64);                             \
		if (__CORE_RELO(base, name, SIGNED))                                             \
			field_value = (__s64)field_value >> __CORE_RELO(base, name, RSHIFT_U64); \
		else                                                                             \
			field_value >>= __CORE_RELO(base, name, RSHIFT_U64);                     \
		field_value;                                                                     \
	})
#define TL_BITFIELD_KERNEL(base, name, site) TL_BITFIELD(bpf_probe_read_kernel, base, name, site)
#define TL_BITFIELD_USER(base, name, site)   TL_BITFIELD(bpf_probe_read_user, base, name, site)

/* An integer of the context at an offset; 0 if the offset is -1. */
static __always_inline __u64 tl_context_load(const void *ctx, __s32 offset, __u32 size)
{
	if (offset < 0)
		return 0;
	return tl_load_kernel((__u64)ctx + offset, size, -1);
}

static __always_inline void tl_context_bytes(void *bytes, __u32 size, const void *ctx, __s32 offset)
{
	tl_read_kernel(bytes, size, offset < 0 ? 0 : (__u64)ctx + offset, -1);
}

/*
 * A scalar member of the context. Where the target's BTF lacks it, it is read at
 * the offset that the stub found in the format file (-1: there is none either).
 */
#define TL_CONTEXT_FIELD(ctx, member, offset) \
	(bpf_core_field_exists(member)        \
		 ? (__u64)(member)            \
		 : (__u64)(typeof(member))tl_context_load(ctx, offset, sizeof(member)))

/* The same for bytes. */
#define TL_CONTEXT_BYTES(bytes, size, ctx, member, offset)              \
	({                                                              \
		if (bpf_core_field_exists(member))                      \
			TL_FIELD_BYTES_KERNEL(bytes, size, member, -1); \
		else                                                    \
			tl_context_bytes(bytes, size, ctx, offset);     \
	})

/*
 * Members of types whose layout is the script's: not relocated. A bit field is
 * read with the struct around it.
 */
#define TL_FIXED(read, member, site)                                                \
	({                                                                          \
		typeof(member) field_value = 0;                                     \
                                                                                    \
		tl_check(read(&field_value, sizeof(field_value), &(member)), site); \
		field_value;                                                        \
	})
#define TL_FIXED_KERNEL(member, site) TL_FIXED(bpf_probe_read_kernel, member, site)
#define TL_FIXED_USER(member, site)   TL_FIXED(bpf_probe_read_user, member, site)

#define TL_FIXED_BITFIELD(read, base, name, site)                                \
	({                                                                       \
		typeof(*(base)) field_struct;                                    \
                                                                                 \
		tl_check(read(&field_struct, sizeof(field_struct), base), site); \
		field_struct.name;                                               \
	})
#define TL_FIXED_BITFIELD_KERNEL(base, name, site) \
	TL_FIXED_BITFIELD(bpf_probe_read_kernel, base, name, site)
#define TL_FIXED_BITFIELD_USER(base, name, site) \
	TL_FIXED_BITFIELD(bpf_probe_read_user, base, name, site)

#endif
