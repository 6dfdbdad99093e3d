# What a build leaves: one static, stripped executable with its default or given name.
printf 'begin { printf("hi\\n"); }\n' >hello.bt

run "$TRACEC" build hello.bt
expect_status 0
expect_out ''
expect_err ''
expect_file hello
[ -x hello ] || fail "the output is not executable"
! readelf -lW hello | grep -q INTERP || fail "the output is not static"
! readelf -SW hello | grep -q '\.symtab' || fail "the output is not stripped"
[ "$(stat -c %s hello)" -lt 3000000 ] || fail "the output is larger than 3 MB"

run "$TRACEC" build hello.bt -o other
expect_status 0
expect_same hello other

run "$TRACEC" build -e 'begin { printf("hi\n"); }' -o from-text
expect_status 0
expect_file from-text

# Nothing but the output is left behind.
[ "$(ls)" = "$(printf 'from-text\nhello\nhello.bt\nother')" ] || fail "left behind: $(ls)"

run "$TRACEC" build hello.bt -v -o verbose
expect_status 0
expect_err_like clang

run "$TRACEC" build hello.bt --keep kept -o with-kept
expect_status 0
[ -n "$(ls kept)" ] || fail "--keep keeps nothing"

run "$TRACEC" build -e 'begin { }'
expect_status 2
