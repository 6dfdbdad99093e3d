# A library that is written anew, or deleted so that another one gets its inode number, while the tool
# knows the old one: names, lines and tables for dw_ustack are those of what each process has mapped.
# needs: root syscalls
# timeout: 180
[ "$(uname -m)" = x86_64 ] || skip "the functions of this test are x86_64's"
library() { # NAME SIZE: NAME.so with the function NAME_function, whose frame is so large
	seq "$2" | sed 's/.*//' >$1.c
	cat >>$1.c <<END
__attribute__((noinline)) long $1_function(long (*inner)(void))
{
	volatile char room[$2];
	room[1] = 1;
	return inner() + room[1];
}
END
	cc -g -O2 -fno-omit-frame-pointer -fno-optimize-sibling-calls -shared -fPIC -o $1.so $1.c
}
cat >user.c <<'END'
#include <dlfcn.h>
#include <time.h>
static __attribute__((noinline)) long leaf(void)
{
	long result;
	__asm__ volatile("syscall" : "=a"(result) : "a"(110), "r"(__builtin_frame_address(0)) : "rcx", "r11", "memory");
	return result;
}
int main(int n, char **arguments)
{
	void *library = n > 2 ? dlopen(arguments[1], RTLD_NOW) : 0;
	long (*f)(long (*)(void)) = library ? dlsym(library, arguments[2]) : 0;
	nanosleep(&(struct timespec){ .tv_nsec = 100000000 }, 0);
	if (!f)
		return 1;
	f(leaf);
	return 0;
}
END
cc -O2 -fno-omit-frame-pointer -o user user.c -ldl
library first 100
library second 3000
cat >in_place <<'END'
#!/bin/sh
cp first.so lib.so
./user ./lib.so first_function
sleep 0.3
cat second.so >lib.so
./user ./lib.so second_function
END
# File systems give the number away at once, or never.
cat >same_number <<'END'
#!/bin/bash
cp first.so lib.so
number=$(stat -c %i lib.so)
./user ./lib.so first_function
sleep 0.3
rm lib.so
for i in $(seq 50); do
	cp second.so try.$i
	[ $(stat -c %i try.$i) != $number ] || break
done
mv try.$i lib.so
rm -f try.*
./user ./lib.so second_function
END
chmod +x in_place same_number

tool frames 'tracepoint:syscalls:sys_enter_getppid /comm == "user"/ { print(ustack(3)); }'
tool lines 'config = { show_debug_info = true }
tracepoint:syscalls:sys_enter_getppid /comm == "user"/ { print(ustack(2)); }'
tool tables 'config = { unstable_dw_ustack = enable }
tracepoint:syscalls:sys_enter_getppid /comm == "user"/ { print(dw_ustack(3)); }'
names() { grep -oE '^ {8}[a-z_]+\+' $out | tr -d ' \n'; }
for how in in_place same_number; do
	for name in frames tables; do
		run ./$name -q -c ./$how
		expect_status 0
		[ "$(names)" = leaf+first_function+main+leaf+second_function+main+ ] || fail "$name, $how: $(names)"
	done
	run ./lines -q -c ./$how
	expect_out_like '^ {8}first_function\+[0-9]+@.*/first\.c:105$'
	expect_out_like '^ {8}second_function\+[0-9]+@.*/second\.c:3005$'
done
