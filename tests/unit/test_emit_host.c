/*
 * The tables for the running side.
 */
#include "emit_fixture.h"

static void emit_host_names_the_tool(void **state)
{
	struct builder b = builder_new(*state);
	const char *text;

	b.plan->tool.source = "a\"b\n\0c";
	b.plan->tool.source_size = 6;
	b.plan->tool.n_positional = 2;
	text = host_c_of(&b);
	assert_contains(text, "#include \"abi.h\"\n");
	assert_contains(text, "#include \"test.skel.h\"\n");
	assert_contains(text, "static const char tool_source[] =\n"
			      "\t\"a\\\"b\\n\"\n"
			      "\t\"\\000c\";\n");
	assert_contains(text, "static const struct abi_settings tool_settings = { "
			      ".print_maps_on_exit = true, .missing_probes = ABI_MISSING_ERROR, "
			      ".max_probes = 1024, .str_trunc_trailer = \"..\" };\n");
	assert_contains(text, "const struct abi_tool tool = {\n"
			      "\t.abi_version = ABI_VERSION,\n"
			      "\t.name = \"test\",\n"
			      "\t.script_name = \"test.bt\",\n"
			      "\t.source = tool_source,\n"
			      "\t.source_size = 6,\n"
			      "\t.source_sha256 = \"00\",\n"
			      "\t.source_sha1 = \"01\",\n"
			      "\t.description = \"\",\n"
			      "\t.compiler_version = \"0\",\n"
			      "\t.license = \"GPL\",\n"
			      "\t.settings = &tool_settings,\n"
			      "\t.n_positional = 2,\n"
			      "\t.uses_unsafe = false,\n"
			      "\t.object = tool_test__elf_bytes,\n"
			      "};\n");
}

static void emit_host_prints_each_type_once(void **state)
{
	struct builder b = builder_new(*state);
	struct abi_field fields[] = {
		{ .offset = 0, .type = type_of(&b, ABI_VALUE_INT, 8) },
		{ .name = "s", .offset = 8, .type = type_of(&b, ABI_VALUE_STRING, 16) }
	};
	struct abi_enumerator enumerators[] = { { "A", 0 }, { "B", UINT64_MAX } };
	struct abi_type *tuple = type_of(&b, ABI_VALUE_RECORD, 24);
	struct abi_type *kinds = type_of(&b, ABI_VALUE_ENUM, 4);
	const char *text;

	tuple->fields = fields;
	tuple->count = 2;
	kinds->enumerators = enumerators;
	kinds->n_enumerators = 2;
	add_map(&b, "a", 0, type_of(&b, ABI_VALUE_INT, 8), true);
	add_map(&b, "b", 0, tuple, false);
	add_map(&b, "c", 0, kinds, true);
	text = host_c_of(&b);
	assert_contains(text, "static const struct abi_type type_0 = { .ops = &rt_value_int, "
			      ".kind = ABI_VALUE_INT, .size = 8, .align = 8 };\n"
			      "static const struct abi_type type_1 = { .ops = &rt_value_string, "
			      ".kind = ABI_VALUE_STRING, .size = 16, .align = 1 };\n"
			      "static const struct abi_field type_2_fields[] = {\n"
			      "\t{ .type = &type_0 },\n"
			      "\t{ .name = \"s\", .offset = 8, .type = &type_1 },\n"
			      "};\n"
			      "static const struct abi_type type_2 = { .ops = &rt_value_record, "
			      ".kind = ABI_VALUE_RECORD, .size = 24, .align = 8, .count = 2, "
			      ".fields = type_2_fields };\n"
			      "static const struct abi_enumerator type_3_enumerators[] = {\n"
			      "\t{ .name = \"A\" },\n"
			      "\t{ .name = \"B\", .value = 18446744073709551615u },\n"
			      "};\n");
	assert_lacks(text, "type_4");
}

static void emit_host_prints_maps(void **state)
{
	struct builder b = builder_new(*state);

	add_map(&b, "x", 8, type_of(&b, ABI_VALUE_COUNT, 16), false);
	assert_contains(host_c_of(&b),
			"static const struct abi_map tool_maps[] = {\n"
			"\t{ .name = \"@x\", .object_name = \"m_x\", .key = &type_0, "
			".value = &type_1, .is_percpu = true, .key_size = 8, .value_size = 16, "
			".max_entries = 4096, .line = 1 },\n"
			"};\n");
	assert_contains(host_c_of(&b), "\t.maps = tool_maps,\n\t.n_maps = 1,\n");
}

