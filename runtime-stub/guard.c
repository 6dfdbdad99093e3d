#include "guard.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Descriptors of programs and links would keep them alive. */
static void close_others(int kept)
{
	for (int fd = 0; fd < kept; fd++)
		close(fd);
	if (!syscall(SYS_close_range, kept + 1, ~0U, 0)) // Linux 5.9
		return;
	for (int fd = kept + 1; fd < (int)sysconf(_SC_OPEN_MAX); fd++)
		close(fd);
}

/* A byte says that there is nothing left to do; the end of the pipe, that its writer died. */
static void watch(int pipe, const char *path)
{
	char byte;
	ssize_t n;
	setsid(); // what ends the tool's group or terminal does not end this
	close_others(pipe);
	do
		n = read(pipe, &byte, 1);
	while (n < 0 && errno == EINTR);
	if (!n)
		unlink(path);
	_exit(0);
}

int rt_guard_start(struct rt_guard *guard, const char *path)
{
	int ends[2];
	if (pipe2(ends, O_CLOEXEC))
		return -errno;
	pid_t pid = fork();
	if (!pid)
		watch(ends[0], path);
	int err = pid < 0 ? -errno : 0;
	close(ends[0]);
	if (err)
		close(ends[1]);
	else
		*guard = (struct rt_guard){ pid, ends[1] };
	return err;
}

void rt_guard_end(struct rt_guard *guard)
{
	if (!guard->pid)
		return;
	if (write(guard->pipe, "", 1) == 1)
		waitpid(guard->pid, NULL, 0);
	close(guard->pipe);
	*guard = (struct rt_guard){ 0 };
}
