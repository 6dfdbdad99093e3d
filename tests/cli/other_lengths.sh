# What a tool has of the builder's types and this kernel has otherwise: an array's elements, a struct's members, the places
# in a struct without a name. No byte behind an array is read, and all of it is told, at load and by both checks.
# needs: root btf
cat >types.c <<'END'
typedef int pid_t;
struct rlimit { unsigned long rlim_cur, rlim_max; };
struct pid;
struct signal_struct { struct rlimit rlim[20]; struct pid *pids[2]; unsigned int leader; };
struct user_namespace { long rlimit_max[6]; int level; };
struct cred { struct user_namespace *user_ns; };
struct task_struct { pid_t pid; char comm[8]; struct signal_struct *signal; const struct cred *cred; };
struct path { void *mnt; void *dentry; };
struct parsed_partitions { struct { unsigned long size; int from; } *parts; int limit; };
struct task_struct task;
struct signal_struct signals;
struct cred cred;
struct user_namespace space;
struct path path;
struct parsed_partitions partitions;
END
clang-19 -target bpf -O1 -g -c types.c -o types.o || fail "no types"
"$TRACEC" snapshot -o here >/dev/null 2>&1 || fail "no snapshot"

build() {
	printf '%s\n' "$1" >t.bt
	run "$TRACEC" build --target types.o t.bt -o t
	expect_status 0
}

longer='field struct signal_struct.pids (t.bt:2): 4 elements on this kernel, of which the tool has 2'
shorter='field struct user_namespace.rlimit_max (t.bt:4): 4 elements on this kernel, where the tool has 6'
records='field struct signal_struct.rlim (t.bt:6): 16 elements on this kernel, where the tool has 20'
build 'begin {
	$p = curtask.signal.pids;
	print($p[1] == curtask.signal.pids[1]);
	$max = curtask.cred.user_ns.rlimit_max;
	print($max);
	@rlim = curtask.signal.rlim;
	print(((uint8)1, $max));
	print(buf(curtask.cred.user_ns.rlimit_max));
	@same = pid == 0 ? $max : curtask.cred.user_ns.rlimit_max;
}'
run ./t -q
expect_status 0
sort .stderr >warnings
printf 't: WARNING: %s\n' "$longer" "$shorter" "$records" | sort >wanted
expect_same warnings wanted
# As many as this kernel has.
n='[0-9]+'
expect_out_like "^true$"
expect_out_like "^\[$n,$n,$n,$n\]$"
expect_out_like "^\(1, \[$n,$n,$n,$n\]\)$"
expect_out_like "^(\\\\x[0-9a-f]{2}|[ -~]){32}$"
expect_out_like "^@same: \[$n,$n,$n,$n\]$"
[ "$(grep -a '^@rlim' .stdout | grep -ao rlim_cur | wc -l)" = 16 ] || fail "not 16 limits"
run ./t -q -f json
expect_out_like '"data": \["?[0-9]+"?,"?[0-9]+"?,"?[0-9]+"?,"?[0-9]+"?\]\}'
run ./t -q --no-warnings
expect_err ''
run ./t --check
expect_status 0
for text in "$longer" "$shorter" "$records"; do
	grep -qxF "differs  $text" .stdout || fail "not told: $text"
done
run ./t --check -f json
expect_out_like '"kind": "field", "name": "struct signal_struct.pids", "file": "t.bt", "line": 2, "verdict": "differs", "detail": "4 elements on this kernel, of which the tool has 2"'
run "$TRACEC" check t.bt --target types.o --target here
expect_status 0
for text in "$longer" "$shorter" "$records"; do
	grep -qxF "  differs  $text" .stdout || fail "not told by the check: $text"
done
run "$TRACEC" check t.bt --json --target types.o --target here
expect_out_like '"verdict": "differs", "detail": "4 elements on this kernel, where the tool has 6"'

# Text that is longer here is seen to be cut; the checks tell it, too.
build 'begin { print(curtask.comm); }'
run ./t -q
expect_err ''
run ./t --check
expect_out_like '^differs  field struct task_struct.comm \(t.bt:1\): 16 elements on this kernel, of which the tool has 8$'

# Elements, tests of the index and sizes are the target's: nothing differs.
build 'begin { $i = (uint64)pid * 0 + 3; print((uint64)curtask.signal.pids[$i] > 0); print(sizeof(curtask.signal.rlim)); $c = *curtask.signal; print($c.leader < 2); }'
run ./t -q
expect_err ''
expect_out 'true
256
true

'

# Members that are only here are not in a copy of the whole.
build 'begin {
	@copy = *curtask.signal;
	print(*(struct path *)0);
}'
run ./t -q
expect_err_lines 3
expect_err_like '^t: WARNING: type struct signal_struct \(t.bt:2\): members of this kernel that the tool does not have: [a-z_]+, [a-z_]+, [a-z_]+ and [0-9]+ more$'
! grep -q 'struct path' .stderr || fail "struct path has no others"
run "$TRACEC" check t.bt --target types.o --target here
expect_out_like '^  differs  type struct signal_struct \(t.bt:2\): members of this kernel that the tool does not have: '

# A struct without a name behind a pointer cannot be relocated.
build 'begin {
	$p = (struct parsed_partitions *)0;
	print($p->parts[1].size);
}'
run ./t -q
expect_err_like "^t: WARNING: field struct parsed_partitions.parts \(t.bt:3\): "
expect_err_lines 1
run ./t --check
expect_out_like "^differs  field struct parsed_partitions.parts \(t.bt:3\): "
printf '%s\n' 'begin { $p = (struct parsed_partitions *)0; print($p->parts[1].size); }' >same.bt
run "$TRACEC" build same.bt -o same
expect_status 0
run ./same -q
expect_err ''

# Elements and integers that are wider here.
sed -i 's/long rlimit_max/int rlimit_max/; s/unsigned int leader/unsigned char nr_threads/' types.c
clang-19 -target bpf -O1 -g -c types.c -o types.o || fail "no types"
build 'begin {
	print(curtask.signal.nr_threads);
	print(curtask.cred.user_ns.rlimit_max);
}'
run ./t -q
expect_err_like '^t: WARNING: field struct signal_struct.nr_threads \(t.bt:2\): 4 bytes on this kernel, of which the tool has 1$'
expect_err_lines 2
run ./t --check
expect_out_like '^differs  field struct signal_struct.nr_threads \(t.bt:2\): 4 bytes on this kernel, of which the tool has 1$'
