# Sourced by run.sh: runs a ring and says what came of it.

total_passed=0 total_failed=0 total_skipped=0

# A line that is overwritten by the next; nothing where stdout is no terminal.
report_progress() {
	[ -t 1 ] || return 0
	printf '\r\033[K%s' "$*"
}

report_total() {
	echo "$1 passed, $2 failed, $3 skipped"
}

report_end() {
	report_total $total_passed $total_failed $total_skipped
	[ $total_failed = 0 ]
}

# Runs the ring in the background and shows each result as it comes:
# the ring writes lines 'pass|fail|skip NAME SECONDS [DETAILS-FILE]' to its standard output.
report_ring() {
	local ring=$1 passed=0 failed=0 skipped=0 status name seconds details
	local start=$EPOCHREALTIME

	report_progress "$ring ..."
	while read -r status name seconds details; do
		case $status in
		pass)
			passed=$((passed + 1))
			[ -z "$VERBOSE" ] || echo "passed $ring/$name ($seconds s)"
			;;
		skip)
			skipped=$((skipped + 1))
			report_progress ""
			echo "skipped $ring/$name: $(head -n 1 "$details")"
			;;
		*)
			failed=$((failed + 1))
			report_progress ""
			echo "FAILED $ring/$name"
			[ ! -s "$details" ] || sed 's/^/    /' "$details" | cat -v | head -n 200
			;;
		esac
		report_progress "$ring $((passed + failed + skipped)): $name"
	done < <("$ROOT/tests/lib/ring.sh" "$ring" 9>&-)
	report_progress ""
	awk -v ring="$ring" -v p=$passed -v f=$failed -v s=$skipped -v t0="$start" \
		-v t1="$EPOCHREALTIME" 'BEGIN {
			printf "%-7s %d passed, %d failed, %d skipped  (%.1f s)\n", ring, p, f, s, t1 - t0
		}'
	total_passed=$((total_passed + passed))
	total_failed=$((total_failed + failed))
	total_skipped=$((total_skipped + skipped))
}
