/*
 * terminal [-k TEXT] COMMAND ARG...: runs a command on a terminal of its own and shows what that gets, a line for each
 * return of the carriage, escapes as ^[. With -k, Ctrl-C is typed when TEXT has come. Then it says:
 *
 *   status N                the command's, 128 + signal
 *   ended after N ms        since Ctrl-C, or since the start
 *   quiet after N ms        since then nothing more was printed
 *   left N                  programs and links of BPF and kprobes, more than before the start; waited for 10 s
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define ROOM (1 << 20)

static long now_ms(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static long count_ids(int command)
{
	union bpf_attr attr;
	long n = 0;
	memset(&attr, 0, sizeof(attr));
	while (!syscall(SYS_bpf, command, &attr, sizeof(attr))) {
		attr.start_id = attr.next_id;
		n++;
	}
	return n;
}

static long count_kprobes(void)
{
	FILE *file = fopen("/sys/kernel/debug/kprobes/list", "re");
	long n = 0;
	for (int c = file ? getc(file) : EOF; c != EOF; c = getc(file))
		n += c == '\n';
	if (file)
		fclose(file);
	return n;
}

static long count_objects(void)
{
	return count_ids(BPF_PROG_GET_NEXT_ID) + count_ids(BPF_LINK_GET_NEXT_ID) + count_kprobes();
}

static int fail(const char *what)
{
	fprintf(stderr, "terminal: %s: %s\n", what, strerror(errno));
	return 99;
}

/* The command's end of a new terminal is its standard streams; returns ours. */
static int run(char **argv, pid_t *pid)
{
	int ours = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (ours < 0) { // a guest without them
		mkdir("/dev/pts", 0755);
		if (!mount("devpts", "/dev/pts", "devpts", 0, "ptmxmode=0666"))
			ours = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	}
	if (ours < 0 || grantpt(ours) || unlockpt(ours))
		return -1;
	*pid = fork();
	if (*pid)
		return ours;
	setsid();
	int theirs = open(ptsname(ours), O_RDWR);
	if (theirs < 0 || ioctl(theirs, TIOCSCTTY, 0))
		_exit(98);
	for (int fd = 0; fd < 3; fd++)
		dup2(theirs, fd);
	execvp(argv[0], argv);
	_exit(127);
}

static void show(const char *text)
{
	for (const char *c = text; *c; c++) {
		if (*c == '\r' && c[1] == '\n')
			continue;
		if (*c == '\033')
			fputs("^[", stdout);
		else
			putchar(*c == '\r' ? '\n' : *c);
	}
}

/* All that comes until the terminal is closed; since when Ctrl-C was typed and nothing came any more. */
static void follow(int ours, const char *key, char *text, long *since, long *quiet)
{
	size_t length = 0;
	ssize_t n = 1;
	while (n > 0 && length < ROOM - 1) {
		n = read(ours, text + length, ROOM - 1 - length);
		if (n <= 0)
			break;
		*quiet = now_ms();
		length += (size_t)n;
		text[length] = '\0';
		if (key && strstr(text, key) && write(ours, "\003", 1) == 1) {
			key = NULL;
			*since = now_ms();
		}
	}
}

int main(int argc, char **argv)
{
	const char *key = NULL;
	char *text = calloc(ROOM, 1);
	pid_t pid = 0;
	int status = 0;
	if (argc > 2 && !strcmp(argv[1], "-k")) {
		key = argv[2];
		argv += 2;
	}
	if (argc < 2 || !text)
		return 2;
	long before = count_objects();
	long since = now_ms(), quiet = since;
	int ours = run(argv + 1, &pid);
	if (ours < 0)
		return fail("no terminal");
	follow(ours, key, text, &since, &quiet);
	waitpid(pid, &status, 0);
	long end = now_ms();
	while (count_objects() > before && now_ms() < end + 10000)
		usleep(50000);
	show(text);
	printf("\nstatus %d\n", WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
	printf("ended after %ld ms\nquiet after %ld ms\nleft %ld\n", end - since, quiet - since,
	       count_objects() - before);
	return 0;
}
