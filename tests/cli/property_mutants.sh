# Mutants of the tree's own scripts: tokens deleted, doubled, swapped, replaced, literals changed. The compiler does not
# crash on them; it has a message for what it refuses; what it accepts goes through clang; and those that begin and end
# blocks make up load, and run to an end. Which mutants is fixed by the seeds and the scripts that there are, so it goes on
# until enough are accepted. MUTANTS=N tests that many at least, FIRST the seed to begin with; the script that fails is
# kept in KEEP.
# needs: root
# timeout: 100000
# inputs: tests/lib/property/mutant.c tests/run tests/golden tools examples
gcc -O1 -Wall -Wextra -o mutant "$ROOT/tests/lib/property/mutant.c" || fail "no mutator"
scripts=("$ROOT"/tests/{run,golden}/*.bt "$ROOT"/{tools,examples}/*.bt)
# What scripts import, and the programs that they trace.
ln -s "$ROOT"/tests/run/* . 2>/dev/null
first=${FIRST:-1}
accepted=0
ran=0

broken() {
	[ -z "${KEEP:-}" ] || cp mutant.bt "$KEEP"
	fail "seed $seed: $1: $(grep -m 3 -v '^$' "$err")"
}

# Whether nothing but begin and end is in it, so that it traces nobody.
is_harmless() {
	"$TRACEC_RELEASE" emit --no-warnings --plan mutant.bt 2>/dev/null >plan &&
		! grep '^probe ' plan | grep -qvE '^probe (begin|end) '
}

least=${MUTANTS:-80}
for seed in $(seq "$first" $((first + 10 * least - 1))); do
	[ $((seed - first)) -lt "$least" ] || [ "$accepted" -lt 8 ] || [ "$ran" = 0 ] || break
	./mutant "$seed" "${scripts[@]}" >mutant.bt || fail "no mutant of seed $seed"
	run "$TRACEC" check --no-warnings mutant.bt
	[ "$status" = 0 ] || {
		[ "$status" -le 2 ] && grep -aq ': error: ' "$err" || broken "neither accepted nor refused"
		continue
	}
	accepted=$((accepted + 1))
	if is_harmless; then
		run "$TRACEC_RELEASE" build --no-warnings mutant.bt -o tool
		[ "$status" = 0 ] || broken "accepted, but not built"
		run timeout -k 5 20 ./tool -q --no-warnings -d 1
		! grep -aqE 'verifier|refuses to load|cannot load|bug of tracec|mistake of tracec' "$err" || broken "does not load"
		ran=$((ran + 1))
	else
		run "$TRACEC_RELEASE" emit --no-warnings --object mutant.bt -o object
		[ "$status" = 0 ] || broken "accepted, but clang refuses it"
	fi
done
echo "$accepted of $((seed - first + 1)) accepted, $ran ran"
[ "$accepted" -ge 8 ] || fail "only $accepted mutants were accepted"
[ "$ran" -gt 0 ] || fail "none of them ran"
