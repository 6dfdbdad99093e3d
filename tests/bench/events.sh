#!/bin/bash
# What an event costs, beside Debian's bpftrace with the same script, in the same run:
# tests/bench/events.sh [RUNS]
#
# Medians of RUNS (5) runs; in each run the tool and bpftrace take turns, and the ratio is the
# median of the runs' ratios (how many times better the tool is: more events, or less time).
#
#   rate      events per second that are all printed, sustained for two seconds
#   program   ns per event in the program, by BPF's own statistics
#   loop      ns of CPU time per event that the traced loop of system calls became slower
#   size      instructions of the program as the kernel runs it
#
# Both trace one process of our own (events.c), by a predicate on its pid.
# A benchmark, not a test: nothing fails because something is slow.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
. "$root/cmake/packages.sh"
runs=${1:-5}

[ "$(id -u)" = 0 ] || { echo "events.sh: tracing needs root" >&2; exit 1; }
packages_install build bench
mkdir -p "$root/build"
cmake -S "$root" -B "$root/build/release" -G Ninja -DCMAKE_BUILD_TYPE=Release -DTRACEC_TESTS=OFF >/dev/null
ninja -C "$root/build/release" >/dev/null
tracec=$root/build/release/bin/tracec
[ -d /sys/kernel/tracing/events ] || mount -t tracefs nodev /sys/kernel/tracing

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cc -O2 -static -D_GNU_SOURCE -o "$work/events" "$here/events.c"
cd "$work"

# script NAME EVENT ACTION: NAME.bt and the tool NAME.
script() {
	echo "tracepoint:syscalls:sys_enter_$2 /pid == \$1/ { $3 }" >"$1.bt"
	"$tracec" build --no-warnings "$1.bt" -o "$1"
}

median() {
	sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

# row LABEL UNIT MORE-IS-BETTER OURS-COLUMN THEIRS-COLUMN FILE
row() {
	local ours theirs ratio
	ours=$(awk -v c="$4" '{ print $c }' "$6" | median)
	theirs=$(awk -v c="$5" '{ print $c }' "$6" | median)
	ratio=$(awk -v a="$4" -v b="$5" -v m="$3" \
		'{ x = m ? $a : $b; y = m ? $b : $a; print (y > 0 ? x / y : 0) }' "$6" | median)
	printf '%-42s %12.1f %12.1f %-6s %6.2f\n' "$1" "$ours" "$theirs" "$2" "$ratio"
}

# measured KIND LOAD NAME: a line a run into NAME.KIND, ours and then theirs.
measured() {
	local i
	: >"$3.$1"
	for i in $(seq "$runs"); do
		echo "$(./events "$1" "$2" "./$3") $(./events "$1" "$2" bpftrace "$3.bt")" >>"$3.$1"
	done
}

rate() {
	measured rate "$2" "$1"
	row "$3" 1/s 1 1 2 "$1.rate"
}

cost() {
	measured cost getppid "$1"
	row "$2: program" ns 0 1 4 "$1.cost"
	row "$2: loop" ns 0 2 5 "$1.cost"
	row "$2: size" insns 0 3 6 "$1.cost"
}

script comm getppid 'printf("%d %s\n", pid, comm);'
script path openat 'printf("%s\n", str(args->filename));'
script count getppid '@ = count();'
script keyed getppid '@[pid] = count();'
script hist getppid '@ = hist(nsecs);'
script kstack getppid '@[kstack] = count();'

echo "tracec $("$tracec" --version | awk '{ print $2 }'), $(bpftrace --version), Linux $(uname -r)," \
	"$(nproc) CPUs, medians of $runs runs"
printf '%-42s %12s %12s %-6s %6s\n' '' tool bpftrace '' ratio
cost count '@ = count()'
cost keyed '@[pid] = count()'
cost hist '@ = hist(nsecs)'
cost kstack '@[kstack] = count()'
rate comm getppid 'printf("%d %s\n", pid, comm)'
rate path openat 'printf("%s\n", str(args->filename))'
