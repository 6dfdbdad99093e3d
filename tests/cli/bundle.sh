# Many tools in one executable: chosen by name or first argument, much smaller than all of them apart.
# needs: root btf
mkdir scripts
for name in one two three; do
	printf '// Says %s.\nbegin { printf("%s %%s\\n", str($1)); exit(); }\n' $name $name >scripts/$name.bt
done
cp "$ROOT"/examples/*.bt scripts
run "$TRACEC" bundle scripts/*.bt -o tools
expect_status 0
expect_err ''
expect_out ''

total=0
for script in scripts/*.bt; do
	run "$TRACEC" build "$script" -o alone
	total=$((total + $(stat -c %s alone)))
done
size=$(stat -c %s tools)
[ $((size * 4)) -lt $total ] || fail "$size bytes, but all tools together have $total"

run ./tools --list
expect_status 0
grep -qE '^one +Says one\.$' $out || fail "no line for one"
[ "$(cut -d' ' -f1 $out)" = "$(cd scripts && ls | sed 's/\.bt$//' | LC_ALL=C sort)" ] || fail "the list is wrong"

run ./tools two abc
expect_status 0
[ "$(head -n 1 $out)" = 'two abc' ] || fail "the wrong tool"
expect_err 'Attached 1 probe'
run ./tools two --no-such
expect_status 2
expect_err 'two: there is no option --no-such; --help lists what there is'

run ./tools --install links
expect_status 0
expect_out ''
[ "$(ls links | wc -l)" = "$(ls scripts | wc -l)" ] || fail "not a link for each"
run links/three -q x
expect_status 0
[ "$(head -n 1 $out)" = 'three x' ] || fail "the wrong tool"
run links/opens --source
expect_same $out scripts/opens.bt
# Again: what is there is right. Foreign files stay, and are an error; the others are made.
run ./tools --install links
expect_status 0
rm links/one links/two
echo mine >links/one
run ./tools --install links
expect_status 1
expect_err_lines 1
expect_err_like 'links/one: File exists'
[ "$(cat links/one)" = mine ] || fail "a foreign file was changed"
[ -L links/two ] || fail "the others were not made"

for option in --help -h --version -V --info --sbom '--completion bash'; do
	run $as_nobody ./tools $option
	expect_status 0
	expect_err ''
	[ -s $out ] || fail "$option prints nothing"
done
run ./tools --sbom
jq -e '.files | length == '"$(ls scripts | wc -l)" $out >/dev/null || fail "a script is missing in the bill"
run ./tools --completion bash
cp $out completion
bash -c '. ./completion; COMP_WORDS=(tools o) COMP_CWORD=1; _tools; [ "${COMPREPLY[*]}" = "oncpu one opens" ] || exit 1
	COMP_WORDS=(tools one --inf) COMP_CWORD=2; _tools; [ "${COMPREPLY[*]}" = --info ]' ||
	fail "completion"

for wrong in '' nope --nope '--list x' --install; do
	run ./tools $wrong
	expect_status 2
	expect_out ''
	expect_err_lines 1
done

# Two builds, the same bytes, wherever the scripts lie and in whatever order they are named.
cp -r scripts elsewhere
(cd elsewhere && "$TRACEC" bundle $(ls -r *.bt) -o ../again) || fail "cannot build again"
expect_same tools again

# Mistakes: every script's are shown, nothing is written.
echo 'begin { nope(); }' >bad1.bt
echo 'begin { @a = nix; }' >bad2.bt
run "$TRACEC" bundle scripts/one.bt bad1.bt bad2.bt -o broken
expect_status 1
expect_err_like 'bad1.bt:1:9: error'
expect_err_like 'bad2.bt:1:14: error'
expect_no_file broken
run "$TRACEC" bundle scripts/one.bt elsewhere/one.bt -o broken
expect_status 2
expect_err_like "are both called 'one'"
run "$TRACEC" bundle scripts/one.bt
expect_status 2
run "$TRACEC" bundle -o broken
expect_status 2
expect_no_file broken
