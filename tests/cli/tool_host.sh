# What a host lacks is said in one line: kernel types, tracefs. In a mount namespace of its own.
# needs: root
tool execs 'tracepoint:sched:sched_process_exec /pid == cpid/ { @[str(args.filename)] = count(); }'
tool reads 'tracepoint:syscalls:sys_enter_getppid /pid == cpid/ { print(curtask.comm); }'

run unshare -m sh -c 'mount -t tmpfs none /sys/kernel/btf && exec ./reads -c true'
expect_status 1
expect_out ''
expect_err_lines 1
expect_err_like '--btf'

# It would mount that for itself if it might.
run unshare -m sh -c 'mount -t tmpfs none /sys/kernel/tracing && mount -t tmpfs none /sys/kernel/debug &&
	exec setpriv --bounding-set=-sys_admin --inh-caps=-sys_admin ./execs -c true'
expect_status 1
expect_out ''
expect_err_lines 1
expect_err_like 'tracefs'
