# Without tracefs in the tree of files a tool mounts it for itself; where it may not do that, tracepoints attach by their
# names: the same events, the same args.
# needs: root syscalls
# A name of its own: other tests run beside this one.
name=wl$$
cp "$(dirname "$TRACEC")/../run-bin/workload" $name
tool t "$(sed "s/WORKLOAD/$name/" <<'END'
tracepoint:syscalls:sys_enter_openat /comm == "WORKLOAD" && str(args.filename) == "/tmp/tracec-no-such-file"/
{ printf("%s %s %d\n", probe, str(args.filename), args.flags); @in[tid] = 1; }
tracepoint:syscalls:sys_exit_openat /has_key(@in, tid)/ { printf("%ld\n", args.ret); delete(@in, tid); }
tracepoint:syscalls:sys_enter_getppid, tracepoint:syscalls:sys_exit_getppid /comm == "WORKLOAD"/ { @calls[probe] = count(); }
tracepoint:sched:sched_process_exit /comm == "WORKLOAD"/ { exit(); }
END
)"
cat >away.sh <<'END'
umount -a -t tracefs
umount -R /sys/kernel/debug 2>/dev/null
! grep -qE 'tracefs|debugfs' /proc/mounts || exit 9
END
cat >run.sh <<'END'
[ -z "${2:-}" ] || . ./away.sh
[ "${2:-}" != bare ] || less=(setpriv --bounding-set=-sys_admin --inh-caps=-sys_admin)
rm -f told
"${less[@]}" ./t -v >said 2>told &
until grep -q ^Attached told; do
	kill -0 $! 2>/dev/null || break
	sleep 0.05
done
./$1 open /tmp/tracec-no-such-file -- getppid 3
wait $!
sort told | grep -o 'attached .*'
grep -o 'tracefs is not mounted here.*' told
echo "mounts: $(grep -cE 'tracefs|debugfs' /proc/mounts)"
sort said
END
# what_it_saw FILE: without what -v told.
what_it_saw() {
	grep -vE '^(attached |tracefs |mounts: )' $out >"$1"
}

run unshare -m bash run.sh $name
expect_status 0
what_it_saw with
expect_out_like '^attached tracepoint:syscalls:sys_enter_openat: tracepoint$'
grep -q '^tracepoint:syscalls:sys_enter_openat /tmp/tracec-no-such-file 0$' with || fail "$(cat with)"

run unshare -m bash run.sh $name own
[ "$status" != 9 ] || skip "tracefs cannot be unmounted here"
expect_status 0
expect_out_like '^attached tracepoint:syscalls:sys_enter_openat: tracepoint$'
expect_out_like '^tracefs is not mounted here: mounted for this tool alone$'
expect_out_like '^mounts: 0$'
what_it_saw own
expect_same with own

# Without the right to mount, and where it is taken away.
for way in bare no; do
	[ $way != no ] || export TRACEC_NO=tracefs
	run unshare -m bash run.sh $name $way
	unset TRACEC_NO
	expect_status 0
	for probe in sched:sched_process_exit syscalls:sys_{enter,exit}_{openat,getppid}; do
		expect_out_like "^attached tracepoint:$probe: raw tracepoint\$"
	done
	what_it_saw $way
	expect_same with $way
done

# What only tracefs tells is named.
tool u 'tracepoint:sched:* { @ = count(); }'
cat >none.sh <<'END'
. ./away.sh
setpriv --bounding-set=-sys_admin --inh-caps=-sys_admin ./u
END
run unshare -m bash none.sh
expect_status 1
expect_err 'u: unable to attach probe tracepoint:sched:*: tracefs is not mounted; run: mount -t tracefs nodev /sys/kernel/tracing.'

# The events of system calls have functions of the kernel to be found by; few or many, with blocks beside them.
tool calls "$(sed "s/WORKLOAD/$name/" <<'END'
tracepoint:syscalls:sys_enter_getpp* /comm == "WORKLOAD"/ { @few[probe] = count(); }
tracepoint:syscalls:sys_enter_get* /comm == "WORKLOAD"/ { @many[probe] = count(); }
tracepoint:syscalls:sys_exit_* /comm == "WORKLOAD" && args.ret > 0/ { @left[probe] = count(); }
END
)"
cat >calls.sh <<END
. ./away.sh
setpriv --bounding-set=-sys_admin --inh-caps=-sys_admin ./calls -v -c './$name getppid 5'
END
run unshare -m bash calls.sh
expect_status 0
expect_out_like '^@few\[tracepoint:syscalls:sys_enter_getppid\]: 5$'
expect_out_like '^@many\[tracepoint:syscalls:sys_enter_getppid\]: 5$'
expect_out_like '^@left\[tracepoint:syscalls:sys_exit_getppid\]: 5$'
expect_err_like '^calls: tracepoint:syscalls:sys_exit_\*: names from /proc/kallsyms, as tracefs cannot be read$'
# As many as tracefs has, but for calls of other machines' programs.
n=$(ls -d /sys/kernel/tracing/events/syscalls/sys_exit_* | wc -l)
found=$(sed -n 's/.*attached tracepoint:syscalls:sys_exit_\* to \([0-9]*\): .*/\1/p' $err)
[ "${found:-0}" -ge "$n" ] && [ "$found" -le $((n + 3)) ] || fail "$found of $n"

# Wildcards, and fields that tracefs alone places, by the tool's own mount.
tool w 'tracepoint:sched:sched_process_ex* /comm == "no such comm"/ { print(probe); }
tracepoint:sched:sched_process_exit /args.pid == 4194305/ { print(args.prio); }'
cat >own.sh <<'END'
. ./away.sh
./w --check
END
run unshare -m bash own.sh
expect_status 0
expect_out_like '^ok +tracepoint:sched:sched_process_ex\* \(tracepoint'
expect_out_like '^ok +tracepoint:sched:sched_process_exit \(tracepoint\)$'
