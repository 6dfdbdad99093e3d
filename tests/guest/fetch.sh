#!/bin/bash
# fetch.sh NAME REGEX DIR: puts the kernel of the newest Debian package whose
# name matches into DIR/vmlinuz, its config into DIR/config, some of its modules into
# DIR/modules, and the package's name into DIR/package. Does nothing where that was done before.
set -eu
name=$1 regex=$2 dir=$3
# Without modules that they depend on.
modules="tun"

[ -s "$dir/vmlinuz" ] && [ -s "$dir/package" ] &&
	[ "$(cat "$dir/modules/list" 2>/dev/null)" = "$modules" ] && exit 0

# Debian drops old kernels from its archive, so old lists may name what is gone.
candidates() {
	apt-cache search --names-only "$regex" | awk '{ print $1 }' | sort -V | tail -n 1
}

download() {
	local package
	package=$(candidates)
	[ -n "$package" ] || return 1
	(cd "$work" && apt-get -q download "$package") >"$work/log" 2>&1 || return 1
	echo "$package" >"$work/package"
}

mkdir -p "$dir"
work=$(mktemp -d)
chmod 755 "$work"
trap 'rm -rf "$work"' EXIT
if ! download; then
	apt-get -q update >"$work/update.log" 2>&1 || cat "$work/update.log"
	download || {
		echo "no kernel $name: apt offers no package $regex, or it cannot be fetched"
		cat "$work/log" 2>/dev/null || true
		exit 1
	}
fi
dpkg --fsys-tarfile "$work"/*.deb | tar -x -C "$work" --wildcards './boot/vmlinuz-*' \
	'./boot/config-*' $(printf '*/%s.ko* ' $modules)
find "$work" -name '*.ko.xz' -exec xz -d {} +
mkdir -p "$dir/modules"
find "$work" -name '*.ko' -exec mv -t "$dir/modules" {} +
mv "$work"/boot/config-* "$dir/config"
mv "$work"/boot/vmlinuz-* "$dir/vmlinuz"
mv "$work/package" "$dir/package"
echo "$modules" >"$dir/modules/list"
