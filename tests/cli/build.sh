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

# A result never replaces what it is made of.
cp hello.bt script
echo 'macro one() { 1 }' >part.bt
printf 'import "part.bt";\nbegin { print(one()); }\n' >imports.bt
echo '#define X 1' >x.h
while read -r wrong words; do
	cp "$wrong" before
	run "$TRACEC" $words
	expect_status 2
	expect_err_like "^tracec: the result would replace '(\./)?$wrong', which it is made of$"
	expect_same "$wrong" before
done <<'END'
hello.bt build hello.bt -o hello.bt
hello.bt build hello.bt -o ./hello.bt
hello.bt build hello.bt --oci hello.bt
script build script
hello.bt bundle hello.bt imports.bt -o hello.bt
hello.bt emit hello.bt --bpf-c -o hello.bt
part.bt build imports.bt -o part.bt
x.h build --include x.h hello.bt -o x.h
END
# A result of before is replaced.
run "$TRACEC" build hello.bt
expect_status 0

# Warnings, and none of them.
echo 'begin { printf("%d\n", nsecs); }' >warns.bt
run "$TRACEC" build warns.bt
expect_status 0
expect_err_like '^warns\.bt:1:24: warning: '
for word in -q --quiet --no-warnings; do
	run "$TRACEC" build warns.bt $word
	expect_status 0
	expect_err ''
done

# What the command line says and is wrong is no mistake of the script.
for words in '--config nosuch=1' '--config max_map_keys' '--config max_map_keys=x' '--include nosuch.h' \
	'-D 1=2' '--color x' '--target nosuch' '--target hello.bt' '--arch nosuch'; do
	run "$TRACEC" build hello.bt $words -o no
	expect_status 2
	expect_no_file no
done
