# A tool built for types that this kernel has otherwise: lengths of arrays, steps and members are those of this kernel.
# needs: root btf
cat >types.c <<'END'
typedef int pid_t;
struct rlimit { unsigned long rlim_max, rlim_cur; };
struct signal_struct { struct rlimit rlim[4]; unsigned long gone_array[2]; };
struct task_struct {
	pid_t pid;
	char comm[8];
	int gone;
	pid_t tgid;
	struct signal_struct *signal;
	unsigned long cpus[2];
	struct task_struct *group_leader;
};
enum pid_type { OTHER_PID, OTHER_TGID };
struct task_struct task;
enum pid_type kind;
struct signal_struct signals;
END
clang-19 -target bpf -O1 -g -c types.c -o types.o || fail "no types"

build() {
	run "$TRACEC" build --target types.o "$@" -o a_name_of_fifteen
	expect_status 0
}

# $i is not known to the compiler: 9 is an element here, behind the end there.
build -e 'begin {
	$i = (uint64)pid * 0 + 9;
	print(curtask.comm[$i] == comm[$i]);
	print(curtask.signal.rlim[$i - 2].rlim_cur == curtask.signal.rlim[$i - 8 + 1].rlim_cur
		|| curtask.signal.rlim[$i - 2].rlim_cur > 0);
	print(curtask.group_leader.comm);
}'
run ./a_name_of_fifteen -q
expect_status 0
expect_err ''
# A string that is longer here is seen to be cut.
expect_out 'true
true
a_name_o..

'

# Behind the end here, too.
build -e 'begin { $i = (uint64)pid * 0 + 16; print(curtask.comm[$i] == comm[0]); print(curtask.signal.rlim[$i].rlim_cur > 0); }'
run ./a_name_of_fifteen -q
[ "$(grep -c 'Array access out of bounds' .stderr)" = 2 ] || fail "not two warnings"

# A member of a copy that is asked for by name has to be here, as it would have to be behind the pointer.
build -e 'begin { $t = *curtask; print($t.pid == pid); print($t.gone); }'
run ./a_name_of_fifteen -q
expect_status 1
expect_err_like 'struct task_struct.gone'

# But where the script asks for it first, or prints the whole, it may be missing.
build -e 'begin { $t = *curtask; if (has_field(struct task_struct, gone)) { print($t.gone); } print($t.pid == pid); }'
run ./a_name_of_fifteen -q
expect_status 0
expect_out 'true

'
build -e 'begin { print(*curtask); @t = *curtask.signal; }'
run ./a_name_of_fifteen -q
expect_status 0
! grep -q gone .stdout || fail "what this kernel lacks is printed"
expect_out_like '^{ .pid = [0-9]+, .comm = a_name_o.., .tgid = [0-9]+, .signal = 0x[0-9a-f]+, .group_leader = 0x[0-9a-f]+ }$'
expect_out_like '^@t: { .rlim = \[{ .rlim_max = [0-9]+, .rlim_cur = [0-9]+ },.* }$'
run ./a_name_of_fifteen -q -f json
expect_status 0
! grep -q gone .stdout || fail "what this kernel lacks is printed"
expect_out_like '"data": *{"pid": [0-9]+, "comm": "a_name_o..",'

# With --btf, names are those of its file.
run "$TRACEC" build -e 'begin { print((enum pid_type)1); }' -o names
expect_status 0
run ./names -q
expect_out_like '^PIDTYPE_TGID$'
run ./names -q --btf types.o
expect_out_like '^OTHER_TGID$'
