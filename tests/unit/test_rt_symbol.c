#include <dlfcn.h>
#include <elf.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "elf_names.h"
#include "ksyms.h"
#include "rt_fixture.h"
#include "usyms.h"
#include "watch.h"

/* A function with a name to find. */
__attribute__((noinline)) void function_to_find(void);

void function_to_find(void)
{
	__asm__ volatile("nop; nop; nop; nop");
}

/* Some kernel function's address and name out of kallsyms; skips without privilege. */
static uint64_t kernel_function(char name[64])
{
	unsigned long long address = 0;
	char type;
	FILE *file = fopen("/proc/kallsyms", "r");
	while (file && fscanf(file, "%llx %c %63s%*[^\n]", &address, &type, name) == 3) {
		if (!strcmp(name, "vfs_read"))
			break;
		address = 0;
	}
	if (file)
		fclose(file);
	if (!address) {
		print_message("kallsyms shows no vfs_read\n");
		skip();
	}
	return address;
}

static void symbol_of_the_kernel(void **state)
{
	struct fixture *fixture = *state;
	static const struct abi_type type = { &rt_value_ksym, ABI_VALUE_KSYM, .size = 8,
					      .align = 8 };
	char name[64];
	uint64_t address = kernel_function(name) + 4;
	expect_printed(fixture, &type, &address, 8, "vfs_read");
	address = 1;
	expect_printed(fixture, &type, &address, 8, "0x1");
}

static void stack_of_the_kernel(void **state)
{
	struct fixture *fixture = *state;
	struct abi_type type = { &rt_value_kstack, ABI_VALUE_KSTACK, .size = 40, .align = 8,
				 .count = 4 };
	char name[64];
	char expected[128];
	uint64_t address = kernel_function(name);
	uint64_t stack[5] = { 2, address + 4, 16 };
	expect_printed(fixture, &type, stack, 40, "\n        vfs_read+4\n        0x10\n");
	expect_packed(fixture, &type, stack + 1, 8, 0, "\n        vfs_read+4\n");
	expect_packed(fixture, &type, stack + 1, 0, 0, "\n");
	type.bits = ABI_STACK_PERF;
	snprintf(expected, sizeof(expected), "\n\t%llx vfs_read+4\n\t10 [unknown]\n",
		 (unsigned long long)address + 4);
	expect_printed(fixture, &type, stack, 40, expected);
	type.bits = ABI_STACK_RAW;
	snprintf(expected, sizeof(expected), "\n%llx\n10\n", (unsigned long long)address + 4);
	expect_printed(fixture, &type, stack, 40, expected);
	stack[0] = 1000; // more than there is room for
	stack[4] = 0x20;
	expect_printed(fixture, &type, stack + 0, 24, expected);
	use_json(fixture);
	type.bits = ABI_STACK_BPFTRACE;
	expect_packed(fixture, &type, stack + 1, 8, 0, "\"\\n        vfs_read+4\\n\"");
}

static void symbol_of_this_process(void **state)
{
	struct fixture *fixture = *state;
	static const struct abi_type type = { &rt_value_usym, ABI_VALUE_USYM, .size = 16,
					      .align = 8 };
	struct abi_usym usym = { (uint64_t)(uintptr_t)function_to_find, (uint32_t)getpid(), 0 };
	expect_printed(fixture, &type, &usym, 16, "function_to_find");
	usym.address = 1;
	expect_printed(fixture, &type, &usym, 16, "0x1");
	usym.pid = 0x7fffffff;
	expect_printed(fixture, &type, &usym, 16, "0x1");
}

static void symbol_of_a_shared_library(void **state)
{
	struct fixture *fixture = *state;
	struct rt_process *process = rt_process_find(&fixture->rt, (uint32_t)getpid());
	assert_non_null(process);
	struct rt_usym found =
		rt_usym_find(&fixture->rt, process, (uint64_t)(uintptr_t)strtoull + 1);
	assert_non_null(found.name);
	assert_non_null(strstr(found.file, "libc"));
	assert_true(found.offset < 64);
}

static void stack_of_this_process(void **state)
{
	struct fixture *fixture = *state;
	struct abi_type type = { &rt_value_ustack, ABI_VALUE_USTACK, .size = 48, .align = 8,
				 .count = 4 };
	struct {
		uint32_t pid, probe; // struct abi_ustack
		uint64_t count;
		uint64_t frames[4];
	} stack = { (uint32_t)getpid(), 0, 2, { (uint64_t)(uintptr_t)function_to_find + 1, 16 } };
	expect_printed(fixture, &type, &stack, sizeof(stack),
		       "\n        function_to_find+1\n        0x10\n");
	expect_packed(fixture, &type, stack.frames, 8, (uint32_t)getpid(),
		      "\n        function_to_find+1\n");
	type.bits = ABI_STACK_PERF;
	char self[256];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	self[n] = '\0';
	char expected[512];
	snprintf(expected, sizeof(expected), "\n\t%llx function_to_find+1 (%s)\n\t10 [unknown]\n",
		 (unsigned long long)stack.frames[0], self);
	expect_printed(fixture, &type, &stack, sizeof(stack), expected);
}

