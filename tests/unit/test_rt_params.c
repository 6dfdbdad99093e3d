#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "params.h"
#include "rt_core.h"

static const struct abi_type signed_number = { .kind = ABI_VALUE_INT,
					       .is_signed = true,
					       .size = 8 };
static const struct abi_type number = { .kind = ABI_VALUE_INT, .size = 8 };
static const struct abi_type boolean = { .kind = ABI_VALUE_BOOL, .size = 1 };
static const struct abi_type text = { .kind = ABI_VALUE_STRING, .size = 4 };
static const struct abi_param params[] = {
	{ .name = "offset", .type = &signed_number, .default_text = "-5" },
	{ .name = "count", .type = &number, .default_text = "7" },
	{ .name = "flag", .type = &boolean },
	{ .name = "word", .type = &text, .default_text = "ab" },
};
enum { OFFSET, COUNT, FLAG, WORD };

struct params {
	struct core_fixture fixture;
	const char *named[4];
	char *positional[4];
};

static int set_up(void **state)
{
	static struct params p;
	memset(&p, 0, sizeof(p));
	core_init(&p.fixture);
	p.fixture.tables.params = params;
	p.fixture.tables.n_params = 4;
	p.fixture.rt.options.named = p.named;
	p.fixture.rt.options.positional = p.positional;
	*state = &p;
	return 0;
}

static void give(struct params *p, const char *value)
{
	p->positional[p->fixture.rt.options.n_positional++] = (char *)value;
}

static void use(struct params *p, const struct abi_patch *patches, uint32_t n)
{
	p->fixture.tables.patches = patches;
	p->fixture.tables.n_patches = n;
}

static int64_t fill_int(struct params *p, uint32_t index)
{
	struct abi_patch patch = { .kind = ABI_PATCH_PARAM_INT, .index = index, .size = 8 };
	int64_t value = 99;
	assert_int_equal(rt_params_fill_int(&p->fixture.rt, &patch, (uint8_t *)&value), 0);
	return value;
}

static int64_t fill_named(struct params *p, uint32_t index)
{
	struct abi_patch patch = { .kind = ABI_PATCH_NAMED, .index = index, .size = 8 };
	int64_t value = 99;
	assert_int_equal(rt_params_fill_named(&p->fixture.rt, &patch, (uint8_t *)&value), 0);
	return value;
}

static void says(struct params *p, const char *message, bool is_error)
{
	core_listen(&p->fixture);
	int err = rt_params_check(&p->fixture.rt);
	assert_string_equal(core_said(&p->fixture), message);
	assert_int_equal(err != 0, is_error);
}

static void params_read_numbers_of_any_base(void **state)
{
	static const struct {
		const char *text;
		int64_t value;
	} cases[] = {
		{ "0", 0 },
		{ "-12", -12 },
		{ "+3", 3 },
		{ "0x1F", 31 },
		{ "017", 15 },
		{ "-9223372036854775808", INT64_MIN },
		{ "0xffffffffffffffff", -1 },
	};
	struct params *p = *state;
	p->fixture.rt.options.n_positional = 1;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		p->positional[0] = (char *)cases[i].text;
		assert_int_equal(fill_int(p, 1), cases[i].value);
	}
}

static void params_are_zero_when_missing(void **state)
{
	static const struct abi_patch patches[] = {
		{ .kind = ABI_PATCH_PARAM_INT, .index = 2, .size = 8 },
		{ .kind = ABI_PATCH_PARAM_INT, .index = 2, .size = 8 },
	};
	use(*state, patches, 2);
	says(*state, "t: WARNING: parameter $2 was not given; it is 0\n", false);
	assert_int_equal(fill_int(*state, 2), 0);
}

static void params_missing_as_text_are_silent(void **state)
{
	static const struct abi_patch patch = { .kind = ABI_PATCH_PARAM_TEXT,
						.index = 1,
						.size = 8 };
	char place[8] = "xxxxxxx";
	struct params *p = *state;
	use(p, &patch, 1);
	says(p, "", false);
	assert_int_equal(rt_params_fill_text(&p->fixture.rt, &patch, (uint8_t *)place), 0);
	assert_string_equal(place, "");
}

static void params_fill_text_with_nuls_behind(void **state)
{
	static const struct abi_patch patch = { .kind = ABI_PATCH_PARAM_TEXT,
						.index = 1,
						.size = 8 };
	char place[8] = "xxxxxxx";
	give(*state, "bash");
	assert_int_equal(rt_params_fill_text(&((struct params *)*state)->fixture.rt, &patch,
					     (uint8_t *)place),
			 0);
	assert_memory_equal(place, "bash\0\0\0\0", 8);
}

