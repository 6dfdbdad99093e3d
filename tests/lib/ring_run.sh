# Run tests on this machine's kernel: each tests/run/NAME.bt is a script with
# its expected output in the comment at its head.
. "$ROOT/tests/lib/run_tests.sh"

ring_prepare() {
	run_prepare
}

ring_list() {
	run_list
}

ring_inputs() {
	run_inputs "$1"
}

ring_test() {
	local needs
	needs=$("$RUNTEST" --print needs "$run_dir/$1.bt") || { echo "$needs"; return 1; }
	"$RUNTEST" --needs "root $needs" || return $?
	run_build "$1" || return 1
	# Builds go side by side, tests one after the other: a test may count by comm.
	flock "$BUILD/run-lock" \
		"$RUNTEST" --bin "$stage" "$run_dir/$1.bt" "$(run_tool "$1")"
}
