# What the source promises about itself; see tests/arrows.sh.
ring_list() {
	printf '%s\n' includes sizes banned state shell
}

ring_test() {
	local script status=0
	case $1 in
	shell)
		while read -r script; do
			bash -n "$script" || status=1
		done < <(find "$ROOT" -path "$BUILD" -prune -o -name '*.sh' -print)
		return $status
		;;
	state) "$ROOT/tests/arrows.sh" --check state "$BUILD/release" ;;
	*) "$ROOT/tests/arrows.sh" --check "$1" ;;
	esac
}
