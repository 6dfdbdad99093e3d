# Who reads the output stops reading: losses are told all the same, memory is bounded, Ctrl-C takes the
# probes away within a second, and what is left is delivered when somebody reads again. Nothing is lost untold.
# needs: root syscalls
# timeout: 120
# inputs: tests/run/bin
cc -O1 -static -o workload "$ROOT/tests/run/bin/workload.c"
tool lines 'tracepoint:syscalls:sys_enter_getppid { printf("%s %d %lu\n", comm, pid, nsecs); @n = count(); }
end { printf("the end\n"); }'

workload= tracer=
trap 'kill $workload $tracer 2>/dev/null' EXIT
now() {
	local t=$EPOCHREALTIME
	echo $((${t/./} / 1000))
}
holds_probes() {
	ls -l "/proc/$1/fd" 2>/dev/null | grep -q 'perf_event\|bpf_link'
}
# stuck OPTIONS...: the tool, whose output goes into a pipe that nobody reads (descriptor 7).
stuck() {
	rm -f pipe
	mkfifo pipe
	exec 7<>pipe
	./workload getppid 1000000000 7>&- &
	workload=$!
	set -m
	./lines -p $workload "$@" >pipe 2>told 7>&- &
	tracer=$!
	set +m
	for i in $(seq 200); do
		holds_probes $tracer && break
		sleep 0.05
	done
	sleep 3
}
interrupt() {
	begin=$(now)
	kill -INT $tracer
	while holds_probes $tracer && [ $(($(now) - begin)) -lt 3000 ]; do sleep 0.02; done
	took=$(($(now) - begin))
	[ $took -lt 1000 ] || fail "probes were there $took ms after SIGINT"
}

stuck
grep -q '^Lost [0-9]* events*$' told || fail "no loss was told while nobody read"
peak=$(awk '/^VmHWM/ { print $2 }' /proc/$tracer/status)
[ "$peak" -lt 65536 ] || fail "$peak kB of memory"
interrupt
grep -q "^lines: standard output takes nothing; what is left is written when it does; SIGINT now ends this at once$" told ||
	fail "not told that it waits: $(cat told)"
kill $workload
workload=
cat <pipe >read 7>&- &
reader=$!
exec 7>&-
wait $tracer
status=$?
wait $reader
expect_status 0
lines=$(grep -c '^workload ' read)
lost=$(sed -n 's/.*Total lost event count: //p' told)
counted=$(sed -n 's/^@n: //p' read)
[ $((lines + lost)) = "$counted" ] || fail "$counted events, $lines printed, $lost told as lost"
grep -q '^the end$' read || fail "the end is missing"

# A second one ends it at once.
stuck
interrupt
kill -INT $tracer
wait $tracer
status=$?
[ "$status" != 0 ] || fail "it cannot have written everything"
kill $workload
workload=

# -d ends the tracing, too; then the reader goes away.
stuck -d 2
! holds_probes $tracer || fail "probes are there behind -d"
exec 7>&-
wait $tracer
status=$?
expect_status 1
grep -q '^lines: cannot write to standard output: Broken pipe$' told || fail "$(cat told)"
kill $workload
workload=
