# Unit tests: every tests/unit/test_*.c and tests/fuzz/*.c is a program.
ring_list() {
	local source
	for source in "$ROOT"/tests/unit/test_*.c "$ROOT"/tests/fuzz/*.c; do
		[ -e "$source" ] || continue
		source=${source#"$ROOT"/tests/}
		echo "${source%.c}"
	done
}

ring_inputs() {
	echo "$BUILD/debug/$1"
	find "$ROOT/tests/unit" "$ROOT/tests/fuzz" -type f ! -name '*.c'
	[ "$1" != fuzz/fuzz_comments ] || find "$ROOT"/{tests/run,tests/golden,tools,examples} -name '*.bt'
}

ring_test() {
	cd "$ROOT" || return 1
	timeout 300 "$BUILD/debug/$1"
}
