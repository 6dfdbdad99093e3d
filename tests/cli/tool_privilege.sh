# Without privilege: one line that says what is missing, status 1. With it: no more than is needed, no longer.
# needs: root btf
tool idle 'interval:s:1 { @ = count(); }'
run $as_nobody ./idle
expect_status 1
expect_out ''
expect_err_lines 1
expect_err_like 'root|CAP_|privilege'

tool greet 'begin { printf("hi\n"); exit(); }'
run $as_nobody ./greet
expect_status 1
expect_out ''
expect_err_lines 1

# Root is not needed: CAP_BPF and CAP_PERFMON, and what the tables of the tool say.
as_tracer() {
	local names=$1 list=
	shift
	for name in ${names//,/ }; do list=$list,+$name; done
	run setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all$list \
		--ambient-caps=-all$list "$@"
}
as_tracer bpf ./greet
expect_status 1
expect_err_lines 1
expect_err_like 'missing: CAP_PERFMON'
as_tracer bpf,perfmon ./greet
expect_status 0
[ "$(head -n 1 $out)" = hi ] || fail "it did not run"
# A type that only a module could have is looked for without CAP_SYS_ADMIN, too.
tool types 'begin { if (has_type(struct no_such_type)) { printf("there\n"); } else { printf("not there\n"); } exit(); }'
as_tracer bpf,perfmon ./types
expect_status 0
[ "$(head -n 1 $out)" = 'not there' ] || fail "it did not run"

tool opens 'tracepoint:syscalls:sys_enter_openat /pid == cpid/ { @[str(args.filename)] = count(); }'
run ./opens --info
expect_out_like '^  CAP_BPF '
expect_out_like '^  CAP_PERFMON '
expect_out_like '^  CAP_DAC_READ_SEARCH .*tracefs'
! grep -qE '^  CAP_(SYS_|KILL)' $out || fail "it asks for more than it needs"
# What only the format file tells needs the right to read it; a system call's arguments do not.
tool execs 'tracepoint:sched:sched_process_exec /pid == cpid/ { @[str(args.filename)] = count(); }'
if [ -d /sys/kernel/tracing/events ]; then
	as_tracer bpf,perfmon ./opens -c 'cat /etc/passwd'
	expect_status 0
	expect_out_like '^@\[/etc/passwd\]: 1$'
	as_tracer bpf,perfmon ./execs -c 'cat /etc/passwd'
	expect_status 1
	expect_err_lines 1
	expect_err_like 'CAP_DAC_READ_SEARCH'
	as_tracer bpf,perfmon,dac_read_search ./execs -c 'cat /etc/passwd'
	expect_status 0
	expect_out_like '^@\[/[a-z/]*bin/cat\]: 1$'
fi

# privileges TOOL ARG...: what it still has when it has attached: "CapEff CapPrm NoNewPrivs"
privileges() {
	start "$@"
	await_attached
	awk '/^(CapEff|CapPrm|NoNewPrivs)/ { printf "%s ", $2 }' /proc/$started/status >state
	kill -INT $started
	finish
	expect_status 0
	cat state
}
none=0000000000000000
[ "$(privileges ./idle)" = "$none $none 1 " ] || fail "privileges are kept: $(cat state)"
privileges ./idle --keep-privileges >/dev/null
[ "$(awk '{ print $1 }' state)" != $none ] && [ "$(awk '{ print $3 }' state)" = 0 ] ||
	fail "--keep-privileges does not keep them: $(cat state)"

# Names of functions of other users' processes need some to the end: those, and no others.
tool stacks 'profile:hz:99 /pid == $1/ { @[ustack] = count(); } begin { printf("%d\n", (int32)$1); }'
run ./stacks --info
expect_out_like '^  CAP_SYS_PTRACE .*kept'
privileges ./stacks 1 >/dev/null
kept=$((16#$(awk '{ print $2 }' state)))
[ $kept = $((1 << 2 | 1 << 19 | 1 << 40)) ] || fail "kept: $(cat state)"

# A command of the script has what the tool was given.
printf 'begin { system("grep CapEff /proc/self/status"); exit(); }\n' >command.bt
run "$TRACEC" build --unsafe command.bt -o command
run ./command
expect_status 0
[ "$(awk '/CapEff/ { print $2 }' $out)" = "$(awk '/CapEff/ { print $2 }' /proc/self/status)" ] ||
	fail "the command has lost privileges"

# The command of -c is not the tool: it has all that it had.
run ./idle -c 'grep NoNewPrivs /proc/self/status'
expect_status 0
expect_out_like '^NoNewPrivs:	0$'

# Every kind of probe that this kernel has: enough is what --info lists, and each one less is named.
# without CAPABILITY TOOL: --check with what --info lists but that one
without() {
	local name words=
	for name in $(./$2 --info | sed -n 's/^  CAP_\([A-Z_]*\) .*/\1/p'); do
		[ "$name" = "$1" ] || [ "$name" = SYS_ADMIN ] || words=$words,${name,,}
	done
	as_tracer "${words#,}" ./$2 --check
}
cp "$BUILD/debug/run-bin/workload" "$BUILD/debug/run-bin/static_probes" .
cp workload hidden
chmod 755 . workload static_probes
while read -r name script; do
	echo "$script { @ = count(); }" >$name.bt
	run "$TRACEC_RELEASE" build $name.bt -o $name --no-warnings
	expect_status 0
	! ./$name --info | grep CAP_SYS_ADMIN | grep -v 'before Linux 6.6' || fail "$name asks for CAP_SYS_ADMIN"
	without NOTHING $name
	if [ $name = hardware ] && [ "$status" != 0 ]; then
		expect_err_like 'this CPU offers no counter for it'
	else
		expect_status 0
		! grep -q '^missing' $out || fail "$name lacks something"
	fi
	for capability in BPF PERFMON; do
		without $capability $name
		expect_status 1
		expect_err_lines 1
		expect_err_like "missing: CAP_$capability\)"
		expect_out_like "^missing  capability CAP_$capability: "
	done
	case $name in
	called) # attaches by its name, without tracefs
		without DAC_READ_SEARCH $name
		expect_status 0
		expect_out_like '^unneeded capability CAP_DAC_READ_SEARCH: '
		;;
	traced)
		without DAC_READ_SEARCH $name
		expect_status 1
		expect_err_like '/sys/kernel/tracing may not be read; run as root or with CAP_DAC_READ_SEARCH'
		expect_out_like '^missing  capability CAP_DAC_READ_SEARCH: '
		;;
	secret)
		chmod 711 hidden
		without DAC_READ_SEARCH $name
		expect_status 1
		expect_err_like 'hidden.*Permission denied|CAP_DAC_READ_SEARCH'
		;;
	esac
done <<'END2'
first begin
traced tracepoint:sched:sched_process_exec /str(args.filename) == "x"/
called tracepoint:syscalls:sys_enter_openat
raw rawtracepoint:sched_switch
sampled profile:hz:49
timed interval:s:1
faults software:page-faults:1
hardware hardware:cpu-cycles:1000000
function uprobe:./workload:traced_add, uretprobe:./workload:traced_add
marked usdt:./static_probes:*
tasks iter:task
watched watchpoint:0x10000000:8:w
signalled self:signal:SIGUSR1
secret uprobe:./hidden:traced_add
END2
