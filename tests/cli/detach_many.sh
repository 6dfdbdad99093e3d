# A tool on hundreds of tracepoints. Those of system calls are one program; others the kernel detaches one after the other:
# what the tool has seen is printed first, and a terminal shows how far it has come.
# needs: root syscalls
# timeout: 300
cp "$(dirname "$TRACEC")/../run-bin/workload" .
tool many 'tracepoint:syscalls:sys_enter_g* /comm == "workload"/ { @calls = count(); @[probe] = count(); }
end { printf("end %ld\n", (int64)@calls); }'

TRACEC_ATTACH=tracepoint start ./many
await_attached
./workload sleep 1 -- getppid 5
kill -INT "$started"
for i in $(seq 60); do
	grep -q 'sys_enter_getppid\]: 5' $out && break
	sleep 0.05
done
grep -q 'sys_enter_getppid\]: 5' $out || fail 'the maps are not printed before all is detached'
grep -q '^end [1-9]' $out || fail 'the end probe has not run before'
kill -0 "$started" || fail 'the kernel detaches them so fast that nothing is shown'
# Nothing is counted any more, though most probes are still attached.
./workload getppid 7
wait "$started"
status=$?
expect_status 0
[ "$(grep -c . $out)" = "$(sort -u $out | grep -c .)" ] || fail 'lines are there twice'

# The terminal's own characters: what script(1) records.
tool all 'tracepoint:syscalls:sys_*_s* /comm == "workload"/ { @calls = count(); }'
TRACEC_ATTACH=tracepoint script -qec './all -d 0.1' typescript </dev/null >/dev/null || fail "script: $?"
tr '\r' '\n' <typescript >lines
grep -qE 'Attached [0-9]{3} probes' lines || fail "$(cat lines)"
grep -qE '^Detaching [0-9]+ of [0-9]{3}' lines || fail "no progress: $(cat lines)"
grep -aq "$(printf '\033')\[K" typescript || fail 'the line is not taken away'

# All system calls that there are, in and out, on two links: nothing is waited for.
tool calls 'tracepoint:syscalls:sys_enter_* /comm == "workload"/ { @[probe] = count(); }
tracepoint:syscalls:sys_exit_* /comm == "workload" && args.ret > 0/ { @[probe] = count(); }'
begin=$(date +%s)
run ./calls -v -c './workload getppid 5'
[ $(($(date +%s) - begin)) -lt 15 ] || fail 'it takes long'
expect_status 0
expect_out_like 'sys_enter_getppid\]: 5'
expect_out_like 'sys_exit_getppid\]: 5'
for way in enter exit; do
	expect_err_like "attached tracepoint:syscalls:sys_${way}_\* to [0-9]{3}: raw tracepoint of all system calls"
done

# Other tracepoints, if nothing of their records is read: raw ones, which detach at once.
tool tasks 'tracepoint:sched:* /comm == "workload"/ { @[probe] = count(); }'
run ./tasks -v -c './workload getppid 5'
expect_status 0
expect_out_like 'sched:sched_process_exit\]: 1$'
expect_err_like 'attached tracepoint:sched:\* to [0-9]{2}: raw tracepoint$'
