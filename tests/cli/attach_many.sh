# In guests: probes on thousands of functions show on a terminal how far they have come and end in time; Ctrl-C meanwhile
# leaves nothing; and a module that is unloaded while it is traced.
# needs: program:qemu-system-x86_64
# timeout: 900
# inputs: compiler/guest_init.c
LIMIT=600
kernel() {
	local regex said
	regex=$(awk -v n="$1" '$1 == n { print $2 }' "$ROOT/tests/guest/kernels.txt")
	said=$("$ROOT/tests/guest/fetch.sh" "$1" "$regex" "$BUILD/guest/$1" 2>&1) || skip "no kernel $1: $said"
	echo "$BUILD/guest/$1/vmlinuz"
}
old=$(kernel 6.1) || skip "$old"
new=$(kernel 6.12) || skip "$new"
mkdir -p tree/bin
cp "$BUILD/debug/run-bin/workload" "$BUILD/debug/run-bin/terminal" tree
cp "$(command -v busybox)" tree/busybox
for release in 6.1 6.12; do cp "$BUILD/guest/$release/modules/tun.ko" tree/tun-$release.ko; done

# make NAME SCRIPT: none of them depends on a target's types.
make() {
	printf 'config = { max_probes = 70000; max_bpf_progs = 70000 }\n%s\n' "$2" >$1.bt
	run "$TRACEC_RELEASE" build $1.bt --no-warnings -o tree/$1
	expect_status 0
}
make some 'kprobe:vfs_* /comm == "workload"/ { @some = count(); } end { printf("end\n"); }'
make named 'kprobe:t*_* { @named[probe] = count(); } end { printf("end\n"); }'
make thousands 'kprobe:*a*_*e* /comm == "workload"/ { @many = count(); } end { printf("end\n"); }'
make tun 'kprobe:tun_chr_open { @opened[probe] = count(); }
fentry:tun_chr_poll { @opened[probe] = count(); }
kprobe:tun:tun_chr_* { @calls = count(); }'

cat >tree/one_by_one.sh <<'END2'
cd /tmp
export TRACEC_ATTACH=kprobe
echo "== attaching"
/terminal /some -d 0.2
echo "== quiet"
/terminal /some -q -d 0.2
echo "== no terminal"
/some -d 0.2 2>&1 >/dev/null | cat -v
echo "== interrupted"
/terminal -k Attaching /some
export TRACEC_NO=cookie
echo "== by BTF"
TRACEC_NO=tracefs /some -v -d 0.2 2>&1
echo "== by symbols"
mount -t tmpfs none /sys/kernel/btf
TRACEC_NO=tracefs /some -v -d 0.2 2>&1
umount /sys/kernel/btf
echo "== loading interrupted"
/terminal -k Loading /named
echo "== end"
END2
cat >tree/thousands.sh <<'END2'
cd /tmp
echo "== thousands"
/terminal /thousands -v -d 0.2
echo "== thousands interrupted"
/terminal -k Attaching /thousands
echo "== end"
END2
# A program on the module keeps it, but a kprobe goes with it: whatever the kernel does, the tool ends as always.
cat >tree/module.sh <<'END2'
cd /tmp
module=/tun-$(uname -r | cut -d. -f1,2).ko
for way in kprobe multi fentry; do
	[ $way != multi ] || [ -n "$(grep ' fprobe_handler$' /proc/kallsyms)" ] || continue
	echo "== module $way"
	lsmod | grep -q ^tun || insmod $module || exit 9
	TRACEC_ATTACH=$way /tun -v >out 2>err &
	pid=$!
	until grep -q ^Attached err; do kill -0 $pid || break; sleep 0.1; done
	sed -n 's/.*: attached/attached/p' err
	/workload open /dev/net/tun
	rmmod tun && echo "unloaded"
	sleep 0.5
	/workload open /dev/net/tun
	kill -0 $pid && echo "running on"
	kill -INT $pid
	(sleep 20; kill -KILL $pid) 2>/dev/null &
	wait $pid
	echo "status $?"
	cat out
	grep -E 'ost|rror' err
	lsmod | grep -q ^tun && rmmod tun && echo "unloaded behind it"
done
echo "== end"
END2

