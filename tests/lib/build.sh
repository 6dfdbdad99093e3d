# Sourced by run.sh: the trees that the tests run from, and what they see of them.

# What a host has mounted for tracing, and a bare CI machine may lack.
build_mounts() {
	[ "$(id -u)" = 0 ] || return 0
	[ -d /sys/kernel/tracing/events ] ||
		mount -t tracefs nodev /sys/kernel/tracing 2>/dev/null || true
	[ -n "$(ls /sys/fs/cgroup 2>/dev/null)" ] ||
		mount -t cgroup2 nodev /sys/fs/cgroup 2>/dev/null || true
}

# build_tree NAME TYPE OPTION...: configures once, then builds what has changed.
build_tree() {
	local name=$1 type=$2 log=$build/log/$1
	shift 2
	if ! cmake -S "$root" -B "$build/$name" -G Ninja -DCMAKE_BUILD_TYPE="$type" "$@" \
		>"$log" 2>&1 || ! ninja -C "$build/$name" -k 0 -j "$jobs" >>"$log" 2>&1; then
		echo "FAILED build of the $name tree:"
		grep -av '^\[[0-9]*/' "$log" | grep -aE -A4 '^FAILED|error|undefined reference|CMake Error' | head -n 60
		return 1
	fi
}

build_trees() {
	local werror=OFF good=0
	[ -z "${CI:-}${TRACEC_WERROR:-}" ] || werror=ON
	report_progress "building"
	build_tree debug Debug -DTRACEC_WERROR=$werror || good=1
	build_tree release Release -DTRACEC_WERROR=$werror -DTRACEC_TESTS=OFF || good=1
	report_progress ""
	return $good
}

# Variables that rings read. BASE stands for everything a built tool depends on.
build_environment() {
	export TRACEC=$build/debug/bin/tracec
	export TRACEC_RELEASE=$build/release/bin/tracec
	export RUNTEST=$build/debug/bin/runtest
	export ASAN_OPTIONS=exitcode=99:detect_stack_use_after_return=0
	export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1:exitcode=99
	export LC_ALL=C TZ=UTC
	unset XDG_CACHE_HOME
	BASE=$({
		sha256sum "$TRACEC" "$build"/debug/lib/tracec/*.a \
			"$build"/debug/lib/tracec/bpf/* 2>/dev/null | sed "s|$build||"
		dpkg-query -W $(packages_list build) 2>/dev/null
		uname -r
	} | sha256sum | cut -c1-32)
	export BASE
}

# What was built under sudo belongs to the user who called it.
build_give_back() {
	[ -n "${SUDO_UID:-}" ] && [ "$(stat -c %u "$root")" = "$SUDO_UID" ] || return 0
	chown -R --from=0 "$SUDO_UID:${SUDO_GID:-$SUDO_UID}" "$build" 2>/dev/null || true
}
