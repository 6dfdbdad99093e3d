# -o, a closed pipe, a full disk, exit codes.
# needs: root
tool lines 'begin { printf("one\n"); printf("two\n"); exit(); }'

run ./lines
expect_status 0
expect_out_like '^one$'

run ./lines -q -o written
expect_status 0
expect_out ''
[ "$(head -n 2 written)" = "$(printf 'one\ntwo')" ] || fail "-o wrote: $(cat written)"

mknod device c 1 7
run ./lines -q -o device
[ "$status" != 0 ] || fail "the output cannot have been written"
expect_err_lines 1
expect_err_like 'No space left'

run ./lines -q -o no/such/file
expect_status 1
expect_err_lines 1
expect_err_like 'no/such/file'

tool code 'begin { exit(7); }'
run ./code -q
expect_status 7

tool endless 'interval:ms:1 { printf("line\n"); }'
LIMIT=20 run bash -c './endless -q | head -n 3'
expect_out "$(printf 'line\nline\nline')"
