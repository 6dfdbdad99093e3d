# Random scripts over all types: what the checker accepts compiles, loads and runs.
# needs: root syscalls uprobe
# timeout: 600
# inputs: tests/lib/property tests/run/bin/workload.c
gcc -O1 -Wall -Wextra -o scripts "$ROOT"/tests/lib/property/{scripts,generator_values,random}.c || fail "no generator"
gcc -O1 -static -o workload "$ROOT/tests/run/bin/workload.c" || fail "no workload"
n=0
accepted=0

# tree FILE: the script without places.
tree() {
	"$TRACEC_RELEASE" emit --no-warnings --ast "$1" | sed 's/ <[0-9]*:[0-9]*>//g'
}

for seed in $(seq 1 40); do
	n=$((n + 1))
	./scripts "$seed" >script.bt || fail "no script for seed $seed"
	run "$TRACEC_RELEASE" check --no-warnings script.bt
	[ "$status" = 0 ] || {
		grep -q '^script.bt:.*error: ' "$err" || fail "seed $seed: neither accepted nor refused: $(head -n 3 "$err")"
		continue
	}
	tree script.bt >tree
	"$TRACEC_RELEASE" fmt - <script.bt >formatted.bt || fail "seed $seed cannot be formatted"
	tree formatted.bt >tree_formatted
	expect_same tree tree_formatted
	run "$TRACEC_RELEASE" build --no-warnings script.bt -o tool
	[ "$status" = 0 ] || fail "seed $seed was accepted but is not built: $(head -n 4 "$err")"
	run ./tool -q --no-warnings -c './workload getppid 3 -- add 2'
	[ "$status" = 0 ] || fail "seed $seed was accepted but does not run: $(head -n 4 "$err")"
	run ./tool -q --no-warnings -f json -c './workload getppid 3 -- add 2'
	jq -e . "$out" >/dev/null 2>jq.err || fail "seed $seed: no JSON: $(head -n 2 jq.err)"
	accepted=$((accepted + 1))
done
# The generator's own mistakes must stay few, or this tests little.
[ $((accepted * 10)) -ge $((n * 8)) ] || fail "only $accepted of $n scripts were accepted"
