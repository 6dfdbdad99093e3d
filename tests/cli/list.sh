# Probes and types of the running kernel, of a snapshot, of binaries and of a script.
# needs: root btf tracefs syscalls
run "$TRACEC" list
expect_status 0
expect_err ''
for line in begin 'tracepoint:syscalls:sys_enter_openat' 'rawtracepoint:sched_switch' 'kprobe:vfs_read' \
	'fentry:vmlinux:vfs_read' 'software:cpu-clock' 'iter:task' 'interval:s:N'; do
	grep -qxF "$line" $out || fail "expected the line $line"
done
! grep -q '^kretprobe:' $out || fail "a kretprobe is implied by its kprobe"
LC_ALL=C sort -c $out || fail "not sorted"
[ -z "$(uniq -d $out)" ] || fail "a probe is listed twice"
cp $out live

# All of it takes less than a second of the processor.
TIMEFORMAT=%U
spent=$({ time "$TRACEC" list >/dev/null; } 2>&1)
case $spent in [0-4].*) ;; *) fail "took $spent s" ;; esac

# Patterns: kinds by any spelling, parts left out, whole names, words.
run "$TRACEC" list 'kretprobe:vfs_rea?'
expect_out 'kretprobe:vfs_read'
run "$TRACEC" list 'k:vmlinux:vfs_read' 'kfunc:vfs_read' 'fexit:vmlinux:vfs_read'
expect_out 'kprobe:vfs_read
fentry:vmlinux:vfs_read
fexit:vmlinux:vfs_read'
run "$TRACEC" list 'tracepoint:sched:sched_swi*'
expect_out 'tracepoint:sched:sched_switch'
run "$TRACEC" list 'sys_enter_openat'
expect_out 'tracepoint:syscalls:sys_enter_openat
tracepoint:syscalls:sys_enter_openat2'
run "$TRACEC" list '*:vfs_readlin[k]'
expect_out_like '^kprobe:vfs_readlink$'
run "$TRACEC" list interval
expect_out 'interval:hz:N
interval:ms:N
interval:s:N
interval:us:N'

# Arguments and types.
run "$TRACEC" list -v 'tracepoint:syscalls:sys_enter_openat'
expect_out 'tracepoint:syscalls:sys_enter_openat
    int __syscall_nr
    int dfd
    const char *filename
    int flags
    umode_t mode'
run "$TRACEC" list -v 'fexit:vfs_read'
expect_out_like '^fexit:vmlinux:vfs_read$'
expect_out_like '^    struct file \*file$'
expect_out_like '^    size_t count$'
expect_out_like '^    ssize_t retval$'
run "$TRACEC" list -v rawtracepoint:sched_process_fork
expect_out_like '^    struct task_struct \*parent$'
run "$TRACEC" list -v iter:task_file
expect_out_like '^    struct file \*file$'
run "$TRACEC" list 'struct task_struc[t]'
expect_out 'struct task_struct'
run "$TRACEC" list 'struct task_struct' -v
expect_out_like '^struct task_struct \{$'
expect_out_like '^	char comm\[16\];$'
expect_out_like '^}; /\* [0-9]+ bytes \*/$'
run "$TRACEC" list -v 'enum bpf_stats_type' 'typedef sigval_t' 'union sigval'
expect_out 'enum bpf_stats_type {
	BPF_STATS_RUN_TIME = 0,
}; /* 4 bytes */
typedef union sigval sigval_t;
union sigval {
	int sival_int;
	void *sival_ptr;
}; /* 8 bytes */'

# A snapshot says the same, wherever it is read.
run "$TRACEC" snapshot -o kernel
expect_status 0
run $as_nobody "$TRACEC" list --target kernel
expect_status 0
expect_same live $out
run "$TRACEC" list --target none
expect_status 0
! grep -q '^kprobe:' $out || fail "no target has no functions"

# Binaries.
printf '%s\n' '#include <sys/sdt.h>' '__attribute__((noinline)) int twice(int n) { return 2 * n; }' \
	'int main(int argc, char **argv)' \
	'{ DTRACE_PROBE2(shop, open, argc, argv); DTRACE_PROBE(shop, shut); return twice(argc); }' >p.c
cc p.c -o p || skip "no C compiler, or no sys/sdt.h"
run "$TRACEC" list 'uprobe:./p:tw*' 'ur:./p:main'
expect_out 'uprobe:./p:twice
uretprobe:./p:main'
run "$TRACEC" list -v 'usdt:./p'
expect_out_like '^usdt:\./p:shop:open$'
expect_out_like '^    int32_t arg0$'
expect_out_like '^    uint64_t arg1$'
expect_out_like '^usdt:\./p:shop:shut$'
run "$TRACEC" list 'usdt:./p:sh*t'
expect_out 'usdt:./p:shop:shut'
run "$TRACEC" list 'uprobe:libc:malloc'
expect_out_like '^uprobe:/.*/libc\.so\.6:malloc$'
run "$TRACEC" list 'uprobe:bash:main'
expect_out_like '^uprobe:/.*bash:main$'

