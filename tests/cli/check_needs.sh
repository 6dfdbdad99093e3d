# What a tool asks of a kernel is judged by its object, for each target: fields, types, enumerators, helpers,
# kernel functions, types of maps and programs; what stands in branches that are not taken is not asked for.
# needs: program:clang-19 program:llvm-objcopy-19

# A made-up kernel: kernel NAME WORDS; -DWORD leaves something out.
cat >kernel.c <<'END'
enum bpf_func_id {
	BPF_FUNC_map_lookup_elem = 1, BPF_FUNC_map_update_elem, BPF_FUNC_map_delete_elem,
	BPF_FUNC_probe_read, BPF_FUNC_get_smp_processor_id = 8,
	BPF_FUNC_get_current_pid_tgid = 14, BPF_FUNC_get_current_uid_gid, BPF_FUNC_get_current_comm,
	BPF_FUNC_perf_event_output = 25, BPF_FUNC_get_current_task = 35,
	BPF_FUNC_probe_read_str = 45, BPF_FUNC_get_current_cgroup_id = 80,
#ifndef NO_SIGNAL
	BPF_FUNC_send_signal = 109,
#endif
	BPF_FUNC_probe_read_user = 112, BPF_FUNC_probe_read_kernel, BPF_FUNC_probe_read_user_str,
	BPF_FUNC_probe_read_kernel_str,
	BPF_FUNC_get_ns_current_pid_tgid = 120, BPF_FUNC_ktime_get_boot_ns = 125,
#ifndef NO_RINGBUF
	BPF_FUNC_ringbuf_output = 130, BPF_FUNC_ringbuf_reserve, BPF_FUNC_ringbuf_submit,
	BPF_FUNC_ringbuf_discard, BPF_FUNC_ringbuf_query,
#endif
	BPF_FUNC_for_each_map_elem = 164, BPF_FUNC_get_attach_cookie = 174, BPF_FUNC_loop = 181,
	__BPF_FUNC_MAX_ID,
};
enum bpf_map_type {
	BPF_MAP_TYPE_HASH = 1, BPF_MAP_TYPE_ARRAY, BPF_MAP_TYPE_PERF_EVENT_ARRAY = 4,
	BPF_MAP_TYPE_PERCPU_HASH, BPF_MAP_TYPE_PERCPU_ARRAY,
	BPF_MAP_TYPE_ARRAY_OF_MAPS = 12,
#ifndef NO_RINGBUF
	BPF_MAP_TYPE_RINGBUF = 27,
#endif
};
enum bpf_prog_type {
	BPF_PROG_TYPE_KPROBE = 2, BPF_PROG_TYPE_SCHED_ACT = 4, BPF_PROG_TYPE_TRACEPOINT = 5,
#ifndef NO_RAW
	BPF_PROG_TYPE_RAW_TRACEPOINT = 17,
#endif
	BPF_PROG_TYPE_TRACING = 26,
};
#ifdef OLD_STATE
#define STATE long state
#else
#define STATE unsigned int __state
#endif
struct other { int in; };
enum mode {
	MODE_ONE = 1,
#ifndef NO_TWO
	MODE_TWO = 2,
#endif
};
struct task_struct {
	STATE;
	int pid, tgid;
#ifdef OTHER_KIND
	struct other depth;
#else
	int depth;
#endif
	struct task_struct *parent;
#ifndef NO_EXTRA
	struct extra { unsigned mode; } *extra;
#endif
	char comm[16];
};
struct task_struct *bpf_get_task(int pid) { return 0; }
#ifndef NO_KFUNC
struct task_struct *bpf_task_from_pid(int pid) { return bpf_get_task(pid); }
void bpf_task_release(struct task_struct *p) { }
#endif
struct task_struct task;
enum bpf_func_id a; enum bpf_map_type b; enum bpf_prog_type c; enum mode d;
#ifndef NO_EXTRA
struct extra extra;
#endif
END
kernel() {
	local name=$1
	shift
	clang-19 -target bpf -O1 -g -c kernel.c -o k.o "$@" &&
		llvm-objcopy-19 --dump-section .BTF=$name k.o /dev/null || fail "no kernel $name"
}
kernel full
kernel other -DOLD_STATE
kernel kind -DOTHER_KIND
kernel plain -DNO_EXTRA
kernel two -DNO_TWO
kernel silent -DNO_SIGNAL
kernel bare -DNO_KFUNC
kernel rawless -DNO_RAW
kernel perf -DNO_RINGBUF

# Fields, and which branch is taken.
cat >state.bt <<'END'
begin
{
	if (has_field(curtask, __state)) {
		print(curtask.__state);
	} else if (has_field(curtask, state)) {
		print(curtask.state);
	}
	print(curtask.depth);
}
END
run "$TRACEC" check state.bt --target full --target other
expect_status 0
expect_err ''
[ "$(grep -n ': ok$' $out | cut -d: -f2)" = "$(printf 'full\nother')" ] || fail "verdicts"
[ "$(grep -c '^  ok       field struct task_struct.__state (state.bt:3)$' $out)" = 1 ] || fail "full has __state"
[ "$(grep -c '^  absent   field struct task_struct.state (state.bt:5)$' $out)" = 1 ] || fail "full has no state"
[ "$(grep -c '^  absent   field struct task_struct.__state (state.bt:3)$' $out)" = 1 ] || fail "other has no __state"
[ "$(grep -c '^  ok       field struct task_struct.state (state.bt:5)$' $out)" = 1 ] || fail "other has state"
expect_out_like '^  ok       program type raw_tracepoint \(state\.bt:1\)$'
expect_out_like '^  ok       map type ringbuf$'
expect_out_like '^  ok       helper bpf_probe_read_kernel \(state\.bt:[0-9]\)$'

