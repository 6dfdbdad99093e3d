# Random integer expressions give what a plain C evaluation of the same rules gives.
# needs: root
# timeout: 300
# inputs: tests/lib/property
LIMIT=120
gcc -O1 -Wall -Wextra -Wno-format-truncation -o integers "$ROOT/tests/lib/property/integers.c" "$ROOT/tests/lib/property/random.c" || fail "no generator"
for seed in 1 2 3 4 5 6 7 8; do
	./integers $seed 500 script.bt expected arguments || fail "no script for seed $seed"
	"$TRACEC_RELEASE" build --no-warnings script.bt -o tool 2>$err || fail "seed $seed is not built"
	mapfile -t arguments <arguments
	run ./tool -q -- "${arguments[@]}"
	expect_status 0
	diff expected $out >difference || fail "seed $seed: $(head -n 6 difference; head -c 300 arguments)"
done
