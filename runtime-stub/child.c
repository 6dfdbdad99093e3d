#include "child.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "path.h"
#include "problem.h"
#include "rt.h"
#include "unwind.h"

/* How long a child may take to end on SIGTERM. */
#define GRACE_MS 500

struct command {
	char *text; /* the words, each NUL-terminated */
	char **words;
	char *path;
};

static void command_release(struct command *command)
{
	free(command->text);
	free(command->words);
	free(command->path);
}

static int command_split(struct command *command, const char *text)
{
	size_t n = 0;
	memset(command, 0, sizeof(*command));
	command->text = strdup(text);
	command->words = calloc(strlen(text) / 2 + 2, sizeof(char *));
	if (!command->text || !command->words)
		return -ENOMEM;
	for (char *c = command->text; *c; c++) {
		bool is_start = *c != ' ' && (c == command->text || !c[-1]);
		if (is_start)
			command->words[n++] = c;
		if (*c == ' ')
			*c = 0;
	}
	return n ? 0 : -EINVAL;
}

/*
 * In the child. Dies with the tool; ends quietly if the tool ends before it lets go. It says
 * that it is ready, so that the probes, attached after that, see none of its preparation. What
 * execve says goes back through the socket, which a successful execve closes.
 */
static void wait_and_execute(const struct command *command, int socket, pid_t parent)
{
	char go;
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent || write(socket, "", 1) != 1 || read(socket, &go, 1) != 1)
		_exit(127);
	execve(command->path, command->words, environ);
	int error = errno;
	if (write(socket, &error, sizeof(error)) < 0) {
		// The tool is gone.
	}
	_exit(127);
}

/* Waits until the child has prepared itself; 0 or a negative errno. */
static int wait_until_ready(int socket)
{
	char ready;
	ssize_t n;
	do
		n = read(socket, &ready, 1);
	while (n < 0 && errno == EINTR);
	if (n == 1)
		return 0;
	return n < 0 ? -errno : -ECHILD;
}

int rt_pidfd_open(pid_t pid)
{
	int fd = (int)syscall(SYS_pidfd_open, pid, 0);
	return fd < 0 ? -errno : fd;
}

static int spawn(struct rt_child *child, const struct command *command)
{
	int ends[2];
	pid_t parent = getpid();
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
		return -errno;
	pid_t pid = fork();
	if (pid == 0) {
		close(ends[0]);
		wait_and_execute(command, ends[1], parent);
	}
	int err = pid < 0 ? -errno : 0;
	close(ends[1]);
	if (err) {
		close(ends[0]);
		return err;
	}
	child->pid = pid;
	child->go = ends[0];
	child->pidfd = rt_pidfd_open(pid);
	return child->pidfd < 0 ? child->pidfd : wait_until_ready(child->go);
}

int rt_child_start(struct rt *rt, struct rt_child *child)
{
	struct command command;
	*child = (struct rt_child){ .go = -1, .pidfd = -1 };
	if (!rt->options.command)
		return 0;
	int err = command_split(&command, rt->options.command);
	if (!err)
		err = rt_path_executable(command.words[0], &command.path);
	if (!err)
		err = spawn(child, &command);
	if (err == -EINVAL)
		rt_error(rt, "-c: the command is empty");
	else if (err == -ENOENT && !command.path)
		rt_error(rt, "-c: there is no command '%s'", command.words[0]);
	else if (err)
		rt_error(rt, "-c: cannot start '%s': %s", rt->options.command, rt_problem_text(err));
	command_release(&command);
	rt->child_pid = child->pid;
	return err;
}

int rt_child_release(struct rt *rt, struct rt_child *child)
{
	const struct rt_unwind_ops *unwind = rt->tool->unwind;
	int error = 0;
	if (child->go < 0)
		return 0;
	bool is_followed = unwind && unwind->follow_child(rt);
	ssize_t n = send(child->go, "", 1, MSG_NOSIGNAL);
	do
		n = n < 0 ? n : read(child->go, &error, sizeof(error));
	while (n < 0 && errno == EINTR);
	close(child->go);
	child->go = -1;
	if (n == 0 && is_followed)
		unwind->await_child(rt);
	if (n == 0)
		return 0;
	rt_error(rt, "-c: cannot start '%s': %s", rt->options.command,
		 strerror(error ? error : EPIPE));
	return -(error ? error : EPIPE);
}

void rt_child_end(struct rt_child *child)
{
	struct pollfd ended = { .fd = child->pidfd, .events = POLLIN };
	if (child->go >= 0)
		close(child->go);
	if (child->pid) {
		if (poll(&ended, 1, 0) == 0) {
			kill(child->pid, SIGTERM);
			poll(&ended, 1, GRACE_MS);
		}
		kill(child->pid, SIGKILL); // of a zombie: nothing
		waitpid(child->pid, NULL, 0);
	}
	if (child->pidfd >= 0)
		close(child->pidfd);
	*child = (struct rt_child){ .go = -1, .pidfd = -1 };
}
