# Random values of random types, alone, by printf and in maps, and random aggregations, print what a plain C
# program says that they do, as text and as JSON, to the character.
# needs: root program:jq
# timeout: 300
# inputs: tests/lib/property
LIMIT=120
gcc -O1 -Wall -Wextra -o values "$ROOT"/tests/lib/property/{values,values_model,random}.c || fail "no generator"
for seed in 1 2 3 4 5; do
	./values $seed 60 script.bt text json arguments || fail "no script for seed $seed"
	"$TRACEC_RELEASE" build --no-warnings script.bt -o tool 2>$err || fail "seed $seed is not built"
	mapfile -t arguments <arguments
	for format in text json; do
		run ./tool -q -f $format -- "${arguments[@]}"
		expect_status 0
		expect_err ''
		diff -a $format $out >difference || fail "seed $seed: $(head -n 6 difference)"
	done
	# A parser finds in it what it finds in what was expected.
	[ "$(jq -c . $out | wc -l)" = "$(wc -l <json)" ] || fail "seed $seed: not an object a line"
done
