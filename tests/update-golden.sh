#!/bin/bash
# Writes the expected outputs of tests/golden anew, from the tree that
# tests/run.sh has built: update-golden.sh [--build DIR] [NAME...].
# Read the diff before it is committed.
set -eu
ROOT=$(cd "$(dirname "$0")/.." && pwd)
build=$ROOT/build
if [ "${1:-}" = --build ]; then
	build=$2
	shift 2
fi
TRACEC=$build/debug/bin/tracec
[ -x "$TRACEC" ] || { echo "no $TRACEC: run tests/run.sh first" >&2; exit 1; }
. "$ROOT/tests/lib/golden.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
golden_target "$work/target.btf"
[ $# -gt 0 ] || set -- $(cd "$goldens" && ls ./*.bt | sed 's,^\./,,; s,\.bt$,,')
status=0
for name; do
	for kind in plan bpf.c; do
		if ! golden_make "$name" $kind "$work/target.btf" "$work/out"; then
			echo "$name.$kind: not updated" >&2
			status=1
		elif ! cmp -s "$work/out" "$goldens/$name.$kind"; then
			cp "$work/out" "$goldens/$name.$kind"
			echo "updated $name.$kind"
		fi
	done
done
exit $status
