/*
 * Expressions as BPF C: one row of a table each, or a test where a row is not enough.
 */
#include "emit_fixture.h"

#define S8 ((struct plan_scalar){ 1, true, false })

/* An expression of the operator on v_a and v_b of a type. */
struct row {
	struct plan_scalar type;
	enum plan_operator op;
	const char *text;
};

static struct builder new_builder(struct arena *arena)
{
	struct builder b = builder_new(arena);

	add_program(&b, "p0_begin", ABI_PROBE_BEGIN, "raw_tp");
	return b;
}

static const char *text_of(struct builder *b, const struct plan_expr *expr)
{
	set(b, scalar(b, "v_r", expr->type), expr);
	return assigned(b);
}

static void check(struct arena *arena, const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct builder b = new_builder(arena);
		const struct plan_expr *left = value_of(&b, scalar(&b, "v_a", rows[i].type));
		const struct plan_expr *right = value_of(&b, scalar(&b, "v_b", rows[i].type));
		const struct plan_expr *expr =
			rows[i].op <= PLAN_BIT_NOT ? plan_unary(arena, rows[i].op, left)
						   : plan_binary(arena, rows[i].op, left, right);

		assert_string_equal(text_of(&b, expr), rows[i].text);
	}
}

#define CHECK(state, rows) check(*(state), rows, sizeof(rows) / sizeof((rows)[0]))

static void emit_expr_prints_unsigned_arithmetic_as_it_is(void **state)
{
	static const struct row rows[] = {
		{ SCALAR_U64, PLAN_ADD, "v_a + v_b" },
		{ SCALAR_U64, PLAN_DIVIDE, "v_a / v_b" },
		{ SCALAR_U64, PLAN_SHIFT_LEFT, "v_a << (v_b & 63)" },
		{ SCALAR_U32, PLAN_SHIFT_RIGHT, "v_a >> (v_b & 31)" },
		{ SCALAR_U64, PLAN_NEGATE, "-v_a" },
		{ SCALAR_U64, PLAN_BIT_NOT, "~v_a" },
	};

	CHECK(state, rows);
}

static void emit_expr_makes_signed_arithmetic_wrap(void **state)
{
	static const struct row rows[] = {
		{ SCALAR_S64, PLAN_ADD, "(__s64)((__u64)v_a + v_b)" },
		{ SCALAR_S64, PLAN_MULTIPLY, "(__s64)((__u64)v_a * v_b)" },
		{ SCALAR_S32, PLAN_SUBTRACT, "(__s32)((__u32)v_a - v_b)" },
		{ SCALAR_S64, PLAN_NEGATE, "(__s64)-(__u64)v_a" },
		{ SCALAR_S64, PLAN_SHIFT_LEFT, "(__s64)((__u64)v_a << (v_b & 63))" },
	};

	CHECK(state, rows);
}

static void emit_expr_divides_and_shifts_without_sign(void **state)
{
	static const struct row rows[] = {
		{ SCALAR_S64, PLAN_DIVIDE, "(__s64)((__u64)v_a / (__u64)v_b)" },
		{ SCALAR_S64, PLAN_MODULO, "(__s64)((__u64)v_a % (__u64)v_b)" },
		{ SCALAR_S64, PLAN_SHIFT_RIGHT, "(__s64)((__u64)v_a >> (v_b & 63))" },
		{ S8, PLAN_DIVIDE, "(__s8)((__u32)(__u8)v_a / (__u8)v_b)" },
		{ S8, PLAN_SHIFT_RIGHT, "(__s8)((__u32)(__u8)v_a >> (v_b & 7))" },
	};

	CHECK(state, rows);
}

static void emit_expr_cuts_small_results(void **state)
{
	static const struct row rows[] = {
		{ SCALAR_U8, PLAN_ADD, "(__u8)((__u32)v_a + v_b)" },
		{ SCALAR_U16, PLAN_MULTIPLY, "(__u16)((__u32)v_a * v_b)" },
		{ SCALAR_U8, PLAN_BIT_NOT, "(__u8)~(__u8)v_a" },
		{ S8, PLAN_AND, "v_a & v_b" },
	};

	CHECK(state, rows);
}

static void emit_expr_compares_by_the_type(void **state)
{
	static const struct row rows[] = {
		{ SCALAR_S64, PLAN_LESS, "v_a < v_b" },
		{ SCALAR_U8, PLAN_NOT_EQUAL, "v_a != v_b" },
		{ SCALAR_BOOL, PLAN_LOGICAL_OR, "v_a || v_b" },
		{ SCALAR_S64, PLAN_NOT, "!v_a" },
	};

	CHECK(state, rows);
}

