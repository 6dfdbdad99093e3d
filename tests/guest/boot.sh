#!/bin/bash
# boot.sh VMLINUZ ROOT OUT SECONDS [MACHINE]: boots the kernel by `tracec verify` with the files of ROOT, and runs there what
# ROOT.commands lists. Results in OUT.results, the console in OUT.console; why it did not come to its end on stdout.
set -eu
vmlinuz=$1 root=$2 out=$3 seconds=$4 machine=${5:-x86_64}
here=$(cd "$(dirname "$0")" && pwd)

# Programs of busybox have names of their own; a guest without them has no shell.
mkdir -p "$root/bin"
cp "$("$here/busybox.sh" "$machine" "$(dirname "$vmlinuz")")" "$root/bin/busybox"
printf 'busybox\t60\t/bin/busybox\t--install\t-s\t/bin\n' >"$out.commands"
for module in "$(dirname "$vmlinuz")"/modules/*.ko; do
	[ -e "$module" ] || continue
	mkdir -p "$root/modules"
	cp "$module" "$root/modules"
	printf 'insmod\t60\t/bin/insmod\t/modules/%s\n' "${module##*/}" >>"$out.commands"
done
cat "$root.commands" >>"$out.commands"

rm -f "$out.results" "$out.console" "$out.results.console"
# What makes an emulated guest slow or lets it fail now and then is switched off.
status=0
"$TRACEC_RELEASE" verify --commands "$out.commands" --tree "$root" --kernel "$vmlinuz" \
	--arch "$machine" --timeout "$seconds" --results "$out.results" --json \
	--append "no_timer_check preempt=full" >"$out.report" 2>"$out.errors" || status=$?
mv -f "$out.results.console" "$out.console" 2>/dev/null || true
grep -aq '^@@done' "$out.results" 2>/dev/null && exit 0
cat "$out.errors"
sed -n 's/.*"verdict": "failed", "reason": "\([^"]*\)".*/\1/p' "$out.report"
exit 1
