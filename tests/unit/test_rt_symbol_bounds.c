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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(open_files_are_bounded),
		cmocka_unit_test(names_of_a_jit_compiler_are_bounded),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
