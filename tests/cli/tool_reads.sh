# A tool opens nothing but /proc, /sys and what it traces; the time zone and the names of users if it prints such.
# needs: root syscalls btf
tool watch 'tracepoint:syscalls:sys_enter_openat,
tracepoint:syscalls:sys_enter_open?,
tracepoint:syscalls:sys_enter_openat2?
/pid == cpid/ { printf("opens %s\n", str(args.filename)); }
tracepoint:syscalls:sys_enter_execve /pid == cpid/ { printf("runs %s\n", str(args.filename)); }'
cat >own.c <<'END'
__attribute__((noinline)) void work(void) { __asm__ volatile(""); }
int main(void) { work(); return 0; }
END
gcc -g own.c -o own || fail gcc

# reads TOOL ARGUMENT...: what it opens, each once
reads() {
	local name=$1
	run ./watch -q -c "$PWD/$*"
	expect_status 0
	grep -q "^runs .*/$name$" $out || fail "$name did not run"
	[ "$(grep -c '^runs' $out)" = 1 ] || fail "$name starts another program"
	sed -n 's/^opens //p' $out | sort -u >opened
	[ -s opened ] || fail "nothing is seen of $name"
	grep -vE '^/(proc|sys)/' opened >others || true
}
tool plain 'begin { @[comm, pid] = count(); printf("%d\n", tid); exit(); }'
reads plain -q
[ ! -s others ] || fail "plain reads $(cat others)"
tool events 'tracepoint:sched:sched_switch /cpid && pid == cpid/ { @ = count(); } interval:ms:100 { exit(); }'
reads events -q
[ ! -s others ] || fail "events reads $(cat others)"
tool traces 'uprobe:./own:work { @ = count(); }'
reads traces -q -c ./own
grep -vxE '(.*/)?own|/usr/lib/debug/.*' others >more && fail "traces reads $(cat more)"
tool names 'begin { printf("%s %s\n", username, strftime("%H:%M", nsecs)); exit(); }'
reads names -q
[ "$(cat others)" = '/etc/localtime
/etc/passwd' ] || [ -n "$TZ" ] || fail "names reads $(cat others)"
