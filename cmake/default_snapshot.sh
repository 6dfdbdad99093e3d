#!/bin/bash
# default_snapshot.sh TRACEC DIR OUT: boots DIR/vmlinuz under emulation and has it recorded by
# `tracec snapshot` there, so that OUT knows tracepoints and functions too, not only the types
# that a kernel's file holds. If there is none, Debian's newest 6.12 is fetched into DIR. It needs
# qemu-system-x86_64, busybox and cpio, but no privilege.
set -eu
tracec=$1 kernel=$2 out=$3
here=$(cd "$(dirname "$0")" && pwd)

read -r name regex < <(grep '^6\.12 ' "$here/../tests/guest/kernels.txt")
"$here/../tests/guest/fetch.sh" "$name" "$regex" "$kernel"

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root/in/bin"
cp "$(command -v busybox)" "$tracec" "$root/in/bin"
# The libraries at the very paths where the loader looks for them.
ldd "$tracec" | grep -o '/[^ ]*' | while read -r library; do
	mkdir -p "$root/in${library%/*}"
	cp -L "$library" "$root/in$library"
done
cat >"$root/in/init" <<'END'
#!/bin/busybox sh
export PATH=/bin
/bin/busybox mkdir -p /proc /sys /dev /tmp
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
mount -t tracefs tracefs /sys/kernel/tracing
mount -t debugfs debugfs /sys/kernel/debug
mkdir -p /boot
mv /config "/boot/config-$(uname -r)" 2>/dev/null
stty -F /dev/ttyS1 raw -echo
if tracec snapshot -o /tmp/snapshot >/tmp/said 2>&1; then
	gzip -c /tmp/snapshot >/dev/ttyS1
else
	cat /tmp/said >/dev/ttyS1
fi
sync
sleep 0.5
poweroff -f
END
chmod 755 "$root/in/init"
[ ! -f "$kernel/config" ] || cp "$kernel/config" "$root/in/config"
(cd "$root/in" && find . | sort | cpio --quiet -o -H newc -R 0:0) | gzip -1 >"$root/initramfs"

timeout -k 5 300 qemu-system-x86_64 -accel tcg -cpu max -smp 1 -m 1024 -nodefaults -nographic \
	-no-reboot -kernel "$kernel/vmlinuz" -initrd "$root/initramfs" \
	-append 'console=ttyS0 panic=-1 quiet mitigations=off' \
	-serial "file:$root/console" -serial "file:$root/result" </dev/null
if ! gzip -dc "$root/result" >"$root/snapshot" 2>/dev/null; then
	echo "no snapshot was made in the guest:"
	head -c 2000 "$root/result"
	tail -n 20 "$root/console"
	exit 1
fi
mkdir -p "$(dirname "$out")"
mv "$root/snapshot" "$out.tmp"
chmod 644 "$out.tmp"
mv "$out.tmp" "$out"