static void params_refuse_text_for_numbers(void **state)
{
	static const struct abi_patch patch = { .kind = ABI_PATCH_PARAM_INT,
						.index = 1,
						.size = 8 };
	use(*state, &patch, 1);
	give(*state, "12x");
	says(*state, "t: parameter $1 is '12x', but the script needs a number there\n", true);
}

static void params_refuse_numbers_beyond_64_bits(void **state)
{
	static const struct abi_patch patch = { .kind = ABI_PATCH_PARAM_INT,
						.index = 1,
						.size = 8 };
	use(*state, &patch, 1);
	give(*state, "18446744073709551616");
	says(*state, "t: parameter $1 is 18446744073709551616, which is out of range for int64\n",
	     true);
}

static void params_refuse_text_that_does_not_fit(void **state)
{
	static const struct abi_patch patch = { .kind = ABI_PATCH_PARAM_TEXT,
						.index = 1,
						.size = 4 };
	use(*state, &patch, 1);
	give(*state, "abcd");
	says(*state, "t: parameter $1 is longer than 3 bytes\n", true);
}

static void params_named_have_defaults(void **state)
{
	assert_int_equal(fill_named(*state, OFFSET), -5);
	assert_int_equal(fill_named(*state, COUNT), 7);
	assert_int_equal(fill_named(*state, FLAG), 0);
	assert_int_equal(fill_named(*state, WORD), 'a' | 'b' << 8);
}

static void params_named_booleans_have_many_words(void **state)
{
	struct params *p = *state;
	p->named[FLAG] = "YES";
	assert_int_equal(fill_named(p, FLAG), 1);
	p->named[FLAG] = "off";
	assert_int_equal(fill_named(p, FLAG), 0);
}

static void params_refuse_other_words_for_booleans(void **state)
{
	struct params *p = *state;
	p->named[FLAG] = "maybe";
	says(p, "t: parameter --flag is 'maybe', but it is a boolean: true or false\n", true);
}

static void params_refuse_negative_numbers_for_unsigned(void **state)
{
	struct params *p = *state;
	p->named[COUNT] = "-1";
	says(p, "t: parameter --count is -1, which is out of range for uint64\n", true);
}

static void params_tell_every_mistake(void **state)
{
	struct params *p = *state;
	p->named[COUNT] = "x";
	p->named[WORD] = "long";
	says(p,
	     "t: parameter --count is 'x', but the script needs a number there\n"
	     "t: parameter --word is longer than 3 bytes\n",
	     true);
}

static void params_expand_in_attach_points(void **state)
{
	static const struct {
		const char *text, *expanded;
	} cases[] = {
		{ "$1", "10" }, { "a$1b$2", "a10bxy" }, { "$", "$" }, { "$0", "$0" }, { "", "" },
	};
	struct params *p = *state;
	give(p, "10");
	give(p, "xy");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *out = NULL;
		unsigned missing;
		assert_int_equal(rt_params_expand(&p->fixture.rt, cases[i].text, &out, &missing),
				 0);
		assert_string_equal(out, cases[i].expanded);
		free(out);
	}
}

static void params_missing_in_attach_points_are_errors(void **state)
{
	static const char *const parts[] = { "ms", "$3" };
	static const struct abi_probe probe = { .text = "interval:ms:$3",
						.parts = parts,
						.n_parts = 2 };
	struct params *p = *state;
	p->fixture.tables.probes = &probe;
	p->fixture.tables.n_probes = 1;
	says(p, "t: probe interval:ms:$3 needs parameter $3, which was not given\n", true);
}

#define TEST(function) cmocka_unit_test_setup(function, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(params_read_numbers_of_any_base),
		TEST(params_are_zero_when_missing),
		TEST(params_missing_as_text_are_silent),
		TEST(params_fill_text_with_nuls_behind),
		TEST(params_refuse_text_for_numbers),
		TEST(params_refuse_numbers_beyond_64_bits),
		TEST(params_refuse_text_that_does_not_fit),
		TEST(params_named_have_defaults),
		TEST(params_named_booleans_have_many_words),
		TEST(params_refuse_other_words_for_booleans),
		TEST(params_refuse_negative_numbers_for_unsigned),
		TEST(params_tell_every_mistake),
		TEST(params_expand_in_attach_points),
		TEST(params_missing_in_attach_points_are_errors),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
