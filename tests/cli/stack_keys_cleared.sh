# Maps keyed by stacks that are cleared: each stack is counted exactly, and is printed with its key, however often
# the map is emptied meanwhile; the keys that stay behind are taken out.
# needs: root syscalls uprobe
# inputs: tests/run/bin
cc -O1 -static -o workload "$ROOT/tests/run/bin/workload.c"
sum() { # of the counts behind each "]:", of the map
	awk -v map="@$1[" '/^@/ { is_in = index($0, map) == 1 } is_in && /^[^@]*\]: [0-9]+$/ { n += $NF } END { print n + 0 }' $out
}

# Print and clear in an interval, clear alone, zero; two writers, on two CPUs if there are two.
tool taken 'config = { max_map_keys = 300 }
uprobe:./workload:traced_add {
	@taken[ustack(1), arg0 % 100] = count(); @zeroed[ustack(1), cpu] = sum(2);
	@kept[ustack(1), arg0 % 10] = count(); @cleared[ustack(1), arg0] = count();
}
interval:ms:15 {
	print(@taken); clear(@taken); print(@zeroed); zero(@zeroed); clear(@cleared);
}
end { clear(@cleared); }'
n=30000
start ./taken -o printed
await_attached
taskset -c 0 ./workload add $n &
first=$!
taskset -c $(($(nproc) > 1)) ./workload add $n
wait $first
kill -INT "$started"
finish
expect_status 0
grep -v '^Lost\|Map full\|^.@cleared\|^	\|Additional\|WARNING: in total' $err | grep -v '^Attached' && fail "something else was told"
! grep -q '@taken\|@zeroed\|@kept' <(grep '^Lost' $err) || fail "updates were lost: $(cat $err)"
cp printed $out
[ "$(sum taken)" = $((2 * n)) ] || fail "@taken: $(sum taken)"
[ "$(sum zeroed)" = $((4 * n)) ] || fail "@zeroed: $(sum zeroed)"
[ "$(sum kept)" = $((2 * n)) ] || fail "@kept: $(sum kept)"
[ "$(grep -c '^@taken\[$' $out)" -gt 200 ] || fail "too few intervals"

# Far more keys than there is room for, one after the other.
tool many 'config = { max_map_keys = 100 }
uprobe:./workload:traced_add { @[ustack(1), arg0] = count(); if (arg0 % 50 == 0) { print(@); clear(@); printf("%lu\n", arg0); } }'
cat >slowly.c <<'END'
#include <time.h>
long traced_add(long n);
__attribute__((noinline)) long traced_add(long n) { __asm__ volatile(""); return n; }
int main(void)
{
	for (long i = 1; i <= 2000; i++) {
		traced_add(i);
		if (i % 50 == 0)
			nanosleep(&(struct timespec){ .tv_nsec = 30000000 }, 0);
	}
	return 0;
}
END
cc -O1 -static -o workload slowly.c
run ./many -q -c ./workload
expect_status 0
expect_err ''
[ "$(awk '/^, [0-9]+\]: 1$/ { n++ } END { print n }' $out)" = 2000 ] || fail "$(grep -c '\]: 1$' $out) of 2000 keys"
