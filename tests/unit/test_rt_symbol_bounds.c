/* What is kept of processes and files has bounds (docs/SYMBOLS.md). */
#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "jit_names.h"
#include "process.h"

static int count_open_files(void)
{
	DIR *directory = opendir("/proc/self/fd");
	int n = 0;
	while (readdir(directory))
		n++;
	closedir(directory);
	return n;
}

#define MANY_FILES 1200

/* Files that are mapped are held open, 1,024 of them; of the others the paths are kept. */
static void open_files_are_bounded(void **state)
{
	struct rt_processes all = { 0 };
	char directory[] = "/tmp/bounds-XXXXXX";
	char path[64];
	int before;
	(void)state;
	assert_non_null(mkdtemp(directory));
	for (int i = 0; i < MANY_FILES; i++) {
		snprintf(path, sizeof(path), "%s/%d", directory, i);
		int fd = open(path, O_RDWR | O_CREAT, 0755);
		assert_int_equal(ftruncate(fd, 4096), 0);
		assert_ptr_not_equal(mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0),
				     MAP_FAILED);
		close(fd);
	}
	before = count_open_files();
	struct rt_process *process = rt_process_make(&all, (uint32_t)getpid());
	assert_true(rt_process_read(&all, process));
	assert_int_equal(count_open_files() - before, 1024);
	assert_int_equal(all.files.n_open, 1024);
	rt_processes_release(&all);
	assert_int_equal(count_open_files(), before);
	for (int i = 0; i < MANY_FILES; i++) {
		snprintf(path, sizeof(path), "%s/%d", directory, i);
		unlink(path);
	}
	rmdir(directory);
}

/* Lines of 1,024 bytes: of the first 64 MiB the names are known, of what is behind them not. */
static void names_of_a_jit_compiler_are_bounded(void **state)
{
	struct rt_jit_names *names = rt_jit_names_new((uint32_t)getpid());
	char path[64];
	uint64_t offset;
	(void)state;
	snprintf(path, sizeof(path), "/tmp/perf-%d.map", (int)getpid());
	FILE *file = fopen(path, "w");
	for (unsigned i = 0; i < (70u << 10); i++)
		fprintf(file, "%08x 10 %01011u\n", 0x10000 + i * 16, i);
	fclose(file);
	rt_jit_names_note(names);
	assert_non_null(rt_jit_names_find(names, 0x10000 + 16 * 60000 + 4, &offset));
	assert_int_equal(offset, 4);
	assert_null(rt_jit_names_find(names, 0x10000 + 16 * 70000 + 4, &offset));
	rt_jit_names_free(names);
	unlink(path);
}

/* Code of `n` mappings without a file, each of one page. */
static void map_pages(struct rt_processes *all, uint32_t pid, uint64_t start, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct rt_mapping_note note = { .mapped.pid = pid,
						.mapped.path = "/no/such/file",
						.time = 1 };
		note.mapped.start = start + 4096 * i;
		note.mapped.end = note.mapped.start + 4096;
		note.mapped.inode = 1;
		rt_process_mapped(all, &note);
	}
}

static bool knows(struct rt_processes *all, uint32_t pid, uint64_t address)
{
	struct rt_process *process = rt_process_get(all, pid);
	return process && rt_process_mapping(process, address);
}

#define N_PROCESSES 2000
#define N_MAPPINGS  1000

/* 2,000 processes of 40 KB each, of which 32 MB are kept: of each, or of all that are alike. */
static void ended_processes_are_bounded(void **state)
{
	(void)state;
	for (int shares = 0; shares < 2; shares++) {
		struct rt_processes all = { .shares_programs = shares };
		for (uint32_t pid = 1; pid <= N_PROCESSES; pid++) {
			map_pages(&all, pid, 1 << 20, N_MAPPINGS);
			rt_process_ended(&all, pid);
		}
		assert_true(all.bytes < 33u << 20);
		assert_int_equal(knows(&all, 1, 1 << 20), shares);
		assert_true(knows(&all, N_PROCESSES, 1 << 20));
		rt_processes_release(&all);
		assert_int_equal(all.bytes, 0);
	}
}

/* Programs that are not alike, as many as there is no room for. */
static void programs_are_bounded(void **state)
{
	struct rt_processes all = { .shares_programs = true };
	(void)state;
	for (uint32_t pid = 1; pid <= N_PROCESSES; pid++) {
		map_pages(&all, pid, (uint64_t)pid << 20, N_MAPPINGS);
		rt_process_ended(&all, pid);
	}
	assert_true(all.bytes < 33u << 20);
	assert_false(knows(&all, 1, 1 << 20));
	assert_true(knows(&all, N_PROCESSES, (uint64_t)N_PROCESSES << 20));
	rt_processes_release(&all);
}

/* What comes late of one process, or when its number is in use again, is not the others'. */
static void a_program_stays_as_it_was(void **state)
{
	struct rt_processes all = { .shares_programs = true };
	(void)state;
	for (uint32_t pid = 1; pid <= 3; pid++) {
		map_pages(&all, pid, 1 << 20, 4);
		rt_process_ended(&all, pid);
	}
	map_pages(&all, 2, 1 << 30, 1);
	rt_process_forked(&all, 3, 99, 5);
	map_pages(&all, 3, 1 << 29, 1);
	assert_true(knows(&all, 1, 1 << 20) && knows(&all, 2, 1 << 20) && knows(&all, 2, 1 << 30));
	assert_false(knows(&all, 1, 1 << 30) || knows(&all, 1, 1 << 29) || knows(&all, 3, 1 << 20));
	assert_true(knows(&all, 3, 1 << 29));
	rt_processes_release(&all);
	assert_int_equal(all.bytes, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(open_files_are_bounded),
		cmocka_unit_test(names_of_a_jit_compiler_are_bounded),
		cmocka_unit_test(ended_processes_are_bounded),
		cmocka_unit_test(programs_are_bounded),
		cmocka_unit_test(a_program_stays_as_it_was),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
