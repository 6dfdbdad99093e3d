# Hosts without BTF: the kernel types that a tool needs are embedded, or given as a file.
# needs: root btf
run "$TRACEC" snapshot -o here
expect_status 0
printf '%s\n' 'begin { printf("%%d %%s\n", curtask.pid == tid, curtask.comm); exit(); }' >types.bt
sed -i 's/%%/%/g' types.bt
run "$TRACEC" build types.bt -o plain
expect_status 0
run "$TRACEC" build --embed-btf here types.bt -o embedded
expect_status 0
expect_err ''
run "$TRACEC" build --embed-btf here --embed-btf here types.bt -o twice
expect_status 0
# A few hundred bytes for a kernel, and the same ones only once.
grown=$(($(stat -c %s embedded) - $(stat -c %s plain)))
[ $grown -lt 4096 ] || fail "one kernel costs $grown bytes"
grown=$(($(stat -c %s twice) - $(stat -c %s embedded)))
[ $grown -lt 512 ] || fail "the same types once more cost $grown bytes"
run ./embedded --info
expect_out_like "^  $(uname -r) $(uname -m): [0-9]+ bytes$"

# The tool looks for BTF only where the kernel has it; the mount hides it from this test alone.
cat >hidden.sh <<'END'
mount -t tmpfs none /sys/kernel/btf || exit 77
exec "$@"
END
hidden="unshare -m --propagation private bash $PWD/hidden.sh"
run $hidden ./embedded -v
[ "$status" != 77 ] || skip "/sys/kernel/btf cannot be hidden"
expect_status 0
expect_out_like '^1 embedded$'
expect_err_like "^embedded: kernel types: embedded, for $(uname -r)$"
run ./embedded -v
expect_out_like '^1 embedded$'
! grep -q 'kernel types' $err || fail "the kernel's own types come first"
run $hidden ./plain --btf here
expect_status 0
expect_out_like '^1 plain$'

# Without any, what needs none still works, and what does says which and how to get it.
run $hidden ./plain
expect_status 1
expect_out ''
expect_err_lines 1
expect_err_like 'this kernel has no struct task_struct\.pid \(types\.bt:1\): this kernel gives no types \(BTF\); .*--embed-btf'
run $hidden setarch -R --uname-2.6 ./embedded
expect_status 1
expect_err_lines 1
expect_err_like 'of its release are not among the embedded ones'
tool nothing 'begin { @x = 1; for $i : 0..3 { @x += $i; } printf("%ld\n", @x); exit(); }'
run $hidden ./nothing
expect_status 0
expect_out '4


@x: 4'

run ./plain --btf no/such
expect_status 1
expect_err_lines 1
expect_err_like 'cannot read no/such'
run ./plain --check --btf no/such
expect_status 1
expect_err_lines 1
run ./plain --btf types.bt
expect_status 1
expect_err_lines 1
expect_err_like 'cannot take kernel types from types\.bt'

# Where loading fails on a kernel before 5.5, that is the reason.
run setarch -R --uname-2.6 ./plain --btf types.bt
expect_status 1
expect_err_lines 1
expect_err_like '^plain: Linux 2\.6\.[^ ]* is too old: this program needs 5\.5 or later'

# What cannot be embedded.
cp /sys/kernel/btf/vmlinux raw
run "$TRACEC" build --embed-btf raw types.bt -o no
expect_status 2
expect_err "tracec: 'raw' does not say of which kernel it is; --embed-btf takes what tracec snapshot makes"
expect_no_file no
run "$TRACEC" build --embed-btf missing types.bt -o no
expect_status 2
expect_err_lines 1

# Names of enumerators are the embedded ones, not those of the kernel that the tool was built for.
printf '%s\n' 'enum pid_type { PIDTYPE_TGID, PIDTYPE_PID };' 'enum pid_type kind;' >kinds.c
clang-19 -target bpf -O1 -g -c kinds.c -o kinds.o || fail "no types"
run "$TRACEC" build --target kinds.o --embed-btf here -o kinds -e 'begin { $k = PIDTYPE_TGID; print($k); }'
expect_status 0
run $hidden ./kinds -q
expect_status 0
expect_out_like '^PIDTYPE_TGID$'
# A value that only a cast makes one of an enum asks for no relocation; its names are the embedded ones all the same.
printf '%s\n' 'enum pid_type { OTHER_PID, OTHER_TGID };' 'enum pid_type kind;' >kinds.c
clang-19 -target bpf -O1 -g -c kinds.c -o kinds.o || fail "no types"
run "$TRACEC" build --target kinds.o --embed-btf here -o kinds -e 'begin { print((enum pid_type)1); @[(enum pid_type)0] = 1; }'
expect_status 0
run $hidden ./kinds -q
expect_status 0
expect_out_like '^PIDTYPE_TGID$'
expect_out_like '^@\[PIDTYPE_PID\]: 1$'
tool cast 'begin { print((enum pid_type)1); }'
run $hidden ./cast -v
expect_status 0
expect_err_like '^cast: enum pid_type: names are those of the kernel that the tool was built for$'
