# A member that the compiler does not know is asked for by its name: it counts whatever type it has on the target,
# unless the script reads it, as the integer that it takes it for.
# needs: root btf
cat >types.c <<'EOF'
typedef int pid_t;
struct task_struct { pid_t pid; };
struct bpf_map { int nothing; };
struct signal_struct { int nothing; };
struct task_struct task;
struct bpf_map map;
struct signal_struct signals;
EOF
clang-19 -target bpf -O1 -g -c types.c -o types.o || fail "no types"

run "$TRACEC" build --target types.o -o tool -e 'begin {
	printf("%d %d %d %d %d %d %d %d\n", has_field(struct task_struct, tgid), has_field(struct task_struct, mm),
		has_field(struct task_struct, comm), has_field(struct task_struct, se),
		has_field(struct bpf_map, map_type), has_field(struct signal_struct, rlim),
		has_field(struct signal_struct, pids), has_field(curtask, se.vruntime));
	printf("%d %d %d\n", has_field(struct task_struct, made_up), has_field(struct task_struct, se.made_up),
		has_field(struct no_such, made_up));
	if (has_field(curtask, group_leader)) { print(curtask.group_leader); } else { print("no integer"); }
}'
expect_status 0
run ./tool -q
expect_status 0
expect_err ''
expect_out '1 1 1 1 1 1 1 1
0 0 0
no integer

'
