#include "session.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <regex.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "memory.h"

#define OUTPUT_MAX (64UL << 20) /* a tool that prints without end is stopped by its time limit */

struct process {
	pid_t pid;  /* 0 if there is none */
	int handle; /* pidfd, -1 once the process is gone */
	int status;
};

struct session {
	const struct testfile *test;
	const struct session_options *options;
	struct names names;
	struct process tool;
	struct process workload;
	struct process before;
	int gate; /* a byte here releases the workload */
	int out;
	int err;
	int workload_output;
	bool is_released;
	bool is_interrupted;
	bool has_interrupt;
	regex_t interrupt;
	size_t out_seen; /* bytes already searched for triggers */
	size_t err_seen;
	long start;
	struct session_result *result;
};

static long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void process_watch(struct process *process)
{
	process->handle = (int)syscall(SYS_pidfd_open, process->pid, 0);
}

/* Collects the process if it has ended. */
static void process_reap(struct process *process)
{
	if (process->handle < 0 || waitpid(process->pid, &process->status, WNOHANG) <= 0)
		return;
	close(process->handle);
	process->handle = -1;
}

static void process_kill(struct process *process)
{
	if (process->handle < 0)
		return;
	kill(-process->pid, SIGKILL);
	kill(process->pid, SIGKILL);
	waitpid(process->pid, &process->status, 0);
	close(process->handle);
	process->handle = -1;
}

