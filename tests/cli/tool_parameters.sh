# Parameters: what --help says of them, what is refused, and in which words.
# needs: root
cat >reads.bt <<'EOF'
/*
 * Counts what it is told to count.
 *
 * It tells nothing else.
 *
 * Examples:
 *   reads 5 --count 7     seven, for five seconds
 */
begin
{
	printf("%ld %s %ld %s %s\n", getopt("count", 5, "how many"), getopt("name", "all"),
	       getopt("below", -1), getopt("fast", "it's [quick]: \"now\"") , str($2));
	if (getopt("flag")) {
		printf("flag\n");
	}
	exit();
}

interval:s:$1
{
}
EOF
sed -i "s/getopt(\"fast\", \"it's \[quick\]: \\\\\"now\\\\\"\") /getopt(\"fast\", true, \"it's [quick]: \\\\\"now\\\\\"\")/" reads.bt
run "$TRACEC" build reads.bt -o reads
expect_status 0
expect_err ''

run ./reads --help
expect_status 0
sed -n '1,/^Options:/p' $out >head
diff head - <<'EOF' >diff || fail "$(cat diff)"
Usage: reads [OPTION]... [NAME=VALUE]... [PARAMETER]...

Counts what it is told to count.

It tells nothing else.

Parameters:
  --count VALUE               how many; number from 0, default 5
  --name VALUE                text of at most 1023 bytes, default "all"
  --below VALUE               number, default -1
  --fast                      it's [quick]: "now"; boolean, default true
  --flag                      boolean, default false
  $1                          part of probe interval:s:$1
  $2                          text, default ""

Options:
EOF
[ "$(tail -n 2 $out)" = "Examples:
  reads 5 --count 7     seven, for five seconds" ] || fail "the examples do not stand at the end"

run ./reads -q 1 x --count 0x10 name=me --below=-9 --fast=off --flag
expect_status 0
[ "$(head -n 2 $out)" = "16 me -9 false x
flag" ] || fail "wrong values"

refused() {
	local message=$1
	shift
	run ./reads "$@"
	expect_status 2
	expect_out ''
	expect_err "reads: $message"
}
refused "parameter --count is '7x', but the script needs a number there" 1 --count 7x
refused 'parameter --count is -1, which is out of range for uint64' 1 --count -1
refused 'parameter --below is 0x8000000000000000, which is out of range for int64' \
	1 --below 0x8000000000000000
refused "parameter --flag is 'maybe', but it is a boolean: true or false" 1 --flag=maybe
refused 'parameter --name is longer than 1023 bytes' 1 --name "$(printf '%2000s' x)"
refused 'parameter --count needs a value' 1 --count
refused 'there is no option --cuont; --help lists what there is' 1 --cuont 7
refused 'probe interval:s:$1 needs parameter $1, which was not given'
refused "--completion: 'tcsh' is no shell it knows; there are bash|zsh|fish" --completion tcsh

# complete WORD...: what bash would offer for the last word
complete_words() {
	bash -c '. ./completion.bash
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		_reads
		echo "${COMPREPLY[*]}"' - "$@"
}
run ./reads --completion bash
expect_status 0
cp $out completion.bash
[ "$(complete_words ./reads --c)" = '--count --check --completion' ] || fail "completion of --c"
[ "$(complete_words ./reads -f js)" = json ] || fail "completion of -f js"
[ "$(complete_words ./reads -p $$)" = $$ ] || fail "completion of a pid"
touch some.file
[ "$(complete_words ./reads -o some)" = some.file ] || fail "completion of a file"
[ "$(complete_words ./reads --name '')" = '' ] || fail "completion of a text"

run ./reads --completion zsh
expect_status 0
cp $out completion.zsh
if command -v zsh >/dev/null; then
	run zsh -n completion.zsh
	expect_status 0
	expect_err ''
	run zsh -fc '_arguments() { printf "%s\n" "$@"; }; . ./completion.zsh'
	expect_err ''
	grep -qxF -- "--fast[it's \\[quick\\]\\: \"now\"]" $out || fail "zsh reads something else"
fi
run ./reads --completion fish
expect_status 0
cp $out completion.fish
if command -v fish >/dev/null; then
	run env HOME="$PWD" fish -c "source completion.fish; complete -C './reads --fa'; complete -C './reads -f '"
	expect_err ''
	grep -qx -- "--fast	it's \[quick\]: \"now\"" $out || fail "fish offers something else"
	grep -q ^json $out || fail "fish does not know the words of -f"
fi
