/*
 * Clocks, in nanoseconds.
 */
#ifndef TIME_BPF_H
#define TIME_BPF_H

#include "feature.bpf.h"

/* Time since boot, suspend included where the kernel can tell (5.8). */
static __always_inline __u64 tl_boot_time(void)
{
	if (tl_has(FEATURE_BOOT_CLOCK))
		return bpf_ktime_get_boot_ns();
	return bpf_ktime_get_ns();
}

/* clock is a constant of enum abi_clock. The helper for CLOCK_TAI needs 6.1. */
static __always_inline __u64 tl_nsecs(__u32 clock)
{
	switch (clock) {
	case ABI_CLOCK_MONOTONIC:
		return bpf_ktime_get_ns();
	case ABI_CLOCK_TAI:
		return bpf_ktime_get_tai_ns();
	case ABI_CLOCK_SW_TAI:
		return tl_boot_time() + constants.base.sw_tai_offset;
	default:
		return tl_boot_time();
	}
}

/* Time since the tool started. */
static __always_inline __u64 tl_elapsed(void)
{
	return tl_boot_time() - constants.base.start_time;
}

/* The helper needs 5.5. */
static __always_inline __u64 tl_jiffies(void)
{
	return bpf_jiffies64();
}

#endif
