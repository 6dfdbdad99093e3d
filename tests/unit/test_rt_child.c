#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "child.h"
#include "rt_core.h"

struct family {
	struct core_fixture core;
	struct rt_child child;
};

static int set_up(void **state)
{
	static struct family family;
	memset(&family, 0, sizeof(family));
	core_init(&family.core);
	*state = &family;
	return 0;
}

static int start(struct family *f, const char *command)
{
	f->core.rt.options.command = command;
	return rt_child_start(&f->core.rt, &f->child);
}

static bool has_ended(const struct rt_child *child, int timeout_ms)
{
	struct pollfd ended = { .fd = child->pidfd, .events = POLLIN };
	return poll(&ended, 1, timeout_ms) == 1;
}

static void refuses(struct family *f, const char *command, const char *message)
{
	core_listen(&f->core);
	int err = start(f, command);
	if (!err)
		err = rt_child_release(&f->core.rt, &f->child);
	assert_string_equal(core_said(&f->core), message);
	assert_true(err < 0);
	rt_child_end(&f->child);
}

static void child_is_nobody_without_a_command(void **state)
{
	struct family *f = *state;
	assert_int_equal(start(f, NULL), 0);
	assert_int_equal(f->core.rt.child_pid, 0);
	assert_int_equal(rt_child_release(&f->core.rt, &f->child), 0);
	rt_child_end(&f->child);
}

static void child_waits_until_it_is_released(void **state)
{
	struct family *f = *state;
	assert_int_equal(start(f, " true  "), 0);
	assert_true(f->core.rt.child_pid > 0);
	assert_false(has_ended(&f->child, 50));
	assert_int_equal(rt_child_release(&f->core.rt, &f->child), 0);
	assert_true(has_ended(&f->child, 5000));
	rt_child_end(&f->child);
}

static void child_is_ended_with_the_tool(void **state)
{
	struct family *f = *state;
	assert_int_equal(start(f, "sleep 1000"), 0);
	assert_int_equal(rt_child_release(&f->core.rt, &f->child), 0);
	pid_t pid = f->child.pid;
	rt_child_end(&f->child);
	assert_int_equal(kill(pid, 0), -1);
	assert_int_equal(errno, ESRCH);
}

static void child_that_is_never_released_runs_nothing(void **state)
{
	struct family *f = *state;
	char path[64], command[80];
	snprintf(path, sizeof(path), "/tmp/test_rt_child.%d", (int)getpid());
	snprintf(command, sizeof(command), "touch %s", path);
	assert_int_equal(start(f, command), 0);
	rt_child_end(&f->child);
	assert_int_equal(access(path, F_OK), -1);
}

static void child_must_be_a_command(void **state)
{
	refuses(*state, "no-such-command x", "t: -c: there is no command 'no-such-command'\n");
	refuses(*state, "  ", "t: -c: the command is empty\n");
}

static void child_reports_what_execve_says(void **state)
{
	char path[64], message[128];
	snprintf(path, sizeof(path), "/tmp/test_rt_child.%d", (int)getpid());
	int fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0700);
	assert_int_equal(write(fd, "x\n", 2), 2);
	close(fd);
	snprintf(message, sizeof(message), "t: -c: cannot start '%s': Exec format error\n", path);
	refuses(*state, path, message);
	unlink(path);
}

#define TEST(function) cmocka_unit_test_setup(function, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(child_is_nobody_without_a_command),
		TEST(child_waits_until_it_is_released),
		TEST(child_is_ended_with_the_tool),
		TEST(child_that_is_never_released_runs_nothing),
		TEST(child_must_be_a_command),
		TEST(child_reports_what_execve_says),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
