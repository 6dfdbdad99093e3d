# Pages for man(1) and completion are made from the tables of commands, options and the language.
# needs: program:mandoc
for page in tracec.1 tracec-script.7; do
	run "$TRACEC" help --man ${page%.*}
	expect_status 0
	expect_err ''
	cp $out $page
	mandoc -T lint -W warning $page >lint || fail "$page: $(cat lint)"
	# The same in every build, unless a date is given for those who make releases.
	date=$(sed -n 's/^set(TRACEC_DATE \(.*\))$/\1/p' "$ROOT/CMakeLists.txt")
	grep -q "^\.TH .* \"$date\" " $page || fail "the date is not the release's"
	run env SOURCE_DATE_EPOCH=1700000000 "$TRACEC" help --man ${page%.*}
	grep -q '^\.TH .* "2023-11-14" ' $out || fail "SOURCE_DATE_EPOCH is not heeded"
	sed 's/"2023-11-14"/"'"$date"'"/' $out | cmp -s - $page || fail "more than the date differs"
	run env SOURCE_DATE_EPOCH=soon "$TRACEC" help --man ${page%.*}
	expect_same $out $page
	mandoc -T ascii $page | col -b >$page.txt
done
for command in $("$TRACEC" help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
	grep -q "^   tracec $command" tracec.1.txt || fail "tracec(1) says nothing of $command"
	"$TRACEC" help $command | grep -o -- '--[a-z-]*' | sort -u >options
	sed -n "/^   tracec $command /,/^   tracec /p" tracec.1.txt >section
	while read -r option; do
		grep -q -- "$option" section || fail "tracec(1) lacks $option of $command"
	done <options
done
for topic in probes builtins functions types config; do
	"$TRACEC" help $topic | grep '^  [^ ]' | grep -v ':$' | sed 's/^  *//; s/[ :(\[].*//' >words
	while read -r word; do
		grep -qF -- "$word" tracec-script.7.txt || fail "tracec-script(7) lacks $word of $topic"
	done <words
done
# What roff would take for a request or an escape comes out as it is.
grep -qF "'none'" tracec.1.txt || fail "quotes are changed"

run "$TRACEC" help --completion bash
expect_status 0
cp $out completion
touch a.bt b.c
complete_words() {
	PATH="${TRACEC%/*}:$PATH" bash -c '. ./completion
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		_tracec
		echo "${COMPREPLY[*]}"' - "$@"
}
[ "$(complete_words tracec bu)" = 'build bundle' ] || fail "commands"
[ "$(complete_words tracec build --o)" = '--output --oci' ] || fail "options"
[ "$(complete_words tracec fmt --)" = '--check --color --help' ] || fail "options of fmt: $(complete_words tracec fmt --)"
[ "$(complete_words tracec build '')" = a.bt ] || fail "scripts"
[ "$(complete_words tracec build -e x --color al)" = always ] || fail "values"
complete_words tracec build --arch '' | grep -qw aarch64 || fail "machines"
complete_words tracec help fun | grep -qx functions || fail "topics"

# bash itself, at a terminal: names of files with blanks, words behind '='.
touch 'my own.target'
mkdir 'some dir'
cat >keys <<'END'
say tracec chec	 --tar	my	 --color=al	 a	
say tracec build --keep so	 --ar	aar	
say tracec list --ver	 bpf	
exit
END
printf 'PS1=\n. ./completion\nsay() { printf "<%%s>" "$@" >>said; echo >>said; }\ncomplete -o filenames -F say_tracec say\n' >rc
cat >>rc <<'END'
say_tracec() {
	COMP_WORDS=("${COMP_WORDS[@]:1}")
	COMP_CWORD=$((COMP_CWORD - 1))
	_tracec
}
END
PATH="${TRACEC%/*}:$PATH" script -qec 'bash --noprofile --rcfile rc -i' typescript <keys >/dev/null
cat >expected <<'END'
<tracec><check><--target><my own.target><--color=always><a.bt>
<tracec><build><--keep><some dir/><--arch><aarch64>
<tracec><list><--verbose><bpf>
END
diff expected said >diff || fail "$(cat diff)"

run "$TRACEC" help --man nothing
expect_status 2
run "$TRACEC" help --completion tcsh
expect_status 2
