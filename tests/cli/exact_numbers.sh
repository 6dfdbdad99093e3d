# What a tool counts is what happened: print and clear in an interval, exits and
# prints behind a full buffer, additions from several CPUs, the order of records.
# needs: root syscalls uprobe
# timeout: 300
# inputs: tests/run/bin
cc -O1 -static -o workload "$ROOT/tests/run/bin/workload.c"

# sum REGEX: of the last fields of the lines that match.
sum() {
	awk -v r="$1" '$0 ~ r { n += $NF } END { printf "%d\n", n }' $out
}

# Every interval takes what it prints: none of the updates falls between print and clear.
tool taken 'tracepoint:syscalls:sys_enter_getppid /pid == cpid/ {
	@count = count(); @sum = sum(2); @avg = avg(3); @hist = hist(5); @n++;
	@key[cpu] = count(); @lhist[tid] = lhist(5, 0, 10, 1); @add[pid, cpu] += 7;
}
interval:ms:40 {
	printf("tick\n");
	print(@count); clear(@count); print(@sum); zero(@sum); print(@n); clear(@n);
	print(@key); print(@add); clear(@key); zero(@add);
	print(@hist); clear(@hist); print(@lhist); clear(@lhist);
}'
n=300000
run ./taken -q -c "./workload getppid $n"
expect_status 0
[ "$(grep -c tick $out)" -gt 2 ] || fail "too few intervals"
[ "$(sum '^@count:')" = $n ] || fail "@count: $(sum '^@count:')"
[ "$(sum '^@sum:')" = $((2 * n)) ] || fail "@sum: $(sum '^@sum:')"
[ "$(sum '^@n:')" = $n ] || fail "@n: $(sum '^@n:')"
[ "$(sum '^@key')" = $n ] || fail "@key: $(sum '^@key')"
[ "$(sum '^@add')" = $((7 * n)) ] || fail "@add: $(sum '^@add')"
buckets=$(awk '/^\[4, 8\)/ { h += $3 } /^\[5, 6\)/ { l += $3 } END { print h, l }' $out)
[ "$buckets" = "$n $n" ] || fail "buckets: $buckets"

# Two processes on two CPUs.
if [ "$(nproc)" -ge 2 ]; then
	tool atomic 'uprobe:./workload:traced_add {
		@x++; @y += 3; @z -= 1; @k[1]++; @k[2] += arg0; @cpus[cpu] = 1;
	}'
	n=200000
	start ./atomic
	await_attached
	taskset -c 0 ./workload add $n &
	first=$!
	taskset -c 1 ./workload add $n
	wait $first
	kill -INT "$started"
	finish
	expect_status 0
	expect_out_like "^@x: $((2 * n))\$"
	expect_out_like "^@y: $((6 * n))\$"
	expect_out_like "^@z: -$((2 * n))\$"
	expect_out_like "^@k\[1\]: $((2 * n))\$"
	expect_out_like "^@k\[2\]: $((n * (n + 1)))\$"
	expect_out_like '^@cpus\[1\]: 1$'
fi

# Two writers on two CPUs, whose updates an interval takes; keys that both make at the same time.
if [ "$(nproc)" -ge 2 ]; then
	tool writers 'config = { max_map_keys = 65536 }
	uprobe:./workload:traced_add {
		@count = count(); @sum = sum(2); @hist = hist(5); @stats[cpu] = stats(3);
		@int++; @ints[cpu, "x"] += 5; @min[arg0 % 3] = min(arg0); @new[arg0]++; @newest[arg0] = count();
	}
	interval:ms:20 {
		printf("tick\n");
		print(@count); clear(@count); print(@sum); zero(@sum); print(@hist); clear(@hist);
		print(@stats); clear(@stats); print(@int); clear(@int); print(@ints); zero(@ints);
	}'
	n=30000
	start ./writers -o taken.out
	await_attached
	taskset -c 0 ./workload add $n &
	first=$!
	taskset -c 1 ./workload add $n
	wait $first
	kill -INT "$started"
	finish
	expect_status 0
	cp taken.out $out
	[ "$(grep -c tick $out)" -gt 10 ] || fail "too few intervals"
	[ "$(sum '^@count:')" = $((2 * n)) ] || fail "@count: $(sum '^@count:')"
	[ "$(sum '^@sum:')" = $((4 * n)) ] || fail "@sum: $(sum '^@sum:')"
	[ "$(sum '^@int:')" = $((2 * n)) ] || fail "@int: $(sum '^@int:')"
	[ "$(sum '^@ints')" = $((10 * n)) ] || fail "@ints: $(sum '^@ints')"
	buckets=$(awk '/^\[4, 8\)/ { h += $3 } END { print h }' $out)
	[ "$buckets" = $((2 * n)) ] || fail "@hist: $buckets"
	totals=$(awk -F'[ ,]+' '/^@stats/ { c += $5; t += $11 } END { print c, t }' $out)
	[ "$totals" = "$((2 * n)) $((6 * n))" ] || fail "@stats: $totals"
	for map in new newest; do
		[ "$(grep -c "^@$map\\[.*: 2\$" $out)" = $n ] || fail "@$map lost updates of new keys"
	done
fi

# Records come in the order of what they tell, whichever CPU they are from.
cc -D_GNU_SOURCE -O1 -static -o turns "$ROOT/tests/run/bin/turns.c" -lpthread
tool order 'uprobe:./turns:traced_turn {
	printf("%d\n", (uint32)arg0); printf("%d %s %d\n", (uint32)arg0, comm, cpu);
}'
n=20000
run ./order -q -c "./turns $n"
expect_status 0
expect_err ''
awk -v n=$n 'NF { if ($1 != int((++lines + 1) / 2)) exit 1 } END { if (lines != 2 * n) exit 1 }' $out ||
	fail "out of order"
[ "$(nproc)" -lt 2 ] || [ "$(awk 'NF == 3 { print $3 }' $out | sort -u | wc -l)" = 2 ] ||
	fail "all on one CPU"

# The smallest buffer there is, full of text: no print, clear or exit is lost.
tool full 'config = { perf_rb_pages = 1 }
uprobe:./workload:traced_add {
	printf("%ld ................................................................\n", arg0);
	@last = arg0;
	if (arg0 % 1000 == 0) { print(@last); }
	if (arg0 == 20000) { print(@last); clear(@last); exit(3); }
}'
run ./full -q -c "./workload add 30000"
expect_status 3
prints=$(sed '/^$/q' $out | grep -c '^@last: ')
[ "$prints" = 21 ] || fail "$prints prints"
expect_err_like '^Lost [0-9]+ events?$'
expect_err_like '^  [0-9]+ of printf in full.bt:3 \(uprobe:./workload:traced_add\): the buffer was full$'
! grep -q 'of exit\|of print_map' $err || fail "control records were lost"
lost=$(sed -n 's/.*Total lost event count: //p' $err)
printed=$(grep -c '\.\.\.\.$' $out)
# The 20,000 before the exit, and what was sent between it and its handling.
[ $((printed + lost)) -ge 20000 ] || fail "$printed printed, $lost lost"
# A print shows no number that is older than the lines before it.
awk '/^@last/ { if ($2 < line) bad = 1; next } { line = $1 } END { exit bad }' $out ||
	fail "a print before its time"
