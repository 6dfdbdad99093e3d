# A full disk: one message, status 3 or 1, nothing half-written.
# needs: root
printf 'begin { printf("hi\\n"); }\n' >hello.bt
mkdir small
mount -t tmpfs -o size=64k tmpfs small || skip "cannot mount a tmpfs"

# The output does not fit.
run "$TRACEC" build hello.bt -o small/hello
[ "$status" = 1 ] || [ "$status" = 3 ] || fail "expected exit status 1 or 3"
expect_err_like 'No space left'
[ -z "$(ls -A small)" ] || fail "left behind: $(ls -A small)"

# The intermediate files do not fit.
run env TMPDIR="$PWD/small" "$TRACEC" build hello.bt -o hello
if [ "$status" != 0 ]; then
	expect_err_like 'No space left'
	expect_no_file hello
	[ -z "$(ls -A small)" ] || fail "left behind: $(ls -A small)"
fi

# What 'emit' writes does not fit.
head -c 64k /dev/zero >small/filler 2>/dev/null
run "$TRACEC" emit hello.bt --bpf-c -o small/hello.c
[ "$status" != 0 ] || fail "the output cannot have been written"
expect_err_like 'No space left'
expect_no_file small/hello.c

# An output that is no regular file is written to, not replaced.
mknod device c 1 7
run "$TRACEC" emit hello.bt --bpf-c -o device
[ "$status" != 0 ] || fail "the output cannot have been written"
expect_err_like 'No space left'
[ -c device ] || fail "a device was replaced by a file"
run "$TRACEC" build hello.bt -o device
[ -c device ] || fail "a device was replaced by a file"
mknod pipe p
cat pipe >from-pipe &
run "$TRACEC" emit hello.bt --bpf-c -o pipe
expect_status 0
wait
[ -p pipe ] || fail "a pipe was replaced by a file"
expect_file from-pipe

umount small
