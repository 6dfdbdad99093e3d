# What a tool has for old kernels calls no helper that they lack: judged by the object, for made-up kernels that have the
# helpers of Linux 5.10 (no bpf_for_each_map_elem, no bpf_loop) and 5.15 (no bpf_loop).
# needs: program:clang-19 program:llvm-objcopy-19
# inputs: tests/run
# names PREFIX COUNT: the first enumerators of linux/bpf.h that begin so.
names() {
	echo '#include <linux/bpf.h>' | gcc -E -P - | grep -oE "\\b$1_[A-Za-z0-9_]+" | awk '!seen[$0]++' |
		head -n "$2" | sed 's/$/,/'
}

# kernel NAME LAST: with the helpers up to that number.
kernel() {
	{
		echo "enum bpf_func_id { $(names BPF_FUNC $(($2 + 1))) };"
		echo "enum bpf_map_type { $(names BPF_MAP_TYPE 30) };"
		echo "enum bpf_prog_type { $(names BPF_PROG_TYPE 31) };"
		echo "enum bpf_func_id helper; enum bpf_map_type map; enum bpf_prog_type program;"
		echo "struct task_struct { int pid, tgid; char comm[16]; } task;"
	} >kernel.c
	clang-19 -target bpf -O1 -g -c kernel.c -o kernel.o &&
		llvm-objcopy-19 --dump-section .BTF="$1" kernel.o /dev/null || fail "no kernel $1"
}

kernel linux-5.10 155
kernel linux-5.15 175
for name in without_loop limit_many_strings string_functions hist_keyed functions; do
	run "$TRACEC_RELEASE" check --no-warnings "$ROOT/tests/run/$name.bt" --target linux-5.10 --target linux-5.15
	[ "$status" = 0 ] || fail "$name: $(grep -E 'missing|error' "$out" "$err" | head -n 3)"
done

# Loops over maps need 5.13, and have no other form.
run "$TRACEC_RELEASE" check "$ROOT/tests/run/limit_loop_1000.bt" --target linux-5.15
expect_status 0
run "$TRACEC_RELEASE" check "$ROOT/tests/run/limit_loop_1000.bt" --target linux-5.10
expect_status 1
expect_err_like 'warning: a for loop over a map needs Linux 5.13'
expect_out_like 'missing  helper bpf_for_each_map_elem'

# What loops of unknown length lose is said for each kernel.
run "$TRACEC_RELEASE" check "$ROOT/tests/run/loop_endless.bt" --target linux-5.15
expect_status 0
expect_err_like 'warning: the target kernel runs at most 65536 rounds of this loop'
run "$TRACEC_RELEASE" check "$ROOT/tests/run/loop_endless.bt" --target linux-5.10
expect_status 0
expect_err_like 'warning: the target kernel runs at most 1024 rounds of this loop'
