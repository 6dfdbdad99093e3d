# The runner of the run tests, on shell scripts that pretend to be tools.
mkdir bin
printf '#!/bin/sh\n' >bin/here
chmod +x bin/here

# case_is STATUS OUTPUT-REGEX DIRECTIVES TOOL
case_is() {
	printf '%s\nbegin { }\n' "$3" >t.bt
	printf '#!/bin/sh\n%s\n' "$4" >t
	chmod +x t
	run "$RUNTEST" --bin "$PWD/bin" t.bt "$PWD/t"
	expect_status "$1"
	[ -z "$2" ] || expect_out_like "$2"
	[ "$1" != 0 ] || expect_out ''
}

case_is 0 '' '// expect: a
// expect:
// expect~: b[0-9]+' 'echo "Attached 2 probes" >&2; printf "a\n\nb12\n"'
case_is 1 'not found' '// expect: a' 'echo b'
case_is 1 '\+.b' '// expect: a' 'echo a; echo b'
case_is 1 '' '// expect: a
// expect: b' 'echo a'
case_is 1 'no newline' '// expect: a' 'printf a'
case_is 0 '' '// expect-end: a' 'printf a'
case_is 1 '' '// expect~: b' 'echo abc'
case_is 1 'exit status 0, found exit status 3' '' 'exit 3'
case_is 0 '' '// exit: 3' 'exit 3'
case_is 0 '' '// expect: a
// expect-unordered: b
// expect-unordered: c
// expect: d' 'printf "a\nc\nb\nd\n"'
case_is 1 '' '// expect-unordered: b
// expect-unordered: c' 'printf "b\nb\n"'
case_is 0 '' '// expect-any: b
// expect: a
// expect: c' 'printf "a\nb\nx\nc\n"'
case_is 1 '' '// expect-any: q' 'printf "a\nb\n"'
case_is 0 '' '// sum: -2 ^@a: |lost
// stderr~: lost
// ascending: ^@a' 'printf "@a: -11\nx\n@a: 5 |@@\n"; echo "x lost: 4" >&2'
case_is 1 'the sum of 2 lines is 8' '// sum: 7 ^@a: ' 'printf "@a: 3\n@b: 4\n@a: 5\n"'
case_is 1 '2 comes behind 3' '// ascending: ^@a' 'printf "@a: 3\n@a: 2\n"'
case_is 1 'no line is' '// ascending: ^@a' 'printf "b\n"'
case_is 1 'must not be' '// expect: a
// never: ^a' 'echo a'
case_is 1 'not expected' '' 'echo warning >&2'
case_is 0 '' '// stderr~: ^warn' 'echo warning >&2'
case_is 1 'no line of stderr' '// stderr: x' ':'
case_is 1 "unknown directive 'expct'" '// expct: a' ':'
case_is 1 'did not end in time' '// timeout: 1' 'sleep 30'
case_is 77 'guests only' '// needs: guest' ':'
case_is 1 "unknown need" '// needs: gest' ':'
case_is 0 '' '// args: -x "a b" {bin}
// expect: -x/a b/'"$PWD/bin" 'echo "$1/$2/$3"'
case_is 0 '' '// stdin: hello
// expect: hello' 'cat'
case_is 0 '' '// env: A=1
// expect: 1' 'echo $A'
# The workload runs after the banner, and its end interrupts the tool.
case_is 0 '' '// run: sh -c "echo x >{tmp}/made"
// args: {tmp}/made {pid}
// expect: not yet
// expect: made' 'trap "cat $1 >/dev/null && echo made; exit" INT
[ -e $1 ] || echo not yet
kill -0 $2 || echo no workload
echo "Attached 1 probe" >&2
while :; do sleep 0.1; done'
case_is 0 '' '// run: ./here
// interrupt: ^never' 'trap exit INT; echo "Attached 1 probe" >&2
while :; do sleep 0.1; done'
case_is 1 'the workload failed: exit status 5' '// run: sh -c "exit 5"' 'trap exit INT; echo "Attached 1 probe" >&2
while :; do sleep 0.1; done'
case_is 0 '' '// interrupt: ^now
// expect: now
// expect: end' 'trap "echo end; exit" INT; echo now; while :; do sleep 0.1; done'

# What the kernel left out is no failure of the tool, if another run has it all; but three are enough.
cat >t <<'END'
#!/bin/sh
echo x >>runs
[ "$(wc -l <runs)" -ge "$NEEDED" ] && echo a && exit
echo "t: Lost 1 run of fentry:f: the kernel was in a probe on that CPU already" >&2
END
printf '// expect: a\nbegin { }\n' >t.bt
for needed in 1 3 4; do
	rm -f runs
	run env NEEDED=$needed "$RUNTEST" --bin "$PWD" t.bt "$PWD/t"
	expect_status $((needed > 3))
	[ "$(wc -l <runs)" = $((needed > 3 ? 3 : needed)) ] || fail "$(wc -l <runs) runs"
done
