#include "sema_fixture.h"

static const struct config *config_of(struct fixture *f, const char *block)
{
	check_is_right(f, arena_printf(f->arena, "config = { %s } begin { }", block));
	return &f->info->config;
}

static void config_has_defaults(void **state)
{
	const struct config *config = config_of(*state, "");

	assert_int_equal(config->max_strlen, 1024);
	assert_int_equal(config->max_map_keys, 4096);
	assert_string_equal(config->license, "GPL");
	assert_string_equal(config->str_trunc_trailer, "..");
	assert_true(config->print_maps_on_exit);
	assert_int_equal(config->missing_probes, ABI_MISSING_ERROR);
	assert_int_equal(config->unstable_typeinfo, 2);
}

static void config_takes_values_of_each_kind(void **state)
{
	const struct config *config = config_of(
		*state, "max_strlen = 64; print_maps_on_exit = false; license = \"GPL v2\";"
			" missing_probes = warn; stack_mode = \"perf\";"
			" unstable_typeinfo = true; cpp_demangle = 0;"
			" cache_user_symbols = NONE");

	assert_int_equal(config->max_strlen, 64);
	assert_false(config->print_maps_on_exit);
	assert_string_equal(config->license, "GPL v2");
	assert_int_equal(config->missing_probes, ABI_MISSING_WARN);
	assert_int_equal(config->stack_mode, ABI_STACK_PERF);
	assert_int_equal(config->unstable_typeinfo, 0);
	assert_false(config->cpp_demangle);
	assert_int_equal(config->cache_user_symbols, 2);
}

static void config_keys_have_other_spellings(void **state)
{
	assert_int_equal(config_of(*state, "MAX_STRLEN = 32")->max_strlen, 32);
	assert_int_equal(config_of(*state, "BPFTRACE_MAX_STRLEN = 16")->max_strlen, 16);
	assert_int_equal(config_of(*state, "strlen = 8")->max_strlen, 8);
	assert_false(config_of(*state, "no_cpp_demangle = true")->cpp_demangle);
}

static void config_of_the_command_line_wins(void **state)
{
	static const char *const config[] = { "max_strlen=128", "print_maps_on_exit=false",
					      "missing_probes=ignore" };
	struct fixture *f = *state;

	f->options.config = config;
	f->options.n_config = 3;
	assert_int_equal(config_of(f, "max_strlen = 64")->max_strlen, 128);
	assert_false(f->info->config.print_maps_on_exit);
	assert_int_equal(f->info->config.missing_probes, ABI_MISSING_IGNORE);
}

static void config_says_what_is_wrong(void **state)
{
	check_says(*state, "config = { max_strlne = 1 } begin { }", "did you mean 'max_strlen'");
	check_says(*state, "config = { max_strlen = true } begin { }", "wants a number");
	check_says(*state, "config = { license = \"MIT\" } begin { }", "wants GPL,");
	check_says(*state, "config = { symbol_source = \"x\" } begin { }", "no effect");
	check_says(*state, "config = { vmlinux = \"x\" } begin { }", "environment");
}

static void config_rows_are_complete(void **state)
{
	size_t n;
	const struct config_row *rows = config_rows(&n);

	(void)state;
	assert_int_equal(n, 22);
	for (size_t i = 0; i < n; i++) {
		assert_non_null(rows[i].help);
		assert_non_null(rows[i].default_text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SEMA_TEST(config_has_defaults),
		SEMA_TEST(config_takes_values_of_each_kind),
		SEMA_TEST(config_keys_have_other_spellings),
		SEMA_TEST(config_of_the_command_line_wins),
		SEMA_TEST(config_says_what_is_wrong),
		SEMA_TEST(config_rows_are_complete),
	};

	return cmocka_run_group_tests(tests, make_target, remove_target);
}
