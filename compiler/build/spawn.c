#include "build/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static void print_command(FILE *out, const char *const *argv)
{
	for (size_t i = 0; argv[i]; i++)
		fprintf(out, "%s%s", i ? " " : "+ ", argv[i]);
	fputc('\n', out);
}

static void read_all(int fd, struct strbuf *out)
{
	char chunk[4096];
	for (;;) {
		ssize_t n = read(fd, chunk, sizeof(chunk));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return;
		strbuf_write(out, chunk, (size_t)n);
	}
}

static int wait_for(pid_t pid)
{
	int status;
	while (waitpid(pid, &status, 0) < 0) {
		if (errno != EINTR)
			return -1;
	}
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static void plan_files(posix_spawn_file_actions_t *actions, const struct spawn_options *options,
		       int pipe_write)
{
	posix_spawn_file_actions_addopen(actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(actions, pipe_write, STDERR_FILENO);
	if (options->stdout_path)
		posix_spawn_file_actions_addopen(actions, STDOUT_FILENO, options->stdout_path,
						 O_WRONLY | O_CREAT | O_TRUNC, 0666);
	else
		posix_spawn_file_actions_adddup2(actions, pipe_write, STDOUT_FILENO);
	if (options->directory)
		posix_spawn_file_actions_addchdir_np(actions, options->directory);
}

struct spawn_result spawn_run(struct arena *arena, const char *const *argv,
			      const struct spawn_options *options)
{
	struct spawn_result result = { .status = -1, .output = "" };
	int ends[2];
	if (options->trace)
		print_command(options->trace, argv);
	if (pipe2(ends, O_CLOEXEC) < 0) {
		result.output = strerror(errno);
		return result;
	}
	posix_spawn_file_actions_t actions;
	posix_spawn_file_actions_init(&actions);
	plan_files(&actions, options, ends[1]);
	pid_t pid;
	int err = posix_spawnp(&pid, argv[0], &actions, NULL, (char *const *)argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	close(ends[1]);
	if (err) {
		result.output = arena_printf(arena, "%s: %s\n", argv[0], strerror(err));
	} else {
		struct strbuf output;
		strbuf_init(&output, arena);
		read_all(ends[0], &output);
		result.output = strbuf_text(&output);
		result.status = wait_for(pid);
	}
	close(ends[0]);
	return result;
}

const char *spawn_find(struct arena *arena, const char *program)
{
	if (strchr(program, '/'))
		return access(program, X_OK) == 0 ? program : NULL;
	const char *path = getenv("PATH");
	const char *all = arena_printf(arena, "%s:/usr/sbin:/sbin", path ? path : "/usr/bin:/bin");
	while (*all) {
		size_t length = strcspn(all, ":");
		const char *candidate = arena_printf(arena, "%.*s/%s", (int)length, all, program);
		if (length && access(candidate, X_OK) == 0)
			return candidate;
		all += length + (all[length] == ':');
	}
	return NULL;
}
