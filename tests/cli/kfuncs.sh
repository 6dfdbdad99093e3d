# kfunc_allowed() answers for the type of program that a block becomes, by the running kernel's functions.
# needs: root btf
accept() {
	printf '%s\n' "$1" >script.bt
	run "$TRACEC_RELEASE" check --no-warnings script.bt
	[ "$status" = 0 ] || fail "refused: $1: $(head -n 3 "$err")"
}

common='static_assert(kfunc_allowed("bpf_rdonly_cast") == kfunc_exist("bpf_rdonly_cast"), "common");
static_assert(!kfunc_allowed("vfs_read") && !kfunc_allowed("no_such_kfunc"), "none");'
tracing='static_assert(kfunc_allowed("bpf_task_from_pid") == kfunc_exist("bpf_task_from_pid"), "tracing");'
not_tracing='static_assert(!kfunc_allowed("bpf_task_from_pid"), "not tracing");'
since='static_assert(kfunc_allowed("bpf_task_from_pid") ==
(kfunc_exist("bpf_task_from_pid") && kfunc_exist("bpf_copy_from_user_str")), "tracing since Linux 6.12");'
for probe in begin end uprobe:/bin/true:main uretprobe:/bin/true:main kprobe:vfs_read kretprobe:vfs_read; do
	accept "$probe { $common $not_tracing }"
done
for probe in fentry:vfs_read fexit:vfs_read iter:task rawtracepoint:sched_switch; do
	accept "$probe { $common $tracing }"
done
for probe in tracepoint:sched:sched_switch profile:hz:99 interval:s:1 software:cpu:1000; do
	accept "$probe { $common $since }"
done
accept "test:one { $common
static_assert(kfunc_allowed(\"bpf_xdp_metadata_rx_vlan_tag\") == kfunc_exist(\"bpf_xdp_metadata_rx_vlan_tag\"), \"xdp\"); }"
# Several probes: what all of them may call. A function of the script: what any program may.
accept "fentry:vfs_read, kprobe:vfs_read { $common $not_tracing }"
accept "fn f() : void { $common $not_tracing } fentry:vfs_read { f(); }"
