# The config keys of names of user functions: when they are read, and how long they are kept.
# needs: root syscalls
[ "$(uname -m)" = x86_64 ] || skip "the stack of this test is x86_64's"

cat >program.c <<'END'
static __attribute__((noinline)) void leaf(void)
{
	long result;
	__asm__ volatile("syscall" : "=a"(result) : "a"(110), "r"(__builtin_frame_address(0)) : "rcx", "r11");
}
__attribute__((noinline)) void caller(void) { leaf(); __asm__(""); }
int main(void) { caller(); return 0; }
END
cc -O1 -fno-omit-frame-pointer -fno-optimize-sibling-calls -static -o program program.c
# Its file is empty when the tool prints.
cat >overwritten <<'END'
#!/bin/sh
cp program copy
./copy
sleep 0.5
: >copy
END
chmod +x overwritten
event='tracepoint:syscalls:sys_enter_getppid /comm == "copy"/ { @[ustack(2)] = count(); }'

tool lazy "$event"
run ./lazy -q -c ./overwritten
expect_out_like '^ {8}0x[0-9a-f]+$'
! grep -q leaf $out || fail "names were read before the first was printed"

tool eager "config = { lazy_symbolication = false } $event"
run ./eager -q -c ./overwritten
expect_out_like '^ {8}leaf\+[0-9]+$'
expect_out_like '^ {8}caller\+[0-9]+$'
BPFTRACE_LAZY_SYMBOLICATION=true run ./eager -q -c ./overwritten
expect_out_like '^ {8}0x[0-9a-f]+$'

# Names of a process that has ended are known where something is kept of it.
event='tracepoint:syscalls:sys_enter_getppid /comm == "program"/ { @[ustack(2)] = count(); }'
for policy in PER_PID PER_PROGRAM; do
	tool kept "config = { cache_user_symbols = $policy } $event"
	run ./kept -q -c ./program
	expect_out_like '^ {8}leaf\+[0-9]+$'
done
tool none "config = { cache_user_symbols = NONE } $event"
run ./none -q -c ./program
expect_out_like '^ {8}0x[0-9a-f]+$'
! grep -q leaf $out || fail "names of an ended process were kept"

# Those of a living one are looked for when they are printed.
cat >living.c <<'END'
#include <unistd.h>
static __attribute__((noinline)) void leaf(void)
{
	long result;
	__asm__ volatile("syscall" : "=a"(result) : "a"(110), "r"(__builtin_frame_address(0)) : "rcx", "r11");
}
int main(void) { for (;;) { leaf(); usleep(20000); } }
END
cc -O1 -fno-omit-frame-pointer -static -o living living.c
tool none 'config = { cache_user_symbols = NONE }
tracepoint:syscalls:sys_enter_getppid /pid == cpid/ { print(ustack(1)); if (++@ == 3) { clear(@); exit(); } }'
run ./none -q -c ./living
[ "$(grep -c '^ \{8\}leaf+' $out)" = 3 ] || fail "expected three names"
