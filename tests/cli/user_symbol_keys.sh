# The config keys of names of user functions: when they are read, and how long they are kept.
# needs: root syscalls
# timeout: 180
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

# What processes had mapped is kept once for all that had the same at the same addresses, or for each.
cat >large.c <<'END'
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
static __attribute__((noinline)) void leaf(void)
{
	long result;
	__asm__ volatile("syscall" : "=a"(result) : "a"(110), "r"(__builtin_frame_address(0)) : "rcx", "r11");
}
/* 160 KB of what the tool keeps of a process. */
static void map_much(void)
{
	int fd = open("/proc/self/exe", O_RDONLY);
	for (int i = 0; i < 4000; i++) {
		mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);
		if (i % 400 == 0)
			usleep(4000);
	}
}
int main(int n, char **arguments)
{
	if (n == 1) {
		map_much();
		leaf();
		return 0;
	}
	for (int i = atoi(arguments[1]); i > 0; i--) {
		if (!fork())
			execl("./large", "large", (char *)NULL);
		wait(NULL);
	}
	return 0;
}
END
cc -O1 -fno-omit-frame-pointer -fPIE -pie -o large large.c
event='tracepoint:syscalls:sys_enter_getppid /comm == "large"/ { @[ustack(1)] = count(); }'
tool program "$event"
tool each "config = { cache_user_symbols = PER_PID } $event"
cat >peak.c <<'END_C'
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
/* Runs a command; how many KiB it had in memory at most goes to a file. */
int main(int n, char **args)
{
	struct rusage usage;
	int status = -1;
	pid_t child = fork();
	if (!child) {
		execv(args[1], args + 1);
		_exit(127);
	}
	wait4(child, &status, 0, &usage);
	FILE *file = fopen("peak", "w");
	fprintf(file, "%ld\n", usage.ru_maxrss);
	fclose(file);
	return n < 2 || !WIFEXITED(status) ? 1 : WEXITSTATUS(status);
}
END_C
cc -o peak_of peak.c
for name in program each; do
	run ./peak_of ./$name -q -c 'setarch -R ./large 60'
	expect_status 0
	[ "$(grep -c '^ \{8\}leaf+' $out)" -gt 20 ] || fail "$name: names"
	cp peak peak.$name
done
[ $(($(cat peak.each) - $(cat peak.program))) -gt 2000 ] || fail "$(cat peak.program) and $(cat peak.each) KiB"
