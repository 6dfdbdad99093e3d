#!/bin/bash
# busybox.sh MACHINE DIR: the path of a static busybox for the machine; one for another machine is fetched
# into DIR, as only one may be installed.
set -eu
machine=$1 dir=$2
if [ "$machine" = "$(uname -m)" ]; then
	command -v busybox
	exit
fi
if [ ! -s "$dir/busybox" ]; then
	case $machine in
	aarch64) architecture=arm64 ;;
	*) architecture=$machine ;;
	esac
	work=$(mktemp -d)
	chmod 755 "$work"
	trap 'rm -rf "$work"' EXIT
	(cd "$work" && apt-get -q download "busybox-static:$architecture") >"$work/log" 2>&1 ||
		{ cat "$work/log" >&2; exit 1; }
	dpkg -x "$work"/*.deb "$work/unpacked"
	mv "$work/unpacked/bin/busybox" "$dir/busybox"
fi
echo "$dir/busybox"
