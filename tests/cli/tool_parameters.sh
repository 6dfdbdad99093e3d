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
refused 'parameter --count is 0x10000000000000000, which is out of range for uint64' 1 --count 0x10000000000000000
refused 'parameter --below is -9223372036854775809, which is out of range for int64' 1 --below=-9223372036854775809
refused "parameter --count is '', but the script needs a number there" 1 --count=
refused "parameter --count is '1 ', but the script needs a number there" 1 'count=1 '
refused "parameter --flag is '', but it is a boolean: true or false" 1 --flag=
refused 'parameter --count needs a value' 1 --count
refused "there is no option --coun (did you mean 'count'?); --help lists what there is" 1 --coun 7
refused "there is no option --nowarnings (did you mean 'no-warnings'?); --help lists what there is" 1 --nowarnings
# Behind '--' stand parameters alone: what looks like one and is none is a slip.
refused "there is no option --coun (did you mean 'count'?); --help lists what there is" 1 -- --coun 7
refused 'there is no option --check; --help lists what there is' 1 -- --check
run ./reads 1 -- --help
expect_status 0
expect_out_like '^  --count VALUE '
run ./reads -q -- 1 -5 --count=3 --name=-q
expect_status 0
[ "$(head -n 1 $out)" = '3 -q -1 true -5' ] || fail "wrong values behind --"
for word in true TRUE 1 on Yes; do
	run ./reads -q 1 --flag=$word
	expect_out_like '^flag$'
done
for word in false False 0 OFF no; do
	run ./reads -q 1 --flag=$word
	! grep -q '^flag' $out || fail "$word is true"
done
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
mkdir stub
run ./reads --completion bash
expect_status 0
cp $out completion.bash
[ "$(complete_words ./reads --c)" = '--count --check --completion' ] || fail "completion of --c"
[ "$(complete_words ./reads -f js)" = json ] || fail "completion of -f js"
[ "$(complete_words ./reads -p $$)" = $$ ] || fail "completion of a pid"
touch some.file
[ "$(complete_words ./reads -o some)" = some.file ] || fail "completion of a file"
[ "$(complete_words ./reads --name '')" = '' ] || fail "completion of a text"

# bash itself, at a terminal: names of files with blanks, words behind '=', NAME= without a blank behind it.
touch 'a file'
cat >keys <<'END'
./reads --cou	5 --mode=te	 -B fu	 -o a	 some	 -f	js	
./reads na	me --no-wa	 fl	
exit
END
printf '#!/bin/bash\nprintf "<%%s>" "$@" >>said\necho >>said\n' >stub/reads
chmod +x stub/reads
printf 'PS1=\n. ./completion.bash\n' >rc
(ln -s ../completion.bash ../rc stub && ln -s "../a file" ../some.file stub && cd stub &&
	script -qec 'bash --noprofile --rcfile rc -i' typescript <../keys >/dev/null)
cat >expected <<'END'
<--count><5><--mode=test><-B><full><-o><a file><some.file><-f><json>
<name=me><--no-warnings><flag=>
END
diff expected stub/said >diff || fail "$(cat diff)"

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

# A name that an option of every tool has is given as NAME=VALUE, or behind '--'; --help says so.
tool same 'begin { printf("%d %ld\n", getopt("check"), getopt("mode", 4)); exit(); }'
run ./same --help
expect_out_like '^  check=VALUE  *boolean, default false$'
expect_out_like '^  mode=VALUE  *number from 0, default 4$'
run ./same -q check=on mode=3
[ "$(head -n 1 $out)" = '1 3' ] || fail "NAME=VALUE"
run ./same -q -- --check --mode 2
[ "$(head -n 1 $out)" = '1 2' ] || fail "behind --"

# Parameters in attach points: what each kind refuses, in one line that has what was given.
point() {
	local name=$1
	echo "$2 { @ = count(); }" >$name.bt
	run "$TRACEC" build $name.bt -o $name
	expect_status 0
}
rejects() {
	local name=$1 message=$2
	shift 2
	run ./$name "$@" -d 0.1
	expect_status 1
	expect_out ''
	expect_err_lines 1
	expect_err_like "^$name: unable to attach probe .*: $message"
}
point every 'interval:s:$1'
rejects every 'the time is below 1 microsecond' 0
for wrong in -1 abc 1s 1.5 '' ' 1' 18446744073709551616; do
	rejects every "'$wrong' is no number" "$wrong"
done
rejects every 'the time is too long' 99999999999
point often 'profile:hz:$1'
rejects often 'the frequency is 0' 0 -p $$
rejects often 'the frequency is above /proc/sys/kernel/perf_event_max_sample_rate' 9999999999 -p $$
point counts 'software:page-faults:$1'
for wrong in 0 -1 abc 99999999999999999999; do
	rejects counts "'$wrong' is no count of events" "$wrong" -p $$
done
cat >own.c <<'END'
int main(void) { return 0; }
END
gcc -g own.c -o own || fail gcc
point place 'uprobe:$1:$2'
rejects place 'there is no file /no/such' /no/such main
rejects place "[^ ]*/own has no function 'mains' .did you mean 'main'" ./own mains
rejects place '[^ ]*/own\.c is no ELF file' ./own.c main
point behind 'uprobe:./own:main+$1'
for wrong in -1 -4 abc; do
	rejects behind "'$wrong' is no offset" "$wrong"
done
rejects behind 'Offset outside the function bounds' 100000
point watched 'watchpoint:$1:$2:w'
rejects watched "'abc' is no address" abc 8 -p $$
rejects watched 'the length is not 1, 2, 4 or 8' 0x10000000 3 -p $$
rejects watched 'the CPU cannot watch that address' 0x10000001 8 -p $$
if [ -d /sys/kernel/tracing/events ]; then
	point traced 'tracepoint:$1:$2'
	rejects traced 'this kernel has no tracepoint sched:nosuch' sched nosuch
	rejects traced 'this kernel has no tracepoint \.\./x:y' ../x y
fi
point signalled 'self:signal:$1'
rejects signalled "'SIGNONE' is no signal that a tool can wait for" SIGNONE