static void stack_of_build_ids(void **state)
{
	struct fixture *fixture = *state;
	static const struct abi_type type = {
		&rt_value_ustack, ABI_VALUE_USTACK, .bits = ABI_STACK_BUILD_ID,
		.size = 144,      .align = 8,       .count = 4
	};
	struct bpf_stack_build_id frames[2] = {
		{ .status = BPF_STACK_BUILD_ID_VALID, .build_id = { 0xab, 1 }, .offset = 0x1234 },
		{ .status = BPF_STACK_BUILD_ID_IP, .ip = 0x7f00 },
	};
	expect_packed(fixture, &type, frames, sizeof(frames), 1,
		      "\nab01000000000000000000000000000000000000 0x1234\n7f00\n");
}

/* Names that were read while the process lived are right after its end. */
static void symbols_outlive_their_process(void **state)
{
	struct fixture *fixture = *state;
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	pid_t pid = fork();
	if (!pid) {
		char c;
		close(ends[1]);
		_exit(read(ends[0], &c, 1) != 0);
	}
	uint64_t address = (uint64_t)(uintptr_t)function_to_find;
	struct rt_process *process = rt_process_find(&fixture->rt, (uint32_t)pid);
	assert_string_equal(rt_usym_find(&fixture->rt, process, address).name, "function_to_find");
	close(ends[0]);
	close(ends[1]);
	siginfo_t info;
	waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT);
	process = rt_process_find(&fixture->rt, (uint32_t)pid); // a zombie
	assert_string_equal(rt_usym_find(&fixture->rt, process, address).name, "function_to_find");
	rt_usym_find(&fixture->rt, process, 1); // nothing is mapped there
	waitpid(pid, NULL, 0);
	process = rt_process_find(&fixture->rt, (uint32_t)pid);
	assert_non_null(process);
	assert_string_equal(rt_usym_find(&fixture->rt, process, address).name, "function_to_find");
}

/* Where the process has its program's code. */
static uint64_t program_address(pid_t pid)
{
	unsigned long long address = 0;
	char permissions[5];
	char path[32];
	snprintf(path, sizeof(path), "/proc/%d/maps", pid);
	FILE *maps = fopen(path, "r");
	while (fscanf(maps, "%llx-%*x %4s%*[^\n]", &address, permissions) == 2 &&
	       permissions[2] != 'x') {
	}
	fclose(maps);
	return address;
}

static void symbols_follow_an_exec(void **state)
{
	struct fixture *fixture = *state;
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	pid_t pid = fork();
	if (!pid) {
		char c;
		close(ends[1]);
		if (read(ends[0], &c, 1) != 1)
			_exit(1);
		execlp("sleep", "sleep", "100", (char *)NULL);
		_exit(1);
	}
	uint64_t address = (uint64_t)(uintptr_t)function_to_find;
	struct rt_process *process = rt_process_find(&fixture->rt, (uint32_t)pid);
	assert_non_null(rt_usym_find(&fixture->rt, process, address).name);
	assert_int_equal(write(ends[1], "x", 1), 1);
	char path[32];
	char comm[32] = "";
	snprintf(path, sizeof(path), "/proc/%d/comm", pid);
	while (strcmp(comm, "sleep\n")) {
		FILE *file = fopen(path, "r");
		if (!fgets(comm, sizeof(comm), file))
			break;
		fclose(file);
		usleep(1000);
	}
	process = rt_process_find(&fixture->rt, (uint32_t)pid);
	struct rt_usym found = rt_usym_find(&fixture->rt, process, program_address(pid));
	assert_string_equal(found.file + strlen(found.file) - strlen("sleep"), "sleep");
	// What was seen before is not lost.
	found = rt_usym_find(&fixture->rt, process, address);
	assert_string_equal(found.name, "function_to_find");
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	close(ends[0]);
	close(ends[1]);
}

static void symbol_of_the_vdso(void **state)
{
	struct fixture *fixture = *state;
	void *vdso = dlopen("linux-vdso.so.1", RTLD_NOW | RTLD_NOLOAD);
	uint64_t address = vdso ? (uint64_t)(uintptr_t)dlsym(vdso, "__vdso_clock_gettime") : 0;
	if (!address) {
		print_message("there is no vDSO\n");
		skip();
	}
	struct rt_process *process = rt_process_find(&fixture->rt, (uint32_t)getpid());
	struct rt_usym found = rt_usym_find(&fixture->rt, process, address);
	assert_string_equal(found.name, "clock_gettime");
	assert_string_equal(found.file, "[vdso]");
	assert_int_equal(found.offset, 0);
}

static struct rt_watch *only_watch(struct fixture *fixture)
{
	assert_non_null(fixture->rt.watches);
	return fixture->rt.watches;
}

