# More blocks on one event than the kernel takes programs there (64): each runs, in its turn.
# needs: root syscalls
cp "$(dirname "$TRACEC")/../run-bin/workload" .

# many N EXTRA: N blocks that check their turn, with args, and one that ends.
many() {
	local i
	echo 'begin { @turn = (int64)0; @wrong = (int64)0; }'
	for i in $(seq 0 $(($1 - 1))); do
		echo "tracepoint:syscalls:sys_enter_openat /comm == \"workload\"/ { if (@turn != $i$2) { @wrong++; } @turn = $((i + 1)); if ($i % 7 == 3) { return; } @runs = count(); }"
	done
	echo 'tracepoint:syscalls:sys_enter_openat /comm == "workload"/ { @turn = 0; @probes[probe] = count(); }'
}

check() {
	start "$@"
	await_attached
	./workload $(yes "open /tmp/tracec-none --" | head -n 9) open /tmp/tracec-none
	kill -INT "$started"
	finish
	expect_status 0
	expect_err_like '^Attached 202 probes'
	expect_out_like '^@wrong: 0$'
	expect_out_like '^@turn: 0$'
	expect_out_like '^@probes\[tracepoint:syscalls:sys_enter_openat\]: 10$'
	expect_out_like "^@runs: 1710$"
}

tool blocks "$(many 200 '')"
check ./blocks
check env TRACEC_ATTACH=raw ./blocks
[ "$(./blocks -v -d 0.1 2>&1 | grep -c 'attached tracepoint:syscalls:sys_enter_openat: tracepoint')" = 201 ] ||
	fail '-v does not name all of them'
tool with_args "$(many 200 ' || args.dfd > 2')"
check ./with_args
check env TRACEC_ATTACH=raw ./with_args
run ./with_args --check
expect_status 0
[ "$(grep -c '^ok  *tracepoint:syscalls:sys_enter_openat' $out)" = 201 ] || fail '--check does not name all of them'

# What is missing is missing in all of them.
tool missing "config = { missing_probes = \"ignore\" }
$(many 70 '' | sed 's/sys_enter_openat/sys_enter_nothing/')
interval:ms:100 { exit(); }"
run ./missing
expect_status 0
expect_err_like '^Attached 2 probes'
