# Every kind of output as JSON, read back by a parser.
# needs: root syscalls program:jq
# inputs: tests/run/bin/workload.c
tool kinds 'config = { unstable_tseries = enable } begin {
	$zero = 0;
	print(-3); print((uint64)-1); print(true); print("a\"b\\c\n\t\x01\x7f");
	print((1, "two", (3, false))); print((a = 1, b = (c = "x", d = 2))); print(());
	print(pton("127.0.0.1")); print(buf("\x00a\xff", 3)); print(kptr((uint64 *)4096));
	print((enum pid_type)1); print(ntop(pton("::1"))); print(strftime("%Y", nsecs));
	print(username); print(cgroup_path(cgroup)); print(ksym(1)); print(kstack(1));
	print("\xff\xc3\xa9\x80"); print(macaddr((int8[])"\x01\x02\xab\xcd\xef")); print(probe);
	printf("%s %d\n", "a \"line\"", 1); time("%H\n"); cat("/proc/sys/kernel/ostype");
	errorf("bad %d", 1); warnf("%s", "\xff"); print(1 / $zero);
	@int = 5; @keyed["a b", 1] = -2; @keyed["ab", 1] = 3; @count["x"] = count(); @sum = sum(-4);
	@avg = avg(3); @stats["k"] = stats(2); @hist = hist(3); @lhist["a"] = lhist(5, 0, 10, 5);
	@text["\xff\n"] = "\"\\"; @pair[1] = (1, "x"); @big = 9007199254740993; @kstack[kstack(1)] = count();
	@series = tseries(9, 1s, 3); @byte["k"] = buf("\xff", 1); @record = (m = 1, n = (2, "y"));
	exit();
}'
run ./kinds -k -f json
expect_status 0
jq -c . <$out >parsed || fail "that is not JSON"
expect_out_like '.'
[ "$(wc -l <parsed)" = "$(wc -l <$out)" ] || fail "an object is not one line"

# is JQ-EXPRESSION WANTED: what the expression gives for all lines as one array, as compact JSON.
is() {
	local found
	found=$(jq -cs "$1" <$out)
	[ "$found" = "$2" ] || fail "$1 is $found, not $2"
}

value() {
	is "[.[] | select(.type == \"value\")][$1].data" "$2"
}
map() {
	is "[.[] | select(.type == \"$2\").data | select(has(\"$1\"))][0][\"$1\"]" "$3"
}

is '.[0]' '{"type":"attached_probes","count":1,"data":{"probes":1}}'
value 0 -3
value 1 '"18446744073709551615"'
value 2 true
value 3 '"a\"b\\c\n\t\u0001\u007f"'
value 4 '[1,"two",[3,false]]'
value 5 '{"a":1,"b":{"c":"x","d":2}}'
value 6 '[]'
value 7 '[127,0,0,1]'
value 8 '[0,97,-1]'
value 9 4096
value 10 1
value 11 '"::1"'
value 12 "\"$(date +%Y)\""
value 13 "\"$(id -un)\""
value 15 '"0x1"'
is '[.[] | select(.type == "value")][16].data | test("^\n        [^\n]+\n$")' true
# Bytes that are not UTF-8 come as the characters of their numbers, and are found again.
is '[.[] | select(.type == "value")][17].data == "\u00ff\u00e9\u0080"' true
[ "$(grep -c '"\\u00ffé\\u0080"' $out)" = 1 ] || fail "bytes that are not UTF-8"
value 18 '"01:02:AB:CD:EF:00"'
value 19 '"begin"'
is '[.[] | select(.type == "printf").data]' '["a \"line\" 1\n"]'
is '[.[] | select(.type == "cat").data]' '["Linux\n"]'
is '.[] | select(.type == "time").data | test("^[0-9][0-9]\n$")' true
is '[.[] | select(.type == "errorf" or .type == "warnf") | [.type, .msg, .filename, .line, .col]]' \
	'[["errorf","bad 1","kinds.bt",10,2],["warnf","ÿ","kinds.bt",10,23]]'
is '.[] | select(.type == "runtime_error") | [.line, .col]' '[10,50]'
map @int map 5
map @keyed map '{"a b,1":-2,"ab,1":3}'
map @count map '{"x":1}'
map @sum map -4
map @avg stats 3
map @stats stats '{"k":{"count":1,"average":2,"total":2}}'
map @hist hist '[{"min":2,"max":3,"count":1}]'
map @lhist hist '{"a":[{"min":5,"max":9,"count":1}]}'
map @text map '{"ÿ\n":"\"\\"}'
map @pair map '{"1":[1,"x"]}'
map @big map '"9007199254740993"'
map @byte map '{"k":[-1]}'
map @record map '{"m":1,"n":[2,"y"]}'
is '[.[] | select(.type == "map").data["@kstack"] | select(. != null) | to_entries[].value]' '[1]'
is '[.[] | select(.type == "tseries").data["@series"][].value]' '[9]'

# What happens beside the script's values: lists of words, commands, files that are not there, helpers that fail, losses.
gcc -O1 -static -o workload "$ROOT/tests/run/bin/workload.c" || fail "no workload"
cat >others.bt <<'END'
tracepoint:syscalls:sys_enter_execve /pid == cpid/ {
	join(args.argv); join(args.argv, "\xff");
	system("echo 'a\n\"b'"); cat("/no/such/file");
	print(*(uint64 *)16);
}
END
run "$TRACEC" build --unsafe --no-warnings others.bt -o others
expect_status 0
run ./others -k -f json -c './workload getppid 1'
expect_status 0
jq -c . <$out >parsed || fail "that is not JSON"
is '[.[] | select(.type == "join").data]' '["./workload getppid 1","./workloadÿgetppidÿ1"]'
is '[.[] | select(.type == "syscall").data]' '["a\n\"b\n"]'
is '.[] | select(.type == "helper_error") | [(.msg | length > 5), .helper, .retcode < 0, .filename, .line, .col]' \
	'[true,"probe_read_kernel",true,"others.bt",4,8]'
expect_err_like "^ERROR: failed to open file '/no/such/file' \(No such file or directory\)$"

tool loses 'config = { perf_rb_pages = 1 }
tracepoint:syscalls:sys_enter_getppid /pid == cpid/ { @n = count(); printf("%s %d\n", "a line of some length", 1); }'
run ./loses -f json -c './workload getppid 30000'
jq -c . <$out >parsed || fail "that is not JSON"
is '([.[] | select(.type == "lost_events")] | length > 0 and all(.count == .data.events))' true
is '([.[] | select(.type == "lost_events").data.events] | add) + ([.[] | select(.type == "printf")] | length)' 30000
