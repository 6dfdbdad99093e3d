# Pages for man(1) and completion are made from the tables of commands, options and the language.
# needs: program:mandoc
for page in tracec.1 tracec-script.7; do
	run "$TRACEC" help --man ${page%.*}
	expect_status 0
	expect_err ''
	cp $out $page
	# A page that is the same in every build has no date.
	mandoc -T lint -W warning $page | grep -v 'missing date' >lint && fail "$page: $(cat lint)"
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
	"$TRACEC" help $topic | grep -v ':$' | sed 's/^  *//; s/[ :(\[].*//' >words
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

run "$TRACEC" help --man nothing
expect_status 2
run "$TRACEC" help --completion tcsh
expect_status 2
