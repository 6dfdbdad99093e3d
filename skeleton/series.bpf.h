/*
 * tseries: an element per CPU, key and slot, which holds one epoch. A sample of a
 * newer epoch takes the slot's place.
 */
#ifndef SERIES_BPF_H
#define SERIES_BPF_H

#include "map.bpf.h"
#include "time.bpf.h"

static __always_inline bool tl_is_better(__u64 a, __u64 b, const bool is_max, const bool is_signed)
{
	if (is_signed)
		return is_max ? (__s64)a > (__s64)b : (__s64)a < (__s64)b;
	return is_max ? a > b : a < b;
}

/* One more sample of the epoch that the element holds; `how` is enum abi_tseries_aggregate. */
static __always_inline void tl_series_add(struct abi_tseries *e, __u64 sample, const __u32 how,
					  const bool is_signed)
{
	switch (how) {
	case ABI_TSERIES_LAST:
		e->value = sample;
		e->meta = tl_boot_time();
		return;
	case ABI_TSERIES_AVG:
		__sync_fetch_and_add(&e->value, sample);
		__sync_fetch_and_add(&e->meta, 1);
		return;
	case ABI_TSERIES_SUM:
		__sync_fetch_and_add(&e->value, sample);
		break;
	default:
		if (!e->meta || tl_is_better(sample, e->value, how == ABI_TSERIES_MAX, is_signed))
			e->value = sample;
	}
	e->meta = 1;
}

/* The last 8 bytes of the key are room for the slot's number. */
static __always_inline void tl_series(void *map, void *key, const __u32 key_size, __u64 sample,
				      const __u64 interval, const __u64 n_slots, const __u32 how,
				      const bool is_signed, __u32 loss_index)
{
	__u64 epoch = tl_nsecs(ABI_CLOCK_SW_TAI) / interval;
	struct abi_tseries empty = { 0, 0, epoch };
	struct abi_tseries *e;

	*(tl_u64 *)((tl_u8 *)key + key_size - 8) = epoch % n_slots;
	e = tl_map_element(map, key, &empty, loss_index);
	if (!e)
		return;
	if (e->epoch != epoch) {
		e->value = 0;
		e->meta = 0;
		e->epoch = epoch;
	}
	tl_series_add(e, sample, how, is_signed);
}

/* Of a map without keys. */
static __always_inline void tl_series_alone(void *map, __u64 sample, const __u64 interval,
					    const __u64 n_slots, const __u32 how,
					    const bool is_signed, __u32 loss_index)
{
	__u64 slot = 0;

	tl_series(map, &slot, sizeof(slot), sample, interval, n_slots, how, is_signed, loss_index);
}

#endif
