#include <fcntl.h>

#include "rt_fixture.h"

static long written(const struct fixture *fixture)
{
	return (long)lseek(fixture->output_fd, 0, SEEK_END);
}

static void output_by_lines_keeps_the_rest(void **state)
{
	struct fixture *fixture = *state;
	rt_output_write(&fixture->rt, "one\ntw", 6);
	assert_int_equal(written(fixture), 4);
	rt_output_write(&fixture->rt, "o\n", 2);
	assert_int_equal(written(fixture), 8);
	expect_output(fixture, "one\ntwo\n");
}

static void output_held_waits_for_settle(void **state)
{
	struct fixture *fixture = *state;
	rt_output_hold(&fixture->rt);
	rt_output_write(&fixture->rt, "one\n", 4);
	rt_output_write(&fixture->rt, "two\nth", 6);
	assert_int_equal(written(fixture), 0);
	assert_int_equal(rt_output_settle(&fixture->rt), 0);
	assert_int_equal(written(fixture), 8);
	expect_output(fixture, "one\ntwo\nth");
}

static void output_unbuffered_is_written_at_once(void **state)
{
	struct fixture *fixture = *state;
	rt_output_close(&fixture->rt);
	fixture->rt.options.buffering = RT_BUFFER_NONE;
	rt_output_open(&fixture->rt);
	rt_output_write(&fixture->rt, "x", 1);
	assert_int_equal(written(fixture), 1);
}

static void output_full_waits_for_a_chunk(void **state)
{
	struct fixture *fixture = *state;
	static char block[40000];
	memset(block, '\n', sizeof(block));
	rt_output_close(&fixture->rt);
	fixture->rt.options.buffering = RT_BUFFER_FULL;
	rt_output_open(&fixture->rt);
	rt_output_write(&fixture->rt, block, sizeof(block));
	rt_output_settle(&fixture->rt);
	assert_int_equal(written(fixture), 0);
	rt_output_write(&fixture->rt, block, sizeof(block));
	assert_int_equal(written(fixture), 80000);
}

static void output_held_leaves_when_large(void **state)
{
	struct fixture *fixture = *state;
	rt_output_hold(&fixture->rt);
	for (int i = 0; i < 100000; i++)
		rt_output_write(&fixture->rt, "line\n", 5);
	assert_true(written(fixture) > 400000);
	rt_output_settle(&fixture->rt);
	assert_int_equal(written(fixture), 500000);
}

static void output_to_a_full_disk_is_told_once(void **state)
{
	struct fixture *fixture = *state;
	rt_output_close(&fixture->rt);
	fixture->rt.options.output_file = "/dev/full";
	assert_int_equal(rt_output_open(&fixture->rt), 0);
	assert_int_equal(rt_output_write(&fixture->rt, "x\n", 2), -ENOSPC);
	assert_int_equal(rt_output_write(&fixture->rt, "y\n", 2), -ENOSPC);
	assert_int_equal(rt_output_close(&fixture->rt), -ENOSPC);
	assert_string_equal(fixture->errors,
			    "tool: cannot write to '/dev/full': No space left on device\n");
}

static void output_to_a_closed_pipe_is_told_once(void **state)
{
	struct fixture *fixture = *state;
	int ends[2];
	char path[32];
	assert_int_equal(pipe(ends), 0);
	rt_output_close(&fixture->rt);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", ends[1]);
	fixture->rt.options.output_file = path;
	assert_int_equal(rt_output_open(&fixture->rt), 0);
	close(ends[0]);
	close(ends[1]);
	assert_int_equal(rt_output_write(&fixture->rt, "x\n", 2), -EPIPE);
	assert_int_equal(rt_output_flush(&fixture->rt), -EPIPE);
	assert_non_null(strstr(fixture->errors, "Broken pipe\n"));
	assert_ptr_equal(strchr(fixture->errors, '\n'), strrchr(fixture->errors, '\n'));
	fixture->rt.options.output_file = fixture->output_path;
}

static void output_file_that_cannot_be_opened_is_told(void **state)
{
	struct fixture *fixture = *state;
	rt_output_close(&fixture->rt);
	fixture->rt.options.output_file = "/nowhere/at/all";
	assert_int_equal(rt_output_open(&fixture->rt), -ENOENT);
	assert_string_equal(fixture->errors,
			    "tool: cannot open '/nowhere/at/all': No such file or directory\n");
	assert_null(fixture->rt.output);
	assert_int_equal(rt_output_close(&fixture->rt), 0);
}

static void output_counts_probes_and_losses(void **state)
{
	struct fixture *fixture = *state;
	rt_output_attached(&fixture->rt, 1);
	rt_output_attached(&fixture->rt, 2);
	rt_output_lost(&fixture->rt, 3);
	assert_string_equal(fixture->errors,
			    "Attached 1 probe\nAttached 2 probes\nLost 3 events\n");
	expect_output(fixture, "");
}

static void output_counts_as_json(void **state)
{
	struct fixture *fixture = *state;
	use_json(fixture);
	rt_output_attached(&fixture->rt, 1);
	rt_output_lost(&fixture->rt, 3);
	expect_output(fixture,
		      "{\"type\": \"attached_probes\", \"count\": 1, \"data\": {\"probes\": 1}}\n"
		      "{\"type\": \"lost_events\", \"count\": 3, \"data\": {\"events\": 3}}\n");
	fixture->rt.options.quiet = true;
	rt_output_attached(&fixture->rt, 1);
	expect_output(fixture, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RT_TEST(output_by_lines_keeps_the_rest),
		RT_TEST(output_held_waits_for_settle),
		RT_TEST(output_unbuffered_is_written_at_once),
		RT_TEST(output_full_waits_for_a_chunk),
		RT_TEST(output_held_leaves_when_large),
		RT_TEST(output_to_a_full_disk_is_told_once),
		RT_TEST(output_to_a_closed_pipe_is_told_once),
		RT_TEST(output_file_that_cannot_be_opened_is_told),
		RT_TEST(output_counts_probes_and_losses),
		RT_TEST(output_counts_as_json),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
