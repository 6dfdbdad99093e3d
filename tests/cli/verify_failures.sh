# Guests that come to no good end: what happened is told in one line, and the others are verified all the same.
# needs: program:qemu-system-x86_64 program:jq program:xmllint
# timeout: 600
# inputs: compiler/guest_init.c
LIMIT=300
regex=$(awk '$1 == "6.12" { print $2 }' "$ROOT/tests/guest/kernels.txt")
said=$("$ROOT/tests/guest/fetch.sh" 6.12 "$regex" "$BUILD/guest/6.12" 2>&1) || skip "no kernel: $said"
kernel=$BUILD/guest/6.12/vmlinuz
echo 'begin { exit(); }' >small.bt
echo 'interval:s:100 { exit(); }' >endless.bt
for name in small endless; do
	run "$TRACEC_RELEASE" build $name.bt -o $name
	expect_status 0
done

# A panic is quoted.
run "$TRACEC_RELEASE" verify small --kernel "$kernel" --append "rdinit=/nonexistent root=none"
expect_status 1
expect_out_like '/vmlinuz: failed: Kernel panic - not syncing: '
expect_err ''

# What is no kernel, beside one that is.
odd='a "kernel" & <none>'
echo 'not a kernel' >"$odd"
run "$TRACEC_RELEASE" verify small --kernel "$odd" --kernel "$kernel" --timeout 60 --junit report.xml
expect_status 1
expect_out_like "^$odd: failed: "
expect_out_like '^6\.12\..*: ok'
# What reads reports can read this one: a case for each kernel, and why it failed.
xmllint --noout report.xml || fail "not XML"
[ "$(xmllint --xpath 'string(//testsuite/@tests)' report.xml) $(xmllint --xpath 'string(//testsuite/@failures)' report.xml)" = '2 1' ] ||
	fail "numbers"
[ "$(xmllint --xpath 'count(//testcase)' report.xml)" = 2 ] || fail "cases"
[ "$(xmllint --xpath 'string(//testcase[failure]/@name)' report.xml)" = "$odd" ] || fail "which one failed"
[ -n "$(xmllint --xpath 'string(//testcase/failure/@message)' report.xml)" ] || fail "why it failed"

# A tool that hangs is ended, and so is what hangs besides; the next one has its turn.
printf 'hangs\t3\t/endless\nnext\t60\t/small\n' >commands
run "$TRACEC_RELEASE" verify --commands commands --with endless --with small --kernel "$kernel" --json
expect_status 1
expect_out_like '"name": "hangs", "status": 137, "output": ".*it did not end in time'
expect_out_like '"name": "next", "status": 0'
jq -e '.verdict == "failed" and (.kernels | length == 1) and ([.kernels[0].commands[].name] == ["hangs", "next"])' $out >/dev/null ||
	fail "not the JSON that is expected"

# A guest that takes too long, as a whole.
run "$TRACEC_RELEASE" verify small --kernel "$kernel" --timeout 1
expect_status 1
expect_out_like '/vmlinuz: failed: the guest was not done after 1 seconds$'

# A module that is none.
run "$TRACEC_RELEASE" verify small --kernel "$kernel" --module no/such.ko
expect_status 2
run "$TRACEC_RELEASE" verify small --kernel "$kernel" --module small.bt
expect_status 1
expect_out_like 'failed, .*: module small\.bt cannot be loaded there: '
run "$TRACEC_RELEASE" snapshot --module small.bt -o none
expect_status 2
expect_err_like '^tracec: --module is for --kernel'

# Lists that cannot be read.
echo 'only words' >commands
run "$TRACEC_RELEASE" verify --commands commands --kernel "$kernel"
expect_status 3
expect_err 'tracec: commands:1: a command is NAME SECONDS COMMAND ARGUMENT..., with tabs between'
run "$TRACEC_RELEASE" verify --commands commands small --kernel "$kernel"
expect_status 2
run "$TRACEC_RELEASE" verify small --kernel "$kernel" --tree no/such
expect_status 2
expect_err_like "^tracec: 'no/such' can't be read$"
run "$TRACEC_RELEASE" verify small --kernel "$kernel" --kernel "$kernel" --results r
expect_status 2
expect_err_like '^tracec: --results is of one kernel$'