# boot NAME KERNEL SCRIPT...: what the scripts say comes into NAME.
boot() {
	local name=$1 vmlinuz=$2 script
	shift 2
	printf 'busybox\t60\t/busybox\t--install\t-s\t/bin\n' >commands
	for script; do printf '%s\t300\t/bin/sh\t/%s.sh\n' "$script" "$script"; done >>commands
	run "$TRACEC_RELEASE" verify --commands commands --tree tree --kernel "$vmlinuz" --results $name.raw \
		--timeout 500 --append "no_timer_check preempt=full"
	sed -n 's/\r$//; s/^| //p' $name.raw >$name
	expect_status 0
}
# part NAME TITLE: what stands behind "== TITLE"
part() {
	awk -v title="== $2" '/^== / { on = $0 == title } on' $1 >part
}
has() {
	grep -qE -- "$1" part || fail "expected: $1; there is: $(cat part)"
}
lacks() {
	! grep -qE -- "$1" part || fail "not expected: $1; there is: $(cat part)"
}
# number WORDS: in the line of the part that begins so
number() {
	sed -n "s/^$1 \([0-9]*\).*/\1/p" part
}

boot old "$old" one_by_one module
part old attaching
has '^Attaching [0-9]+ of [0-9]{2}$'
has '^\^\[\[KAttached [0-9]{2} probes$'
has '^Detaching [0-9]+ of [0-9]{2}$'
has '^\^\[\[K$'
has '^status 0$'
has '^left 0$'
part old quiet
lacks 'Att|Det'
has '^status 0$'
part old 'no terminal'
[ "$(grep -c . part)" = 2 ] || fail "only the banner is for others: $(cat part)"
has '^Attached [0-9]{2} probes$'

# What is attached already is detached, and that is told; end programs run as always.
part old interrupted
has '^Attaching [0-9]+ of'
lacks 'Attached'
has 'end$'
has '^status 0$'
has '^left 0$'
[ "$(number 'ended after')" -lt 1000 ] || has '^Detaching [0-9]+ of'

# Without ftrace's list, and without BTF.
part old 'by BTF'
has "some: functions by /proc/kallsyms and BTF, as ftrace's list cannot be read"
has 'attached kprobe:vfs_\* to [0-9]{2}: kprobe$'
same=$(sed -n 's/.*Attached \([0-9]*\) probes$/\1/p' old | head -n 1)
has "^Attached $same probes\$"
part old 'by symbols'
has "some: functions by /proc/kallsyms, as ftrace's list cannot be read"
has 'attached kprobe:vfs_\* to [0-9]{2}: kprobe$'

part old 'loading interrupted'
has '^Loading [0-9]+ of [0-9]{3,}'
lacks 'Attach'
has '^status 130$'
has '^left 0$'
[ "$(number 'ended after')" -lt 1000 ] || fail "$(cat part)"

boot new "$new" thousands module
# The bounds are of an emulated machine of two CPUs.
part new thousands
has '^Attached [0-9]{4,} probes$'
[ "$(sed -n 's/.*Attached \([0-9]*\) probes/\1/p' part)" -ge 5000 ] || fail "these are no 5,000: $(cat part)"
has 'attached kprobe:\*a\*_\*e\* to [0-9]+: kprobe.multi$'
lacks 'of [0-9]+[a-z]' # no message behind what is shown of the progress
has '^Attaching [0-9]+ of'
has '^status 0$'
has '^left 0$'
[ "$(number 'ended after')" -lt 30000 ] || fail "it takes long: $(cat part)"
part new 'thousands interrupted'
has '^status 0$'
has '^left 0$'
[ "$(number 'ended after')" -lt 5000 ] || fail "it takes long: $(cat part)"

for kernel in old new; do
	part $kernel 'module kprobe'
	has '^attached kprobe:tun:tun_chr_\* to [0-9]+: kprobe$'
	has '^unloaded$'
	lacks '^unloaded behind it$'
	for way in fentry multi; do
		[ $kernel$way != oldmulti ] || continue
		part $kernel "module $way"
		has "^attached kprobe:tun:tun_chr_\* to [0-9]+: .*$way\$"
		lacks '^unloaded$'
		has '^unloaded behind it$'
	done
	for way in kprobe multi fentry; do
		[ $kernel$way != oldmulti ] || continue
		part $kernel "module $way"
		has '^running on$'
		has '^status 0$'
		has '^@opened\[kprobe:tun_chr_open\]: [12]$'
		has '^@calls: [2-9]$'
	done
done
