/*
 * measure COMMAND...: runs the command, interrupts it at its first output, and
 * prints: microseconds from exec to the first byte of stdout, microseconds of CPU
 * time of its whole life, peak memory in KiB. Static and small, because a child's
 * peak includes what its parent had at the fork.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int main(int argc, char **argv)
{
	char buffer[65536];
	struct rusage usage;
	long start;
	long first = -1;
	int status;
	int fds[2];
	pid_t pid;

	if (argc < 2 || pipe(fds) < 0)
		return 2;
	start = now_us();
	pid = fork();
	if (pid == 0) {
		dup2(fds[1], 1);
		close(fds[0]);
		close(fds[1]);
		execvp(argv[1], argv + 1);
		perror(argv[1]);
		_exit(127);
	}
	close(fds[1]);
	while (read(fds[0], buffer, sizeof(buffer)) > 0) {
		if (first >= 0)
			continue;
		first = now_us() - start;
		kill(pid, SIGINT);
	}
	if (wait4(pid, &status, 0, &usage) < 0 || !WIFEXITED(status) || first < 0) {
		fprintf(stderr, "measure: %s failed\n", argv[1]);
		return 1;
	}
	printf("%ld %ld %ld\n", first,
	       (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 +
		       usage.ru_utime.tv_usec + usage.ru_stime.tv_usec,
	       usage.ru_maxrss);
	return 0;
}
