# Nesting without end: a limit that is said, or success; never a crash.
deep() {
	printf 'begin { $a = %s; }\n' "$1" >deep.bt
	run "$TRACEC" check deep.bt
	[ "$status" -le 1 ] || fail "expected exit status 0 or 1"
	[ "$(wc -c <$err)" -lt 20000 ] || fail "a message of $(wc -c <$err) bytes"
}
repeat() {
	printf "%${2}s" '' | sed "s/ /$1/g"
}

deep "$(repeat '(' 10000)1$(repeat ')' 10000)"
expect_status 1
expect_err_like 'deep|nest'
deep "$(repeat '(' 10000)"
expect_status 1
deep "$(repeat '-' 10001)1"
deep "$(repeat '!' 10000)1"
deep "1$(repeat ' ? 1 : 1' 10000)"
deep "1$(repeat ' + 1' 10000)"

printf 'begin { %s %s }\n' "$(repeat 'if (1) {' 10000)" "$(repeat '}' 10000)" >blocks.bt
run "$TRACEC" check blocks.bt
expect_status 1
expect_err_like 'deep|nest'
