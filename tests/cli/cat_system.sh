# cat() and system(): what they print, what they say of files and commands that fail; exit() and its status.
# needs: root
printf 'no newline' >text
head -c 20000 /dev/zero | tr '\0' x >large
ln -s /nonexistent dangling
mkdir directory
: >empty
tool cats 'begin {
	cat("%s/text", str($1)); printf("|\n");
	cat("%s/empty", str($1)); printf("|\n");
	cat("%s/%s", str($1), "missing");
	cat("%s/dangling", str($1));
	cat("%s/directory", str($1));
	cat("/proc/%d/comm", pid);
	cat("/proc/sys/kernel/%s", "ostype");
	cat("%s/large", str($1)); printf("|\n");
}'
run ./cats -q "$PWD"
expect_status 0
{ printf 'no newline|\n|\ncats\nLinux\n'; head -c 10240 /dev/zero | tr '\0' x; printf '|\n\n\n'; } >expected
cp $out printed
expect_same expected printed
grep -qx "ERROR: failed to open file '$PWD/missing' (No such file or directory)" $err || fail "a missing file"
grep -qx "ERROR: failed to open file '$PWD/dangling' (No such file or directory)" $err || fail "a link to nothing"
grep -qx "ERROR: failed to read file '$PWD/directory' (Is a directory)" $err || fail "a directory"
expect_err_lines 3

printf 'begin {
	system("printf word");
	system("echo %%s %%d", "two words", -5);
	system("echo to stderr >&2; exit 3");
	system("true");
	system("kill -9 $$");
	system("no-such-command-at-all");
	printf("end\\n");
}' >systems.bt
run "$TRACEC" build systems.bt -o systems
expect_status 1
expect_err_like "'system\\(\\)'.*--unsafe"
run "$TRACEC" build --unsafe systems.bt -o systems
expect_status 0
run ./systems -q
expect_status 0
expect_out 'word
two words -5





end

'
expect_err_like '^to stderr$'
expect_err_like 'no-such-command-at-all'

# exit(): its status is a byte; end runs and maps are printed; what comes behind it is not.
tool ends 'begin { $status = 300; @n = 5; printf("before\n"); if ($# == 1) { exit($1); } if ($# == 2) { exit($status); } exit(); }
begin { printf("second\n"); }
end { printf("end\n"); }'
for words in ' 0' '7 7' '127 127' '256 0' '1 2 44'; do
	run ./ends -q ${words% *}
	expect_status ${words##* }
	expect_out 'before
end


@n: 5'
done
run sh -c './ends -q -1 >/dev/null; echo $?'
expect_out 255
tool fails 'begin { assert(1 == 1, "no"); assert(pid == 0, "100% of %d"); printf("not here\n"); } end { printf("end\n"); }'
run ./fails -q
expect_status 1
expect_out 'end

'
expect_err_like '^fails\.bt:1:[0-9]+-[0-9]+: ERROR: assert failed: 100% of %d$'

# errorf() and warnf() name their place; --no-warnings silences the second.
tool messages 'begin { warnf("%s %d", "warning", 5); errorf("error of %s", probe); printf("out\n"); exit(); }'
run ./messages -q
expect_err 'messages.bt:1:9-37: WARNING: warning 5
messages.bt:1:39-67: ERROR: error of begin'
run ./messages -q --no-warnings
expect_err 'messages.bt:1:39-67: ERROR: error of begin'
expect_out 'out

'
