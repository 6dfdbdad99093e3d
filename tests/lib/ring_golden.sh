# Goldens: for each tests/golden/NAME.bt the plan and the BPF C, compared with
# NAME.plan and NAME.bpf.c, which update-golden.sh writes.
. "$ROOT/tests/lib/golden.sh"
target=$BUILD/golden-target.btf

ring_prepare() {
	golden_target "$target" || echo "golden/target.c does not compile" >&2
}

ring_list() {
	local script
	for script in "$goldens"/*.bt; do
		[ -e "$script" ] || continue
		script=${script##*/}
		echo "${script%.bt}.plan"
		echo "${script%.bt}.bpf.c"
	done
}

ring_inputs() {
	local name=${1%.plan}
	name=${name%.bpf.c}
	echo "$goldens/$name.bt $goldens/$1 $target"
}

ring_test() {
	local name=$1 kind out status=0
	case $name in
	*.plan) kind=plan ;;
	*) kind=bpf.c ;;
	esac
	[ -e "$goldens/$name" ] || { echo "missing: run tests/update-golden.sh"; return 1; }
	out=$(mktemp)
	if ! golden_make "${name%".$kind"}" $kind "$target" "$out"; then
		status=1
	elif ! diff -u --label "$name" --label found "$goldens/$name" "$out"; then
		status=1
	fi
	rm -f "$out"
	return $status
}
