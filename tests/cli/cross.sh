# --arch: a tool for another machine, the same bytes each time. Guests run such tools; see the guest ring.
# needs: root btf
[ -s "$BUILD/debug/lib/tracec/aarch64/libtracec-stub.a" ] ||
	skip "not built for aarch64: cmake/packages.sh cross-aarch64, then build again"
cat >parts.bt <<'EOF'
kprobe:vfs_read
{
	@[comm, arg0] = count();
}

uprobe:/bin/true:main
{
	@u = count();
}
EOF
for arch in aarch64 arm64; do
	run "$TRACEC" build parts.bt --arch $arch -o $arch --no-warnings
	expect_status 0
	expect_err ''
done
expect_same aarch64 arm64
[ "$(od -An -tx1 -j18 -N2 aarch64)" = ' b7 00' ] || fail "not for aarch64"
run "$TRACEC" bundle parts.bt --arch aarch64 -o bundle --no-warnings
expect_status 0
[ "$(od -An -tx1 -j18 -N2 bundle)" = ' b7 00' ] || fail "the bundle is not for aarch64"
run "$TRACEC" build parts.bt --arch "$(uname -m)" -o own --no-warnings
expect_status 0
run "$TRACEC" build parts.bt -o plain --no-warnings
expect_same own plain
if command -v skopeo >/dev/null; then
	run "$TRACEC" build parts.bt --arch aarch64 --oci image.tar --no-warnings
	expect_status 0
	run skopeo inspect oci-archive:image.tar
	expect_out_like '"Architecture": "arm64"'
fi
# Registers are those of the other machine.
run "$TRACEC" emit parts.bt --arch aarch64 --object -o object --no-warnings
expect_status 0
run "$TRACEC" emit parts.bt --object -o own.object --no-warnings
expect_status 0
! cmp -s object own.object || fail "the programs are the same for both machines"

# A machine whose libraries Debian 12 has not: the BPF side can be made and read, and help says so.
run "$TRACEC" help build
expect_out_like 'x86_64, aarch64; riscv64 is untested'
if [ ! -e "$BUILD/debug/lib/tracec/riscv64/libtracec-stub.a" ]; then
	run "$TRACEC" build --arch riscv64 -e 'begin { exit(); }' -o none --no-warnings
	expect_status 3
	expect_err_lines 1
	expect_err_like '^tracec: tools for riscv64 can be checked and emitted, but not linked: that takes libbpf and libelf'
	expect_no_file none
fi
cat >riscv.bt <<'EOF'
kprobe:vfs_read { @[arg5, reg("a0"), usermode] = count(); }
kretprobe:vfs_read { @r = retval; }
tracepoint:syscalls:sys_enter_openat { @o[str(args.filename), syscall_name(56)] = count(); }
usdt:./x:y { @u = arg0; }
profile:hz:99 { @s[kstack, ustack] = count(); }
EOF
run "$TRACEC" emit riscv.bt --arch riscv64 --bpf-c -o riscv.bpf.c --no-warnings
expect_status 0
run clang-19 -target bpfel -D__TARGET_ARCH_riscv -O2 -g -mcpu=v3 -Werror -Wno-unused \
	-I "$BUILD/debug/lib/tracec/bpf" -c riscv.bpf.c -o riscv.bpf.o
expect_status 0
expect_err ''

# Numbers of headers, too; and of the calls in a block those that only old machines have do not matter.
echo 'tracepoint:syscalls:sys_enter_open, tracepoint:syscalls:sys_enter_openat { @ = args.flags & O_DIRECT; }' >direct.bt
run "$TRACEC" emit direct.bt --arch aarch64 --bpf-c --no-warnings
expect_status 0
expect_out_like ' & 65536\)'
run "$TRACEC" emit direct.bt --bpf-c
expect_out_like ' & 16384\)'

# Types and tracepoints are never those of another machine without a word.
if [ ! -e "$BUILD/debug/lib/tracec/aarch64/default.snapshot" ]; then
	run "$TRACEC" check parts.bt --arch aarch64
	expect_status 0
	expect_err_like "^tracec: warning: types and tracepoints are those of this machine's kernel, not of one for aarch64: --target SNAPSHOT names such one$"
fi
run "$TRACEC" snapshot -o own.snapshot
expect_status 0
run "$TRACEC" build parts.bt --arch aarch64 --target own.snapshot -o none
expect_status 2
expect_err "tracec: own.snapshot is of a kernel for $(uname -m), and the tool is for aarch64: --arch and --target go together"
expect_no_file none
run "$TRACEC" snapshot --arch aarch64 -o none
expect_status 2
expect_err_like '^tracec: --arch says what --kernel is for$'
for recorded in "$ROOT"/build/guest/*-aarch64/snapshot; do
	[ -s "$recorded" ] || continue
	run "$TRACEC" list --target "$recorded" 'tracepoint:sched:sched_switch'
	expect_status 0
	expect_out 'tracepoint:sched:sched_switch'
	run "$TRACEC" build "$ROOT/examples/opens.bt" --arch aarch64 --target "$recorded" -o opens
	expect_status 0
	expect_err ''
done

run "$TRACEC" build parts.bt --arch sparc -o none
expect_status 2
expect_err_like "^tracec: --arch takes one of x86_64, aarch64, riscv64, not 'sparc'$"
expect_no_file none
run env TRACEC_CROSS_CC=/nonexistent/gcc "$TRACEC" build parts.bt --arch aarch64 -o none --no-warnings
expect_status 3
expect_err_lines 1
expect_no_file none
