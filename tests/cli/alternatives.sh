# `||` and `?`: what --check and a failure say of them.
# needs: root syscalls uprobe
# inputs: tests/run/bin/workload.c
tool a 'tracepoint:syscalls:sys_enter_nope || tracepoint:syscalls:sys_enter_getppid || tracepoint:sched:sched_switch,
tracepoint:sched:nope? { @ = count(); }'
run sh -c './a --check | head -n 4'
expect_status 0
expect_out 'skipped  tracepoint:syscalls:sys_enter_nope: this kernel has no tracepoint syscalls:sys_enter_nope
ok       tracepoint:syscalls:sys_enter_getppid (tracepoint)
unused   tracepoint:sched:sched_switch: it is for a host that lacks another
skipped  tracepoint:sched:nope: this kernel has no tracepoint sched:nope'

# None of them is there: one line names all.
tool b 'tracepoint:a:b || tracepoint:c:d { @ = count(); }'
run ./b
expect_status 1
expect_out ''
expect_err "b: unable to attach probe tracepoint:a:b || tracepoint:c:d: tracepoint:a:b: this kernel has no tracepoint a:b; \
tracepoint:c:d: this kernel has no tracepoint c:d. If this is expected, set the 'missing_probes' config variable to 'warn'."

# What is optional leaves nothing to do.
tool c 'tracepoint:a:b || tracepoint:c:d? { @ = count(); }'
run ./c
expect_status 1
expect_out 'No probes to attach'
expect_err ''
# Where stdout has lines of another form, it is a message.
for options in --check '-f json'; do
	run ./c $options
	expect_status 1
	expect_err 'c: No probes to attach'
done

# In every kind, across kinds, and with wildcards.
cp "$BUILD/debug/run-bin/workload" .
cat >kinds.bt <<'END'
uprobe:/no/such:f || uprobe:./workload:no_fn || uprobe:./workload:traced_a* || uretprobe:./workload:traced_add { @[probe] = count(); }
usdt:./workload:nope?, uretprobe:./workload:nope?, uprobe:./workload@x.c:1?, uprobe:./workload:cpp:nope?, watchpoint:0x123:8:w? { @[probe] = count(); }
tracepoint:nope:nope || rawtracepoint:nope || rawtracepoint:sys_enter /pid == cpid/ { @raw[probe] = 1; }
profile:hz:900000 || profile:hz:99 /pid == cpid/ { @clock = probe; }
self:signal:SIGUSR1 || interval:ms:10 { @[probe] = count(); }
begin || interval:ms:10 { @[probe] = count(); }
hardware:cycles:1000000 || software:cpu-clock:1000000 /pid == cpid/ { @counter[probe] = 1; }
END
run "$TRACEC" build kinds.bt -o kinds
expect_status 0
run ./kinds --check
expect_status 0
for line in 'skipped  uprobe:/no/such:f: there is no file /no/such' \
	"skipped  uprobe:./workload:no_fn: $PWD/workload has no function 'no_fn'" \
	'ok       uprobe:./workload:traced_a\* \(uprobe' \
	'unused   uretprobe:./workload:traced_add: it is for a host that lacks another' \
	"skipped  usdt:./workload:nope: $PWD/workload has no USDT probe 'nope'" \
	"skipped  uretprobe:./workload:nope: " 'skipped  uprobe:./workload@x.c:1: ' 'skipped  uprobe:./workload:cpp:nope: ' \
	'skipped  watchpoint:0x123:8:w: the CPU cannot watch' 'skipped  tracepoint:nope:nope: ' 'skipped  rawtracepoint:nope: ' \
	'ok       rawtracepoint:sys_enter ' 'skipped  profile:hz:900000: the frequency is above' 'ok       profile:hz:99 ' \
	'ok       self:signal:SIGUSR1 ' 'ok       begin ' 'unused   interval:ms:10: it is for a host that lacks another'; do
	expect_out_like "^$line"
done
run ./kinds -v -c './workload add 2 -- spin 200'
expect_status 0
expect_out_like "^@\[uprobe:$PWD/workload:traced_add\]: 2$"
expect_out_like '^@raw\[rawtracepoint:sys_enter\]: 1$'
expect_out_like '^@clock: profile:hz:99$'
expect_out_like '^@counter\[(hardware:cycles|software:cpu-clock):1000000\]: 1$'
expect_err_like "^kinds: uprobe:./workload:no_fn: $PWD/workload has no function 'no_fn'$"
expect_err_like '^kinds: uprobe:./workload:traced_a\* is taken instead$'
tool iterators 'iter:nope || iter:task { @[probe] = count(); }'
run ./iterators -q
expect_out_like '^@\[iter:task\]: [1-9]'

# A layout of their own; the printed form means the same.
printf 'kprobe:a||kprobe:b?,kprobe:c{ }\n' >f.bt
run "$TRACEC" fmt f.bt
expect_status 0
run cat f.bt
expect_out 'kprobe:a || kprobe:b?,
kprobe:c
{
}'
