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

# Words that belong together, in either order; numbers of words that do not.
for words in 'check' 'run' 'emit x.bt' 'build a.bt b.bt' 'emit a.bt --ast --plan' 'list -e begin{} -f x.bt' \
	'list -e begin{} x' 'snapshot x -o y' 'bundle -e begin{} -o x' 'build x.bt --check' 'fmt' 'verify'; do
	run "$TRACEC" $words
	expect_status 2
	expect_out ''
done
run "$TRACEC" run -e 'begin { printf("%s %s %ld\n", str($1), str($2), $#); exit(); }' -- -- -q --check
expect_status 0
expect_out_like '^-q --check 2$'
# A script from standard input.
echo 'begin { printf("in %s\n", str($1)); exit(); }' >script
for words in 'build - -o tool' 'check -' 'emit - --ast' 'fmt -'; do
	timeout 60 "$TRACEC" $words <script >$out 2>$err || fail "$words"
done
timeout 60 "$TRACEC" run - word <script >$out 2>$err || fail "run -"
expect_out_like '^in word$'
run "$TRACEC" build nosuch.bt
expect_status 2
expect_err 'tracec: nosuch.bt: No such file or directory'
run "$TRACEC" build . -o x
expect_status 2
expect_err_lines 1

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
