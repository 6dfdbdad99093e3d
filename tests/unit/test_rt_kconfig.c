#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kconfig.h"

static const char lines[] = "# Linux/x86 Kernel Configuration\n"
			    "CONFIG_HZ_250=y\n"
			    "CONFIG_EXT4_FS=m\n"
			    "# CONFIG_KASAN is not set\n"
			    "CONFIG_HZ=250\n"
			    "CONFIG_PHYSICAL_START=0x1000000\n"
			    "CONFIG_LOW=-5\n"
			    "CONFIG_LOCALVERSION=\"-one\"\n"
			    "CONFIG_LONG=\"0123456789012345678901234567890123456789\"\n"
			    "CONFIG_LAST=7";

static int64_t value_of(const char *name)
{
	int64_t value = -99;
	assert_int_equal(rt_kconfig_find(lines, name, &value), 0);
	return value;
}

static void kconfig_has_numbers(void **state)
{
	(void)state;
	assert_int_equal(value_of("CONFIG_HZ"), 250);
	assert_int_equal(value_of("CONFIG_PHYSICAL_START"), 0x1000000);
	assert_int_equal(value_of("CONFIG_LOW"), -5);
	assert_int_equal(value_of("CONFIG_LAST"), 7);
}

static void kconfig_counts_states(void **state)
{
	(void)state;
	assert_int_equal(value_of("CONFIG_HZ_250"), 1);
	assert_int_equal(value_of("CONFIG_EXT4_FS"), 2);
	assert_int_equal(value_of("CONFIG_KASAN"), 0);
	assert_int_equal(value_of("CONFIG_NOWHERE"), 0);
	assert_int_equal(value_of("CONFIG_H"), 0);
}

static void kconfig_refuses_texts(void **state)
{
	int64_t value;
	(void)state;
	assert_true(rt_kconfig_find(lines, "CONFIG_LOCALVERSION", &value) < 0);
	assert_true(rt_kconfig_find(lines, "CONFIG_LONG", &value) < 0);
	assert_int_equal(rt_kconfig_find("", "CONFIG_HZ", &value), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kconfig_has_numbers),
		cmocka_unit_test(kconfig_counts_states),
		cmocka_unit_test(kconfig_refuses_texts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
