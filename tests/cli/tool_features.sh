# What a kernel may lack: each feature can be taken away, and the tool says so and does its work.
# needs: root
# inputs: skeleton/feature.def
tool features 'begin { @n[1] = count(); @x++; printf("%ld %s\n", @x, probe); exit(); }'

words=$("$TRACEC" help features | sed -n 's/^  \([a-z_0-9]*\)  .*(Linux [0-9.]*)$/\1/p')
[ "$(wc -w <<<"$words")" -ge 6 ] || fail "help features lists too little"
for word in $words ${words//$'\n'/,}; do
	run env TRACEC_NO="${word%,}" ./features -v
	expect_status 0
	expect_out '1 begin


@n[1]: 1
@x: 1'
	expect_err_like "^features: as TRACEC_NO asks, without ${word%%,*}$"
done
run env TRACEC_NO=ringbuf ./features -v
expect_err_like 'a perf buffer per CPU of [0-9]+ KiB for events$'
run ./features -v
expect_err_like 'a buffer of [0-9]+ KiB for events$'

run env TRACEC_NO=ringbuf,rings ./features
expect_status 1
expect_err_lines 1
expect_err_like "^features: TRACEC_NO: there is no feature 'rings'; it knows ringbuf, "
run "$TRACEC" help ringbuf
expect_status 0
expect_out_like '^    since Linux 5.8$'

# Without a ring buffer no record tells of a failed helper: it is counted, as a failure and not as a lost event.
tool fails 'begin {
	print(*(uint64 *)0x10);
	exit();
}'
run env TRACEC_NO=ringbuf ./fails -k
expect_status 0
expect_err_like '^fails\.bt:2:[0-9-]+: WARNING: the helper failed 1 time; why is told by a ring buffer alone \(Linux 5\.8\)$'
expect_err_like '^Additional Info - helper: probe_read_kernel$'
! grep -qi lost $err || fail "nothing was lost"
[ "$(grep -c 'the helper failed' $err)" = 1 ] || fail "told once"
run env TRACEC_NO=ringbuf ./fails
! grep -q 'WARNING' $err || fail "without -k nothing is said"
run env TRACEC_NO=ringbuf ./fails -k -f json
expect_out_like '"helper_error".*"helper": "probe_read_kernel"'
