# One script for kernels of several years, judged by snapshots: Linux 6.1 and 6.12. What is said of them is what the tool finds there.
# needs: root program:qemu-system-x86_64
# timeout: 600
# inputs: compiler/guest_init.c tests/cli/published/*.bt
LIMIT=300
for name in 6.1 6.12; do
	regex=$(awk -v n="$name" '$1 == n { print $2 }' "$ROOT/tests/guest/kernels.txt")
	said=$("$ROOT/tests/guest/fetch.sh" "$name" "$regex" "$BUILD/guest/$name" 2>&1) ||
		skip "no kernel $name: $said"
	run "$TRACEC_RELEASE" snapshot --kernel "$BUILD/guest/$name/vmlinuz" -o $name
	expect_status 0
done

# bpf_task_from_pid is of Linux 6.2; kprobe.multi needs FPROBE, which Debian's 6.1 is built without.
cat >s.bt <<'END'
kprobe:do_nanosleep
{
	if (has_field(curtask, __state)) {
		@[curtask.__state] = count();
	} else if (has_field(curtask, state)) {
		@old[curtask.state] = count();
	}
}
kprobe:vfs_rea*
{
	@stacks[kstack] = count();
}
END
run "$TRACEC" check s.bt --target 6.1 --target 6.12
expect_status 0
expect_err ''
[ "$(grep -c '^  ok       kprobe:do_nanosleep (s.bt:1): fentry$' $out)" = 2 ] || fail "both have fentry"
expect_out_like '^  ok       kprobe:vfs_rea\* \(s\.bt:9\): kprobe$'
expect_out_like '^  ok       kprobe:vfs_rea\* \(s\.bt:9\): kprobe\.multi$'
[ "$(grep -c '^  absent   field struct task_struct.state (s.bt:5)$' $out)" = 2 ] || fail "both are newer than 5.14"
[ "$(grep -c '^  ok       field struct task_struct.__state (s.bt:3)$' $out)" = 2 ] || fail "both have __state"

# What the tool itself finds, in those kernels.
run "$TRACEC_RELEASE" build s.bt -o s --target 6.1
expect_status 0
run "$TRACEC_RELEASE" verify s --kernel "$BUILD/guest/6.1/vmlinuz" --kernel "$BUILD/guest/6.12/vmlinuz" --json
expect_status 0
expect_out_like '"probe": "kprobe:do_nanosleep", "line": 1, "verdict": "ok", "mechanism": "fentry"'
expect_out_like '"probe": "kprobe:vfs_rea\*", "line": 9, "verdict": "ok", "mechanism": "kprobe"'
expect_out_like '"probe": "kprobe:vfs_rea\*", "line": 9, "verdict": "ok", "mechanism": "kprobe\.multi"'

cat >task.bpf.c <<'END'
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
struct task_struct;
extern struct task_struct *bpf_task_from_pid(int pid) __ksym;
long has_task(long pid)
{
	return bpf_task_from_pid((int)pid) != 0;
}
END
printf 'import "task.bpf.c";\nfentry:do_nanosleep { print(has_task(1)); }\n' >kfunc.bt
run "$TRACEC" check kfunc.bt --target 6.12 --target 6.1
expect_status 1
expect_out_like '^6\.12 .*: ok$'
expect_out_like '^6\.1 .*: failed$'
expect_out_like '^  missing  kfunc bpf_task_from_pid \(kfunc\.bt:2\)$'

# Every tool that is shipped, for all of them.
for script in "$ROOT"/tools/*.bt; do
	[ "${script##*/}" = mdflush.bt ] && continue # on a module that is not in the snapshots
	run "$TRACEC_RELEASE" check "$script" --target 6.1 --target 6.12
	[ "$status" = 0 ] || fail "${script##*/}"
done

# What list shows of a snapshot is what the kernel's own files say, without what no wildcard means.
mkdir -p guest/bin
cp "$("$ROOT/tests/guest/busybox.sh" "$(uname -m)" "$BUILD/guest/6.12")" guest/bin/busybox
cat >guest/names <<'END'
cd /sys/kernel/tracing
cut -f 2 /sys/kernel/debug/kprobes/blacklist >/tmp/refused
awk 'NR == FNR { refused[$1]; next } $1 in refused || /^rcu_|^__ftrace_invalid_address__|\.part\./ { next }
	{ gsub(/[][]/, "", $2); print ($2 ? $2 ":" : "") $1 }' /tmp/refused available_filter_functions | sort -u >/tmp/functions
wc -l </tmp/functions
md5sum </tmp/functions
sort -u available_events | md5sum
END
printf 'busybox\t60\t/bin/busybox\t--install\t-s\t/bin\nnames\t200\t/bin/sh\t/names\n' >commands
run "$TRACEC_RELEASE" verify --commands commands --tree guest --kernel "$BUILD/guest/6.12/vmlinuz" --results said --json
grep '^| ' said | cut -c3- >kernel_says
"$TRACEC_RELEASE" list --target 6.12 'kprobe:*' | sed 's/^kprobe://' | LC_ALL=C sort -u >functions
{
	wc -l <functions
	md5sum <functions
	"$TRACEC_RELEASE" list --target 6.12 'tracepoint:*' | sed 's/^tracepoint://' | LC_ALL=C sort -u | md5sum
} >list_says
expect_same kernel_says list_says
[ "$(wc -l <functions)" -gt 30000 ] || fail "few functions"
run "$TRACEC" list --target 6.12 kprobe:rcu_barrier 'kprobe:rcu_barrie*'
expect_out kprobe:rcu_barrier
expect_err_like "^tracec: nothing matches 'kprobe:rcu_barrie\*'"

# Scripts as they are published, with headers of the kernel, for kernels that have nothing to do with this machine: /sys is hidden.
run unshare -m sh -c 'mount -t tmpfs none /sys && exec "$0" check "$@" --target 6.1 --target 6.12' \
	"$TRACEC" "$ROOT"/tests/cli/published/*.bt
expect_status 0
! grep -E 'error|laid out|the builder' $err || fail "not as the kernel has it"
! grep -E '^  missing  (field|type|enum)' $out || fail "something is missing there"
