# SIGINT, SIGTERM and -d end a tool the same way: end probes, then all maps, status 0.
# needs: root
tool counts 'begin { @a = 1; @b["x"] = 2; } interval:ms:10 { @ticks = count(); } end { printf("end\n"); }'

expect_maps() {
	expect_status 0
	expect_out_like '^end$'
	expect_out_like '^@a: 1$'
	expect_out_like '^@b\[x\]: 2$'
	expect_out_like '^@ticks: [0-9]+$'
	expect_err_like '^Attached [23] probes$|^Attached 1 probe$'
}

for signal in INT TERM; do
	start ./counts
	await_attached
	sleep 0.1
	kill -$signal "$started"
	finish
	expect_maps
done

run ./counts -d 1
expect_maps

# -q: no banner.
run ./counts -q -d 1
expect_status 0
expect_err ''
expect_out_like '^@a: 1$'

# Ended from another side, output cut off: no hang, nothing attached afterwards.
start bash -c './counts | head -n 1'
await_attached
sleep 0.1
kill -INT -- "-$started"
sleep 0.1
sleep 1
! running ./counts || fail "still running"
