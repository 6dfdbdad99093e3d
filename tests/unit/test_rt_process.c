#include <linux/perf_event.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>

#include <cmocka.h>

#include "mapping_events.h"
#include "process.h"

struct told {
	struct rt_processes all;
	struct rt_mapping_events events;
};

static int set_up(void **state)
{
	*state = calloc(1, sizeof(struct told));
	return 0;
}

static int tear_down(void **state)
{
	struct told *told = *state;
	rt_processes_release(&told->all);
	assert_int_equal(told->all.bytes, 0);
	assert_int_equal(told->all.files.n_open, 0);
	assert_int_equal(told->all.files.bytes, 0);
	free(told);
	return 0;
}

/* The records of the kernel, as perf_event_open(2) has them. */
static void tell(struct told *told, uint32_t type, const void *body, size_t size, uint64_t time)
{
	_Alignas(8) uint8_t record[512];
	struct perf_event_header header = { type, 0, (uint16_t)(sizeof(header) + size + 8) };
	memcpy(record, &header, sizeof(header));
	memcpy(record + sizeof(header), body, size);
	memcpy(record + sizeof(header) + size, &time, sizeof(time));
	rt_mapping_events_note(&told->events, &told->all, record);
}

static void tell_mapping(struct told *told, uint32_t pid, uint64_t address, const char *path,
			 uint64_t time)
{
	struct {
		uint32_t pid, tid;
		uint64_t address, length, offset;
		uint32_t major_number, minor_number;
		uint64_t inode, generation;
		uint32_t protection, flags;
		char path[64];
	} body = { pid, pid, address, 0x1000, 0x2000, 8, 1, (uint64_t)path[1], 0, 5, 2, "" };
	memcpy(body.path, path, strlen(path));
	tell(told, PERF_RECORD_MMAP2, &body, sizeof(body), time);
}

static void tell_task(struct told *told, uint32_t type, uint32_t pid, uint32_t parent, uint32_t tid,
		      uint64_t time)
{
	struct {
		uint32_t pid, parent, tid, parent_tid;
		uint64_t time;
	} body = { pid, parent, tid, parent, time };
	tell(told, type, &body, sizeof(body), time);
}

static void expect_path(struct told *told, uint32_t pid, uint64_t address, const char *path)
{
	struct rt_process *process = rt_process_get(&told->all, pid);
	const struct rt_mapping *mapping = process ? rt_process_mapping(process, address) : NULL;
	if (!path) {
		assert_null(mapping);
		return;
	}
	assert_non_null(mapping);
	assert_string_equal(mapping->file->path, path);
}

static void process_has_what_it_mapped(void **state)
{
	struct told *told = *state;
	tell_mapping(told, 10, 0x4000, "/a", 1);
	expect_path(told, 10, 0x4000, "/a");
	expect_path(told, 10, 0x4fff, "/a");
	expect_path(told, 10, 0x5000, NULL);
	expect_path(told, 11, 0x4000, NULL);
	assert_int_equal(rt_process_mapping(rt_process_get(&told->all, 10), 0x4000)->offset,
			 0x2000);
}

static void newest_mapping_counts(void **state)
{
	struct told *told = *state;
	tell_mapping(told, 10, 0x4000, "/a", 1);
	tell_mapping(told, 10, 0x4800, "/b", 2);
	expect_path(told, 10, 0x4800, "/b");
	expect_path(told, 10, 0x4400, "/a");
}

static void child_has_what_its_parent_had(void **state)
{
	struct told *told = *state;
	tell_mapping(told, 10, 0x4000, "/a", 1);
	tell_task(told, PERF_RECORD_FORK, 11, 10, 11, 2);
	expect_path(told, 11, 0x4000, "/a");
	tell_mapping(told, 11, 0x4000, "/exec", 3);
	expect_path(told, 11, 0x4000, "/exec");
	expect_path(told, 10, 0x4000, "/a");
	tell_task(told, PERF_RECORD_EXIT, 10, 1, 10, 4);
	tell_task(told, PERF_RECORD_EXIT, 11, 10, 11, 5);
	expect_path(told, 11, 0x4000, "/exec");
}

static void deep_families_are_kept_short(void **state)
{
	struct told *told = *state;
	tell_mapping(told, 10, 0x4000, "/a", 1);
	for (uint32_t pid = 11; pid < 100; pid++) {
		tell_task(told, PERF_RECORD_FORK, pid, pid - 1, pid, pid);
		tell_mapping(told, pid, 0x10000 + pid * 0x1000, "/b", pid);
	}
	expect_path(told, 99, 0x4000, "/a");
	for (uint32_t pid = 11; pid < 100; pid++)
		expect_path(told, 99, 0x10000 + pid * 0x1000, "/b");
}

