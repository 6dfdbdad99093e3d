/*
 * Functions without frame pointers, whose stacks only the tables of .eh_frame tell:
 *
 *   unwound call       outer -> unwound_recursion (3 times) -> unwound_leaf -> getppid
 *   unwound callback   the same below a function that qsort() calls back
 *   unwound signal     the same below a handler of signals
 *   unwound trap       the same, of a signal that the first instruction of a function has raised
 *   unwound aligned    below a function that aligns its stack
 *   unwound forked     the same as call, in a child
 *   unwound lost       below code that has no table
 */
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Return addresses are signed where a machine can do so. */
#ifdef __aarch64__
#	define SIGNED target("branch-protection=pac-ret")
#else
#	define SIGNED
#endif

#define UNWOUND                                                                      \
	__attribute__((noinline, noclone,                                            \
		       optimize("O2,omit-frame-pointer,no-optimize-sibling-calls"))) \
	__attribute__((SIGNED))

UNWOUND long unwound_leaf(long n)
{
	volatile char room[200];

	room[n & 7] = 1;
	return syscall(SYS_getppid) + room[n & 7];
}

UNWOUND long unwound_recursion(long n)
{
	return n ? unwound_recursion(n - 1) * 3 + 1 : unwound_leaf(n);
}

UNWOUND long unwound_outer(long n)
{
	return unwound_recursion(n) + 1;
}

UNWOUND int unwound_compare(const void *a, const void *b)
{
	static int is_done;

	if (!is_done++)
		unwound_outer(0);
	return *(const int *)a - *(const int *)b;
}

UNWOUND int unwound_callback(void)
{
	int numbers[] = { 3, 1, 2 };

	qsort(numbers, 3, sizeof(numbers[0]), unwound_compare);
	return numbers[0];
}

UNWOUND void unwound_handler(int number)
{
	unwound_outer(number & 0);
}

UNWOUND int unwound_signal(void)
{
	signal(SIGUSR1, unwound_handler);
	return raise(SIGUSR1) + 1;
}

static sigjmp_buf behind_trap;

UNWOUND void unwound_trapped(int number)
{
	unwound_outer(number & 0);
	siglongjmp(behind_trap, 1);
}

/* Right behind another function. */
#ifdef __aarch64__
#	define TRAP "udf #0"
#	define TYPE "%function"
#else
#	define TRAP "ud2"
#	define TYPE "@function"
#endif
void unwound_trap(void);
__asm__(".text\n"
	".type unwound_before, " TYPE "\n"
	"unwound_before: .cfi_startproc; ret; .cfi_endproc\n"
	".size unwound_before, . - unwound_before\n"
	".globl unwound_trap\n"
	".type unwound_trap, " TYPE "\n"
	"unwound_trap: .cfi_startproc; " TRAP "; ret; .cfi_endproc\n"
	".size unwound_trap, . - unwound_trap\n");

UNWOUND int unwound_trapping(void)
{
	signal(SIGILL, unwound_trapped);
	if (!sigsetjmp(behind_trap, 1))
		unwound_trap();
	return 0;
}

/* So large and so aligned that the compiler has to move the stack pointer. */
UNWOUND long unwound_aligned(long n)
{
	char room[64] __attribute__((aligned(64)));

	memset(room, (int)n, sizeof(room));
	__asm__ volatile("" : : "r"(room) : "memory");
	return unwound_outer(0) + room[n & 7];
}

/* A function without a table that calls its second argument. */
static const unsigned char code[] = {
#ifdef __x86_64__
	0x48, 0x83, 0xec, 8, 0xff, 0xd6,
	0x48, 0x83, 0xc4, 8, 0xc3, /* sub $8, %rsp; call *%rsi; add $8, %rsp; ret */
#elif defined(__aarch64__)
	0xfe, 0x0f, 0x1f, 0xf8, 0x20, 0x00, 0x3f, 0xd6, /* str x30, [sp, -16]!; blr x1 */
	0xfe, 0x07, 0x41, 0xf8, 0xc0, 0x03, 0x5f, 0xd6, /* ldr x30, [sp], 16; ret */
#else
	0,
#endif
};

UNWOUND long unwound_lost(void)
{
	char *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED || sizeof(code) == 1)
		return 1;
	memcpy(memory, code, sizeof(code));
	__builtin___clear_cache(memory, memory + sizeof(code));
	return ((long (*)(long, long (*)(long)))(void *)memory)(0, unwound_outer) + 1;
}

static int forked(void)
{
	pid_t child = fork();

	if (!child) {
		/* The tool has to hear of it. */
		usleep(300000);
		unwound_outer(0);
		_exit(0);
	}
	return waitpid(child, NULL, 0) < 0;
}

int main(int argc, char **argv)
{
	const char *how = argc > 1 ? argv[1] : "";

	if (!strcmp(how, "call"))
		return unwound_outer(3) < 0;
	if (!strcmp(how, "callback"))
		return unwound_callback() < 0;
	if (!strcmp(how, "signal"))
		return unwound_signal() < 0;
	if (!strcmp(how, "trap"))
		return unwound_trapping();
	if (!strcmp(how, "aligned"))
		return unwound_aligned(1) < 0;
	if (!strcmp(how, "forked"))
		return forked();
	if (!strcmp(how, "lost"))
		return unwound_lost() < 0;
	fprintf(stderr, "unwound: what?\n");
	return 2;
}
