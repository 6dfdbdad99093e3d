#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include <linux/bpf.h>

#include "ringbuf.h"

/* A file of the shape that the kernel gives, written as the kernel would. */
struct kernel {
	int fd;
	size_t page, size;
	uint8_t *file;
	struct rt_ringbuf ring;
	uint64_t produced;
	unsigned n_read;
	size_t bytes_read;
	uint8_t last;
	int answer;
};

static int set_up_size(void **state, size_t n_pages)
{
	static struct kernel k;
	memset(&k, 0, sizeof(k));
	k.page = (size_t)sysconf(_SC_PAGESIZE);
	k.size = n_pages * k.page;
	k.fd = memfd_create("ring", MFD_CLOEXEC);
	size_t length = 2 * k.page + 2 * k.size;
	if (ftruncate(k.fd, (off_t)length))
		return -1;
	k.file = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, k.fd, 0);
	*state = &k;
	return rt_ringbuf_init(&k.ring, k.fd, k.size);
}

static int set_up(void **state)
{
	return set_up_size(state, 1);
}

static int set_up_large(void **state)
{
	return set_up_size(state, 1024);
}

static int tear_down(void **state)
{
	struct kernel *k = *state;
	rt_ringbuf_release(&k->ring);
	munmap(k->file, 2 * k->page + 2 * k->size);
	close(k->fd);
	return 0;
}

static uint64_t *position(struct kernel *k, size_t page)
{
	return (uint64_t *)(void *)(k->file + page * k->page);
}

/* One byte of data, in both copies. */
static void put(struct kernel *k, uint64_t at, uint8_t byte)
{
	uint8_t *data = k->file + 2 * k->page;
	data[at % k->size] = byte;
	data[at % k->size + k->size] = byte;
}

static void produce(struct kernel *k, uint32_t length, uint8_t fill, uint32_t flags)
{
	uint32_t header[2] = { length | flags, 0 };
	for (size_t i = 0; i < sizeof(header); i++)
		put(k, k->produced + i, ((uint8_t *)header)[i]);
	for (uint32_t i = 0; i < length; i++)
		put(k, k->produced + sizeof(header) + i, fill);
	k->produced += (sizeof(header) + length + 7) & ~7ULL;
	*position(k, 1) = k->produced;
}

static int take(void *context, const uint8_t *record, size_t size)
{
	struct kernel *k = context;
	k->n_read++;
	k->bytes_read += size;
	k->last = size ? record[size - 1] : 0;
	for (size_t i = 0; i < size; i++)
		assert_int_equal(record[i], k->last);
	return k->answer;
}

static int read_all(struct kernel *k, unsigned limit)
{
	return rt_ringbuf_read(&k->ring, limit, take, k);
}

static void ringbuf_is_empty_at_first(void **state)
{
	assert_int_equal(read_all(*state, 10), 0);
}

static void ringbuf_hands_over_in_order(void **state)
{
	struct kernel *k = *state;
	produce(k, 5, 'a', 0);
	produce(k, 16, 'b', 0);
	assert_int_equal(read_all(k, 10), 2);
	assert_int_equal(k->last, 'b');
	assert_int_equal(k->bytes_read, 21);
	assert_int_equal(*position(k, 0), k->produced);
}

static void ringbuf_stops_at_its_limit(void **state)
{
	struct kernel *k = *state;
	for (int i = 0; i < 5; i++)
		produce(k, 8, (uint8_t)i, 0);
	assert_int_equal(read_all(k, 3), 3);
	assert_int_equal(k->last, 2);
	assert_int_equal(read_all(k, 3), 2);
	assert_int_equal(k->last, 4);
}

static void ringbuf_skips_discarded_records(void **state)
{
	struct kernel *k = *state;
	produce(k, 100, 'x', BPF_RINGBUF_DISCARD_BIT);
	produce(k, 8, 'y', 0);
	assert_int_equal(read_all(k, 10), 1);
	assert_int_equal(k->last, 'y');
}

static void ringbuf_waits_for_unfinished_records(void **state)
{
	struct kernel *k = *state;
	produce(k, 8, 'a', 0);
	uint64_t unfinished = k->produced;
	produce(k, 8, 'b', BPF_RINGBUF_BUSY_BIT);
	produce(k, 8, 'c', 0);
	assert_int_equal(read_all(k, 10), 1);
	assert_int_equal(*position(k, 0), unfinished);
	put(k, unfinished + 3, 0);
	assert_int_equal(read_all(k, 10), 2);
	assert_int_equal(k->last, 'c');
}

static void ringbuf_stops_behind_the_record_that_is_refused(void **state)
{
	struct kernel *k = *state;
	produce(k, 8, 'a', 0);
	uint64_t behind = k->produced;
	produce(k, 8, 'b', 0);
	k->answer = -EPIPE;
	assert_int_equal(read_all(k, 10), -EPIPE);
	assert_int_equal(*position(k, 0), behind);
}

static void ringbuf_reads_records_that_wrap(void **state)
{
	struct kernel *k = *state;
	for (int i = 0; i < 1000; i++) {
		produce(k, (uint32_t)(900 + i), (uint8_t)i, 0);
		assert_int_equal(read_all(k, 10), 1);
		assert_int_equal(k->last, (uint8_t)i);
	}
}

static void ringbuf_reads_all_of_a_large_buffer(void **state)
{
	struct kernel *k = *state;
	size_t total = 0;
	for (int round = 0; round < 3; round++) {
		unsigned n = 0;
		for (uint32_t length = 1; k->produced + length + 16 < *position(k, 0) + k->size;
		     n++) {
			produce(k, length, (uint8_t)n, 0);
			total += length;
			length = (length * 7 + 1) % 30000;
		}
		assert_int_equal(read_all(k, UINT32_MAX >> 1), n);
		assert_int_equal(k->bytes_read, total);
	}
}

static void ringbuf_reads_records_larger_than_its_window(void **state)
{
	struct kernel *k = *state;
	for (int i = 1; i < 6; i++) {
		produce(k, 1000000, (uint8_t)i, 0);
		assert_int_equal(read_all(k, 10), 1);
		assert_int_equal(k->last, i);
	}
}

#define TEST(function)       cmocka_unit_test_setup_teardown(function, set_up, tear_down)
#define TEST_LARGE(function) cmocka_unit_test_setup_teardown(function, set_up_large, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(ringbuf_is_empty_at_first),
		TEST(ringbuf_hands_over_in_order),
		TEST(ringbuf_stops_at_its_limit),
		TEST(ringbuf_skips_discarded_records),
		TEST(ringbuf_waits_for_unfinished_records),
		TEST(ringbuf_stops_behind_the_record_that_is_refused),
		TEST(ringbuf_reads_records_that_wrap),
		TEST_LARGE(ringbuf_reads_all_of_a_large_buffer),
		TEST_LARGE(ringbuf_reads_records_larger_than_its_window),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
