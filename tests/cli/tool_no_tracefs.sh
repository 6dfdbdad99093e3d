# Without tracefs, tracepoints attach by their names: the same events, the same args.
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
./t -v >said 2>told &
until grep -q ^Attached told; do
	kill -0 $! 2>/dev/null || break
	sleep 0.05
done
./$1 open /tmp/tracec-no-such-file -- getppid 3
wait $!
sort told | grep -o 'attached .*'
sort said
END
run unshare -m bash run.sh $name
expect_status 0
grep -v '^attached' $out >with
expect_out_like '^attached tracepoint:syscalls:sys_enter_openat: tracepoint$'
run unshare -m bash run.sh $name without
[ "$status" != 9 ] || skip "tracefs cannot be unmounted here"
expect_status 0
for probe in sched:sched_process_exit syscalls:sys_{enter,exit}_{openat,getppid}; do
	expect_out_like "^attached tracepoint:$probe: raw tracepoint\$"
done
grep -v '^attached' $out >without
expect_same with without
grep -q '^tracepoint:syscalls:sys_enter_openat /tmp/tracec-no-such-file 0$' with || fail "$(cat with)"

# What only tracefs tells is named.
tool u 'tracepoint:sched:* { @ = count(); }'
cat >none.sh <<'END'
. ./away.sh
./u
END
run unshare -m bash none.sh
expect_status 1
expect_err 'u: unable to attach probe tracepoint:sched:*: tracefs is not mounted; run: mount -t tracefs nodev /sys/kernel/tracing.'
