# Sourced by the run and guest rings: the directory that run tests see as {bin},
# and the tools that are built from them.
#
# The directory holds the helper programs of tests/run/bin, compiled, and a copy
# of everything else in tests/run. tracec and the tools have it as their working
# directory, so './calls' in a script is the same file at build and at run time.
run_dir=$ROOT/tests/run
stage=$BUILD/run-stage

run_prepare() {
	rm -rf "$stage"
	mkdir -p "$stage" "$BUILD/cache/tools"
	cp -r "$run_dir"/. "$stage"
	rm -rf "$stage/bin"
	cp "$BUILD"/debug/run-bin/* "$stage" 2>/dev/null || true
	# One number for all that every test may depend on besides its own script.
	{
		cat "$RUNTEST" "$BUILD"/debug/run-bin/* 2>/dev/null
		find "$run_dir" -mindepth 2 -type f ! -path '*/bin/*' -print0 | sort -z | xargs -0r cat
	} | sha256sum >"$BUILD/run-inputs"
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
	echo "$run_dir/$1.bt $BUILD/run-inputs"
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
	(cd "$stage" && timeout 120 "$TRACEC" build $args "$1.bt" -o "$temporary") || status=$?
	if [ $status != 0 ]; then
		echo "tracec build: exit status $status"
		rm -f "$temporary"
		return 1
	fi
	mv "$temporary" "$tool"
}
