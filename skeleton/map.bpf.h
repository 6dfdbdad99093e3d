/*
 * The script's maps of plain values: hash maps, and scalar integers in a cell
 * (ARRAY of one struct abi_aggregate). Integers take 8 bytes in a map. An update
 * that a map refuses, because it is full, counts at its index of loss.
 */
#ifndef MAP_BPF_H
#define MAP_BPF_H

#include "atomic.bpf.h"
#include "failure.bpf.h"
#include "loss.bpf.h"
#include "memory.bpf.h"

/*
 * Of a map that is there twice (abi_map.live_name) the one to use now. The tool exchanges
 * them and reads the other one, once the programs that found it here have ended.
 */
static __always_inline void *tl_live(void *maps)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(maps, &zero);
}

/* A map of a map of maps (emit/shelf.c). */
static __always_inline void *tl_map_of(void *maps, __u32 place)
{
	return bpf_map_lookup_elem(maps, &place);
}

/*
 * The key of a map function: NULL, as a constant, stands for the one key 0 of a
 * scalar map. A zero in the function that uses it shares its place on the stack with
 * all others; one in the generated code would have its own at every use.
 */
#define TL_KEY(key, zero) \
	(__builtin_constant_p((__u64)(key)) && !(key) ? (const void *)&(zero) : (key))

/* The integer at the key; 0 if it is missing. */
static __always_inline __u64 tl_map_get(void *map, const void *key, const __s32 site)
{
	const __u64 zero = 0;
	const __u64 *value = bpf_map_lookup_elem(map, TL_KEY(key, zero));

	tl_check_found(value, site);
	return value ? *value : 0;
}

/* The value's bytes at the key; zero bytes if it is missing. */
static __always_inline void tl_map_get_bytes(void *map, const void *key, void *bytes, __u32 size,
					     const __s32 site)
{
	const __u64 zero = 0;
	const void *value = bpf_map_lookup_elem(map, TL_KEY(key, zero));

	tl_check_found(value, site);
	/* A read of address 0 clears the bytes. */
	tl_read_kernel(bytes, size, (__u64)value, -1);
}

static __always_inline void tl_map_set_bytes(void *map, const void *key, const volatile void *bytes,
					     __u32 loss_index)
{
	const __u64 zero = 0;

	if (bpf_map_update_elem(map, TL_KEY(key, zero), (const void *)bytes, BPF_ANY))
		tl_lost(loss_index);
}

static __always_inline void tl_map_set(void *map, const void *key, __u64 value, __u32 loss_index)
{
	tl_map_set_bytes(map, key, &value, loss_index);
}

/* Times that an element is looked up: after it was made, and once more if it is gone again. */
#define TL_ELEMENT_TRIES 3
#define TL_E2BIG         7 /* the map is full */

/*
 * The element at the key, made with the empty value if it is missing.
 * NULL if it cannot be made. Whoever makes it first, it is made once: what
 * another CPU or an interrupt adds meanwhile is not lost.
 */
static __always_inline void *tl_map_element(void *map, const void *key, const void *empty,
					    __u32 loss_index)
{
	const __u64 zero = 0;
	__u32 tries = TL_ELEMENT_TRIES;

#pragma clang loop unroll(disable)
	do {
		void *element = bpf_map_lookup_elem(map, TL_KEY(key, zero));

		if (element)
			return element;
		if (bpf_map_update_elem(map, TL_KEY(key, zero), empty, BPF_NOEXIST) == -TL_E2BIG)
			break;
		barrier_var(tries);
	} while (--tries);
	tl_lost(loss_index);
	return NULL;
}

/* Adds to the integer at the key, atomically; gives its old value. */
static __always_inline __u64 tl_map_add(void *map, const void *key, __u64 delta, __u32 loss_index)
{
	__u64 zero = 0;
	__u64 *value = tl_map_element(map, key, &zero, loss_index);

	return value ? tl_fetch_add(value, delta) : 0;
}

/* Whether the key was there. */
static __always_inline bool tl_map_delete(void *map, const void *key)
{
	const __u64 zero = 0;

	return bpf_map_delete_elem(map, TL_KEY(key, zero)) == 0;
}

static __always_inline bool tl_map_has(void *map, const void *key)
{
	const __u64 zero = 0;

	return bpf_map_lookup_elem(map, TL_KEY(key, zero)) != NULL;
}

static long tl_map_count_key(void *map, const void *key, void *value, void *context)
{
	return 0;
}

/* Address of a scalar map's value, as a number; 0 if it has none. */
static __always_inline __u64 tl_map_value(void *map)
{
	const __u64 zero = 0;

	return tl_number((__u64)bpf_map_lookup_elem(map, &zero));
}

/* Number of keys; needs 5.13. */
static __always_inline __u64 tl_map_length(void *map)
{
	return bpf_for_each_map_elem(map, tl_map_count_key, NULL, 0);
}

/* The element of a cell. It is always there, but the verifier wants to see it tested. */
static __always_inline struct abi_aggregate *tl_cell(void *map)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(map, &zero);
}

static __always_inline __u64 tl_cell_get(void *map)
{
	const struct abi_aggregate *cell = tl_cell(map);

	return cell ? cell->value : 0;
}

static __always_inline void tl_cell_set(void *map, __u64 value)
{
	struct abi_aggregate *cell = tl_cell(map);

	if (cell) {
		cell->value = value;
		cell->set = 1;
	}
}

static __always_inline __u64 tl_cell_add(void *map, __u64 delta)
{
	struct abi_aggregate *cell = tl_cell(map);

	if (!cell)
		return 0;
	cell->set = 1;
	return tl_fetch_add(&cell->value, delta);
}

/* Whether it was set. */
static __always_inline bool tl_cell_delete(void *map)
{
	struct abi_aggregate *cell = tl_cell(map);

	if (!cell)
		return false;
	cell->value = 0;
	return tl_exchange(&cell->set, 0) != 0;
}

static __always_inline bool tl_cell_has(void *map)
{
	const struct abi_aggregate *cell = tl_cell(map);

	return cell && cell->set;
}

#endif
