# `||` and `?`: what --check and a failure say of them.
# needs: root syscalls
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

# A layout of their own; the printed form means the same.
printf 'kprobe:a||kprobe:b?,kprobe:c{ }\n' >f.bt
run "$TRACEC" fmt f.bt
expect_status 0
run cat f.bt
expect_out 'kprobe:a || kprobe:b?,
kprobe:c
{
}'
