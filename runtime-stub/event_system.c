#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "capability.h"
#include "format.h"
#include "json.h"
#include "output.h"
#include "text.h"

/* Starts the shell with its output into `fd`. Signals are as a shell expects them, not as the tool has them. */
static int start_shell(const char *command, int fd, pid_t *pid)
{
	char *arguments[] = { "sh", "-c", (char *)command, NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none;
	sigset_t all;
	sigemptyset(&none);
	sigfillset(&all);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, fd, STDOUT_FILENO);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &all);
	int err = posix_spawn(pid, "/bin/sh", &actions, &attributes, arguments, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return -err;
}

static void read_all(int fd, struct rt_text *out)
{
	char buffer[4096];
	for (;;) {
		ssize_t n = read(fd, buffer, sizeof(buffer));
		if (n > 0)
			rt_text_add(out, buffer, (size_t)n);
		else if (n == 0 || errno != EINTR)
			return;
	}
}

/* Runs the command and appends what it prints. */
static int run(const char *command, struct rt_text *out)
{
	int ends[2];
	pid_t pid;
	if (pipe2(ends, O_CLOEXEC))
		return -errno;
	int err = start_shell(command, ends[1], &pid);
	close(ends[1]);
	if (!err) {
		read_all(ends[0], out);
		while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	close(ends[0]);
	return err;
}

static int handle_system(struct rt *rt, const struct abi_event *event, const uint8_t *record,
			 size_t size)
{
	struct rt_text command = { 0 };
	struct rt_text printed = { 0 };
	rt_format_event(rt, event, record, size, &command);
	const char *text = rt_text_string(&command);
	// What the script printed so far stands before what the command writes by itself.
	int output_err = rt_output_flush(rt);
	int err = text ? run(text, &printed) : -ENOMEM;
	if (err)
		rt_error(rt, "cannot run '%s' with /bin/sh: %s", text ? text : "", strerror(-err));
	if (!err && !output_err) {
		struct rt_text *out = rt_output_begin(rt);
		if (rt->options.format == RT_FORMAT_JSON) {
			rt_json_begin_data(out, "syscall");
			rt_json_string(out, printed.length ? printed.data : "", printed.length);
			rt_json_end(out);
		} else {
			rt_text_add(out, printed.data, printed.length);
			rt_text_add_char(out, '\n');
		}
		output_err = rt_output_end(rt);
	}
	rt_text_release(&command);
	rt_text_release(&printed);
	return output_err;
}

const struct rt_event_ops rt_event_system = {
	.handle = handle_system,
	.keeps = RT_CAPABILITIES_ALL,
};
