# Which builtin and function may stand in which kind of probe: all of them with all (language.md 2.2).
# inputs: compiler/sema/builtin.def compiler/sema/function.def compiler/sema/probe_kind.def
probes=(begin end self:signal:SIGUSR1 test:x bench:x kprobe:vfs_read kretprobe:vfs_read fentry:vfs_read fexit:vfs_read
	uprobe:./typed:traced_scalars uretprobe:./typed:traced_scalars usdt:./typed:a:b tracepoint:syscalls:sys_enter_openat
	rawtracepoint:sched_switch profile:hz:99 interval:s:1 software:faults:100 hardware:cycles:1000000
	watchpoint:0x10000000:8:w iter:task)
gcc -g -O1 -static -o typed "$ROOT/tests/run/bin/typed.c" || fail "no program to probe"

# in_kinds EXPRESSION: a letter for each kind of probe, '+' where it is accepted, '-' where it is said not to be available.
in_kinds() {
	local probe line=
	for probe in "${probes[@]}"; do
		echo "$probe { $1; }" >script.bt
		run "$TRACEC_RELEASE" check --no-warnings --unsafe script.bt
		case $status in
		0) line=$line+ ;;
		1)
			grep -q 'is not available in a probe of kind' $err || fail "$1 in $probe is refused otherwise"
			line=$line-
			;;
		*) fail "$1 in $probe" ;;
		esac
	done
	echo "$line"
}

# Kinds:        begin end self test bench kprobe kretprobe fentry fexit uprobe uretprobe usdt
#               tracepoint rawtracepoint profile interval software hardware watchpoint iter
while read -r wanted expression; do
	[ "$(in_kinds "$expression")" = "$wanted" ] || fail "$expression: wanted $wanted, it is $(in_kinds "$expression")"
done <<'END'
-------+++--++------ @x = args
-----+---+-+-+------ print(arg0)
-----+---+-+-+------ print(arg5)
------+-+-+--------- print(retval)
-----++++++--------- print(func)
-----++--+++--++++++ print(ctx)
-----++--+++--+++++- print(reg("ip"))
---------+++-------- print(uaddr("x"))
-------++----------+ @x = path((struct path *)0)
-------++----+-----+ @x = socket_cookie((struct sock *)0)
-------++----+-----+ @x = skboutput("f", (struct sk_buff *)0, 1, 0)
-----+-------------- override(1)
-----++++++++++----- signal(9)
-----++++++++++----- signal_thread("SIGUSR1")
++++++++++++++++++++ print(usermode)
++++++++++++++++++++ print((kstack, ustack(3), probe, probetype))
++++++++++++++++++++ print((pid, tid, uid, gid, cpu, ncpus, numaid, cgroup, rand, jiffies, elapsed, nsecs))
++++++++++++++++++++ print((comm, pcomm, ppid, leader_comm, leader_tid, username, cpid, has_cpid, curtask))
END