# Typed arguments and results, from debug information; names of C++ as a script has to write them.
run "$TRACEC" list -v "uprobe:$BUILD/debug/run-bin/typed:traced_enums" "ur:$BUILD/debug/run-bin/typed:traced_result" \
	"uprobe:$BUILD/debug/run-bin/shapes:cpp:geometry::scale*"
expect_status 0
expect_out "uprobe:$BUILD/debug/run-bin/typed:traced_enums
    enum color color
    enum sign sign
    message_t *message
uretprobe:$BUILD/debug/run-bin/typed:traced_result
    struct large retval
uprobe:$BUILD/debug/run-bin/shapes:cpp:\"geometry::scale(geometry::color, bool)\"
    enum color c
    bool twice
uprobe:$BUILD/debug/run-bin/shapes:cpp:\"geometry::scale(int)\"
    int by"

# What processes have mapped: of all, or of one, by a star or by nothing.
printf '%s\n' '#include <sys/sdt.h>' '#include <unistd.h>' 'int main(void) { DTRACE_PROBE(shop, wait); return (int)sleep(30); }' >q.c
cc q.c -o q || fail 'q.c does not compile'
./q &
waits=$!
for i in $(seq 100); do grep -q /q /proc/$waits/maps && break; sleep 0.02; done
for pattern in 'usdt:*:*' 'usdt:*:shop:wait' usdt; do
	run "$TRACEC" list "$pattern"
	expect_status 0
	expect_out_like "^usdt:$PWD/q:shop:wait$"
done
run "$TRACEC" list -p $waits 'usdt::wait' 'usdt:*:shop:*' 'uprobe::mai?'
expect_out "usdt:$PWD/q:shop:wait
usdt:$PWD/q:shop:wait
uprobe:$PWD/q:main"
kill $waits
wait $waits 2>/dev/null
run "$TRACEC" list -p 4194000 'usdt:*:*'
expect_status 1
expect_err 'tracec: there is no process 4194000'
run "$TRACEC" list -p x 'usdt:*:*'
expect_status 2
run "$TRACEC" list 'usdt::wait'
expect_status 1
expect_err "tracec: 'usdt::' names no program or library, and -p no process"

# A script.
cat >script.bt <<'END'
BEGIN { }
kprobe:vfs_readlin*, tracepoint:syscalls:sys_enter_open { @ = count(); }
interval:s:$1, f:vfs_read { exit(); }
END
run "$TRACEC" list -f script.bt
expect_status 0
expect_out 'begin
kprobe:vfs_readlink
tracepoint:syscalls:sys_enter_open
interval:s:$1
fentry:vmlinux:vfs_read'
# Its name alone, or its text, say the same.
cp $out listed
run "$TRACEC" list script.bt
expect_same $out listed
run "$TRACEC" list -e "$(cat script.bt)"
expect_same $out listed
run "$TRACEC" list -e 'begin { }' -f script.bt
expect_status 2
run "$TRACEC" list no_such_script.bt
expect_status 1
# Of alternatives the first that is there; what only the tool's host knows as it is written.
cat >others.bt <<'END'
kprobe:no_such || kprobe:vfs_read || kprobe:vfs_write, tracepoint:syscalls:nope? { }
uprobe:./p@p.c:2, u:./p:main+4, uprobe::malloc, uprobe:./p:$1, uprobe:a.zip!/p:main { }
fentry:bpf:some_program { } iter:task:pinned { } iter:task { } kprobe:$1 { }
END
run "$TRACEC" list -f others.bt
expect_status 0
expect_err ''
expect_out 'kprobe:vfs_read
uprobe:./p@p.c:2
uprobe:./p:main+4
uprobe::malloc
uprobe:./p:$1
uprobe:a.zip!/p:main
fentry:bpf:some_program
iter:task:pinned
iter:task
kprobe:$1'
echo 'begin { } kprobe:no_such_function { }' >script.bt
run "$TRACEC" list --file script.bt
expect_status 1
expect_out begin
expect_err_like "^tracec: nothing matches 'kprobe:no_such_function' \(running kernel "

# What cannot be found.
for pattern in kprobe:no_such_thing 'struct no_such_thing' uprobe:/etc/passwd uprobe:./no_such_file 'uprobe:*:no_such_*' nix:x; do
	run "$TRACEC" list "$pattern"
	expect_status 1
	expect_out ''
	expect_err_lines 1
done
run "$TRACEC" list kprob:vfs_read
expect_err "tracec: there are no probes 'kprob:'; did you mean 'kprobe:'?"
run "$TRACEC" list -f script.bt x
expect_status 2
run "$TRACEC" list -f no_such_script
expect_status 2

# That the reader ends is no failure, and nothing to talk about.
(trap '' PIPE; "$TRACEC" list 2>$err; echo $? >status) | head -n 1 >$out
expect_out begin
expect_err ''
[ "$(cat status)" = 0 ] || fail "status $(cat status)"
