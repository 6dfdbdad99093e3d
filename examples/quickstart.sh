#!/bin/bash
# From a fresh Debian 12 machine to a running tracing tool:
#
#   sudo examples/quickstart.sh
#
# installs what the build needs, builds tracec, compiles examples/opens.bt into
# one static executable, shows what it is, and runs it for three seconds on a
# process that opens files.
set -eu
cd "$(dirname "$0")/.."
. cmake/packages.sh
build=build/release

bold= plain=
[ ! -t 1 ] || { bold=$'\033[1m' plain=$'\033[0m'; }

say() {
	printf '\n%s== %s%s\n' "$bold" "$*" "$plain"
}

# Prints a command as a user would type it, and runs it.
show() {
	printf '$ %s\n' "$*"
	"$@"
}

if [ "$(id -u)" != 0 ]; then
	echo "quickstart.sh installs packages and traces the kernel: run it as root (sudo $0)" >&2
	exit 1
fi

say "packages"
packages_install build
echo "all there"

say "tracec"
mkdir -p build
[ -e $build/build.ninja ] ||
	cmake -S . -B $build -G Ninja -DCMAKE_BUILD_TYPE=Release -DTRACEC_TESTS=OFF >build/quickstart.log 2>&1 ||
	{ cat build/quickstart.log; exit 1; }
ninja -C $build >build/quickstart.log 2>&1 || { cat build/quickstart.log; exit 1; }
PATH=$PWD/$build/bin:$PATH
show tracec --version

say "a script becomes an executable"
work=$(mktemp -d)
trap 'kill $workload 2>/dev/null || true; rm -rf "$work"' EXIT
workload=
show tracec build examples/opens.bt -o "$work/opens"
show ls -lh "$work/opens"
ldd "$work/opens" 2>&1 | sed 's/^[ \t]*/ldd says: /' || true

say "it traces"
mountpoint -q /sys/kernel/tracing || mount -t tracefs nodev /sys/kernel/tracing 2>/dev/null || true
# A process that opens two files twice a second.
while :; do
	read -r _ </proc/loadavg
	read -r _ </etc/debian_version
	sleep 0.5
done &
workload=$!
show "$work/opens" -p $workload -d 3

cat <<END

The executable needs nothing but a kernel: copy it to another machine and run it there.
Other scripts to try are in examples/; 'tracec help' lists what a script can say.
END
