/*
 * What run tests trace: one static program whose first argument says what to do.
 *
 *   workload open PATH [N]    openat(PATH, O_RDONLY) N times
 *   workload getppid N        the system call, N times
 *   workload add N            traced_add(i, 2 * i) for i in 1..N
 *   workload adds N           the same in two children, on two CPUs if there are
 *   workload text WORD...     traced_text(word) for each
 *   workload spin MS          use the CPU
 *   workload sleep MS
 *   workload fault N          touch N new pages
 *   workload exec PATH ARG... become another program
 *   workload execs PATH       `PATH getppid` in two children, by execve and by execveat
 *
 * Words after `--` start the next action, so one process does several.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Names for uprobes: never inlined, arguments in registers. */
__attribute__((noinline, noclone)) int traced_add(int a, int b)
{
	__asm__ volatile("");
	return a + b;
}

__attribute__((noinline, noclone)) size_t traced_text(const char *text)
{
	__asm__ volatile("");
	return strlen(text);
}

static unsigned long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (unsigned long)now.tv_sec * 1000 + (unsigned long)now.tv_nsec / 1000000;
}

static void act_open(char **words, int n)
{
	long count = n > 2 ? atol(words[2]) : 1;

	for (long i = 0; i < count && n > 1; i++) {
		int fd = (int)syscall(SYS_openat, AT_FDCWD, words[1], O_RDONLY);

		if (fd >= 0)
			close(fd);
	}
}

static void act_getppid(char **words, int n)
{
	for (long i = n > 1 ? atol(words[1]) : 1; i > 0; i--)
		syscall(SYS_getppid);
}

static void act_add(char **words, int n)
{
	int count = n > 1 ? atoi(words[1]) : 1;

	for (int i = 1; i <= count; i++)
		traced_add(i, 2 * i);
}

static void act_adds(char **words, int n)
{
	for (int i = 0; i < 2; i++) {
		cpu_set_t cpus;

		if (fork() != 0)
			continue;
		CPU_ZERO(&cpus);
		CPU_SET(i, &cpus);
		sched_setaffinity(0, sizeof(cpus), &cpus);
		act_add(words, n);
		_exit(0);
	}
	while (wait(NULL) > 0)
		;
}

static void act_text(char **words, int n)
{
	for (int i = 1; i < n; i++)
		traced_text(words[i]);
}

static void act_spin(char **words, int n)
{
	unsigned long end = now_ms() + (n > 1 ? strtoul(words[1], NULL, 10) : 100);

	while (now_ms() < end)
		;
}

static void act_fault(char **words, int n)
{
	for (long i = n > 1 ? atol(words[1]) : 1; i > 0; i--) {
		char *page = mmap(NULL, 1, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		if (page != MAP_FAILED) {
			*(volatile char *)page = 1;
			munmap(page, 1);
		}
	}
}

static void act_sleep(char **words, int n)
{
	usleep(1000 * (useconds_t)(n > 1 ? strtoul(words[1], NULL, 10) : 100));
}

static void act_exec(char **words, int n)
{
	if (n > 1)
		execv(words[1], words + 1);
	perror(words[1]);
	exit(1);
}

static void act_execs(char **words, int n)
{
	char what[] = "getppid"; /* memory that has been used, so that a program can read it */
	char *args[] = { words[n - 1], what, NULL };
	char *none[] = { NULL };

	for (int i = 0; i < 2; i++) {
		pid_t child = fork();

		if (child == 0 && i == 0)
			syscall(SYS_execve, args[0], args, none);
		else if (child == 0)
			syscall(SYS_execveat, AT_FDCWD, args[0], args, none, 0);
		if (child == 0)
			_exit(1);
		waitpid(child, NULL, 0);
	}
}

static const struct {
	const char *name;
	void (*act)(char **words, int n);
} actions[] = {
	{ "open", act_open },	{ "getppid", act_getppid }, { "add", act_add },
	{ "text", act_text },	{ "spin", act_spin },	    { "sleep", act_sleep },
	{ "fault", act_fault },	{ "exec", act_exec },	    { "execs", act_execs },
	{ "adds", act_adds },
};

static void act(char **words, int n)
{
	for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++) {
		if (strcmp(actions[i].name, words[0]) == 0) {
			actions[i].act(words, n);
			return;
		}
	}
	fprintf(stderr, "workload: unknown action '%s'\n", words[0]);
	exit(2);
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		int n = 0;
		char *end;

		while (i + n < argc && strcmp(argv[i + n], "--") != 0)
			n++;
		end = argv[i + n];
		argv[i + n] = NULL;
		if (n)
			act(argv + i, n);
		argv[i + n] = end;
		i += n;
	}
	return 0;
}
