# Names of functions in libraries that are loaded while the tool runs, and gone before anybody asks: unloaded,
# their place taken by another library, their files removed, their process ended.
# needs: root syscalls
[ "$(uname -m)" = x86_64 ] || skip "the stack of this test is x86_64's"
library() { # NAME: lib NAME.so with the function NAME_function
	cat >$1.c <<END
__attribute__((noinline)) void $1_function(void)
{
	long result;
	__asm__ volatile("syscall" : "=a"(result) : "a"(110), "r"(__builtin_frame_address(0)) : "rcx", "r11", "memory");
}
END
	cc -O1 -fno-omit-frame-pointer -shared -fPIC -o $1.so $1.c
}
cat >program.c <<'END'
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
/* Calls a library's function; what is then in its place is another library, or nothing. */
static void use(const char *name, int stays_free)
{
	char path[64], function[64];
	snprintf(path, sizeof(path), "./%s.so", name);
	snprintf(function, sizeof(function), "%s_function", name);
	void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	void (*f)(void) = library ? (void (*)(void))dlsym(library, function) : NULL;
	if (!f)
		exit(1);
	f();
	usleep(300000);
	unlink(path);
	dlclose(library);
	if (!stays_free && mmap((void *)((uintptr_t)f & -4096UL), 4096, PROT_NONE,
				MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED)
		exit(1);
}
int main(int n, char **arguments)
{
	char line[8];
	int stays_free = n > 1;
	if (n > 2 && !fgets(line, sizeof(line), stdin))
		return 1;
	use("first", stays_free);
	use("second", stays_free);
	use("third", stays_free);
	return n < 1 || !arguments[0];
}
END
cc -o program program.c -ldl
make_libraries() {
	library first
	library second
	library third
}
make_libraries

# At the end, of three places.
tool counts 'tracepoint:syscalls:sys_enter_getppid /pid == cpid/ { @[ustack(1)] = count(); }'
make_libraries
run ./counts -q -c ./program
expect_status 0
[ "$(grep -oE '^ {8}[a-z_]+\+' $out | sort | tr -d '\n ')" = first_function+second_function+third_function+ ] ||
	fail "three places"

# While the process runs, of one place, one after the other; the process is a child, or was there before, and -p names it or not.
tool child 'tracepoint:syscalls:sys_enter_getppid /pid == cpid/ { print(ustack(1)); }'
tool prints 'tracepoint:syscalls:sys_enter_getppid /pid == $1/ { print(ustack(1)); }'
expect_in_order() {
	[ "$(grep -oE '^ {8}[a-z_]+\+' $out | tr -d '\n ')" = first_function+second_function+third_function+ ] ||
		fail "$1: $(cat $out)"
}
make_libraries
run ./child -q -c './program free'
expect_in_order "a child"
for option in -p --; do
	make_libraries
	rm -f go
	mkfifo go
	./program free wait <go &
	program=$!
	exec 7>go
	option_pid=
	[ $option = -- ] || option_pid="-p $program"
	start ./prints $option_pid $program
	await_attached
	echo >&7
	exec 7>&-
	wait $program
	sleep 0.3
	kill -INT "$started" 2>/dev/null || true
	finish
	expect_in_order "$option"
done
