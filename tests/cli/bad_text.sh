# Scripts that are hardly text: one clear message each, never a crash or a hang.
message() {
	run "$TRACEC" build "$1" -o tool
	expect_status 1
	expect_out ''
	expect_err_like "^($1(:[0-9]+:[0-9]+)?: )?error: .|^tracec: .*$1"
	[ "$(grep -acE '(^|: )error: |^tracec: ' $err)" -le "${2:-1}" ] || fail "more than one message"
	[ "$(wc -c <$err)" -lt 5000 ] || fail "a message of $(wc -c <$err) bytes"
	expect_no_file tool
}

: >empty.bt
message empty.bt

printf '// only a comment\n' >comment.bt
message comment.bt

printf 'begin { printf("a\0b"); }\n' >nul.bt
message nul.bt

printf 'begin { printf("ok"); }\n\xff\xfe\x80\n' >utf8.bt
message utf8.bt
printf 'begin { printf("ok"); } // \xc3\n' >cut.bt
run "$TRACEC" check cut.bt

head -c 100000 /dev/urandom >random.bt
run "$TRACEC" build random.bt -o tool
expect_status 1
expect_no_file tool

printf 'begin { printf("never closed); }\n' >string.bt
message string.bt 3
printf 'begin { /* never closed' >open-comment.bt
message open-comment.bt 2
printf 'begin { if (1) { ' >open-block.bt
message open-block.bt
