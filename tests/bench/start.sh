#!/bin/bash
# What a tool costs to start, beside Debian's bpftrace with the same script, in
# the same run: sudo tests/bench/start.sh [RUNS]
#
# Medians of RUNS (11) runs, after one that is not counted: wall time from exec
# to the first output, CPU time and peak memory of a run that is interrupted at its
# first output; file sizes; and how long tracec takes to build a tool.
# A benchmark, not a test: nothing fails because something is slow.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
. "$root/cmake/packages.sh"
runs=${1:-11}

[ "$(id -u)" = 0 ] || { echo "start.sh: tracing needs root" >&2; exit 1; }
packages_install build bench
mkdir -p "$root/build"
cmake -S "$root" -B "$root/build/release" -G Ninja -DCMAKE_BUILD_TYPE=Release -DTRACEC_TESTS=OFF >/dev/null
ninja -C "$root/build/release" >/dev/null
tracec=$root/build/release/bin/tracec
[ -d /sys/kernel/tracing/events ] || mount -t tracefs nodev /sys/kernel/tracing

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cc -O2 -static -o "$work/measure" "$here/measure.c"
cp "$here"/*.bt "$work"
cd "$work"

# median COLUMN FILE
median() {
	sort -n -k "$1,$1" "$2" | awk -v c="$1" '{ v[NR] = $c } END { print v[int((NR + 1) / 2)] }'
}

# measured NAME COMMAND...: one line per run into the file NAME.
measured() {
	local name=$1 i
	shift
	./measure "$@" >/dev/null 2>"$name.err" || { cat "$name.err" >&2; exit 1; }
	for i in $(seq "$runs"); do
		./measure "$@" 2>/dev/null
	done >"$name"
}

# row LABEL UNIT DIVISOR OURS THEIRS
row() {
	awk -v l="$1" -v u="$2" -v d="$3" -v a="$4" -v b="$5" 'BEGIN {
		printf "%-34s %10.2f %-3s %10.2f %-3s %9.1f\n", l, a / d, u, b / d, u, b / a
	}'
}

# Bytes of a program and of every shared library that it loads.
size_with_libraries() {
	{
		readlink -f "$1"
		ldd "$1" | awk '$2 == "=>" { print $3 } $1 ~ /^\// { print $1 }' | xargs -n 1 readlink -f
	} | sort -u | xargs stat -L -c %s | awk '{ n += $1 } END { print n }'
}

echo "tracec $("$tracec" --version | awk '{ print $2 }'), $(bpftrace --version), Linux $(uname -r)," \
	"$(nproc) CPUs, medians of $runs runs"
printf '%-34s %14s %14s %9s\n' '' tool bpftrace ratio
for script in hello opens; do
	"$tracec" build --no-warnings $script.bt -o $script
	# A process that nobody else uses as the one that is traced.
	measured $script.ours ./$script $$
	measured $script.theirs bpftrace $script.bt $$
	row "$script: wall time to first output" ms 1000 "$(median 1 $script.ours)" "$(median 1 $script.theirs)"
	row "$script: CPU time" ms 1000 "$(median 2 $script.ours)" "$(median 2 $script.theirs)"
	row "$script: peak memory" MB 1024 "$(median 3 $script.ours)" "$(median 3 $script.theirs)"
	row "$script: file sizes" MB 1000000 "$(stat -c %s $script)" "$(size_with_libraries "$(command -v bpftrace)")"
done

for i in $(seq $((runs + 1))); do
	start=$EPOCHREALTIME
	"$tracec" build probe.bt -o probe
	awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN { print (b - a) * 1000 }'
done | tail -n "$runs" >builds
printf '%-34s %10.2f ms\n' "build of a one-probe script" "$(median 1 builds)"