/* Another CPU tells of the child before the first one tells that it was forked. */
static void late_fork_takes_nothing_away(void **state)
{
	struct told *told = *state;
	tell_mapping(told, 10, 0x4000, "/a", 1);
	tell_mapping(told, 11, 0x6000, "/b", 5);
	tell_task(told, PERF_RECORD_FORK, 11, 10, 11, 4);
	expect_path(told, 11, 0x4000, "/a");
	expect_path(told, 11, 0x6000, "/b");
}

static void number_that_is_used_again_is_another_process(void **state)
{
	struct told *told = *state;
	tell_mapping(told, 11, 0x6000, "/b", 1);
	tell_task(told, PERF_RECORD_EXIT, 11, 1, 11, 2);
	expect_path(told, 11, 0x6000, "/b");
	tell_mapping(told, 10, 0x4000, "/a", 3);
	tell_task(told, PERF_RECORD_FORK, 11, 10, 11, 4);
	expect_path(told, 11, 0x6000, NULL);
	expect_path(told, 11, 0x4000, "/a");
	assert_false(rt_process_get(&told->all, 11)->has_ended);
	assert_null(told->all.first_ended);
}

static void threads_are_no_processes(void **state)
{
	struct told *told = *state;
	tell_mapping(told, 10, 0x4000, "/a", 1);
	tell_task(told, PERF_RECORD_FORK, 10, 10, 12, 2);
	tell_task(told, PERF_RECORD_EXIT, 10, 10, 12, 3);
	assert_null(rt_process_get(&told->all, 12));
	assert_false(rt_process_get(&told->all, 10)->has_ended);
}

static void first_that_ended_are_forgotten(void **state)
{
	struct told *told = *state;
	tell_mapping(told, 5, 0x4000, "/a", 1);
	for (uint32_t pid = 10; pid < 200000; pid++) {
		tell_task(told, PERF_RECORD_FORK, pid, 5, pid, pid);
		for (uint64_t i = 0; i < 8; i++)
			tell_mapping(told, pid, 0x10000 + i * 0x1000, "/b", pid);
		tell_task(told, PERF_RECORD_EXIT, pid, 5, pid, pid);
	}
	assert_true(told->all.bytes < 40u << 20);
	expect_path(told, 10, 0x10000, NULL);
	expect_path(told, 199999, 0x10000, "/b");
	expect_path(told, 199999, 0x4000, "/a");
	expect_path(told, 150000, 0x10000, "/b");
	expect_path(told, 5, 0x4000, "/a");
}

static void one_process_cannot_fill_memory(void **state)
{
	struct told *told = *state;
	for (uint64_t i = 0; i < 20000; i++)
		tell_mapping(told, 10, 0x10000 + i * 0x1000, "/b", i);
	assert_true(told->all.bytes < 1u << 20);
	expect_path(told, 10, 0x10000 + 19999 * 0x1000, "/b");
}

/* Forks without an exec share what the parent has mapped; there may be millions of them. */
static void processes_that_only_fork_are_forgotten(void **state)
{
	struct told *told = *state;
	size_t n = 0;
	tell_mapping(told, 10, 0x4000, "/a", 1);
	for (uint32_t i = 0; i < 400000; i++) {
		tell_task(told, PERF_RECORD_FORK, 1000 + i, 10, 1000 + i, i);
		tell_task(told, PERF_RECORD_EXIT, 1000 + i, 10, 1000 + i, i);
	}
	for (uint32_t i = 0; i < RT_PROCESS_BUCKETS; i++)
		for (struct rt_process *p = told->all.buckets[i]; p; p = p->next)
			n++;
	assert_true(n * sizeof(struct rt_process) <= 32u << 20);
	assert_true(told->all.bytes >= n * sizeof(struct rt_process));
	expect_path(told, 1000, 0x4000, NULL);
	expect_path(told, 1000 + 399999, 0x4000, "/a");
}

static void damaged_records_are_passed_over(void **state)
{
	struct told *told = *state;
	tell(told, PERF_RECORD_MMAP2, "1234567", 8, 1);
	tell(told, PERF_RECORD_FORK, "1234567", 8, 1);
	tell(told, PERF_RECORD_LOST, "1234567", 8, 1);
	assert_true(told->events.has_lost);
	tell(told, 12345, "1234567", 8, 1);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(process_has_what_it_mapped),
		TEST(newest_mapping_counts),
		TEST(child_has_what_its_parent_had),
		TEST(deep_families_are_kept_short),
		TEST(late_fork_takes_nothing_away),
		TEST(number_that_is_used_again_is_another_process),
		TEST(threads_are_no_processes),
		TEST(first_that_ended_are_forgotten),
		TEST(one_process_cannot_fill_memory),
		TEST(processes_that_only_fork_are_forgotten),
		TEST(damaged_records_are_passed_over),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
