# How attach points are written, and what `probe` calls them; registers; what is refused where a probe does not have it.
# needs: root uprobe syscalls tracefs machine:x86_64
# inputs: tests/run/bin/workload.c tests/run/bin/shapes.cpp
cp "$BUILD"/debug/run-bin/{workload,shapes} .
cp workload 'a name, with {all:of it'

# Case of the kind, a label, aliases, quotes with a backslash, a comma behind the last one, a '/' in front of the block.
cat >points.bt <<'END'
BEGIN { printf("%s %s\n", probe, probetype); }
label=UPROBE:./workload:traced_add, u:"./work\load":"traced_add"+0x0,
/arg0 > 0/
{
	@[probe, probetype, func] = count();
}
UR:./workload:traced_add { @back[probe, probetype, func, retval] = count(); }
Tracepoint:syscalls:sys_enter_getppid /pid == cpid/ { @calls[probe, probetype] = count(); }
RT:vmlinux:sys_enter /pid == cpid/ { @raw[probe, probetype] = 1; }
u:"./a name, with {all:of it":traced_add { @never = 1; }
End { printf("%s %s\n", probe, probetype); }
END
run "$TRACEC" build points.bt -o points
expect_status 0
run ./points -q -c './workload add 2 -- getppid 3'
expect_status 0
expect_out_like '^begin special$'
expect_out_like '^end special$'
expect_out_like "^@\[uprobe:$PWD/workload:traced_add, uprobe, traced_add\]: 4$"
expect_out_like "^@back\[uretprobe:$PWD/workload:traced_add, uretprobe, traced_add, 3\]: 1$"
expect_out_like "^@back\[uretprobe:$PWD/workload:traced_add, uretprobe, traced_add, 6\]: 1$"
expect_out_like '^@calls\[tracepoint:syscalls:sys_enter_getppid, tracepoint\]: 3$'
expect_out_like '^@raw\[rawtracepoint:vmlinux:sys_enter, rawtracepoint\]: 1$'
! grep -q never $out || fail 'that program does not run'

# Offsets and addresses are decimal there.
address=0x$(nm workload | awk '$3 == "traced_add" { print $1 }')
tool places "uprobe:./workload:$address { @[probe, func] = count(); } uprobe:./workload:main+0x0 { @at[probe] = count(); }"
run ./places -q -c './workload add 2'
expect_out_like "^@\[uprobe:$PWD/workload:$((address)), traced_add\]: 2$"
expect_out_like "^@at\[uprobe:$PWD/workload:main\]: 1$"

# All registers.
{
	echo 'uprobe:./workload:traced_add { @a = reg("di") == arg0 && reg("si") == arg1 && reg("ip") == reg("pc"); @sp = reg("sp") > 4096;'
	for register in r8 r9 r10 r11 r12 r13 r14 r15 ax bx cx dx si di bp sp ip pc orig_rax cs ss flags; do
		echo "@all[\"$register\"] = reg(\"$register\");"
	done
	echo '}'
} >registers.bt
run "$TRACEC" build registers.bt -o registers
expect_status 0
run ./registers -q -c './workload add 1'
expect_out_like '^@a: true$'
expect_out_like '^@sp: true$'
expect_out_like '^@all\[cs\]: 51$'
[ "$(grep -c '^@all' $out)" = 22 ] || fail '22 registers'

# The head of a tracepoint's record is not among its args.
run "$TRACEC" check -e 'tracepoint:sched:sched_switch { print(args.common_pid); }'
expect_status 1
expect_err_like "error: 'args' has no field 'common_pid'"

# A name of C++ stands in quotes, and that is said.
tool quoted 'uprobe:./shapes:cpp:"geometry::scale(int)" { @[probe, func] = count(); }'
run ./quoted -q -c ./shapes
expect_out_like "^@\[uprobe:$PWD/shapes:cpp:geometry::scale\(int\), .*\]: [1-9]"
run "$TRACEC" check -e 'uprobe:./shapes:cpp:geometry::scale { }'
expect_status 1
expect_err_like "note: a name of C\+\+ with '::' stands in double quotes"

# How the tool is told a process.
for pid in a1111 111a1 5000000 0 -5; do
	run ./quoted -p $pid
	expect_status 2
	expect_err_lines 1
done
run ./quoted -p $$ -c ./shapes
expect_status 2
expect_err 'quoted: -p and -c exclude each other'

# JSON has the count on stdout, unless it is told to be quiet.
tool short 'interval:ms:10 { exit(); }'
run ./short -f json
expect_out '{"type": "attached_probes", "count": 1, "data": {"probes": 1}}'
expect_err ''
run ./short -f json -q
expect_out ''
