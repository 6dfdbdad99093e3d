# Half a million functions in one program, a hundred thousand addresses, and as many
# libraries as one process may have: names are read once per file and within bounds.
# needs: root syscalls
# timeout: 180
[ "$(uname -m)" = x86_64 ] || skip "the functions of this test are x86_64's"
functions() { # NAME COUNT
	awk -v name="$1" -v count="$2" 'BEGIN {
		print "\t.text"
		for (i = 0; i < count; i++) {
			f = name "_with_a_long_enough_name_" i
			printf "\t.globl %s\n\t.type %s,@function\n%s:\tnop\n\tret\n\t.size %s,2\n", f, f, f, f
		}
		print "\t.section .note.GNU-stack, \"\", @progbits"
	}'
}
cat >peak.c <<'END_C'
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
/* Runs a command; how many KiB it had in memory at most goes to a file. */
int main(int n, char **args)
{
	struct rusage usage;
	int status = -1;
	pid_t child = fork();
	if (!child) {
		execv(args[1], args + 1);
		_exit(127);
	}
	wait4(child, &status, 0, &usage);
	FILE *file = fopen("peak", "w");
	fprintf(file, "%ld\n", usage.ru_maxrss);
	fclose(file);
	return n < 2 || !WIFEXITED(status) ? 1 : WEXITSTATUS(status);
}
END_C
cc -o peak_of peak.c

functions huge 500000 >huge.s
cat >program.c <<'END_C'
#include <sys/syscall.h>
#include <unistd.h>
extern char huge_with_a_long_enough_name_0[];
int main(void)
{
	for (int i = 0; i < 100000; i++)
		syscall(SYS_close, (int)(long)(huge_with_a_long_enough_name_0 + 10 * i));
	return 0;
}
END_C
cc -no-pie -static -o program huge.s program.c
rm huge.s
tool symbols 'config = { max_map_keys = 200000 }
tracepoint:syscalls:sys_enter_close /pid == cpid && args.fd > 10000/ { @[usym((uint64)args.fd)] = count(); }'
# A search from one end would take minutes.
run timeout 30 ./peak_of ./symbols -q -c ./program
expect_status 0
[ "$(grep -c '^@\[huge_with_a_long_enough_name_[0-9]*[05]\]: 1$' $out)" = 100000 ] || fail "not all have names"
[ "$(cat peak)" -lt 200000 ] || fail "$(cat peak) KiB"

# Of 300 libraries with a thousand functions each every name is asked for.
functions lib 1000 >lib.s
cc -shared -fPIC -o lib.so lib.s
mkdir libraries
for i in $(seq 300); do cp lib.so libraries/$i.so; done
cat >many.c <<'END_C'
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void)
{
	char path[64];
	for (int i = 1; i <= 300; i++) {
		snprintf(path, sizeof(path), "libraries/%d.so", i);
		void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
		char *f = library ? dlsym(library, "lib_with_a_long_enough_name_999") : NULL;
		if (!f)
			return 1;
		syscall(SYS_access, f + 1, 0);
		syscall(SYS_access, f - 1, 0);
	}
	return 0;
}
END_C
cc -o many many.c -ldl
tool libraries_names 'tracepoint:syscalls:sys_enter_access /pid == cpid/ { @[usym((uint64)args.filename)] = count(); }'
run timeout 30 ./peak_of ./libraries_names -q -c ./many
expect_status 0
[ "$(grep -c '^@\[lib_with_a_long_enough_name_99[89]\]: 1$' $out)" = 600 ] || fail "not all have names"
[ "$(cat peak)" -lt 100000 ] || fail "$(cat peak) KiB"