static void emit_expr_prints_constants_of_their_type(void **state)
{
	static const struct {
		struct plan_scalar type;
		uint64_t value;
		const char *text;
	} rows[] = {
		{ SCALAR_U64, 5, "5" },
		{ SCALAR_U64, UINT64_MAX, "18446744073709551615ULL" },
		{ SCALAR_S64, (uint64_t)-5, "-5" },
		{ SCALAR_S64, (uint64_t)INT64_MIN, "(-9223372036854775807LL - 1)" },
		{ SCALAR_U32, 4000000000, "4000000000U" },
		{ SCALAR_BOOL, 1, "true" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct builder b = new_builder(*state);

		assert_string_equal(text_of(&b, number(&b, rows[i].type, rows[i].value)),
				    rows[i].text);
	}
}

static void emit_expr_shifts_constants_in_their_full_width(void **state)
{
	struct builder b = new_builder(*state);
	int count = scalar(&b, "v_n", SCALAR_U64);

	assert_string_equal(
		text_of(&b, plan_binary(b.arena, PLAN_SHIFT_LEFT, number(&b, SCALAR_U64, 1),
					value_of(&b, count))),
		"1ULL << (v_n & 63)");
}

/* Two bare constants would make a calculation of ints. */
static void emit_expr_gives_a_first_constant_its_type(void **state)
{
	struct builder b = new_builder(*state);
	const struct plan_expr *test = value_of(&b, scalar(&b, "v_t", SCALAR_BOOL));
	const struct plan_expr *five = number(&b, SCALAR_U32, 5), *six = number(&b, SCALAR_U32, 6);
	const struct plan_expr *either = plan_select(b.arena, test, five, six);

	assert_string_equal(text_of(&b, plan_binary(b.arena, PLAN_DIVIDE, five, either)),
			    "5U / (v_t ? 5U : 6U)");
}

static void emit_expr_puts_parentheses_around_operands(void **state)
{
	struct builder b = new_builder(*state);
	const struct plan_expr *x = value_of(&b, scalar(&b, "v_x", SCALAR_U64));
	const struct plan_expr *sum = plan_binary(b.arena, PLAN_ADD, x, x);
	const struct plan_expr *test = plan_binary(b.arena, PLAN_LESS, x, sum);

	assert_string_equal(text_of(&b, plan_binary(b.arena, PLAN_MULTIPLY, sum, x)),
			    "(v_x + v_x) * v_x");
	assert_string_equal(text_of(&b, plan_select(b.arena, test, sum, number(&b, SCALAR_U64, 0))),
			    "(v_x < (v_x + v_x)) ? (v_x + v_x) : 0ULL");
}

static void emit_expr_casts_by_value(void **state)
{
	struct builder b = new_builder(*state);
	const struct plan_expr *x = value_of(&b, scalar(&b, "v_x", SCALAR_S32));

	assert_string_equal(text_of(&b, plan_cast(b.arena, SCALAR_U64, x)), "(__u64)v_x");
	assert_string_equal(text_of(&b, plan_cast(b.arena, SCALAR_U8, x)), "(__u8)v_x");
	assert_string_equal(text_of(&b, plan_cast(b.arena, SCALAR_BOOL, x)), "v_x != 0");
}

static void emit_expr_loads_by_alignment(void **state)
{
	struct builder b = new_builder(*state);
	struct plan_place t = bytes(&b, NULL, 16);

	assert_string_equal(text_of(&b, plan_load(b.arena, SCALAR_U64, part(t, 8, 8))),
			    "*(tl_u64 *)&f->t0[8]");
	assert_string_equal(text_of(&b, plan_load(b.arena, SCALAR_S32, part(t, 0, 4))),
			    "*(tl_s32 *)f->t0");
	assert_string_equal(text_of(&b, plan_load(b.arena, SCALAR_U32, part(t, 2, 4))),
			    "*(tl_u32_packed *)&f->t0[2]");
	assert_string_equal(text_of(&b, plan_load(b.arena, SCALAR_BOOL, part(t, 1, 1))),
			    "*(tl_u8 *)&f->t0[1] != 0");
	assert_string_equal(text_of(&b, plan_address(b.arena, part(t, 4, 4))),
			    "(__u64)(&f->t0[4])");
}

static void emit_expr_finds_constants_by_offset(void **state)
{
	struct builder b = new_builder(*state);
	uint32_t first = sizeof(struct abi_constants);

	vec_push(&b.plan->constants, ((struct plan_constant){ .name = "n",
							      .offset = first,
							      .size = 8,
							      .align = 8,
							      .scalar = SCALAR_S64 }));
	assert_string_equal(
		text_of(&b, plan_constant_value(b.arena, SCALAR_U32,
						offsetof(struct abi_constants, n_params))),
		"constants.base.n_params");
	assert_string_equal(text_of(&b, plan_constant_value(b.arena, SCALAR_S64, first)),
			    "constants.c_n");
}

static void emit_expr_takes_arguments_by_the_kind_of_probe(void **state)
{
	static const struct {
		enum abi_probe_kind kind;
		const char *argument, *result;
	} rows[] = {
		{ ABI_PROBE_KPROBE, "tl_register_argument(ctx, 2)", "tl_register_result(ctx)" },
		{ ABI_PROBE_UPROBE, "tl_register_argument(ctx, 2)", "tl_register_result(ctx)" },
		{ ABI_PROBE_RAWTRACEPOINT, "tl_context_argument(ctx, 2)",
		  "tl_register_result(ctx)" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct builder b = new_builder(*state);

		b.program->kind = rows[i].kind;
		assert_string_equal(text_of(&b, plan_indexed(b.arena, PLAN_EXPR_ARGUMENT, 2)),
				    rows[i].argument);
		assert_string_equal(text_of(&b, plan_indexed(b.arena, PLAN_EXPR_RETURN_VALUE, 0)),
				    rows[i].result);
	}
}

/* The verifier refuses arithmetic on what it takes for a pointer. */
static void emit_expr_makes_numbers_of_trusted_pointers(void **state)
{
	struct builder b = new_builder(*state);
	const struct abi_slot slot = { .kind = ABI_SLOT_ARGUMENT };
	const struct plan_expr *arg = plan_slot(b.arena, b.program, &slot, true);
	int p = scalar(&b, "v_p", SCALAR_U64);

	b.program->kind = ABI_PROBE_FENTRY;
	set(&b, p, arg);
	assert_string_equal(text_of(&b, plan_binary(b.arena, PLAN_AND, value_of(&b, p),
						    number(&b, SCALAR_U64, 15))),
			    "tl_number(v_p) & 15");
	assert_string_equal(text_of(&b, plan_cast(b.arena, SCALAR_U32, arg)),
			    "(__u32)tl_number(TL_SLOT(ctx, 0))");
	assert_string_equal(text_of(&b, plan_binary(b.arena, PLAN_EQUAL, arg, value_of(&b, p))),
			    "TL_SLOT(ctx, 0) == v_p");
}

static void emit_expr_relocates(void **state)
{
	struct builder b = new_builder(*state);
	struct plan_ctype *type = add_ctype(&b, "struct", "dentry", true);
	struct plan_ctype *own = add_ctype(&b, "struct", "mine", false);
	struct plan_ctype *kinds = add_ctype(&b, "enum", "kinds", true);
	const struct plan_expr *base = value_of(&b, scalar(&b, "v_p", SCALAR_U64));

	own->size = 8;
	add_member(own, "int ", "x", "", 4);
	add_member(type, "struct qstr ", "d_name", "", 0);
	type->flavour = "old";
	vec_push(&kinds->enumerators, ((struct abi_enumerator){ "KIND_A", 7 }));
	assert_string_equal(text_of(&b, plan_relocated(b.arena, PLAN_EXPR_FIELD_ADDRESS, type,
						       "d_name.len", base)),
			    "(__u64)&((struct dentry___old *)v_p)->d_name.len");
	assert_string_equal(
		text_of(&b, plan_relocated(b.arena, PLAN_EXPR_FIELD_OFFSET, type, "d_name", NULL)),
		"(__u64)bpf_core_field_offset(struct dentry___old, d_name)");
	assert_string_equal(
		text_of(&b, plan_relocated(b.arena, PLAN_EXPR_FIELD_EXISTS, type, "d_name", NULL)),
		"(bool)bpf_core_field_exists(struct dentry___old, d_name)");
	assert_string_equal(
		text_of(&b, plan_relocated(b.arena, PLAN_EXPR_TYPE_SIZE, own, NULL, NULL)),
		"(__u64)sizeof(struct mine)");
	assert_string_equal(text_of(&b, plan_enum_value(b.arena, SCALAR_U64, kinds, "KIND_A", 7)),
			    "(__u64)bpf_core_enum_value(enum kinds___tl, KIND_A___tl)");
	assert_contains(bpf_c_of(&b), "struct dentry___old {\n"
				      "\tstruct qstr d_name;\n"
				      "} __attribute__((preserve_access_index));\n");
	assert_contains(bpf_c_of(&b), "enum kinds___tl {\n\tKIND_A___tl = 7LL,\n};\n");
	assert_contains(bpf_c_of(&b), "struct mine {\n"
				      "\tunion {\n"
				      "\t\t__u8 whole[8];\n"
				      "\t\tstruct {\n"
				      "\t\t\t__u8 before_0[4];\n"
				      "\t\t\tint x;\n"
				      "\t\t} __attribute__((__packed__));\n"
				      "\t};\n"
				      "};\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, emit_set_up, emit_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(emit_expr_prints_unsigned_arithmetic_as_it_is),
		TEST(emit_expr_makes_signed_arithmetic_wrap),
		TEST(emit_expr_divides_and_shifts_without_sign),
		TEST(emit_expr_cuts_small_results),
		TEST(emit_expr_compares_by_the_type),
		TEST(emit_expr_prints_constants_of_their_type),
		TEST(emit_expr_shifts_constants_in_their_full_width),
		TEST(emit_expr_gives_a_first_constant_its_type),
		TEST(emit_expr_puts_parentheses_around_operands),
		TEST(emit_expr_casts_by_value),
		TEST(emit_expr_loads_by_alignment),
		TEST(emit_expr_finds_constants_by_offset),
		TEST(emit_expr_takes_arguments_by_the_kind_of_probe),
		TEST(emit_expr_makes_numbers_of_trusted_pointers),
		TEST(emit_expr_relocates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