/* In the child: its working directory, file descriptors 0, 1 and 2, and nothing else of ours. */
static void enter_child(const struct session *s, int in, int out, int err)
{
	dup2(in, 0);
	dup2(out, 1);
	dup2(err, 2);
	syscall(SYS_close_range, 3, ~0U, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setpgid(0, 0);
	signal(SIGINT, SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
	if (chdir(s->names.bin) < 0)
		dprintf(2, "%s: %s\n", s->names.bin, strerror(errno));
}

static void exec_or_say(char **argv)
{
	execvp(argv[0], argv);
	dprintf(2, "cannot run '%s': %s\n", argv[0], strerror(errno));
	_exit(127);
}

/* The workload exists from the beginning, so that {pid} is known, and waits for the gate. */
static void workload_start(struct session *s)
{
	char **argv = testfile_words(s->test, DIRECTIVE_RUN, &s->names);
	int gate[2];

	if (!argv[0])
		return;
	if (pipe2(gate, O_CLOEXEC) < 0)
		memory_fail();
	s->result->has_workload = true;
	s->workload.pid = fork();
	if (s->workload.pid == 0) {
		int none = open("/dev/null", O_RDONLY);
		char byte;

		close(gate[1]);
		if (read(gate[0], &byte, 1) != 1)
			_exit(0);
		enter_child(s, none, s->workload_output, s->workload_output);
		argv = testfile_words(s->test, DIRECTIVE_RUN,
				      &(struct names){ s->names.bin, s->names.tmp,
						       memory_format("%d", (int)getpid()) });
		exec_or_say(argv);
	}
	close(gate[0]);
	s->gate = gate[1];
	process_watch(&s->workload);
	s->names.pid = memory_format("%d", (int)s->workload.pid);
	s->result->pid = memory_string(s->names.pid);
}

/* Runs from before the tool starts to the end of the test. */
static void before_start(struct session *s)
{
	char **argv = testfile_words(s->test, DIRECTIVE_BEFORE, &s->names);
	struct pollfd ready = { .events = POLLIN };
	int out[2];

	if (!argv[0])
		return;
	if (pipe2(out, O_CLOEXEC) < 0)
		memory_fail();
	s->before.pid = fork();
	if (s->before.pid == 0) {
		enter_child(s, open("/dev/null", O_RDONLY), out[1], s->workload_output);
		exec_or_say(argv);
	}
	close(out[1]);
	process_watch(&s->before);
	ready.fd = out[0];
	poll(&ready, 1, 5000 * s->options->scale);
	close(out[0]);
}

static int stdin_file(const struct testfile *test)
{
	int file = memfd_create("stdin", MFD_CLOEXEC);
	size_t i;

	if (file < 0)
		memory_fail();
	for (i = 0; i < test->n_rules; i++)
		if (test->rules[i].kind == DIRECTIVE_STDIN)
			dprintf(file, "%s\n", test->rules[i].text);
	lseek(file, 0, SEEK_SET);
	return file;
}

static void tool_start(struct session *s)
{
	char **args = testfile_words(s->test, DIRECTIVE_ARGS, &s->names);
	char **env = testfile_words(s->test, DIRECTIVE_ENV, &s->names);
	int in = stdin_file(s->test);
	int out[2];
	int err[2];
	char **argv;
	size_t n = 0;

	while (args[n])
		n++;
	argv = memory_new((n + 2) * sizeof(*argv));
	argv[0] = memory_string(s->options->tool);
	memcpy(argv + 1, args, n * sizeof(*argv));
	if (pipe2(out, O_CLOEXEC) < 0 || pipe2(err, O_CLOEXEC) < 0)
		memory_fail();
	s->tool.pid = fork();
	if (s->tool.pid == 0) {
		enter_child(s, in, out[1], err[1]);
		for (; *env; env++)
			putenv(*env);
		exec_or_say(argv);
	}
	close(in);
	close(out[1]);
	close(err[1]);
	s->out = out[0];
	s->err = err[0];
	process_watch(&s->tool);
}

/* Appends what can be read; closes the descriptor at its end. */
static void drain(int *fd, struct text *text)
{
	char buffer[65536];
	ssize_t n = read(*fd, buffer, sizeof(buffer));

	if (n <= 0) {
		close(*fd);
		*fd = -1;
		return;
	}
	if (text->length + n > OUTPUT_MAX)
		return;
	text->data = memory_grow(text->data, text->length + n + 1);
	memcpy(text->data + text->length, buffer, n);
	text->length += n;
	text->data[text->length] = '\0';
}

static void workload_release(struct session *s)
{
	if (s->is_released || s->gate < 0)
		return;
	s->is_released = true;
	if (write(s->gate, "x", 1) < 0)
		perror("runtest: gate");
	close(s->gate);
	s->gate = -1;
}

static void tool_interrupt(struct session *s)
{
	if (s->is_interrupted || s->tool.handle < 0)
		return;
	s->is_interrupted = true;
	kill(s->tool.pid, SIGINT);
}

/* Looks at the complete lines that are new: has the tool attached, is it to be interrupted? */
static void scan(struct session *s, const struct text *text, size_t *seen)
{
	for (;;) {
		char *line;
		char *end;

		if (*seen >= text->length)
			return;
		line = text->data + *seen;
		end = memchr(line, '\n', text->length - *seen);
		if (!end)
			return;
		*end = '\0';
		if (strncmp(line, "Attached ", 9) == 0 || strstr(line, "\"attached_probes\""))
			workload_release(s);
		if (s->has_interrupt && regexec(&s->interrupt, line, 0, NULL, 0) == 0)
			tool_interrupt(s);
		*end = '\n';
		*seen = end + 1 - text->data;
	}
}

/* Waits for output or an end of either process, at most until limit. */
static void wait_events(struct session *s, long limit)
{
	struct pollfd fds[] = {
		{ .fd = s->out, .events = POLLIN },
		{ .fd = s->err, .events = POLLIN },
		{ .fd = s->tool.handle, .events = POLLIN },
		{ .fd = s->workload.handle, .events = POLLIN },
	};
	long left = limit - now_ms();

	if (poll(fds, sizeof(fds) / sizeof(fds[0]), left < 0 ? 0 : (int)left) < 0)
		return;
	if (fds[0].revents)
		drain(&s->out, &s->result->out);
	if (fds[1].revents)
		drain(&s->err, &s->result->err);
	process_reap(&s->tool);
	process_reap(&s->workload);
}

static bool is_quiet(struct session *s)
{
	char **args = testfile_words(s->test, DIRECTIVE_ARGS, &s->names);

	while (*args && strcmp(*args, "-q") != 0)
		args++;
	return *args != NULL;
}

/* Until the tool has ended and its output is read, or time is up. */
static void follow(struct session *s)
{
	const char *stop = testfile_find(s->test, DIRECTIVE_STOP);
	bool ends_itself = stop && strcmp(stop, "self") == 0;
	long limit = testfile_number(s->test, DIRECTIVE_TIMEOUT, 3600, 10) * 1000;
	long end = s->start + limit * s->options->scale;
	/* A tool with -q never says that it has attached. */
	long release = is_quiet(s) ? s->start + 2000 * s->options->scale : end;
	long drained = 0;

	while (s->tool.handle >= 0 || s->out >= 0 || s->err >= 0) {
		long until = !s->is_released && release < end ? release : end;

		wait_events(s, s->tool.handle < 0 && drained < until ? drained : until);
		scan(s, &s->result->out, &s->out_seen);
		scan(s, &s->result->err, &s->err_seen);
		if (!s->is_released && now_ms() >= release)
			workload_release(s);
		if (s->workload.pid && s->workload.handle < 0 && !ends_itself)
			tool_interrupt(s);
		/* Somebody else may hold the pipes open: a moment, then no longer. */
		if (s->tool.handle < 0 && drained == 0)
			drained = now_ms() + 1000;
		if (drained && now_ms() >= drained)
			break;
		if (now_ms() >= end) {
			s->result->timed_out = s->tool.handle >= 0;
			break;
		}
	}
}

static void collect(struct session *s)
{
	long limit = now_ms() + 1000 * s->options->scale;

	/* The tool may have ended by itself, before the workload: give that its moment. */
	while (s->is_released && s->workload.handle >= 0 && now_ms() < limit) {
		usleep(1000);
		process_reap(&s->workload);
	}
	process_kill(&s->tool);
	process_kill(&s->workload);
	process_kill(&s->before);
	s->result->status = s->tool.status;
	s->result->workload_status = s->is_released ? s->workload.status : 0;
	lseek(s->workload_output, 0, SEEK_SET);
	while (s->workload_output >= 0)
		drain(&s->workload_output, &s->result->workload);
	if (s->out >= 0)
		close(s->out);
	if (s->err >= 0)
		close(s->err);
}

bool session_run(const struct testfile *test, const struct session_options *options,
		 struct session_result *result)
{
	const char *interrupt = testfile_find(test, DIRECTIVE_INTERRUPT);
	struct session s = {
		.test = test,
		.options = options,
		.names = options->names,
		.tool = { .handle = -1 },
		.workload = { .handle = -1 },
		.before = { .handle = -1 },
		.gate = -1,
		.result = result,
	};

	*result = (struct session_result){ .out.data = memory_string(""),
					   .err.data = memory_string(""),
					   .workload.data = memory_string("") };
	if (interrupt) {
		s.has_interrupt = true;
		if (regcomp(&s.interrupt, interrupt, REG_EXTENDED | REG_NOSUB) != 0) {
			printf("%s: not a regular expression: %s\n", test->path, interrupt);
			return false;
		}
	}
	signal(SIGPIPE, SIG_IGN);
	s.start = now_ms();
	s.workload_output = memfd_create("workload", MFD_CLOEXEC);
	workload_start(&s);
	before_start(&s);
	tool_start(&s);
	follow(&s);
	collect(&s);
	return true;
}
