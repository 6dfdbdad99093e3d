# A tight loop of system calls with a line for each, and a map of a million keys:
# what is lost is told, memory is bounded, Ctrl-C works, maps are printed.
# needs: root syscalls
# timeout: 300
# inputs: tests/run/bin
cc -O1 -static -o workload "$ROOT/tests/run/bin/workload.c"

# milliseconds of now
now() {
	local t=$EPOCHREALTIME
	echo $((${t/./} / 1000))
}

# under_load TOOL: runs it for three seconds beside the loop, then interrupts it.
under_load() {
	local begin
	./workload getppid 1000000000 &
	workload=$!
	start "./$1" -p $workload -o printed
	await_attached
	sleep 3
	peak=$(awk '/^VmHWM/ { print $2 }' "/proc/$started/status")
	cp $err while_running
	begin=$(now)
	kill -INT "$started"
	finish
	took=$(($(now) - begin))
	kill $workload
	wait $workload
	lines=$(grep -c '^workload ' printed)
	lost=$(sed -n 's/.*Total lost event count: //p' $err)
	counted=$(sed -n 's/^@n: //p' printed)
}

# expect_sound LEAST: so many events at least, all printed or told as lost.
expect_sound() {
	expect_status 0
	[ "${counted:-0}" -gt $1 ] || fail "only ${counted:-0} events"
	[ $((lines + ${lost:-0})) = "$counted" ] ||
		fail "$counted events, $lines printed, ${lost:-0} told as lost"
	[ "$peak" -lt 65536 ] || fail "$peak kB of memory"
	[ $took -lt 1000 ] || fail "ended $took ms after SIGINT"
}

probe='tracepoint:syscalls:sys_enter_getppid { printf("%s %d %lu\n", comm, pid, nsecs); @n = count(); }'
tool lines "$probe"
under_load lines
expect_sound 100000

tool tight "config = { perf_rb_pages = 4 } $probe"
under_load tight
expect_sound 100000
[ "${lost:-0}" -gt 0 ] || fail "four pages were enough"
grep -q '^Lost [0-9]* events*$' while_running || fail "nothing was told while it ran"
grep -q "of printf in tight.bt:1 (tracepoint:syscalls:sys_enter_getppid): the buffer was full" \
	while_running || fail "the probe was not named"

# Perf buffers.
export TRACEC_NO=ringbuf
under_load tight
expect_sound 1000
unset TRACEC_NO

tool keys 'config = { max_map_keys = 1000000 }
tracepoint:syscalls:sys_enter_getppid /pid == cpid/ { @k[@i++] = count(); }'
begin=$(now)
run bash -c 'ulimit -v 1000000; exec ./keys -q -o printed -c "./workload getppid 1000010"'
expect_status 0
[ $(($(now) - begin)) -lt 20000 ] || fail "took $(($(now) - begin)) ms"
[ "$(grep -c '^@k' printed)" = 1000000 ] || fail "$(grep -c '^@k' printed) keys"
expect_err_like '^Lost 10 updates of @k \(keys.bt:2\): the map is full, it has room for 1000000 entries$'
