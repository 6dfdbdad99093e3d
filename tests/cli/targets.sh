# Several --target: a tool is made for the first and has to serve all, and a list says which of them has what.
# needs: program:clang-19 program:llvm-objcopy-19
kernel() {
	printf '%s\n' "$2" >k.c
	clang-19 -target bpf -O1 -g -c k.c -o k.o &&
		llvm-objcopy-19 --dump-section .BTF=$1 k.o /dev/null || fail "no kernel $1"
}
kernel a 'struct only_a { int x; } oa; struct task_struct { int pid, tgid; struct only_a *a; } t;
int fa(int n) { return n; } int both(int n) { return fa(n); }'
kernel b 'struct task_struct { int pid; long depth; } t; long depth(void) { return t.depth; } int both(int n) { return n; }'
kernel c 'struct task_struct { int pid; char depth; } t; int both(char c) { return c; }'

# The bytes are those of the first target alone.
echo 'begin { print(curtask.pid); }' >pid.bt
run "$TRACEC" build pid.bt -o one --target a
expect_status 0
run "$TRACEC" build pid.bt -o several --target a --target b --target c
expect_status 0
expect_err ''
expect_out ''
expect_same one several

# One of them lacks something: nothing is built, and that one is named with what it lacks, and where.
echo 'begin {
	print(curtask.tgid);
}' >tgid.bt
run "$TRACEC" build tgid.bt -o tgid --target a --target b
expect_status 1
expect_no_file tgid
expect_err_like '^tracec: the tool would not run on b$'
expect_err_like '^tgid\.bt:2: it has no field struct task_struct\.tgid$'
! grep -q 'would not run on a' $err || fail "a has it"
run "$TRACEC" build tgid.bt -o tgid --target a
expect_status 0
run "$TRACEC" bundle pid.bt tgid.bt -o bundle --target a --target b
expect_status 1
expect_no_file bundle
expect_err_like '^tgid\.bt:2: it has no field struct task_struct\.tgid$'

# What is asked for first may be missing.
echo 'begin { if (has_field(curtask, tgid)) { print(curtask.tgid); } }' >asked.bt
run "$TRACEC" build asked.bt -o asked --target a --target b
expect_status 0
expect_err ''

# What is wrong with the script itself is told once.
echo 'begin { print(curtask.nothing); }' >wrong.bt
run "$TRACEC" build wrong.bt -o wrong --target a --target b
expect_status 1
[ "$(grep -c ': error: ' $err)" = 1 ] || fail "once"
run "$TRACEC" build pid.bt -o pid --target a --target no/such
expect_status 2
expect_no_file pid

run "$TRACEC" list 'fentry:*' --target a --target b
expect_status 0
expect_out '1: a
2: b
1 2  fentry:vmlinux:both
- 2  fentry:vmlinux:depth
1 -  fentry:vmlinux:fa'
# Where the arguments differ, each way stands for itself.
run "$TRACEC" list 'fentry:both' -v --target a --target b --target c
expect_status 0
expect_out '1: a
2: b
3: c
- - 3  fentry:vmlinux:both
           char c
1 2 -  fentry:vmlinux:both
           int n'
run "$TRACEC" list 'struct only*' --target b --target a
expect_status 0
expect_out '1: b
2: a
- 2  struct only_a'
run "$TRACEC" list 'fentry:none' --target a --target b
expect_status 1
expect_err "tracec: nothing matches 'fentry:none' in any of the targets"
