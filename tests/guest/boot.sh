#!/bin/bash
# boot.sh VMLINUZ TEST_DIR OUT SECONDS [MACHINE]: boots the kernel under emulation with
# busybox, our init and TEST_DIR (as /test) in an initramfs, waits until it is
# done or SECONDS are over. Results in OUT.results, the console in OUT.console.
set -eu
vmlinuz=$1 tests=$2 out=$3 seconds=$4 machine=${5:-x86_64}
here=$(cd "$(dirname "$0")" && pwd)

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root/bin" "$root/etc"
cp "$("$here/busybox.sh" "$machine" "$(dirname "$vmlinuz")")" "$root/bin/busybox"
cp "$here/init" "$root/init"
chmod 755 "$root/init"
cp -r "$tests" "$root/test"
modules=$(dirname "$vmlinuz")/modules
[ ! -d "$modules" ] || cp -r "$modules" "$root/modules"
printf 'root:x:0:0:root:/:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n' >"$root/etc/passwd"
(cd "$root" && find . | sort | cpio --quiet -o -H newc -R 0:0) | gzip -1 >"$out.initramfs"

rm -f "$out.results" "$out.console"
status=0
case $machine in
x86_64)
	qemu="-cpu max -serial file:$out.console -serial file:$out.results"
	append='console=ttyS0 mitigations=off no_timer_check'
	;;
aarch64) # its second serial line is one for PCI
	qemu="-machine virt -cpu max,pauth-impdef=on -serial file:$out.console
		-chardev file,id=results,path=$out.results -device pci-serial,chardev=results"
	append='console=ttyAMA0'
	;;
*)
	echo "no guests for machine $machine"
	exit 1
	;;
esac
# Word splitting is meant.
timeout -k 5 "$seconds" "qemu-system-$machine" $qemu \
	-accel tcg -smp 2 -m 1024 -nodefaults -nographic -no-reboot \
	-kernel "$vmlinuz" -initrd "$out.initramfs" \
	-append "$append panic=-1 quiet preempt=full" </dev/null || status=$?
rm -f "$out.initramfs"
grep -q '^@@done' "$out.results" 2>/dev/null && exit 0
[ "$status" != 124 ] || { echo "the guest was not done after $seconds s"; exit 1; }
echo "the guest ended early (qemu status $status)"
exit 1
