# Command lines: each tests/cli/NAME.sh is a test; lib/cli.sh has what it may use.
cli=$ROOT/tests/cli

ring_list() {
	local script
	for script in "$cli"/*.sh; do
		[ -e "$script" ] || continue
		script=${script##*/}
		echo "${script%.sh}"
	done
}

ring_inputs() {
	echo "$cli/$1.sh $ROOT/tests/lib/cli.sh $ROOT/CMakeLists.txt $ROOT/cmake/TracecTargets.cmake"
	find "$ROOT/examples" -name '*.bt'
	# What a test names on a line '# inputs: PATH...' below the root.
	sed -n 's/^# inputs: //p' "$cli/$1.sh" | xargs -r -n 1 | sed "s|^|$ROOT/|"
}

ring_test() {
	local needs limit dir status
	needs=$(sed -n 's/^# needs: //p' "$cli/$1.sh" | xargs)
	"$RUNTEST" --needs "$needs" || return $?
	limit=$(sed -n 's/^# timeout: //p' "$cli/$1.sh")
	dir=$(mktemp -d /tmp/tracec-cli.XXXXXX)
	chmod 755 "$dir"
	(cd "$dir" && HOME=$dir timeout -k 5 "${limit:-120}" bash -u "$ROOT/tests/lib/cli.sh" "$cli/$1.sh")
	status=$?
	[ $status != 124 ] || echo "did not end in time"
	# A test may have mounted something below its directory.
	while read -r _ mounted _; do
		case $mounted in "$dir"/*) umount -l "$mounted" ;; esac
	done </proc/mounts
	rm -rf "$dir"
	return $status
}
