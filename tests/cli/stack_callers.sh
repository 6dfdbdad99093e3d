# Frames where a call returns to: a call that never returns has another function behind it,
# and a handler of signals returns to code that nobody called. Of dynamic and static programs.
# needs: root syscalls
[ "$(uname -m)" = x86_64 ] || skip "the stack of this test is x86_64's"
cat >program.c <<'END_C'
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>
#define CALL(number) __asm__ volatile("syscall" : "=a"(result) \
	: "a"(number), "D"(0), "r"(__builtin_frame_address(0)) : "rcx", "r11", "memory")
__attribute__((noinline, noreturn)) void never(void)
{
	long result;
	CALL(SYS_getppid);
	CALL(SYS_exit);
	__builtin_unreachable();
}
__attribute__((noinline, noreturn)) void ends_in_a_call(void)
{
	__asm__ volatile("" : : "r"(__builtin_frame_address(0)));
	never();
}
__attribute__((noinline)) void is_behind(void) { __asm__ volatile("nop"); }
void on_signal(int number) { long result; (void)number; CALL(SYS_getppid); }
int main(void)
{
	signal(SIGUSR1, on_signal);
	raise(SIGUSR1);
	ends_in_a_call();
	is_behind();
}
END_C
flags='-O1 -falign-functions=1 -fno-reorder-functions -fno-omit-frame-pointer -fno-optimize-sibling-calls'
tool stacks 'tracepoint:syscalls:sys_enter_getppid /pid == cpid/ { printf("%s", ustack(2)) }'
tool traces 'tracepoint:syscalls:sys_enter_getppid /pid == cpid/ { printf("%s", ustack(perf, 2)) }'
for how in -static -static-pie '-fPIE -pie'; do
	cc $flags $how -o program program.c
	nm -n program | grep -A1 ' T ends_in_a_call$' | grep -q is_behind || fail "another function is behind"
	run ./stacks -q -c ./program
	expect_status 0
	[ "$(grep -oE '[a-z_]+\+' $out | tr -d '\n')" = 'on_signal+__restore_rt+never+ends_in_a_call+' ] ||
		fail "names of $how"
	expect_out_like '^ {8}__restore_rt\+0$'
	size=$(nm -S program | sed -n 's/^[0-9a-f]* \([0-9a-f]*\) T ends_in_a_call$/\1/p')
	expect_out_like "^ {8}ends_in_a_call\\+$((16#$size))\$"
	run ./traces -q -c ./program
	expect_out_like "^	[0-9a-f]+ ends_in_a_call\\+$((16#$size)) \\(/.*/program\\)\$"
done
