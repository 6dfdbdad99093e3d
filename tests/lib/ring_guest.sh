# The run tests once more, inside the kernels of tests/guest/kernels.txt: all
# tools are built here, then each kernel boots once and runs every test that has
# not passed there since something changed.
. "$ROOT/tests/lib/run_tests.sh"
guest=$ROOT/tests/guest
scale=6 # emulation is slow: every time limit is longer
seconds=1200

guest_fail() {
	local details=$RESULTS/guest.${1//\//_}
	echo "$2" >"$details"
	result 1 "$1" 0 "$details"
}

guest_key() {
	cache_key "guest $(cat "$BUILD/guest/$1/package")" "$2" $(run_inputs "$2") "$guest/init"
}

# Tests that go into guests: all but those that need this host.
guest_list() {
	local name
	run_list | while read -r name; do
		"$RUNTEST" --print needs "$run_dir/$name.bt" | grep -qwE 'host' || echo "$name"
	done
}

# build_one NAME, in parallel; what tracec said stays for those that failed.
guest_build() {
	local log=$BUILD/log/tool.$1
	run_build "$1" >"$log" 2>&1 </dev/null && rm -f "$log"
}

# guest_stage KERNEL DIR: DIR becomes /test of the guest. Prints results of those not to be run.
guest_stage() {
	local kernel=$1 dir=$2 name key
	mkdir -p "$dir/run" "$dir/tools" "$dir/bin"
	cp "$RUNTEST" "$dir/runtest"
	find "$stage" -maxdepth 1 -type f ! -name '*.bt' -exec cp -t "$dir/bin" {} +
	echo $scale >"$dir/scale"
	: >"$dir/list"
	while read -r name; do
		[[ $kernel/$name == $PATTERN || $name == $PATTERN ]] || continue
		key=$(guest_key "$kernel" "$name")
		if cache_has "$key"; then
			result 0 "$kernel/$name" 0 -
		elif cache_has "$key.skipped"; then
			result 77 "$kernel/$name" 0 "$BUILD/cache/$key.skipped"
		elif [ -s "$BUILD/log/tool.$name" ]; then
			guest_fail "$kernel/$name" "$(cat "$BUILD/log/tool.$name")"
		else
			cp "$run_dir/$name.bt" "$dir/run"
			cp "$(run_tool "$name")" "$dir/tools/$name"
			echo "$name" >>"$dir/list"
		fi
	done
}

# Turns what the guest wrote into results.
guest_results() {
	local kernel=$1 dir=$2 out=$3 said=$4 name status details key
	while read -r name; do
		details=$RESULTS/guest.$kernel.$name
		status=$(awk -v n="$name" '$1 == "@@end" && $2 == n { print $3 }' "$out.results")
		awk -v n="$name" '$1 == "@@end" { on = 0 } on { print substr($0, 3) }
			$1 == "@@start" && $2 == n { on = 1 }' "$out.results" >"$details"
		if [ -z "$status" ]; then
			status=1
			{
				echo "no result: $said; the console's last lines:"
				tail -n 20 "$out.console"
			} >>"$details" 2>&1
		fi
		# What a guest lacks it will lack the next time.
		key=$(guest_key "$kernel" "$name")
		case $status in
		0) cache_put "$key" ;;
		77) cp "$details" "$BUILD/cache/$key.skipped" ;;
		esac
		result "$status" "$kernel/$name" - "$details"
	done <"$dir/list"
}

guest_kernel() {
	local kernel=$1 regex=$2 dir out said
	if ! said=$("$guest/fetch.sh" "$kernel" "$regex" "$BUILD/guest/$kernel" 2>&1); then
		guest_fail "$kernel" "$said"
		return
	fi
	dir=$(mktemp -d)
	out=$RESULTS/boot-$kernel
	guest_list | guest_stage "$kernel" "$dir"
	if [ -s "$dir/list" ]; then
		said=$("$guest/boot.sh" "$BUILD/guest/$kernel/vmlinuz" "$dir" "$out" $seconds 2>&1)
		touch "$out.results"
		guest_results "$kernel" "$dir" "$out" "$said"
		cp "$out.console" "$BUILD/log/console-$kernel" 2>/dev/null || true
	fi
	rm -rf "$dir"
}

ring_all() {
	local kernel regex
	run_prepare
	rm -f "$BUILD"/log/tool.*
	export -f guest_build run_build run_tool run_inputs cache_key
	export run_dir stage
	guest_list | xargs -r -d '\n' -P "$JOBS" -I '{}' bash -c 'guest_build "$1"' - '{}'
	while read -r kernel regex; do
		case $kernel in
		'#'* | '') ;;
		*) guest_kernel "$kernel" "$regex" & ;;
		esac
	done <"$guest/kernels.txt"
	wait
}
