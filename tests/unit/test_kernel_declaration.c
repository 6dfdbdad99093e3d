#include "kernel/binary.h"
#include "kernel/declaration.h"
#include "kernel_fixture.h"

/* The text that declares something of golden/target.c. */
typedef bool (*declare)(struct declarations *d, const char *name, struct strbuf *out);

static const char *text_of(struct fixture *f, declare declare_it, const char *name)
{
	struct declarations *d = declarations_new(f->kernel);
	struct strbuf out;
	bool is_known;

	strbuf_init(&out, f->arena);
	is_known = declare_it(d, name, &out);
	declarations_free(d);
	return is_known ? strbuf_text(&out) : NULL;
}

static void open_target(struct fixture *f)
{
	static const char format[] =
		"\tfield:char name[16];\toffset:8;\tsize:16;\tsigned:0;\n"
		"\tfield:const void * where;\toffset:24;\tsize:8;\tsigned:0;\n";

	compile_target(f);
	write_module(f);
	write_format(f, "gears", "shift_up", format);
	f->kernel = kernel_open_facts(f->arena, f->interner,
				      facts_live(f->arena, f->directory, f->directory, "made up"));
}

static void declaration_has_the_words_of_the_source(void **state)
{
	struct fixture *f = *state;

	open_target(f);
	assert_string_equal(text_of(f, declare_parameters, "vfs_read"),
			    "    struct file *file\n    char __user *buf\n    size_t count\n"
			    "    loff_t *pos\n");
	assert_string_equal(text_of(f, declare_result, "vmlinux:vfs_read"), "    ssize_t retval\n");
	assert_null(text_of(f, declare_parameters, "gear_box:vfs_read"));
	assert_null(text_of(f, declare_parameters, "no_such_function"));
}

static void declaration_of_a_module_is_found(void **state)
{
	struct fixture *f = *state;

	open_target(f);
	assert_string_equal(text_of(f, declare_parameters, "gear_box:shift"), "    int to\n");
	assert_string_equal(text_of(f, declare_parameters, "shift"), "    int to\n");
}

static void declaration_of_an_event_spells_arrays_as_c_does(void **state)
{
	struct fixture *f = *state;

	open_target(f);
	assert_string_equal(text_of(f, declare_tracepoint, "gears:shift_up"),
			    "    char name[16]\n    const void *where\n");
	assert_null(text_of(f, declare_tracepoint, "gears:shift_down"));
	assert_null(text_of(f, declare_raw_tracepoint, "no_such_event"));
}

static void declaration_of_a_type_is_whole(void **state)
{
	struct fixture *f = *state;
	struct declarations *d;
	struct strbuf out;

	open_target(f);
	d = declarations_new(f->kernel);
	strbuf_init(&out, f->arena);
	assert_true(declare_type(d, CTYPE_STRUCT, "gearbox", &out));
	assert_string_equal(strbuf_text(&out),
			    "struct gearbox {\n\tint gears;\n}; /* 4 bytes */\n");
	assert_false(declare_type(d, CTYPE_UNION, "gearbox", &out));
	declarations_free(d);
}

/* Damage may change what is said, but not that it is said. */
static void declaration_survives_damage(void **state)
{
	struct fixture *f = *state;
	const char *path = arena_printf(f->arena, "%s/damaged", f->directory);
	uint32_t seed = 777;
	struct btf *btf;
	uint32_t size;
	const char *data;
	char *copy;

	compile_target(f);
	btf = btf__parse_raw(arena_printf(f->arena, "%s/vmlinux", f->directory));
	data = btf__raw_data(btf, &size);
	copy = arena_alloc(f->arena, size);
	for (int round = 0; round < 300; round++) {
		static const enum kernel_names sorts[] = { KERNEL_FUNCTIONS, KERNEL_STRUCTS,
							   KERNEL_TYPEDEFS, KERNEL_ITERATORS };
		static const declare declares[] = { declare_parameters, declare_iterator,
						    declare_typedef, declare_iterator };
		const char *error;

		memcpy(copy, data, size);
		for (int i = 0; i < 8; i++) {
			seed = seed * 1664525 + 1013904223;
			copy[24 + (seed >> 8) % (size - 24)] = (char)(seed >> 4);
		}
		write_file(path, copy, size);
		f->kernel = kernel_open_file(f->arena, f->interner, path, &error);
		for (size_t i = 0; f->kernel != NULL && i < 4; i++) {
			size_t count;
			const char *const *names = kernel_names(f->kernel, sorts[i], &count);

			for (size_t k = 0; k < count && k < 20; k++)
				text_of(f, declares[i], names[k]);
		}
		kernel_close(f->kernel);
		f->kernel = NULL;
	}
	btf__free(btf);
}

static void binary_names_its_functions(void **state)
{
	struct fixture *f = *state;
	const char *error = NULL;
	size_t count = 0;
	size_t n_main = 0;
	const struct binary_probe *probes =
		binary_functions(f->arena, "/proc/self/exe", &count, &error);

	assert_null(error);
	for (size_t i = 0; i < count; i++) {
		n_main += strcmp(probes[i].name, "main") == 0;
		assert_true(i == 0 || strcmp(probes[i - 1].name, probes[i].name) < 0);
	}
	assert_int_equal(n_main, 1);
	assert_null(binary_functions(f->arena, "/nonexistent", &count, &error));
	assert_non_null(strstr(error, "No such file"));
	assert_null(binary_static_probes(f->arena, "/etc/passwd", &count, &error));
	assert_non_null(strstr(error, "neither a program nor a library"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(declaration_has_the_words_of_the_source),
		TEST(declaration_of_a_module_is_found),
		TEST(declaration_of_an_event_spells_arrays_as_c_does),
		TEST(declaration_of_a_type_is_whole),
		TEST(declaration_survives_damage),
		TEST(binary_names_its_functions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
