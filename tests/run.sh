#!/bin/bash
# Installs what is missing, builds, and runs the tests. See tests/README.md.
#
#   sudo tests/run.sh [-v] [-j N] [-k GLOB] [--fresh] [--build DIR] [RING...]
#
#   RING     arrows unit golden errors cli run guest (all of them, in this order)
#   -k GLOB  only the tests whose name matches
#   -j N     so many at a time (as many as there are CPUs)
#   -v       a line for every test
#   --fresh  run also what has passed before and has not changed since
#
# A test that passed is not run again until something it depends on changes.
# The last line is 'N passed, N failed, N skipped'; exit status 1 if any failed.
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/cmake/packages.sh"
. "$root/tests/lib/build.sh"
. "$root/tests/lib/report.sh"

all_rings="arrows unit golden errors cli run guest"
rings=
jobs=$(nproc)
verbose=
pattern='*'
fresh=
build=$root/build

usage() {
	sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
	exit 2
}

while [ $# -gt 0 ]; do
	case $1 in
	-v) verbose=1 ;;
	-j) jobs=${2:?-j needs a number}; shift ;;
	-j*) jobs=${1#-j} ;;
	-k) pattern=${2:?-k needs a pattern}; shift ;;
	--fresh) fresh=1 ;;
	--build) mkdir -p "$2"; build=$(cd "$2" && pwd); shift ;;
	-*) usage ;;
	*) case " $all_rings " in *" $1 "*) rings="$rings $1" ;; *) usage ;; esac ;;
	esac
	shift
done
[ -n "$rings" ] || rings=$all_rings

packages_install build test || { report_total 0 1 0; exit 1; }
# Other machines are optional: the guest ring skips what is not there, loudly.
case " $rings " in
*" guest "* | *" cli "*)
	[ "$(id -u)" != 0 ] || packages_install cross-aarch64 >/dev/null 2>&1 ||
		echo "cross-aarch64 cannot be installed; its tests are skipped" >&2
	;;
esac
mkdir -p "$build/cache" "$build/log"
exec 9>"$build/lock"
flock 9
results=$(mktemp -d)
trap 'rm -rf "$results"; build_give_back' EXIT
trap 'exit 130' INT TERM

build_mounts
if ! build_trees; then
	report_total 0 1 0
	exit 1
fi
build_environment

export ROOT=$root BUILD=$build RESULTS=$results JOBS=$jobs PATTERN=$pattern
export VERBOSE=$verbose FRESH=$fresh
for ring in $rings; do
	report_ring "$ring"
done
find "$build/cache" -type f -mtime +14 -delete
report_end
