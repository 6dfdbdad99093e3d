# Where the limit of open files is too low for the probes, one line says so, whatever was to be opened; nothing of the tool
# stays. A soft limit that may be raised is.
# needs: root uprobe
# timeout: 200
# A name of its own, by which its programs are told from those of other tests.
name=limit$$
{
	for i in $(seq 60); do echo "__attribute__((noinline)) void ${name}_$i(void) { __asm__ volatile(\"\"); }"; done
	echo 'int main(void) {'
	for i in $(seq 60); do echo "${name}_$i();"; done
	echo 'return 0; }'
} >functions.c
gcc -O1 functions.c -o functions
tool f "uprobe:./functions:${name}_* { @ = count(); } uretprobe:./functions:${name}_1 { @r = count(); }"

left() {
	bpftool prog list 2>/dev/null | grep -E "name p[0-9]_u(ret)?probe_${name}_"
}

# The kernel frees programs a moment after the last reference.
expect_nothing_left() {
	local i
	for i in $(seq 100); do
		left >/dev/null || return 0
		sleep 0.05
	done
	fail "still loaded: $(left)"
}

export TRACEC_ATTACH=uprobe
for n in 8 9 10 11 12 13 14 15 16 17 18 20 40 60; do
	run bash -c "ulimit -n $n && ./f -c ./functions"
	expect_status 1
	expect_err_lines 1
	expect_err_like '^f: .*: too many open files, of which each probe, program and map is one; raise ulimit -n\.?$'
done
expect_nothing_left

# The soft limit is no obstacle.
run bash -c 'ulimit -Sn 20 && ./f -c ./functions'
expect_status 0
expect_out_like '^@: 60$'

# Each by itself or all by one link: the same. -v says how.
unset TRACEC_ATTACH
run ./f -v -c ./functions
expect_status 0
expect_out_like '^@: 60$'
expect_err_like "^f: attached uprobe:\./functions:${name}_\* to 60: uprobe(\.multi)?\$"

start ./f
await_attached
left >/dev/null || fail "its programs are not seen: $(bpftool prog list)"
kill -KILL "$started"
wait "$started" 2>/dev/null
expect_nothing_left
