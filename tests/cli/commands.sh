# tracec itself: help, version, wrong command lines.
run "$TRACEC"
expect_status 2
expect_err_like 'no command given'

run "$TRACEC" frobnicate
expect_status 2
expect_err_like "frobnicate"

run "$TRACEC" build
expect_status 2

run "$TRACEC" build --no-such-option x.bt
expect_status 2
expect_err_like 'no-such-option'

run "$TRACEC" buld x.bt
expect_status 2
expect_err_like "^tracec: unknown command 'buld'; did you mean 'build'\?$"

run "$TRACEC" check --taget x x.bt
expect_status 2
expect_err_like "^tracec: unknown option '--taget'; did you mean '--target'\?$"

run "$TRACEC" --version
expect_status 0
expect_out_like '^tracec [0-9]+\.[0-9]+\.[0-9]+$'
expect_err ''

for words in --help help 'help build' 'help check' 'help emit' 'help run' 'help fmt' 'build --help'; do
	run "$TRACEC" $words
	expect_status 0
	expect_err ''
	[ -s $out ] || fail "tracec $words says nothing"
done

# Every probe kind, builtin and function has its topic.
for topic in kprobe tracepoint interval comm nsecs printf str count hist int8 buffer typeinfo typeof; do
	run "$TRACEC" help $topic
	expect_status 0
	expect_out_like "$topic"
done
# What has no row in those tables.
for topic in arg0 argN '$1' '$#' if else for while unroll let macro fn comptime import return break continue config; do
	run "$TRACEC" help "$topic"
	expect_status 0
done
while read -r wrong meant; do
	run "$TRACEC" help $wrong
	expect_status 2
	expect_err_like "no help on '$wrong'; did you mean '$meant'\\?"
done <<'END'
strftme strftime
kprob kprobe
percpu_hash percpuhash
max_strlem max_strlen
whlie while
functons functions
unit64 uint64
END
run "$TRACEC" help nosuchtopic
[ "$status" != 0 ] || fail "an unknown topic is an error"
expect_err_like nosuchtopic
