#include <signal.h>

#include "rt_fixture.h"

static const struct abi_type int32_type = { &rt_value_int, ABI_VALUE_INT, .is_signed = true,
					    .size = 4, .align = 4 };
static const struct abi_type uint8_type = { &rt_value_int, ABI_VALUE_INT, .size = 1, .align = 1 };
static const struct abi_type string_type = { &rt_value_string, ABI_VALUE_STRING, .size = 64,
					     .align = 1 };

static int handle(struct fixture *fixture, const struct abi_event *event, const void *record,
		  size_t size)
{
	return event->ops->handle(&fixture->rt, event, record, size);
}

/* A format that is one piece of text. */
#define TEXT_FORMAT(name, string)                                                            \
	static const struct abi_piece name##_piece = { .literal = (string),                  \
						       .literal_size = sizeof(string) - 1 }; \
	static const struct abi_format name = { &name##_piece, 1 }

static const struct abi_record empty_record = { 0, sizeof(struct abi_record) };

static void event_printf_is_verbatim(void **state)
{
	struct fixture *fixture = *state;
	TEXT_FORMAT(format, "a \"b\"\n");
	const struct abi_event event = { .ops = &rt_event_printf,
					 .fixed_size = 8,
					 .format = &format };
	handle(fixture, &event, &empty_record, 8);
	expect_output(fixture, "a \"b\"\n");
	use_json(fixture);
	handle(fixture, &event, &empty_record, 8);
	expect_output(fixture, "{\"type\": \"printf\", \"data\": \"a \\\"b\\\"\\n\"}\n");
}

static void event_print_value_ends_the_line(void **state)
{
	struct fixture *fixture = *state;
	static const struct abi_arg arg = { .type = &int32_type, .offset = 8 };
	const struct abi_event event = {
		.ops = &rt_event_print_value, .fixed_size = 12, .args = &arg, .n_args = 1
	};
	struct {
		struct abi_record head;
		int32_t value;
	} record = { { 0, 12 }, -7 };
	handle(fixture, &event, &record, 12);
	expect_output(fixture, "-7\n");
	use_json(fixture);
	handle(fixture, &event, &record, 12);
	expect_output(fixture, "{\"type\": \"value\", \"data\": -7}\n");
	// A record without its argument prints nothing.
	handle(fixture, &event, &record, 8);
	expect_output(fixture, "");
}

static void event_exit_gives_its_status(void **state)
{
	struct fixture *fixture = *state;
	static const struct abi_arg arg = { .type = &uint8_type, .offset = 8 };
	const struct abi_event event = {
		.ops = &rt_event_exit, .fixed_size = 9, .args = &arg, .n_args = 1
	};
	struct {
		struct abi_record head;
		uint8_t status;
	} record = { { 0, 9 }, 42 };
	assert_int_equal(handle(fixture, &event, &record, 9), 0);
	assert_true(fixture->rt.exit_requested);
	assert_int_equal(fixture->rt.exit_status, 42);
}

static void event_errorf_names_its_place(void **state)
{
	struct fixture *fixture = *state;
	TEXT_FORMAT(format, "it broke");
	struct abi_event event = { .ops = &rt_event_errorf,
				   .fixed_size = 8,
				   .format = &format,
				   .line = 1,
				   .column = 9,
				   .end_column = 27 };
	handle(fixture, &event, &empty_record, 8);
	event.ops = &rt_event_warnf;
	event.end_column = 10;
	handle(fixture, &event, &empty_record, 8);
	fixture->rt.options.no_warnings = true;
	handle(fixture, &event, &empty_record, 8);
	assert_string_equal(fixture->errors, "tool.bt:1:9-27: ERROR: it broke\n"
					     "tool.bt:1:9: WARNING: it broke\n");
	expect_output(fixture, "");
	use_json(fixture);
	event.ops = &rt_event_errorf;
	handle(fixture, &event, &empty_record, 8);
	expect_output(fixture, "{\"type\": \"errorf\", \"msg\": \"it broke\", "
			       "\"filename\": \"tool.bt\", \"line\": 1, \"col\": 9}\n");
}

static void event_runtime_error_quotes_the_script(void **state)
{
	struct fixture *fixture = *state;
	static const char source[] = "begin\n{\n\t@a = 1 / @b;\n}\n";
	struct abi_event event = { .ops = &rt_event_runtime_error,
				   .fixed_size = 8,
				   .text = "Divide or modulo by 0 detected.",
				   .line = 3,
				   .column = 7,
				   .end_column = 13 };
	fixture->description.source = source;
	fixture->description.source_size = sizeof(source) - 1;
	handle(fixture, &event, &empty_record, 8);
	assert_string_equal(fixture->errors,
			    "tool.bt:3:7-13: WARNING: Divide or modulo by 0 detected.\n"
			    "\t@a = 1 / @b;\n"
			    "\t     ~~~~~~\n");
	// Beyond the line and beyond the text nothing is quoted but what is there.
	memset(fixture->errors, 0, sizeof(fixture->errors));
	fixture->n_errors = 0;
	event.end_column = 500;
	handle(fixture, &event, &empty_record, 8);
	event.line = 99;
	handle(fixture, &event, &empty_record, 8);
	assert_string_equal(fixture->errors,
			    "tool.bt:3:7-500: WARNING: Divide or modulo by 0 detected.\n"
			    "\t@a = 1 / @b;\n"
			    "\t     ~~~~~~~\n"
			    "tool.bt:99:7-500: WARNING: Divide or modulo by 0 detected.\n");
}

static void event_helper_error_names_the_helper(void **state)
{
	struct fixture *fixture = *state;
	static const struct abi_arg arg = { .type = &int32_type, .offset = 8 };
	static const char source[] = "begin { str(0) }";
	const struct abi_event event = { .ops = &rt_event_runtime_error,
					 .fixed_size = 12,
					 .args = &arg,
					 .n_args = 1,
					 .helper = "probe_read_user",
					 .line = 1,
					 .column = 9,
					 .end_column = 15 };
	struct {
		struct abi_record head;
		int32_t code;
	} record = { { 0, 12 }, -14 };
	fixture->description.source = source;
	fixture->description.source_size = sizeof(source) - 1;
	handle(fixture, &event, &record, 12);
	assert_string_equal(fixture->errors,
			    "tool.bt:1:9-15: WARNING: Bad address\n"
			    "begin { str(0) }\n"
			    "        ~~~~~~\n"
			    "Additional Info - helper: probe_read_user, retcode: -14\n");
	use_json(fixture);
	handle(fixture, &event, &record, 12);
	expect_output(fixture, "{\"type\": \"helper_error\", \"msg\": \"Bad address\", "
			       "\"helper\": \"probe_read_user\", \"retcode\": -14, "
			       "\"filename\": \"tool.bt\", \"line\": 1, \"col\": 9}\n");
}

static void event_join_ends_at_the_absent_one(void **state)
{
	struct fixture *fixture = *state;
	static const struct abi_arg args[] = {
		{ &string_type, 8, true },
		{ &string_type, 16, true },
		{ &string_type, 24, true },
		{ &string_type, 32, true },
	};
	struct abi_event event = {
		.ops = &rt_event_join, .fixed_size = 40, .args = args, .n_args = 4
	};
	struct {
		struct abi_record head;
		struct abi_packed strings[4];
		char bytes[8];
	} record = { { 0, 44 }, { { 2, 0 }, { 0, 0 }, { 2, 0 }, { 0, 1 } }, "ls-l" };
	handle(fixture, &event, &record, 44);
	expect_output(fixture, "ls  -l\n");
	event.text = ",";
	use_json(fixture);
	handle(fixture, &event, &record, 44);
	expect_output(fixture, "{\"type\": \"join\", \"data\": \"ls,,-l\"}\n");
}

static void event_cat_prints_the_file(void **state)
{
	struct fixture *fixture = *state;
	TEXT_FORMAT(comm, "/proc/self/comm");
	TEXT_FORMAT(missing, "/nowhere/at/all");
	struct abi_event event = { .ops = &rt_event_cat, .fixed_size = 8, .format = &comm };
	handle(fixture, &event, &empty_record, 8);
	expect_output(fixture, "test_rt_event\n");
	fixture->settings.max_cat_bytes = 4;
	handle(fixture, &event, &empty_record, 8);
	expect_output(fixture, "test");
	use_json(fixture);
	handle(fixture, &event, &empty_record, 8);
	expect_output(fixture, "{\"type\": \"cat\", \"data\": \"test\"}\n");
	event.format = &missing;
	assert_int_equal(handle(fixture, &event, &empty_record, 8), 0);
	expect_output(fixture, "");
	assert_string_equal(
		fixture->errors,
		"ERROR: failed to open file '/nowhere/at/all' (No such file or directory)\n");
}

static void event_system_adds_a_newline(void **state)
{
	struct fixture *fixture = *state;
	TEXT_FORMAT(echo, "echo one; printf three");
	struct abi_event event = { .ops = &rt_event_system, .fixed_size = 8, .format = &echo };
	rt_output_write(&fixture->rt, "before ", 7);
	handle(fixture, &event, &empty_record, 8);
	const char *printed = take_output(fixture);
	assert_int_equal(strncmp(printed, "before one\n", 11), 0);
	assert_string_equal(printed + strlen(printed) - 6, "three\n");
	use_json(fixture);
	handle(fixture, &event, &empty_record, 8);
	printed = take_output(fixture);
	assert_int_equal(strncmp(printed, "{\"type\": \"syscall\", \"data\": \"one\\n", 34), 0);
	expect_valid_json(printed);
}

static void event_system_gives_usual_signals(void **state)
{
	struct fixture *fixture = *state;
	// Above 31 the C library ignores signals of its own.
	TEXT_FORMAT(format, "sed -n 's/Sig[BI]..:.*\\(.......\\)$/\\1/p' /proc/self/status");
	struct abi_event event = { .ops = &rt_event_system, .fixed_size = 8, .format = &format };
	sigset_t block;
	sigset_t old;
	sigfillset(&block);
	sigprocmask(SIG_BLOCK, &block, &old);
	handle(fixture, &event, &empty_record, 8);
	sigprocmask(SIG_SETMASK, &old, NULL);
	expect_output(fixture, "0000000\n0000000\n\n");
}

static void event_skboutput_writes_pcap(void **state)
{
	struct fixture *fixture = *state;
	static const struct abi_type uint64_type = { &rt_value_int, ABI_VALUE_INT, .size = 8,
						     .align = 8 };
	static const struct abi_type buffer_type = { &rt_value_buffer, ABI_VALUE_BUFFER, .size = 68,
						     .align = 4, .count = 64 };
	static const struct abi_arg args[] = {
		{ &uint64_type, 8, false },
		{ &uint64_type, 16, false },
		{ &buffer_type, 24, true },
	};
	char path[] = "/tmp/test_rt_event.XXXXXX";
	close(mkstemp(path));
	const struct abi_event event = { .ops = &rt_event_skboutput,
					 .fixed_size = 32,
					 .args = args,
					 .n_args = 3,
					 .text = path };
	struct {
		struct abi_record head;
		uint64_t time, sizes;
		struct abi_packed bytes;
		uint8_t packet[4];
	} record = { { 0, 36 }, 1500000000, 60ull << 32 | 4, { 4, 0 }, { 0x45, 1, 2, 3 } };
	handle(fixture, &event, &record, 36);
	// An offset behind the packet's end: nothing was wanted.
	record.sizes = 0;
	record.bytes.length = 0;
	record.head.size = 32;
	handle(fixture, &event, &record, 32);
	static const uint32_t expected[] = { 0xa1b23c4d, 0x00040002, 0, 0,  65535,     101,
					     1,          500000000,  4, 60, 0x03020145 };
	uint32_t written[16];
	FILE *file = fopen(path, "r");
	assert_int_equal(fread(written, 4, 16, file), 11);
	fclose(file);
	unlink(path);
	assert_memory_equal(written, expected, sizeof(expected));
}

/* Whatever the bytes of a record say, nothing outside of it is read (the sanitizer looks on). */
static void event_of_any_bytes_is_safe(void **state)
{
	struct fixture *fixture = *state;
	static const struct abi_type buffer_type = { &rt_value_buffer, ABI_VALUE_BUFFER, .size = 20,
						     .align = 4, .count = 16 };
	static const struct abi_type stack_type = {
		&rt_value_kstack, ABI_VALUE_KSTACK, .bits = ABI_STACK_RAW,
		.size = 24,       .align = 8,       .count = 2
	};
	static const struct abi_arg args[] = {
		{ &string_type, 8, true },  { &int32_type, 16, false }, { &buffer_type, 20, false },
		{ &stack_type, 40, false }, { &string_type, 64, true }, { &stack_type, 72, true },
	};
	static const struct abi_piece pieces[] = {
		{ .conversion = 's' }, { .conversion = 'd' }, { .conversion = 'r' },
		{ .conversion = 's' }, { .conversion = 's' }, { .conversion = 's' },
	};
	static const struct abi_format format = { pieces, 6 };
	static const struct rt_event_ops *const kinds[] = { &rt_event_printf, &rt_event_join,
							    &rt_event_print_value };
	uint32_t seed = 3;
	for (int round = 0; round < 3000; round++) {
		const struct abi_event event = { .ops = kinds[round % 3],
						 .fixed_size = 80,
						 .format = &format,
						 .args = args,
						 .n_args = 6 };
		seed = seed * 1664525 + 1013904223;
		size_t size = (seed >> 16) % 160;
		uint8_t *record = malloc(size + 1);
		for (size_t i = 0; i < size; i++) {
			seed = seed * 1664525 + 1013904223;
			record[i] = seed >> 28 ? 0 : (uint8_t)(seed >> 20); // mostly small numbers
		}
		record = realloc(record, size ? size : 1);
		handle(fixture, &event, record, size);
		free(record);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RT_TEST(event_printf_is_verbatim),
		RT_TEST(event_print_value_ends_the_line),
		RT_TEST(event_exit_gives_its_status),
		RT_TEST(event_errorf_names_its_place),
		RT_TEST(event_runtime_error_quotes_the_script),
		RT_TEST(event_helper_error_names_the_helper),
		RT_TEST(event_join_ends_at_the_absent_one),
		RT_TEST(event_cat_prints_the_file),
		RT_TEST(event_system_adds_a_newline),
		RT_TEST(event_system_gives_usual_signals),
		RT_TEST(event_skboutput_writes_pcap),
		RT_TEST(event_of_any_bytes_is_safe),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
