# A tool on hundreds of tracepoints, which the kernel detaches one after the other: what it has seen is printed first,
# and a terminal shows how far it has come.
# needs: root syscalls
# timeout: 300
cp "$(dirname "$TRACEC")/../run-bin/workload" .
tool many 'tracepoint:syscalls:sys_enter_g* /comm == "workload"/ { @calls = count(); @[probe] = count(); }
end { printf("end %ld\n", (int64)@calls); }'

start ./many
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
tool all 'tracepoint:syscalls:sys_enter_* /comm == "workload"/ { @calls = count(); }'
script -qec './all -d 0.1' typescript </dev/null >/dev/null || fail "script: $?"
tr '\r' '\n' <typescript >lines
grep -qE 'Attached [0-9]{3} probes' lines || fail "$(cat lines)"
grep -qE '^Detaching [0-9]+ of [0-9]{3}' lines || fail "no progress: $(cat lines)"
grep -aq "$(printf '\033')\[K" typescript || fail 'the line is not taken away'
