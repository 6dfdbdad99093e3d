#include "rt_fixture.h"

#include "ksym_table.h"

struct files {
	char kallsyms[40], modules[40];
};

static void write_file(char path[40], const char *text)
{
	snprintf(path, 40, "/tmp/ksyms-XXXXXX");
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

static struct rt_ksym_table read_table(const char *kallsyms, const char *modules,
				       const struct rt_ksym_table *old)
{
	struct files files;
	struct rt_ksym_table table;
	write_file(files.kallsyms, kallsyms);
	write_file(files.modules, modules);
	rt_ksym_table_read(&table, files.kallsyms, files.modules, old);
	unlink(files.kallsyms);
	unlink(files.modules);
	return table;
}

/* "name+offset", or "-". */
static void expect_name(const struct rt_ksym_table *table, uint64_t address, const char *expected)
{
	char text[80] = "-";
	const struct rt_ksym *found = rt_ksym_table_find(table, address);
	if (found)
		snprintf(text, sizeof(text), "%s+%llu", rt_ksym_name(table, found),
			 (unsigned long long)(address - found->address));
	assert_string_equal(text, expected);
}

#define KERNEL                                  \
	"ffffffff81000000 T _stext\n"           \
	"ffffffff81000100 T vfs_read\n"         \
	"ffffffff81000100 t alias_of_vfs_read\n" \
	"ffffffff81000180 D data_of_it\n"       \
	"ffffffff81000200 T _etext\n"

static void ksym_table_knows_the_kernel(void **state)
{
	(void)state;
	struct rt_ksym_table table = read_table(KERNEL, "", NULL);
	expect_name(&table, 0xffffffff81000104, "vfs_read+4");
	expect_name(&table, 0xffffffff81000190, "vfs_read+144");
	expect_name(&table, 0xffffffff81000204, "-");
	expect_name(&table, 0xffffffff80ffffff, "-");
	rt_ksym_table_release(&table);
}

#define FIRST_SYMBOLS                                 \
	"ffffffffc0001000 t first_begin\t[first]\n" \
	"ffffffffc0001100 t first_last\t[first]\n"
#define FIRST "first 8192 0 - Live 0xffffffffc0001000\n"
#define SECOND_SYMBOLS "ffffffffc0004000 t second_work\t[second]\n"
#define SECOND	       "second 4096 1 first,\tLive 0xffffffffc0004000 (OE)\n"

static void ksym_table_ends_a_module_where_it_ends(void **state)
{
	(void)state;
	struct rt_ksym_table table = read_table(KERNEL FIRST_SYMBOLS, FIRST, NULL);
	expect_name(&table, 0xffffffffc0001110, "first_last+16");
	expect_name(&table, 0xffffffffc0002fff, "first_last+7935");
	expect_name(&table, 0xffffffffc0003000, "-");
	rt_ksym_table_release(&table);
}

static void ksym_table_has_what_is_no_module(void **state)
{
	(void)state;
	struct rt_ksym_table table =
		read_table(KERNEL "ffffffffc0009000 t bpf_prog_1234_hello\t[bpf]\n", FIRST, NULL);
	expect_name(&table, 0xffffffffc0009010, "bpf_prog_1234_hello+16");
	rt_ksym_table_release(&table);
}

static void ksym_table_keeps_modules_that_are_gone(void **state)
{
	(void)state;
	struct rt_ksym_table old = read_table(KERNEL FIRST_SYMBOLS, FIRST, NULL);
	struct rt_ksym_table table = read_table(KERNEL SECOND_SYMBOLS, SECOND, &old);
	expect_name(&table, 0xffffffffc0001110, "first_last+16");
	expect_name(&table, 0xffffffffc0004010, "second_work+16");
	// And behind another change still, until something else is there.
	struct rt_ksym_table third = read_table(KERNEL, "", &table);
	expect_name(&third, 0xffffffffc0001110, "first_last+16");
	expect_name(&third, 0xffffffffc0004010, "second_work+16");
	struct rt_ksym_table fourth =
		read_table(KERNEL "ffffffffc0001080 t other_work\t[other]\n",
			   "other 4096 0 - Live 0xffffffffc0001000\n", &third);
	expect_name(&fourth, 0xffffffffc0001110, "other_work+144");
	expect_name(&fourth, 0xffffffffc0004010, "second_work+16");
	rt_ksym_table_release(&old);
	rt_ksym_table_release(&table);
	rt_ksym_table_release(&third);
	rt_ksym_table_release(&fourth);
}

static void ksym_table_bounds_what_is_gone(void **state)
{
	(void)state;
	struct rt_text symbols = { 0 };
	for (unsigned i = 0; i < 100000; i++) {
		char line[80];
		snprintf(line, sizeof(line), "%llx t f%u\t[first]\n", 0xffffffffc0001000ULL + i, i);
		rt_text_add_string(&symbols, line);
	}
	struct rt_ksym_table old = read_table(rt_text_string(&symbols),
					      "first 1000000 0 - Live 0xffffffffc0001000\n", NULL);
	assert_int_equal(old.n, 100000);
	struct rt_ksym_table table = read_table(KERNEL, "", &old);
	assert_int_equal(table.n, 65536 + 4);
	rt_text_release(&symbols);
	rt_ksym_table_release(&old);
	rt_ksym_table_release(&table);
}

static uint64_t hash_of(const char *modules)
{
	char path[40];
	write_file(path, modules);
	uint64_t hash = rt_kmodules_hash(path);
	unlink(path);
	return hash;
}

static void ksym_table_notes_modules_not_their_users(void **state)
{
	(void)state;
	assert_true(hash_of(FIRST) == hash_of("first 8192 3 a,b, Live 0xffffffffc0001000\n"));
	assert_true(hash_of(FIRST) != hash_of("first 8192 0 - Live 0xffffffffc0002000\n"));
	assert_true(hash_of(FIRST) != hash_of(FIRST SECOND));
	assert_true(hash_of("") == hash_of("nonsense\n"));
}

static void ksym_table_believes_nothing(void **state)
{
	(void)state;
	struct rt_ksym_table table =
		read_table("\nx\nffffffff81000000\nffffffff81000000 T\nffffffff81000000 Tx\n"
			   "0 T no_privilege\nffffffff81000000 T [\nffffffff81000001 t a\t[",
			   "a\n 1 2 3\na b c\n", NULL);
	expect_name(&table, 0xffffffff81000000, "[+0");
	expect_name(&table, 0xffffffff81000001, "a+0");
	rt_ksym_table_release(&table);
	rt_ksym_table_read(&table, "/nonexistent", "/nonexistent", NULL);
	assert_int_equal(table.n, 0);
	rt_ksym_table_release(&table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ksym_table_knows_the_kernel),
		cmocka_unit_test(ksym_table_ends_a_module_where_it_ends),
		cmocka_unit_test(ksym_table_has_what_is_no_module),
		cmocka_unit_test(ksym_table_keeps_modules_that_are_gone),
		cmocka_unit_test(ksym_table_bounds_what_is_gone),
		cmocka_unit_test(ksym_table_notes_modules_not_their_users),
		cmocka_unit_test(ksym_table_believes_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
