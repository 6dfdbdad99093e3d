#!/bin/bash
# ring.sh RING: runs all tests of a ring; ring.sh RING NAME: runs one of them.
# For each test one line goes to stdout: pass|fail|skip NAME SECONDS DETAILS-FILE.
#
# A ring is a file lib/ring_RING.sh with functions
#   ring_list        prints the names of its tests
#   ring_test NAME   runs one: status 0 passed, 77 skipped, else failed; prints details
#   ring_inputs NAME prints the files a pass depends on, besides $BASE; nothing: never cached
#   ring_prepare     once before the tests; may print results of its own; optional
#   ring_all         instead of running ring_list one by one; optional
set -u
ring=$1
lib=$ROOT/tests/lib
. "$lib/cache.sh"
ring_prepare() { :; }
ring_inputs() { :; }
. "$lib/ring_$ring.sh"

# result STATUS NAME SECONDS DETAILS: status as of ring_test.
result() {
	case $1 in
	0) set -- pass "$2" "$3" "$4" ;;
	77) set -- skip "$2" "$3" "$4" ;;
	*) set -- fail "$2" "$3" "$4" ;;
	esac
	echo "$@"
}

run_one() {
	local name=$1 details key='' status inputs start=$EPOCHREALTIME
	details=$RESULTS/$ring.${name//\//_}
	inputs=$(ring_inputs "$name")
	[ -z "$inputs" ] || key=$(cache_key "$ring" "$name" $inputs)
	if cache_has "$key"; then
		result 0 "$name" 0 "$details"
		return
	fi
	ring_test "$name" >"$details" 2>&1 </dev/null
	status=$?
	[ $status != 0 ] || cache_put "$key"
	result $status "$name" "$(awk -v a="$start" -v b="$EPOCHREALTIME" \
		'BEGIN { printf "%.2f", b - a }')" "$details"
}

matching() {
	local name
	while read -r name; do
		# The pattern is a glob: no quotes.
		[[ $name == $PATTERN ]] && echo "$name"
	done
	return 0
}

if [ $# -gt 1 ]; then
	run_one "$2"
	exit 0
fi
ring_prepare
if declare -F ring_all >/dev/null; then
	ring_all
else
	ring_list | matching | xargs -r -d '\n' -P "$JOBS" -n 1 "$lib/ring.sh" "$ring"
fi
