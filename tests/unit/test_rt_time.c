#include <time.h>

#include "rt_fixture.h"
#include "time_text.h"

static void use_zone(const char *zone)
{
	setenv("TZ", zone, 1);
	tzset();
}

static void expect(const char *format, int64_t seconds, uint32_t ns, bool is_extended,
		   const char *expected)
{
	struct rt_text out = { 0 };
	rt_time_text(format, seconds, ns, is_extended, &out);
	assert_string_equal(rt_text_string(&out), expected);
	rt_text_release(&out);
}

static void time_by_strftime(void **state)
{
	(void)state;
	use_zone("UTC");
	expect("%Y-%m-%d %H:%M:%S\n", 86400, 0, false, "1970-01-02 00:00:00\n");
	expect("", 1, 0, false, "");
	expect("100%%", 1, 0, false, "100%");
	use_zone("XYZ-2");
	expect("%H %Z", 0, 0, false, "02 XYZ");
}

static void time_with_extensions(void **state)
{
	(void)state;
	use_zone("UTC");
	expect("%S.%f", 5, 123456789, true, "05.123456");
	expect("%k|%l|%%f|%%%f", 5, 7000000, true, "007000000|007|%f|%007000");
	expect("%", 5, 0, true, "%");
	// Without them %k is the hour.
	expect("%k", 3600, 7, false, " 1");
}

static void time_longer_than_any_buffer(void **state)
{
	(void)state;
	char format[2001];
	use_zone("UTC");
	memset(format, 'x', 2000);
	format[2000] = '\0';
	expect(format, 5, 0, true, format);
}

static void timestamp_is_wall_clock(void **state)
{
	struct fixture *fixture = *state;
	static const struct abi_type type = { &rt_value_timestamp, ABI_VALUE_TIMESTAMP, .size = 16,
					      .align = 8, .text = "%Y %H:%M:%S.%k" };
	struct abi_timestamp boot = { 1500000000, ABI_CLOCK_BOOT, 0 };
	struct abi_timestamp tai = { 1500000000, ABI_CLOCK_TAI, 0 };
	use_zone("UTC");
	fixture->rt.boot_offset_ns = 2000000000;
	expect_printed(fixture, &type, &boot, 16, "1970 00:00:03.500000000");
	expect_printed(fixture, &type, &tai, 16, "1970 00:00:01.500000000");
	tai.nanoseconds = 0;
	expect_printed(fixture, &type, &tai, 16, "(?)");
	use_json(fixture);
	expect_printed(fixture, &type, &boot, 16, "\"1970 00:00:03.500000000\"");
}

static void time_event_prints_now(void **state)
{
	struct fixture *fixture = *state;
	struct abi_event event = { .ops = &rt_event_time, .text = "<%Y>\n" };
	time_t now = time(NULL);
	char expected[16];
	use_zone("UTC");
	strftime(expected, sizeof(expected), "<%Y>\n", gmtime(&now));
	rt_event_time.handle(&fixture->rt, &event, NULL, 0);
	expect_output(fixture, expected);
	event.text = NULL;
	rt_event_time.handle(&fixture->rt, &event, NULL, 0);
	assert_int_equal(strlen(take_output(fixture)), strlen("hh:mm:ss\n"));
	use_json(fixture);
	event.text = "x\n";
	rt_event_time.handle(&fixture->rt, &event, NULL, 0);
	expect_output(fixture, "{\"type\": \"time\", \"data\": \"x\\n\"}\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RT_TEST(time_by_strftime),
		RT_TEST(time_with_extensions),
		RT_TEST(time_longer_than_any_buffer),
		RT_TEST(timestamp_is_wall_clock),
		RT_TEST(time_event_prints_now),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
