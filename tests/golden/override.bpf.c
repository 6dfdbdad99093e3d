/* Made by tracec from override.bt. */
#include "tracec.bpf.h"

/* Set by the tool before load. */
const volatile struct {
	struct abi_constants base;
} constants SEC(".rodata.tool") = {
	.base = { 0 },
};

/* Counters of loss, in lanes: of each event, each program. */
__u64 loss[LIMIT_LOSS_LANES][8] SEC(".data.loss");

#define TL_REPORTS_FAILURES
#include "task.bpf.h"
#include "act.bpf.h"
#include "event.bpf.h"

/* kprobe:vfs_read */
#line 3 "override.bt"
SEC("kprobe") int p0_kprobe_vfs_read(void *ctx)
{
#line 3
	if (!tl_is_wanted_pid()) {
#line 3
		return 0;
	}
#line 3
	__u32 t0 = 0;
#line 3
	t0 = tl_pid();
#line 3
	if ((__u64)t0 == 1) {
#line 6
		tl_override(ctx, 18446744073709551611ULL, 0);
#line 7
		tl_signal(10, 1);
#line 8
		tl_signal_thread(10, 2);
	}
#line 8
	return 0;
}

#line 46 "override.bpf.c"
char tl_license[] SEC("license") = "GPL";
