# --check says for this host what a tool finds of all that it asks for, by the same lines as tracec check.
# needs: root btf syscalls
cat >s.bt <<'END'
begin
{
	if (has_field(curtask, no_such_field)) {
		print(curtask.no_such_field);
	}
	print(curtask.pid);
	exit();
}
tracepoint:syscalls:sys_enter_getppid? { @ = count(); }
END
run "$TRACEC" build s.bt -o s
expect_status 0
run "$TRACEC" check s.bt --target /sys/kernel/btf/vmlinux --target none
grep -E '^  ok|^  absent' $out | sed 's/^  //' | sort >judged
[ -s judged ] || fail "nothing was judged"
run ./s --check
expect_status 0
expect_err ''
expect_out_like '^ok       begin \(run by this program\)$'
expect_out_like '^absent   field struct task_struct\.no_such_field \(s\.bt:3\)$'
expect_out_like '^ok       field struct task_struct\.pid \(s\.bt:6\)$'
expect_out_like '^ok       map type ringbuf$'
expect_out_like '^ok       capability CAP_BPF: to load programs and make maps$'
expect_out_like '^host     kernel\.unprivileged_bpf_disabled is [0-2]: '
grep -vE 'begin|tracepoint:|capability|^host ' $out | sort >found
expect_same judged found
run ./s --check -f json
expect_status 0
expect_out_like '^\{"type": "need", "data": \{"kind": "field", "name": "struct task_struct\.pid", "file": "s\.bt", "line": 6, "verdict": "ok"\}\}$'
expect_out_like '^\{"type": "capability", "data": \{"name": "CAP_BPF", "verdict": "ok"\}\}$'

# What is taken away is replaced, and what replaces it is asked for.
run env TRACEC_NO=ringbuf,probe_read ./s --check
expect_status 0
expect_out_like '^ok       map type perf_event_array$'
expect_out_like '^ok       helper bpf_probe_read \(s\.bt:[0-9]\)$'
expect_out_like '^without  ringbuf \(Linux 5\.8\): '
! grep -q 'helper bpf_ringbuf' $out || fail "a ring buffer is asked for"

# Types of another kernel: what fails there is named, and which probe by it.
cat >k.c <<'END'
struct task_struct { int tgid; } task;
END
clang-19 -target bpf -O1 -g -c k.c -o k.o && llvm-objcopy-19 --dump-section .BTF=other k.o /dev/null || fail "no BTF"
run ./s --check --btf other
expect_status 1
expect_out_like '^missing  field struct task_struct\.pid \(s\.bt:6\)$'
expect_out_like '^failed   begin: this kernel has no struct task_struct\.pid \(s\.bt:1\)$'

# Without privileges: which are missing, one by one.
run $as_nobody ./s --check
expect_status 1
expect_err_like 'no privilege to trace'
expect_out_like '^missing  capability CAP_BPF: to load programs and make maps$'
