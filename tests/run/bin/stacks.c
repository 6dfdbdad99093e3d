/*
 * Calls getppid() below functions with names, in ways that make the names hard to
 * find: the process is gone before anybody asks, and perhaps its file too.
 *
 *   stacks call                 stack_outer -> stack_leaf -> getppid
 *   stacks deep N               N functions above it
 *   stacks short N              the same in N children, one after the other
 *   stacks exec                 a child that calls, then becomes another program, which calls
 *   stacks deleted PATH         a copy of this program, which deletes itself after a while
 *   stacks namespace DIRECTORY  a copy in a file system that only it sees
 *   stacks jit                  below code that no file holds, which /tmp/perf-PID.map names
 *   stacks jit_namespace        the same in namespaces of its own, with the pid there
 *   stacks vdso                 not getppid(), but clock_gettime(), by the kernel's page of functions
 */
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/*
 * In place, because the C library's own function has no frame pointer; asking for the frame's address makes
 * one. (Without it a function that calls nobody has none on arm64, and its caller stands in lr alone, where the
 * kernel does not look.)
 */
__attribute__((noinline, noclone)) void stack_leaf(void)
{
#ifdef __x86_64__
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(SYS_getppid), "r"(__builtin_frame_address(0))
			 : "rcx", "r11", "memory");
#elif defined(__aarch64__)
	register long number __asm__("x8") = SYS_getppid;
	register long result __asm__("x0");

	__asm__ volatile("svc 0"
			 : "=r"(result)
			 : "r"(number), "r"(__builtin_frame_address(0))
			 : "memory");
#else
	syscall(SYS_getppid);
#endif
}

__attribute__((noinline, noclone)) void stack_outer(void (*inner)(void))
{
	inner();
	__asm__ volatile("");
}

static int act_call(const char *argument)
{
	(void)argument;
	stack_outer(stack_leaf);
	return 0;
}

static __attribute__((noinline, noclone)) void stack_deep(long n)
{
	if (n > 0)
		stack_deep(n - 1);
	else
		stack_leaf();
	__asm__ volatile("");
}

static int act_deep(const char *argument)
{
	stack_deep(argument ? strtol(argument, NULL, 10) : 1);
	return 0;
}

static int act_short(const char *argument)
{
	for (long n = argument ? strtol(argument, NULL, 10) : 1; n > 0; n--) {
		pid_t child = fork();

		if (!child) {
			stack_outer(stack_leaf);
			_exit(0);
		}
		waitpid(child, NULL, 0);
	}
	return 0;
}

static int act_exec(const char *argument)
{
	char self[4096] = "";
	pid_t child = fork();

	(void)argument;
	if (!child) {
		stack_outer(stack_leaf);
		if (readlink("/proc/self/exe", self, sizeof(self) - 1) > 0)
			execl(self, "stacks", "call", (char *)NULL);
		_exit(1);
	}
	return waitpid(child, NULL, 0) < 0;
}

static int copy_self(const char *path)
{
	char bytes[65536];
	int from = open("/proc/self/exe", O_RDONLY);
	int to = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0755);
	ssize_t n;

	while ((n = read(from, bytes, sizeof(bytes))) > 0)
		if (write(to, bytes, (size_t)n) != n)
			return -1;
	close(from);
	return close(to);
}

static int act_deleted(const char *path)
{
	if (!path || copy_self(path))
		return 1;
	execl(path, "stacks", "late", path, (char *)NULL);
	return 1;
}

/* Whoever wants the file has this long. */
static int act_late(const char *path)
{
	usleep(300000);
	if (path)
		unlink(path);
	return act_call(NULL);
}

static int act_namespace(const char *directory)
{
	char path[4096];

	if (!directory || unshare(CLONE_NEWNS) || mount("", "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("none", directory, "tmpfs", 0, NULL))
		return 1;
	snprintf(path, sizeof(path), "%s/stacks", directory);
	if (copy_self(path))
		return 1;
	execl(path, "stacks", "late", (char *)NULL);
	return 1;
}

/* A function with a frame that calls its argument. */
static const unsigned char code[] = {
#ifdef __x86_64__
	0x55, 0x48, 0x89, 0xe5,
	0xff, 0xd7, 0x5d, 0xc3, /* push %rbp; mov %rsp,%rbp; call *%rdi; pop; ret */
#elif defined(__aarch64__)
	0xfd, 0x7b, 0xbf, 0xa9, 0xfd, 0x03, 0x00, 0x91, /* stp x29, x30, [sp, -16]!; mov x29, sp */
	0x00, 0x00, 0x3f, 0xd6, 0xfd, 0x7b, 0xc1, 0xa8, /* blr x0; ldp x29, x30, [sp], 16 */
	0xc0, 0x03, 0x5f, 0xd6,                         /* ret */
#else
	0,
#endif
};

static int act_jit(const char *argument)
{
	char path[64];
	char *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	FILE *names;

	(void)argument;
	snprintf(path, sizeof(path), "/tmp/perf-%d.map", (int)getpid());
	names = fopen(path, "w");
	if (!names || memory == MAP_FAILED || sizeof(code) == 1)
		return 1;
	fprintf(names, "%lx %zx Compiled:at run time\n", (unsigned long)memory, sizeof(code));
	fclose(names);
	memcpy(memory, code, sizeof(code));
	__builtin___clear_cache(memory, memory + sizeof(code));
	((void (*)(void (*)(void)))(void *)memory)(stack_leaf);
	return 0;
}

static int act_jit_namespace(const char *argument)
{
	int status = 1;
	pid_t child = unshare(CLONE_NEWPID | CLONE_NEWNS) ? -1 : fork();

	if (!child) {
		if (mount("", "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
		    mount("none", "/tmp", "tmpfs", 0, NULL) || act_jit(argument))
			_exit(1);
		usleep(300000);
		_exit(0);
	}
	waitpid(child, &status, 0);
	return status != 0;
}

/* A clock that no page tells: the system call is made from there. */
static int act_vdso(const char *argument)
{
	struct timespec now;

	(void)argument;
	return clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
}

static const struct {
	const char *name;
	int (*act)(const char *argument);
} actions[] = {
	{ "call", act_call }, { "deep", act_deep },       { "short", act_short },
	{ "exec", act_exec }, { "deleted", act_deleted }, { "namespace", act_namespace },
	{ "late", act_late }, { "jit", act_jit },         { "jit_namespace", act_jit_namespace },
	{ "vdso", act_vdso },
};

int main(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]) && argc > 1; i++)
		if (!strcmp(actions[i].name, argv[1]))
			return actions[i].act(argc > 2 ? argv[2] : NULL);
	fprintf(stderr, "stacks: what?\n");
	return 2;
}
