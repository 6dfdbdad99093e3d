# A tool is proven on kernels before it is shipped: each is booted in QEMU, and the tool attached there.
# needs: program:qemu-system-x86_64 program:jq program:xmllint
# timeout: 900
# inputs: compiler/guest_init.c
LIMIT=600
printf 'begin { exit(); }\n' >small.bt
run "$TRACEC" build small.bt -o small
expect_status 0

# What is wrong before anything is booted.
run "$TRACEC" verify
expect_status 2
expect_err_like '^tracec: no tool given$'
run "$TRACEC" verify small
expect_status 2
expect_err_like '^tracec: no kernel given: --kernel VMLINUZ$'
run "$TRACEC" verify small --kernel no/such
expect_status 2
expect_err_like "^tracec: kernel 'no/such' can't be read$"
run "$TRACEC" verify no/such --kernel small
expect_status 2
run "$TRACEC" verify small --kernel small --timeout soon
expect_status 2
expect_err_like "^tracec: --timeout takes seconds"
run env PATH=/nonexistent "$TRACEC" verify small --kernel small
[ "$status" = 3 ] || [ -x /usr/sbin/qemu-system-x86_64 ] || fail "without QEMU it must fail with 3"
expect_err_like '^tracec: qemu-system-x86_64 not found; on Debian: apt install qemu-system-x86$'
expect_err_lines 1

# What is no kernel.
run "$TRACEC" verify small --kernel small --timeout 20
expect_status 1
expect_out_like '^small: failed: '

kernels=()
for name in 6.1 6.12; do
	regex=$(awk -v n="$name" '$1 == n { print $2 }' "$ROOT/tests/guest/kernels.txt")
	"$ROOT/tests/guest/fetch.sh" "$name" "$regex" "$BUILD/guest/$name" >fetched 2>&1 ||
		skip "$(cat fetched)"
	kernels+=(--kernel "$BUILD/guest/$name/vmlinuz")
done

# Attached for real, as an ordinary user, on kernels that have what this one lacks; and run with a command.
cat >probes.bt <<'END'
kprobe:do_nanosleep { @slept[comm] = count(); }
tracepoint:syscalls:sys_enter_nanosleep { @calls = count(); }
uprobe:/sleeper:traced { @traced = count(); }
END
cat >sleeper.c <<'END'
#include <stdio.h>
#include <unistd.h>
__attribute__((noinline)) void traced(void) { __asm__ volatile(""); }
int main(void) { traced(); usleep(1000); puts("slept"); return 0; }
END
gcc -g -static sleeper.c -o sleeper || fail "gcc"
run "$TRACEC" build probes.bt -o probes
expect_status 0
chmod 755 . probes sleeper
mkdir -m 777 open
run $as_nobody env TMPDIR=$PWD/open "$TRACEC_RELEASE" verify probes "${kernels[@]}" --with sleeper --run /sleeper --junit open/report.xml
expect_status 0
expect_err ''
for release in '6\.1\.[^ ]*' '6\.12\.[^ ]*'; do
	expect_out_like "^$release: ok, loaded in [0-9.]+ ms$"
done
[ "$(grep -c '^  ok       kprobe:do_nanosleep (fentry\|^  ok       kprobe:do_nanosleep (kprobe' $out)" = 2 ] ||
	fail "both kernels have kprobes"
expect_out_like '^  ok       tracepoint:syscalls:sys_enter_nanosleep \(tracepoint, [0-9]+ instructions verified\)$'
[ "$(grep -c '^  | slept$' $out)" = 2 ] || fail "the command runs on both"
[ "$(grep -c '^  | @traced: 1$' $out)" = 2 ] || fail "the tool traces it on both"
run grep -c '<testcase classname="probes" name="6\.' open/report.xml
expect_out 2
grep -q '<testsuite name="probes" tests="2" failures="0">' open/report.xml || fail "$(cat open/report.xml)"
xmllint --noout open/report.xml || fail "not XML"

# A snapshot of a kernel that runs nowhere; its types for the same kernel without BTF.
module=$BUILD/guest/6.1/modules/tun.ko
run "$TRACEC" snapshot --kernel "$BUILD/guest/6.1/vmlinuz" --module "$module" -o recorded
expect_status 0
run readelf -SW recorded
expect_out_like '\.tracec\.formats'
expect_out_like '\.tracec\.config'
cat >types.bt <<'END'
begin { printf("types of %s\n", curtask.comm); printf("same %d\n", curtask.tgid == pid); exit(); }
END
run "$TRACEC" build types.bt -o types
run "$TRACEC" build types.bt --embed-btf recorded -o embedded
expect_status 0
# With types of a module that is loaded there.
cat >tun.bt <<'END'
kprobe:tun_chr_open { printf("asks for %d types\n", sizeof(struct tun_file) > 64); @[((struct tun_file *)arg1).queue_index * 0] = count(); }
END
cat >opens.c <<'END'
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
int main(void) { mknod("/dev/tun0", S_IFCHR | 0600, makedev(10, 200)); return open("/dev/tun0", O_RDWR) < 0; }
END
gcc -static opens.c -o opens || fail "gcc"
run "$TRACEC" list 'struct tun_file' --target recorded
expect_out 'struct tun_file'
run "$TRACEC" build tun.bt --target recorded --embed-btf recorded -o tun
expect_status 0
run "$TRACEC_RELEASE" verify tun --kernel "$BUILD/guest/6.1/vmlinuz" --module "$module" --without-btf --with opens --run /opens
expect_status 0
expect_out_like '^  ok       kprobe:tun_chr_open \(kprobe'
expect_out_like '^  \| asks for 1 types$'
run "$TRACEC_RELEASE" verify embedded --kernel "$BUILD/guest/6.1/vmlinuz" --without-btf --run /bin/none --json
jq -e '.kernels[0].release | startswith("6.1.")' $out >/dev/null || fail "no JSON"
expect_out_like '"verdict": "(ok|failed)", "kernels": \[\{"kernel": ".*", "release": "6\.1\.'
run "$TRACEC_RELEASE" verify embedded --kernel "$BUILD/guest/6.1/vmlinuz" --without-btf --json
expect_status 0
expect_out_like '^\{"tool": "embedded", "verdict": "ok", "kernels": \[.*"probes": \[\{"probe": "begin", "line": 1, "verdict": "ok"'
# The tool picks the types by the release of its host: two kernels, both without BTF.
run "$TRACEC_RELEASE" snapshot --kernel "$BUILD/guest/6.12/vmlinuz" -o recorded-6.12
expect_status 0
run "$TRACEC" build types.bt --embed-btf recorded --embed-btf recorded-6.12 -o embedded
expect_status 0
run "$TRACEC_RELEASE" verify embedded "${kernels[@]}" --without-btf
expect_status 0
[ "$(grep -c '^  ok       begin' $out)" = 2 ] || fail "both kernels have types embedded"
run "$TRACEC_RELEASE" verify types --kernel "$BUILD/guest/6.1/vmlinuz" --without-btf
expect_status 1
expect_out_like '^  failed   begin: .*this kernel gives no types \(BTF\)'
