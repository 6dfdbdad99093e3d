# In guests: each kind of probe attaches with CAP_BPF and CAP_PERFMON and what --info lists besides; what a locked
# down kernel refuses is told in words.
# needs: program:qemu-system-x86_64
# timeout: 900
# inputs: compiler/guest_init.c
LIMIT=300
kernel() {
	local regex said
	regex=$(awk -v n="$1" '$1 == n { print $2 }' "$ROOT/tests/guest/kernels.txt")
	said=$("$ROOT/tests/guest/fetch.sh" "$1" "$regex" "$BUILD/guest/$1" 2>&1) || skip "no kernel $1: $said"
	echo "$BUILD/guest/$1/vmlinuz"
}
old=$(kernel 6.1) || skip "$old"
new=$(kernel 6.12) || skip "$new"
run "$TRACEC_RELEASE" snapshot --kernel "$new" -o new
expect_status 0
mkdir tree
cp "$BUILD/debug/run-bin/workload" "$BUILD/debug/run-bin/static_probes" tree

# One tool for each kind.
make() {
	echo "$2" >$1.bt
	run "$TRACEC_RELEASE" build $1.bt --target new --unsafe --no-warnings -o tree/$1
	expect_status 0
	printf '%s\t60\t/%s\t--check\n' $1 $1 >>commands
}
make begin 'begin { @ = 1; } end { @ = 2; }'
make kprobe 'kprobe:do_nanosleep { @[comm] = count(); }'
make kretprobe 'kretprobe:do_nanosleep { @[retval] = count(); }'
make fentry 'fentry:do_nanosleep { @ = count(); } fexit:do_nanosleep { @r = count(); }'
make tracepoint 'tracepoint:sched:sched_process_exec { @[str(args.filename)] = count(); }'
make syscall 'tracepoint:syscalls:sys_enter_openat { @[str(args.filename)] = count(); }'
make rawtracepoint 'rawtracepoint:sched_switch { @[curtask.pid] = count(); }'
make profile 'profile:hz:49 { @[kstack] = count(); }'
make interval 'interval:s:1 { print(1); }'
make software 'software:page-faults:1 { @ = count(); }'
make uprobe 'uprobe:/workload:traced_add { @[ustack] = count(); } uretprobe:/workload:traced_add { @r = retval; }'
make usdt 'usdt:/static_probes:* { @ = count(); }'
make iter 'iter:task { print(ctx.task.pid); }'
make watchpoint 'watchpoint:0x10000000:8:w { @ = count(); }'
make self 'self:signal:SIGUSR1 { @ = 1; }'

# Debian's kernels let nobody but CAP_SYS_ADMIN open perf events unless told otherwise.
run "$TRACEC_RELEASE" verify --commands commands --tree tree --kernel "$old" --kernel "$new" \
	--as CAP_BPF,CAP_PERFMON,CAP_DAC_READ_SEARCH --append sysctl.kernel.perf_event_paranoid=2
expect_status 1
[ "$(grep -c '^  ok ' $out)" = 28 ] || fail "15 kinds in two kernels, but for uprobes and USDT in 6.1"
expect_out_like '^6\.12\..*: ok$'
expect_out_like '^  failed   uprobe$'
expect_out_like '^  \| uprobe: .*attaching to programs and libraries needs CAP_SYS_ADMIN before Linux 6\.6'
expect_out_like '^  \| missing  capability CAP_SYS_ADMIN: to attach to programs and libraries, before Linux 6\.6$'

# One less than that: it is named.
for word in kprobe kretprobe fentry rawtracepoint usdt; do
	printf '%s\t60\t/%s\t--check\n' $word $word
done >few
for words in 'CAP_BPF perfmon' 'CAP_PERFMON bpf'; do
	lacking=${words% *}
	run "$TRACEC_RELEASE" verify --commands few --tree tree --kernel "$new" \
		--as ${words#* },dac_read_search --append sysctl.kernel.perf_event_paranoid=2
	expect_status 1
	[ "$(grep -c "no privilege to trace: .*missing: $lacking)" $out)" = 5 ] || fail "without $lacking"
	[ "$(grep -c "^  | missing  capability $lacking: " $out)" = 5 ] || fail "$lacking is not named"
done

# What lacks a capability says which, and --info lists it with its reason.
rm commands
make kernelwatch 'watchpoint:0xffffffff81000000:8:w { @ = count(); }'
make write 'uprobe:/workload:traced_add { _ = write_user((uint8 *)1, (uint8)1, 1); }'
make modules 'fentry:no_such_module:f { @ = count(); }'
run tree/kernelwatch --info
expect_out_like '^  CAP_SYS_ADMIN  *to watch addresses of the kernel \(watchpoint\)$'
run tree/write --info
expect_out_like '^  CAP_SYS_ADMIN  *to write to the memory of processes \(write_user\(\)\)$'
run tree/modules --info
expect_out_like '^  CAP_SYS_ADMIN  *to attach to functions of kernel modules \(fentry, fexit\)$'
run tree/fentry --info
! grep -q CAP_SYS_ADMIN $out || fail "fentry in the kernel itself does not need it"
run "$TRACEC_RELEASE" verify --commands commands --tree tree --kernel "$new" \
	--as bpf,perfmon --append sysctl.kernel.perf_event_paranoid=2
expect_status 1
expect_out_like '^  \| kernelwatch: .*watching addresses of the kernel needs CAP_SYS_ADMIN'
expect_out_like '^  \| missing  capability CAP_SYS_ADMIN: to watch addresses of the kernel \(watchpoint\)$'
expect_out_like '^  \| missing  capability CAP_SYS_ADMIN: to write to the memory of processes \(write_user\(\)\)$'
expect_out_like '^  \| missing  capability CAP_DAC_READ_SEARCH: '

# In words: perf events, BPF, lockdown.
run "$TRACEC_RELEASE" verify tree/interval --kernel "$new" --as CAP_BPF,CAP_PERFMON
expect_status 1
expect_out_like 'kernel\.perf_event_paranoid is above 2.* CAP_SYS_ADMIN alone; root may set it to 2'
# What packets go through is a perf event, too.
make packets 'rawtracepoint:net_dev_queue { skboutput("packets", args.skb, 100, 14); }'
run "$TRACEC_RELEASE" verify tree/packets --kernel "$new" --as CAP_BPF,CAP_PERFMON
expect_status 1
expect_out_like 'not permitted to open the buffer of events: kernel\.perf_event_paranoid is above 2'
run "$TRACEC_RELEASE" verify tree/rawtracepoint --kernel "$new" --append lockdown=confidentiality
expect_status 1
expect_out_like 'kernel lockdown is in confidentiality mode, in which programs may not read the kernel.s memory'
printf 'write\t60\t/write\t--check\nkprobe\t60\t/kprobe\t--check\n' >commands
run "$TRACEC_RELEASE" verify --commands commands --tree tree --kernel "$new" --append lockdown=integrity --results results
expect_status 1
expect_out_like '^  ok       kprobe$'
expect_out_like '^  \| host     kernel lockdown is integrity: programs may trace, but not write to the memory of processes \(write_user\(\)\)$'
expect_out_like 'write: .*lockdown.*integrity'
grep -q '^| ok       kprobe:do_nanosleep' results || fail "--results has what came from the guest"
expect_file results.console
run "$TRACEC_RELEASE" verify tree/begin --kernel "$new" --as CAP_BPF,CAP_NONSENSE
expect_status 3
expect_err "tracec: --as: there is no capability 'CAP_NONSENSE'"
