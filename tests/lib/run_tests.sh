# Sourced by the run and guest rings: the directory that run tests see as {bin},
# and the tools that are built from them.
#
# The directory holds the helper programs of tests/run/bin, compiled, and a copy
# of everything else in tests/run. tracec and the tools have it as their working
# directory, so './calls' in a script is the same file at build and at run time.
run_dir=$ROOT/tests/run
run_machine= # that tools are built for; empty: this one
run_target= # the snapshot that they are built for; empty: the running kernel
# The directory, where the helper programs are, and the number of run_prepare: see run_for.

# run_for MACHINE: what follows is about tools for another machine.
run_for() {
	run_machine=$1
	stage=$BUILD/run-stage${1:+-$1}
	run_programs=$BUILD/debug${1:+/cross/$1}
	run_inputs_file=$BUILD/run-inputs${1:+-$1}
}
run_for ""

run_prepare() {
	rm -rf "$stage"
	mkdir -p "$stage" "$BUILD/cache/tools"
	cp -r "$run_dir"/. "$stage"
	rm -rf "$stage/bin"
	cp "$run_programs"/run-bin/* "$stage" 2>/dev/null || true
	# One number for all that every test may depend on besides its own script.
	{
		cat "$RUNTEST" "$run_programs"/run-bin/* 2>/dev/null
		[ -z "$run_machine" ] || cat "$BUILD/debug/lib/tracec/$run_machine"/*.a
		[ -z "$run_target" ] || cat "$run_target"
		find "$run_dir" -mindepth 2 -type f ! -path '*/bin/*' -print0 | sort -z | xargs -0r cat
	} | sha256sum >"$run_inputs_file"
}

run_list() {
	local script
	for script in "$run_dir"/*.bt; do
		[ -e "$script" ] || continue
		script=${script##*/}
		echo "${script%.bt}"
	done
}

run_inputs() {
	echo "$run_dir/$1.bt $run_inputs_file"
}

run_tool() {
	echo "$BUILD/cache/tools/$(cache_key tool "$1" $(run_inputs "$1"))"
}

# Builds the test's tool unless that was done before; prints what tracec says.
run_build() {
	local tool args status=0 temporary
	tool=$(run_tool "$1")
	[ -x "$tool" ] && touch -c "$tool" && return 0
	args=$("$RUNTEST" --print build "$run_dir/$1.bt") || { echo "$args"; return 1; }
	temporary=$tool.$$
	# Arguments are words: no quotes.
	(cd "$stage" && timeout 120 "$TRACEC" build ${run_machine:+--arch $run_machine} ${run_target:+--target "$run_target"} $args "$1.bt" -o "$temporary") || status=$?
	if [ $status != 0 ]; then
		echo "tracec build: exit status $status"
		rm -f "$temporary"
		return 1
	fi
	mv "$temporary" "$tool"
}
