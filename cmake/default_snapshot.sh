#!/bin/bash
# default_snapshot.sh TRACEC DIR OUT [MACHINE]: records DIR/vmlinuz by `tracec snapshot --kernel`, so that OUT knows
# tracepoints and functions too, not only the types that a kernel's file holds. If there is none,
# Debian's newest 6.12 is fetched into DIR. It needs QEMU for the machine, but no privilege.
set -eu
tracec=$1 kernel=$2 out=$3 machine=${4:-}
here=$(cd "$(dirname "$0")" && pwd)

read -r name regex _ < <(grep "^6\.12${machine:+-$machine} " "$here/../tests/guest/kernels.txt")
"$here/../tests/guest/fetch.sh" "$name" "$regex" "$kernel"
mkdir -p "$(dirname "$out")"
"$tracec" snapshot --kernel "$kernel/vmlinuz" ${machine:+--arch "$machine"} -o "$out"
