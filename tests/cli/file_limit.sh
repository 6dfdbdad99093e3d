# Where the limit of open files is too low for the probes, one line says so, whatever was to be opened; nothing of the tool
# stays. A soft limit that may be raised is.
# needs: root uprobe
# timeout: 200
{
	for i in $(seq 60); do echo "__attribute__((noinline)) void fn_$i(void) { __asm__ volatile(\"\"); }"; done
	echo 'int main(void) {'
	for i in $(seq 60); do echo "fn_$i();"; done
	echo 'return 0; }'
} >functions.c
gcc -O1 functions.c -o functions
tool f 'uprobe:./functions:fn_* { @ = count(); } uretprobe:./functions:fn_1 { @r = count(); }'
export TRACEC_ATTACH=uprobe

before=$(bpftool prog list 2>/dev/null | sort -u)
for n in 8 9 10 11 12 13 14 15 16 17 18 20 40 60; do
	run bash -c "ulimit -n $n && ./f -c ./functions"
	expect_status 1
	expect_err_lines 1
	expect_err_like '^f: .*: too many open files, of which each probe, program and map is one; raise ulimit -n\.?$'
done
# What had been attached is not any more: the kernel frees programs a moment later.
for i in $(seq 100); do
	[ "$(bpftool prog list 2>/dev/null | sort -u)" != "$before" ] || break
	sleep 0.05
done
[ "$(bpftool prog list | sort -u)" = "$before" ] || fail "still loaded: $(bpftool prog list | diff <(echo "$before") - | head)"

# The soft limit is no obstacle.
run bash -c 'ulimit -Sn 20 && ./f -c ./functions'
expect_status 0
expect_out_like '^@: 60$'

# Each by itself or all by one link: the same. -v says how.
unset TRACEC_ATTACH
run ./f -v -c ./functions
expect_status 0
expect_out_like '^@: 60$'
expect_err_like '^f: attached uprobe:\./functions:fn_\* to 60: uprobe(\.multi)?$'
