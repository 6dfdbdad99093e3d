# A thousand starts and ends, and several tools at once: nothing is left, nobody is disturbed.
# needs: root syscalls
# timeout: 1200
# Programs hold their maps, and links their programs: a map of this name says that some of them is left.
left() {
	bpftool map list 2>/dev/null | grep -c "name $1 "
}

await_none() {
	local i
	for i in $(seq 100); do
		[ "$(left "$1")" != 0 ] || return 0
		sleep 0.05
	done
	fail "$(left "$1") maps $1 are left"
}

# What the kernel has: "prog 12", "map 34", "link 56".
objects() {
	local kind
	for kind in prog map link; do
		bpftool $kind list | sed -n "s/^\([0-9]*\): .*/$kind \1/p"
	done | LC_ALL=C sort
}

# Of what came since objects were written to `before`, nothing stays. Tests beside this one have some of their own, which a
# process holds, or which goes soon.
await_as_before() {
	local i
	for i in $(seq 300); do
		objects | LC_ALL=C comm -13 before - >new
		[ -s new ] || return 0
		cat /proc/[0-9]*/fdinfo/* 2>/dev/null |
			sed -n 's/^\(prog\|map\|link\)_id:[ \t]*\([0-9]*\)$/\1 \2/p' | LC_ALL=C sort -u |
			LC_ALL=C comm -13 - new >left
		[ -s left ] || return 0
		sleep 0.2
	done
	fail "left in the kernel: $(head -n 5 left | tr '\n' ' ')"
}

cp "$(dirname "$TRACEC")/../run-bin/workload" .
script='begin { @again_probe = 1; }
tracepoint:syscalls:sys_enter_getppid /comm == "workload"/ { @again_calls[probe] = count(); }
interval:ms:1 { exit(); }'
tool again "$script"
tool sometimes "$script uprobe:./workload:traced_add, uretprobe:./workload:traced_add { @again_calls[probe] = count(); }"
objects >before
[ -n "$(bpftool version)" ] || fail "no bpftool"
# A start takes a tenth of a second, one with uprobes a third, in which it waits for the kernel: they go on side by side.
starts() { # NAME COUNT LOG: the status of each but 0 goes to LOG.failed
	local i status
	for i in $(seq "$2"); do
		./$1 >"$3.out" 2>"$3.err" </dev/null
		status=$?
		[ $status = 0 ] || echo "$1, start $i: status $status: $(head -c 200 "$3.err")"
	done >"$3.failed"
}
starts sometimes 100 0 &
for i in 1 2 3; do starts again 300 $i & done
wait
! grep . ./?.failed || fail "a start failed"
await_none m_again_calls
await_none m_again_probe
await_as_before

# The comparison sees what a running tool has.
tool stays 'interval:s:1 { @again_stays = count(); }'
start ./stays
await_attached
objects | LC_ALL=C comm -13 before - >new
grep -q '^prog ' new && grep -q '^map ' new || fail "a running tool has programs and maps: $(cat new)"
kill -INT "$started"
finish

# The same tool twice and another one, on the same events: each sees all of them.
tool count 'tracepoint:syscalls:sys_enter_getppid, uprobe:./workload:traced_add /comm == "workload"/ { @seen[probe] = count(); }'
tool other 'tracepoint:syscalls:sys_enter_getppid, uprobe:./workload:traced_add /comm == "workload"/ { @seen = count(); }'
n=0 pids=()
for name in count count other; do
	n=$((n + 1))
	set -m
	./$name >"out.$n" 2>"err.$n" </dev/null &
	pids+=($!)
	set +m
done
for n in 1 2 3; do
	for i in $(seq 200); do
		grep -q Attached "err.$n" && break
		sleep 0.05
	done
done
./workload getppid 50 -- add 30
kill -INT "${pids[1]}"
wait "${pids[1]}"
./workload getppid 1
kill -INT "${pids[0]}" "${pids[2]}"
wait "${pids[0]}" "${pids[2]}"
grep -qx '@seen\[tracepoint:syscalls:sys_enter_getppid\]: 51' out.1 || fail "$(cat out.1)"
grep -qx '@seen\[tracepoint:syscalls:sys_enter_getppid\]: 50' out.2 || fail "$(cat out.2)"
for n in 1 2; do
	grep -q '^@seen\[uprobe:.*/workload:traced_add\]: 30$' out.$n || fail "$(cat out.$n)"
done
grep -qx '@seen: 81' out.3 || fail "$(cat out.3)"
await_none m_seen

# Whatever fails, what was attached before is not: the second probe has no place to go.
tool fails 'tracepoint:syscalls:sys_enter_getppid { @failing = count(); } hardware:cycles:1000000000000 { @failing = count(); }
uprobe:./workload:main+1 { @failing = count(); }'
run ./fails
expect_status 1
expect_err_lines 1
await_none m_failing

# Killed at any moment of its start and its end. The kernel takes a while for each tracepoint.
tool dies 'config = { max_probes = 2000 }
tracepoint:syscalls:sys_enter_s* /comm == "workload"/ { @dying = count(); }'
for delay in 0.002 0.005 0.01 0.02 0.05 0.1 0.2 0.4; do
	set -m
	./dies >$out 2>$err </dev/null &
	started=$!
	set +m
	sleep $delay
	kill -KILL "$started"
	wait "$started" 2>/dev/null
done
await_none m_dying
await_as_before
