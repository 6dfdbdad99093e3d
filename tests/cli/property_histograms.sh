# Random histograms and time series, with keys and without, print what a plain C program says that they do, as text and as
# JSON, to the character.
# needs: root program:jq
# timeout: 300
# inputs: tests/lib/property
LIMIT=120
gcc -O1 -Wall -Wextra -o histograms "$ROOT"/tests/lib/property/{histograms,random}.c || fail "no generator"
for seed in 1 2 3 4 5; do
	./histograms $seed 30 script.bt text json || fail "no script for seed $seed"
	"$TRACEC_RELEASE" build --no-warnings script.bt -o tool 2>$err || fail "seed $seed is not built: $(head -n 3 $err)"
	for format in text json; do
		run ./tool -q -f $format
		expect_status 0
		expect_err ''
		# The time of an epoch is that of the test.
		sed -E 's/^[0-9]{2}:[0-9]{2}:[0-9]{2} /00:00:00 /; s/("interval_start":")[^"]*/\1T/g' $out >printed
		diff -a $format printed >difference || fail "seed $seed: $(head -n 6 difference)"
	done
	[ "$(jq -c . printed | wc -l)" = "$(wc -l <json)" ] || fail "seed $seed: not an object a line"
done
