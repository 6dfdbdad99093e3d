# Sourced: how a golden is made. The ring compares, update-golden.sh writes.
# The target is golden/target.c, a small made-up kernel, so that no golden
# depends on the kernel that runs the tests.
goldens=$ROOT/tests/golden

# golden_target FILE: compiles the made-up kernel to BTF.
golden_target() {
	clang-19 -target bpf -O1 -g -c "$goldens/target.c" -o "$1.o" &&
		llvm-objcopy-19 --dump-section .BTF="$1" "$1.o" /dev/null && rm -f "$1.o"
}

# golden_make NAME KIND TARGET OUT: KIND is plan or bpf.c. A line '// args: ...'
# in the script gives further arguments.
golden_make() {
	local option args
	case $2 in
	plan) option=--plan ;;
	bpf.c) option=--bpf-c ;;
	esac
	args=$(sed -n 's,^// args: ,,p' "$goldens/$1.bt")
	(cd "$goldens" && timeout 60 "$TRACEC" emit "$1.bt" $option --target "$3" $args -o "$4")
}
