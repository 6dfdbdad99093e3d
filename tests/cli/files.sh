# Paths that cannot be read or written.
# needs: root
printf 'begin { exit(); }\n' >ok.bt

one_line() {
	expect_err_lines 1
	expect_err_like "$1"
	expect_out ''
}

run "$TRACEC" build missing.bt -o tool
[ "$status" = 1 ] || [ "$status" = 2 ] || fail "expected exit status 1 or 2"
one_line 'missing\.bt.*No such file'
expect_no_file tool

mkdir directory.bt
run "$TRACEC" build directory.bt -o tool
[ "$status" != 0 ] || fail "a directory is no script"
one_line 'directory\.bt'

run "$TRACEC" build ok.bt -o no/such/dir/tool
[ "$status" != 0 ] || fail "the output cannot be written"
one_line 'no/such/dir'

mkdir taken
run "$TRACEC" build ok.bt -o taken
[ "$status" != 0 ] || fail "the output is a directory"
one_line taken
[ -z "$(ls -A taken)" ] || fail "left behind in taken: $(ls -A taken)"

chmod 600 ok.bt
cp "$TRACEC" tracec 2>/dev/null
cp -r "$(dirname "$TRACEC")/../lib" lib
mkdir bin && mv tracec bin
chmod -R a+rX bin lib
run $as_nobody bin/tracec check ok.bt
[ "$status" != 0 ] || fail "the script cannot be read"
one_line 'ok\.bt.*Permission denied'
