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

#include "records.h"
#include "rt.h"

/* A ring buffer as the kernel makes one, of one page. */
struct ring {
	int fd;
	uint8_t *file;
	uint64_t produced;
};

struct buffers {
	size_t page;
	struct ring events, control;
	struct rt_records records;
	char order[64]; /* events by their numbers, as letters from 'a' */
	size_t n;
};

static void ring_make(struct ring *ring, size_t page)
{
	ring->fd = memfd_create("ring", MFD_CLOEXEC);
	assert_int_equal(ftruncate(ring->fd, (off_t)(4 * page)), 0);
	ring->file = mmap(NULL, 4 * page, PROT_READ | PROT_WRITE, MAP_SHARED, ring->fd, 0);
}

static int set_up(void **state)
{
	static struct buffers b;
	memset(&b, 0, sizeof(b));
	b.page = (size_t)sysconf(_SC_PAGESIZE);
	ring_make(&b.events, b.page);
	ring_make(&b.control, b.page);
	struct rt rt = {
		.events_fd = b.events.fd,
		.events_size = (uint32_t)b.page,
		.control_fd = b.control.fd,
		.packets_fd = -1,
		.control_size = (uint32_t)b.page,
	};
	*state = &b;
	return rt_records_init(&rt, &b.records);
}

static int tear_down(void **state)
{
	struct buffers *b = *state;
	struct ring *rings[] = { &b->events, &b->control };
	rt_records_release(&b->records);
	for (size_t i = 0; i < 2; i++) {
		munmap(rings[i]->file, 4 * b->page);
		close(rings[i]->fd);
	}
	return 0;
}

static void produce(struct buffers *b, struct ring *ring, const void *bytes, uint32_t size,
		    uint32_t flags)
{
	uint8_t *data = ring->file + 2 * b->page + ring->produced;
	uint32_t head[2] = { size | flags, 0 };
	memcpy(data, head, sizeof(head));
	memcpy(data + sizeof(head), bytes, size);
	ring->produced += sizeof(head) + ((size + 7) & ~7U);
	memcpy(ring->file + b->page, &ring->produced, sizeof(ring->produced));
}

static void send(struct buffers *b, char event)
{
	struct abi_record record = { (uint32_t)(event - 'a'), sizeof(record) };
	produce(b, &b->events, &record, sizeof(record), 0);
}

/* What the events had no room for: with the place that it has among them. */
static void send_aside(struct buffers *b, char event)
{
	struct {
		struct abi_record head;
		struct abi_control control;
	} record = { { (uint32_t)(event - 'a'), sizeof(record.head) }, { b->events.produced } };
	produce(b, &b->control, &record, sizeof(record), 0);
}

static int note(void *context, const uint8_t *bytes, size_t size)
{
	struct buffers *b = context;
	struct abi_record record;
	assert_true(size >= sizeof(record));
	memcpy(&record, bytes, sizeof(record));
	b->order[b->n++] = (char)('a' + record.event);
	return 0;
}

static void expect(struct buffers *b, unsigned limit, const char *order)
{
	memset(b->order, 0, sizeof(b->order));
	b->n = 0;
	assert_int_equal(rt_records_read(&b->records, limit, note, b), strlen(order));
	assert_string_equal(b->order, order);
}

static void records_without_control_come_in_order(void **state)
{
	struct buffers *b = *state;
	expect(b, 10, "");
	send(b, 'a');
	send(b, 'b');
	expect(b, 1, "a");
	expect(b, 10, "b");
}

static void control_records_keep_their_place(void **state)
{
	struct buffers *b = *state;
	send(b, 'a');
	send(b, 'b');
	send_aside(b, 'c');
	send_aside(b, 'd');
	send(b, 'e');
	send_aside(b, 'f');
	expect(b, 10, "abcdef");
	send_aside(b, 'g');
	expect(b, 10, "g");
}

static void control_records_wait_for_unfinished_events(void **state)
{
	struct buffers *b = *state;
	struct abi_record record = { 0, sizeof(record) };
	uint64_t unfinished = b->events.produced;
	produce(b, &b->events, &record, sizeof(record), BPF_RINGBUF_BUSY_BIT);
	send_aside(b, 'b');
	expect(b, 10, "");
	b->events.file[2 * b->page + unfinished + 3] = 0;
	expect(b, 10, "ab");
}

static void limit_counts_both(void **state)
{
	struct buffers *b = *state;
	send(b, 'a');
	send_aside(b, 'b');
	send(b, 'c');
	expect(b, 2, "ab");
	expect(b, 2, "c");
}

static void control_record_without_a_place_is_refused(void **state)
{
	struct buffers *b = *state;
	struct abi_record record = { 0, sizeof(record) };
	produce(b, &b->control, &record, sizeof(record), 0);
	assert_int_equal(rt_records_read(&b->records, 10, note, b), -EPROTO);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(records_without_control_come_in_order),
		TEST(control_records_keep_their_place),
		TEST(control_records_wait_for_unfinished_events),
		TEST(limit_counts_both),
		TEST(control_record_without_a_place_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