# It has the name, but what it is cannot be read as the script's tool reads it.
echo 'begin { print(curtask.depth); }' >depth.bt
run "$TRACEC" check depth.bt --target full --target kind
expect_status 1
expect_out_like '^full: ok$'
expect_out_like '^kind: failed$'
expect_out_like '^  failed   begin \(depth\.bt:1\): it needs field struct task_struct\.depth$'
expect_out_like '^  missing  field struct task_struct\.depth \(depth\.bt:1\)$'

# A type and its field; asked for, they may be missing.
printf 'begin {\n if (has_type(struct extra)) { print(curtask.extra.mode); } }\n' >type.bt
run "$TRACEC" check type.bt --target full --target plain --json
expect_status 0
expect_out_like '"target": "full".*"kind": "type", "name": "struct extra", "file": "type\.bt", "line": 2, "verdict": "ok"\}.*"kind": "field", "name": "struct extra\.mode".*"verdict": "ok".*"target": "plain"'
expect_out_like '"target": "plain".*"kind": "type", "name": "struct extra", "file": "type\.bt", "line": 2, "verdict": "absent"\}.*"kind": "field", "name": "struct extra\.mode", "file": "type\.bt", "line": 2, "verdict": "absent"'
echo 'begin { print(curtask.extra.mode); }' >extra.bt
run "$TRACEC" check extra.bt --target full --target plain --json
expect_status 1
expect_out_like '"target": "plain".*"verdict": "failed".*"kind": "field", "name": "struct task_struct\.extra", "file": "extra\.bt", "line": 1, "verdict": "missing"'

# Enumerators.
echo 'begin { if (has_enumerator(enum mode, MODE_TWO)) { print((uint64)MODE_TWO); } print((uint64)MODE_ONE); }' >enum.bt
run "$TRACEC" check enum.bt --target full --target two
expect_status 0
[ "$(grep -c '^  ok       enum value MODE_TWO (enum.bt:1)$' $out)" = 1 ] || fail "full has MODE_TWO"
[ "$(grep -c '^  absent   enum value MODE_TWO (enum.bt:1)$' $out)" = 1 ] || fail "two lacks it"
echo 'begin { print((uint64)MODE_TWO); }' >value.bt
run "$TRACEC" check value.bt --target full --target two
expect_status 1

# Helpers, kernel functions, types of programs.
echo 'uprobe:/bin/true:main { if (pid > 5) { signal(10); } }' >signal.bt
run "$TRACEC" check signal.bt --unsafe --target full --target silent
expect_status 1
expect_out_like '^full: ok$'
expect_out_like '^  failed   uprobe:/bin/true:main \(signal\.bt:1\): it needs helper bpf_send_signal$'
expect_out_like '^  missing  helper bpf_send_signal \(signal\.bt:1\)$'
cat >task.bpf.c <<'END'
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
struct task_struct;
extern struct task_struct *bpf_task_from_pid(int pid) __ksym;
long has_task(long pid)
{
	return bpf_task_from_pid((int)pid) != 0;
}
END
printf 'import "task.bpf.c";\nbegin { print(has_task(1)); }\n' >kfunc.bt
run "$TRACEC" check kfunc.bt --target full --target bare
expect_status 1
expect_out_like '^  ok       kfunc bpf_task_from_pid \(kfunc\.bt:2\)$'
expect_out_like '^  missing  kfunc bpf_task_from_pid \(kfunc\.bt:2\)$'
echo 'begin { print(1); }' >begin.bt
run "$TRACEC" check begin.bt --target full --target rawless
expect_status 1
expect_out_like '^  missing  program type raw_tracepoint \(begin\.bt:1\)$'

# Without a ring buffer there is the perf buffer, so nothing is missing.
run "$TRACEC" check begin.bt --target full --target perf
expect_status 0
expect_out_like '^  ok       map type perf_event_array$'
expect_out_like '^  ok       helper bpf_perf_event_output \(begin\.bt:1\)$'
expect_out_like '^  without  ringbuf \(Linux 5\.8\): '
run "$TRACEC" check begin.bt --target perf --json
expect_status 0
expect_out_like '"without": \["ringbuf"'

# One that is not there while the other is: the next alternative is taken.
cat >chain.bt <<'END'
tracepoint:a:b || uprobe:/bin/true:main { print(curtask.extra.mode); }
END
run "$TRACEC" check chain.bt --target full --target plain
expect_status 1

# What a target does not say is unknown, which is no failure.
echo 'begin { print(pid); }' >pid.bt
run "$TRACEC" check pid.bt --target none --target full
expect_status 0
expect_out_like '^  unknown  program type raw_tracepoint \(pid\.bt:1\)$'