static void emit_host_prints_events_with_their_formats(void **state)
{
	struct builder b = builder_new(*state);
	struct abi_piece pieces[] = {
		{ .literal = "a\n", .literal_size = 2 },
		{ .conversion = 'd', .int_size = 4, .flags = ABI_FORMAT_LEFT, .width = 5 },
	};
	struct abi_format format = { pieces, 2 };
	struct plan_statement *s;

	add_program(&b, "p0_begin", ABI_PROBE_BEGIN, "raw_tp");
	s = add_event(&b, ABI_EVENT_PRINTF);
	event_arg(&b, s, type_of(&b, ABI_VALUE_INT, 4),
		  (struct plan_event_arg){ .kind = PLAN_EVENT_SCALAR,
					   .expr = number(&b, SCALAR_U32, 1) });
	b.plan->events.items[0].format = &format;
	add_event(&b, ABI_EVENT_CLEAR_MAP);
	b.plan->events.items[1].map = 0;
	assert_contains(host_c_of(&b),
			"static const struct abi_piece event_0_pieces[] = {\n"
			"\t{ .literal = \"a\\n\", .literal_size = 2 },\n"
			"\t{ .flags = 1, .int_size = 4, .conversion = 'd', .width = 5 },\n"
			"};\n"
			"static const struct abi_format event_0_format = { event_0_pieces, 2 };\n"
			"static const struct abi_arg event_0_args[] = {\n"
			"\t{ .type = &type_0, .offset = 8 },\n"
			"};\n"
			"static const struct abi_event tool_events[] = {\n"
			"\t{ .ops = &rt_event_printf, .kind = ABI_EVENT_PRINTF, .fixed_size = 12, "
			".format = &event_0_format, .args = event_0_args, .n_args = 1, .map = -1, "
			".line = 1, .column = 1, .end_column = 2 },\n"
			"\t{ .ops = &rt_event_clear_map, .kind = ABI_EVENT_CLEAR_MAP, "
			".fixed_size = 8, .line = 1, .column = 1, .end_column = 2 },\n"
			"};\n");
}

static void emit_host_prints_probes_without_subprograms(void **state)
{
	static const char *const parts[] = { "syscalls", "sys_enter_\"x" };
	struct builder b = builder_new(*state);
	struct abi_probe probe = { .kind = ABI_PROBE_TRACEPOINT,
				   .text = "t:syscalls:x",
				   .parts = parts,
				   .n_parts = 2,
				   .program = 1,
				   .line = 4 };

	add_program(&b, "f_x", ABI_PROBE_BEGIN, NULL)->is_subprogram = true;
	add_program(&b, "p0_x", ABI_PROBE_TRACEPOINT, "tracepoint");
	vec_push(&b.plan->probes, probe);
	assert_contains(host_c_of(&b), "static const struct abi_program tool_programs[] = {\n"
				       "\t{ .name = \"p0_x\" },\n"
				       "};\n");
	assert_contains(host_c_of(&b),
			"static const char *const probe_0_parts[] = { \"syscalls\", "
			"\"sys_enter_\\\"x\" };\n"
			"static const struct abi_probe tool_probes[] = {\n"
			"\t{ .ops = &rt_probe_tracepoint, .kind = ABI_PROBE_TRACEPOINT, "
			".text = \"t:syscalls:x\", .parts = probe_0_parts, .n_parts = 2, "
			".line = 4 },\n"
			"};\n");
}

static void emit_host_prints_parameters_and_patches(void **state)
{
	struct builder b = builder_new(*state);
	struct abi_param param = { .name = "min",
				   .type = type_of(&b, ABI_VALUE_INT, 8),
				   .default_text = "-5",
				   .description = "the \"least\"" };
	struct abi_patch patch = { .kind = ABI_PATCH_NAMED, .offset = 64, .size = 8 };

	vec_push(&b.plan->params, param);
	vec_push(&b.plan->patches, patch);
	assert_contains(host_c_of(&b), "\t{ .kind = ABI_PATCH_NAMED, .offset = 64, .size = 8 },\n");
	assert_contains(host_c_of(&b),
			"\t{ .name = \"min\", .type = &type_0, .default_text = \"-5\", "
			".description = \"the \\\"least\\\"\" },\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, emit_set_up, emit_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(emit_host_names_the_tool),
		TEST(emit_host_prints_each_type_once),
		TEST(emit_host_prints_maps),
		TEST(emit_host_prints_events_with_their_formats),
		TEST(emit_host_prints_probes_without_subprograms),
		TEST(emit_host_prints_parameters_and_patches),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
