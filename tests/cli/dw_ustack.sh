# Stacks without frame pointers of a program with a shared library: the command of -c, which
# ends at once, and the process of -p.
# needs: root syscalls
# timeout: 120
[ "$(uname -m)" = x86_64 ] || skip "dw_ustack is x86_64's"
cat >library.c <<'END_C'
__attribute__((noinline)) long library_function(long (*inner)(long), long n)
{
	volatile char room[3000];
	room[n & 7] = 1;
	return inner(n) + room[n & 7];
}
END_C
cat >program.c <<'END_C'
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>
long library_function(long (*inner)(long), long n);
__attribute__((noinline)) long leaf(long n) { return syscall(SYS_getppid) + n; }
__attribute__((noinline)) long deep(long n)
{
	return n ? deep(n - 1) * 3 + 1 : library_function(leaf, n);
}
static int is_done;
__attribute__((noinline)) int compare(const void *a, const void *b)
{
	if (!is_done++)
		deep(2);
	return *(const int *)a - *(const int *)b;
}
__attribute__((noinline)) void sort(void)
{
	int numbers[] = { 3, 2, 1 };
	qsort(numbers, 3, sizeof(int), compare);
	__asm__("");
}
int main(int n, char **args)
{
	(void)args;
	do {
		is_done = 0;
		sort();
		usleep(n > 1 ? 10000 : 0);
	} while (n > 1);
	return 0;
}
END_C
flags='-O2 -fomit-frame-pointer -fno-optimize-sibling-calls -fasynchronous-unwind-tables -Wl,-rpath,$ORIGIN'
tool stacks 'config = { unstable_dw_ustack = enable }
tracepoint:syscalls:sys_enter_getppid /pid == cpid/ { @[dw_ustack(perf, 9)] = count(); }'
tool first 'config = { unstable_dw_ustack = enable }
tracepoint:syscalls:sys_enter_getppid /pid == $1/ { print(dw_ustack(8)); exit(); }'
names() { grep -oE '[a-z_.0-9]+\+' $out | tr -d '\n'; }
chain='syscall+leaf+library_function+deep+deep+deep+compare+'
for layout in -Wl,-z,separate-code -Wl,-z,noseparate-code -Wl,-Ttext-segment=0x30000000; do
	cc $flags -shared -fPIC $layout -o liblibrary.so library.c
	cc $flags -fPIE -pie -o program program.c ./liblibrary.so
	run ./stacks -q -c ./program
	expect_status 0
	case $(names) in
	"$chain"*) ;;
	*) fail "with $layout: $(names), not $chain" ;;
	esac
	expect_out_like '^	[0-9a-f]+ library_function\+[0-9]+ \(/.*/liblibrary.so\)$'
done

# A process that was there before.
./program forever &
program=$!
trap 'kill $program' EXIT
sleep 0.2
run ./first -q -p $program $program
expect_status 0
case $(names) in
"$chain"*) ;;
*) fail "with -p: $(names), not $chain" ;;
esac

# A command that cannot be executed, and one that ends before its first instruction.
printf '#!/no/such/interpreter\n' >script
chmod +x script
run ./stacks -q -c ./script
expect_status 1
expect_err_like "cannot start './script': No such file"
mv liblibrary.so gone.so
run timeout 10 ./stacks -q -c ./program
expect_status 0
expect_err_like 'liblibrary.so: cannot open shared object file'

# Another machine has other registers and rules.
run "$TRACEC" check --no-warnings --arch riscv64 -e 'uprobe:/bin/true:main { print(dw_ustack) }'
expect_status 1
expect_err_like "'dw_ustack' is not available in tools for riscv64\$"