/* Nobody asked for a name while the process lived, and its file is gone. */
static void symbols_are_noted_while_they_can_be(void **state)
{
	struct fixture *fixture = *state;
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	fixture->settings.cpp_demangle = true;
	pid_t pid = fork();
	if (!pid) {
		char c;
		_exit(read(ends[0], &c, 1) != 1);
	}
	fixture->rt.child_pid = pid;
	assert_int_equal(rt_usyms_prepare(&fixture->rt), 0);
	if (!fixture->rt.watches) {
		print_message("the kernel tells nothing\n");
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		skip();
	}
	assert_int_equal(write(ends[1], "x", 1), 1);
	waitpid(pid, NULL, 0);
	only_watch(fixture)->read(&fixture->rt, only_watch(fixture)->context);
	struct rt_process *process = rt_process_find(&fixture->rt, (uint32_t)pid);
	uint64_t address = (uint64_t)(uintptr_t)function_to_find;
	assert_string_equal(rt_usym_find(&fixture->rt, process, address).name, "function_to_find");
	rt_watches_release(&fixture->rt);
	close(ends[0]);
	close(ends[1]);
}

/* Files cut anywhere and with any byte changed neither crash nor hang the reader. */
static void symbols_of_damaged_files(void **state)
{
	(void)state;
	struct stat status;
	int self = open("/proc/self/exe", O_RDONLY);
	assert_int_equal(fstat(self, &status), 0);
	size_t size = (size_t)status.st_size;
	uint8_t *bytes = malloc(size);
	assert_int_equal(pread(self, bytes, size, 0), (ssize_t)size);
	close(self);
	Elf64_Ehdr *header = (Elf64_Ehdr *)bytes;
	size_t sections = header->e_shoff;
	uint32_t seed = 7;
	for (int round = 0; round < 60; round++) {
		int fd = memfd_create("damaged", 0);
		assert_int_equal(write(fd, bytes, size), (ssize_t)size);
		for (int i = 0; i < 8; i++) {
			seed = seed * 1664525 + 1013904223;
			uint8_t byte = (uint8_t)(seed >> 24);
			size_t range = round % 2 ? 64 : size - sections;
			off_t at = (off_t)((round % 2 ? 0 : sections) + (seed >> 3) % range);
			assert_int_equal(pwrite(fd, &byte, 1, at), 1);
		}
		if (round % 5 == 0)
			assert_int_equal(ftruncate(fd, (off_t)(seed % size)), 0);
		struct rt_elf_names names;
		uint64_t offset;
		rt_elf_names_read(fd, true, &names);
		for (uint64_t at = 0; at < size; at += 4096)
			rt_elf_names_find(&names, at, &offset);
		rt_elf_names_release(&names);
		close(fd);
	}
	free(bytes);
}

static void path_of_a_control_group(void **state)
{
	struct fixture *fixture = *state;
	static const struct abi_type type = { &rt_value_cgroup_path, ABI_VALUE_CGROUP_PATH,
					      .size = 8, .align = 8 };
	static const struct abi_type filtered = { &rt_value_cgroup_path, ABI_VALUE_CGROUP_PATH,
						  .size = 8, .align = 8, .text = "nothing*" };
	static const struct abi_type unified = { &rt_value_cgroup_path, ABI_VALUE_CGROUP_PATH,
						 .size = 8, .align = 8, .text = "unif*" };
	struct stat status;
	char mount[256];
	char path[512];
	FILE *mounts = popen("awk '$3 == \"cgroup2\" {print $2; exit}' /proc/self/mounts", "r");
	bool is_mounted = fscanf(mounts, "%255s", mount) == 1;
	pclose(mounts);
	snprintf(path, sizeof(path), "%s/test_rt_symbol", mount);
	if (!is_mounted || mkdir(path, 0755)) {
		print_message("no control group can be made\n");
		skip();
	}
	stat(path, &status);
	uint64_t id = status.st_ino;
	expect_printed(fixture, &type, &id, 8, "unified:/test_rt_symbol");
	expect_printed(fixture, &filtered, &id, 8, "");
	rmdir(path);
	expect_printed(fixture, &type, &id, 8, "unified:/test_rt_symbol");
	stat(mount, &status);
	id = status.st_ino;
	expect_printed(fixture, &unified, &id, 8, "unified:/");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RT_TEST(symbol_of_the_kernel),
		RT_TEST(stack_of_the_kernel),
		RT_TEST(symbol_of_this_process),
		RT_TEST(symbol_of_a_shared_library),
		RT_TEST(stack_of_this_process),
		RT_TEST(stack_of_build_ids),
		RT_TEST(symbols_outlive_their_process),
		RT_TEST(symbols_follow_an_exec),
		RT_TEST(symbol_of_the_vdso),
		RT_TEST(symbols_are_noted_while_they_can_be),
		RT_TEST(symbols_of_damaged_files),
		RT_TEST(path_of_a_control_group),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
