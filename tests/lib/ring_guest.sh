# The run tests once more, inside the kernels of tests/guest/kernels.txt: all
# tools are built here, then each kernel boots once, by `tracec verify --commands`, and runs every test that has
# not passed there since something changed.
. "$ROOT/tests/lib/run_tests.sh"
guest=$ROOT/tests/guest
scale=6 # emulation is slow: every time limit is longer
seconds=1200

# What no test takes: the runner ends it before, and a guest's time is for all of them.
command_seconds=1000

guest_fail() {
	local details=$RESULTS/guest.${1//\//_}
	echo "$2" >"$details"
	result 1 "$1" 0 "$details"
}

guest_key() {
	cache_key "guest $(cat "$BUILD/guest/$1/package")" "$2" $(run_inputs "$2") "$ROOT/compiler/guest_init.c"
}

# Tests that go into guests: all but those that need this host.
guest_list() {
	local name
	run_list | while read -r name; do
		"$RUNTEST" --print needs "$run_dir/$name.bt" | grep -qwE 'host' || echo "$name"
	done
}

guest_log() {
	echo "$BUILD/log/tool${run_machine:+-$run_machine}.$1"
}

# The machine that a test is written for, if it is another one than tools are built for.
guest_other_machine() {
	"$RUNTEST" --print needs "$run_dir/$1.bt" | grep -oE 'machine:[a-z0-9_]+' |
		grep -vx "machine:${run_machine:-$(uname -m)}" | sed 's/$/ wanted/'
	[ "${PIPESTATUS[2]}" = 0 ]
}

# build_one NAME, in parallel; what tracec said stays for those that failed.
guest_build() {
	local log
	! guest_other_machine "$1" >/dev/null || return 0
	log=$(guest_log "$1")
	run_build "$1" >"$log" 2>&1 </dev/null && rm -f "$log"
}

guest_runner() {
	[ -n "$run_machine" ] && echo "$run_programs/runtest" || echo "$RUNTEST"
}

# Why tests for the machine cannot be run here; nothing if they can.
guest_lacks() {
	local missing
	[ -n "$1" ] || return 0
	missing=$(. "$ROOT/cmake/packages.sh"; packages_missing $(packages_list "cross-$1"))
	if [ -n "$missing" ]; then
		echo "not installed:" $missing "(cmake/packages.sh cross-$1)"
	elif [ ! -s "$BUILD/debug/cross/$1/runtest" ]; then
		echo "tracec was built without cross-$1"
	fi
}

# The shipped tools are a test of their own, check-tools; their bundle is built once for each machine.
guest_tools() {
	local key bundle
	key=$(cache_key bundle "$run_machine" "$ROOT"/tools/*.bt "$run_inputs_file")
	bundle=$BUILD/cache/tools/$key
	if [ ! -x "$bundle" ]; then
		"$TRACEC" bundle ${run_machine:+--arch $run_machine} ${run_target:+--target "$run_target"} \
			"$ROOT"/tools/*.bt -o "$bundle" || return 1
	fi
	echo "$bundle"
}

guest_tools_key() {
	cache_key "guest $(cat "$BUILD/guest/$1/package")" check-tools "$ROOT"/tools/*.bt \
		"$run_inputs_file" "$ROOT/compiler/guest_init.c" "$guest/check-tools"
}

# guest_stage_tools KERNEL ONLY DIR
guest_stage_tools() {
	local kernel=$1 dir=$3 bundle
	guest_has "$kernel" "$2" check-tools || return 0
	if cache_has "$(guest_tools_key "$kernel")"; then
		result 0 "$kernel/check-tools" 0 -
	elif bundle=$(guest_tools 2>"$BUILD/log/tools"); then
		cp "$bundle" "$dir/bin/tracec-tools"
		cp "$guest/check-tools" "$dir/bin"
		echo check-tools >>"$dir/list"
	else
		guest_fail "$kernel/check-tools" "$(cat "$BUILD/log/tools")"
	fi
}

# guest_command NAME: the line of the guest's list that runs a test.
guest_command() {
	if [ "$1" = check-tools ]; then
		printf '%s\t%s\t/test/bin/%s\n' "$1" "$command_seconds" "$1"
	else
		printf '%s\t%s\t/test/runtest\t--guest\t--scale\t%s\t--bin\t/test/bin\t%s\t%s\n' "$1" \
			"$command_seconds" "$scale" "/test/run/$1.bt" "/test/tools/$1"
	fi
}

# guest_has KERNEL ONLY NAME: whether the test is one of the kernel's (ONLY, a glob; empty: all) and asked for.
guest_has() {
	[[ $3 == ${2:-*} ]] && [[ $1/$3 == $PATTERN || $3 == $PATTERN ]]
}

# guest_stage KERNEL ONLY DIR: DIR becomes /test of the guest. Prints results of those not to be run.
guest_stage() {
	local kernel=$1 only=$2 dir=$3 name key
	mkdir -p "$dir/run" "$dir/tools" "$dir/bin"
	cp "$(guest_runner)" "$dir/runtest"
	find "$stage" -maxdepth 1 -type f ! -name '*.bt' -exec cp -t "$dir/bin" {} +
	: >"$dir/list"
	while read -r name; do
		guest_has "$kernel" "$only" "$name" || continue
		key=$(guest_key "$kernel" "$name")
		if cache_has "$key"; then
			result 0 "$kernel/$name" 0 -
		elif cache_has "$key.skipped"; then
			result 77 "$kernel/$name" 0 "$BUILD/cache/$key.skipped"
		elif guest_other_machine "$name" >"$RESULTS/guest.$kernel.$name"; then
			result 77 "$kernel/$name" 0 "$RESULTS/guest.$kernel.$name"
		elif [ -s "$(guest_log "$name")" ]; then
			guest_fail "$kernel/$name" "$(cat "$(guest_log "$name")")"
		else
			cp "$run_dir/$name.bt" "$dir/run"
			cp "$(run_tool "$name")" "$dir/tools/$name"
			echo "$name" >>"$dir/list"
		fi
	done
}

# Turns what the guest wrote into results.
guest_results() {
	local kernel=$1 list=$2 out=$3 said=$4 name status details key took
	while read -r name; do
		details=$RESULTS/guest.$kernel.$name
		read -r status took < <(awk -v n="$name" '
			$1 == "@@end" && $2 == n { printf "%s %.1f\n", $3, $5 - $4 }' "$out.results") ||
			status= took=-
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
		if [ "$name" = check-tools ]; then
			key=$(guest_tools_key "$kernel")
		else
			key=$(guest_key "$kernel" "$name")
		fi
		case $status in
		0) cache_put "$key" ;;
		77) cp "$details" "$BUILD/cache/$key.skipped" ;;
		esac
		result "$status" "$kernel/$name" "$took" "$details"
	done <"$list"
}

# guest_without_result RESULTS: of the tests on stdin.
guest_without_result() {
	awk -v results="$1" '
		BEGIN { while ((getline line <results) > 0) { split(line, word); if (word[1] == "@@end") ended[word[2]] } }
		!($1 in ended)'
}

# guest_boot KERNEL ROOT OUT: runs the tests of ROOT.list. An emulated kernel may panic where it patches its code while
# another CPU runs it: it is booted once more for the tests that have no result yet, and that is told.
guest_boot() {
	local kernel=$1 root=$2 out=$3 said name boots=2
	while [ -s "$root.list" ]; do
		while read -r name; do guest_command "$name"; done <"$root.list" >"$root.commands"
		rm -f "$out.results" "$out.console"
		said=$("$guest/boot.sh" "$BUILD/guest/$kernel/vmlinuz" "$root" "$out" $seconds $run_machine 2>&1)
		touch "$out.results" "$out.console"
		cp "$out.console" "$BUILD/log/console-$kernel"
		boots=$((boots - 1))
		: >"$root.rest"
		if [ $boots -gt 0 ] && grep -aq 'Kernel panic' "$out.console"; then
			guest_without_result "$out.results" <"$root.list" >"$root.rest"
			cp "$out.console" "$BUILD/log/panic-$kernel"
			echo "guest $kernel: $said; booted again from $(head -n 1 "$root.rest") on" >&2
		fi
		grep -vxFf "$root.rest" "$root.list" >"$root.ended"
		guest_results "$kernel" "$root.ended" "$out" "$said"
		mv "$root.rest" "$root.list"
	done
}

guest_kernel() {
	local kernel=$1 regex=$2 only=$3 root dir said
	if ! said=$("$guest/fetch.sh" "$kernel" "$regex" "$BUILD/guest/$kernel" 2>&1); then
		guest_fail "$kernel" "$said"
		return
	fi
	root=$(mktemp -d)
	dir=$root/test
	guest_list | guest_stage "$kernel" "$only" "$dir"
	guest_stage_tools "$kernel" "$only" "$dir"
	mv "$dir/list" "$root.list"
	guest_boot "$kernel" "$root" "$RESULTS/boot-$kernel"
	rm -rf "$root" "$root".*
}

# Guests that run at once: each has two CPUs of its own to emulate.
guests_at_once=2

guest_await_slot() {
	while [ "$(jobs -rp | wc -l)" -ge $guests_at_once ]; do
		wait -n
	done
}

# guest_kernels MACHINE: starts the rows of kernels.txt for it.
guest_kernels() {
	local kernel regex machine only lacks
	while read -r kernel regex machine only; do
		[ "$machine" = "$1" ] || continue
		case $kernel in
		'#'* | '') continue ;;
		esac
		lacks=$(guest_lacks "$machine")
		if [ -n "$lacks" ]; then
			echo "$lacks" >"$RESULTS/guest.$kernel"
			result 77 "$kernel" 0 "$RESULTS/guest.$kernel"
		else
			guest_await_slot
			guest_kernel "$kernel" "$regex" "$only" &
		fi
	done <"$guest/kernels.txt"
}

# What tools for another machine are built for: its first kernel of kernels.txt, recorded there once.
guest_target() {
	local kernel regex recorder=$BUILD/debug/lib/tracec/$1/tracec-snapshot
	run_target=
	[ -n "$1" ] || return 0
	read -r kernel regex _ < <(awk -v m="$1" '!/^#/ && $3 == m' "$guest/kernels.txt")
	run_target=$BUILD/guest/$kernel/snapshot
	[ ! "$run_target" -ot "$recorder" ] && [ ! "$run_target" -ot "$BUILD/guest/$kernel/vmlinuz" ] &&
		[ -s "$run_target" ] && return 0
	"$guest/fetch.sh" "$kernel" "$regex" "$BUILD/guest/$kernel" &&
		"$TRACEC" snapshot --kernel "$BUILD/guest/$kernel/vmlinuz" --arch "$1" -o "$run_target"
}

guest_machine() {
	local wanted
	run_for "$1"
	run_target=
	wanted=$(guest_list | guest_wanted "$1")
	[ -n "$wanted" ] || [[ check-tools == ${PATTERN#*/} ]] || return 0
	if [ -z "$(guest_lacks "$1")" ]; then
		if ! guest_target "$1" >"$BUILD/log/target" 2>&1; then
			guest_fail "$1" "$(cat "$BUILD/log/target")"
			return
		fi
		run_prepare
		export -f guest_build guest_log guest_other_machine run_build run_tool run_inputs cache_key
		export run_dir stage run_machine run_target run_inputs_file
		[ -z "$wanted" ] || printf '%s\n' "$wanted" |
			xargs -r -d '\n' -P "$JOBS" -I '{}' bash -c 'guest_build "$1"' - '{}'
	fi
	guest_kernels "$1"
}

# Of the names on stdin those that a kernel of the machine is asked for.
guest_wanted() {
	local name kernel regex machine only
	while read -r name; do
		while read -r kernel regex machine only; do
			[ "$machine" = "$1" ] || continue
			guest_has "$kernel" "$only" "$name" && echo "$name" && break
		done <"$guest/kernels.txt"
	done
	return 0
}

# Other machines come first: their guests are the slowest, and run while the next machine's tools are built.
ring_all() {
	local machine
	rm -f "$BUILD"/log/tool.* "$BUILD"/log/tool-*
	for machine in $(awk '!/^#/ && NF > 2 { print $3 }' "$guest/kernels.txt" | sort -u) ""; do
		guest_machine "$machine"
	done
	wait
}
