# Places of user probes: lines of source, offsets, addresses, what safe mode refuses; variables of programs
# and libraries that move; watchpoints.
# needs: uprobe
# inputs: tests/run/bin/shapes.cpp tests/run/bin/watched.c tests/run/bin/static_probes.c

cp "$BUILD"/debug/run-bin/{shapes,watched,typed} .

# A line, by the last components of its file; a loop comes back to one place of it.
line=$(grep -n 'line: sum' "$ROOT/tests/run/bin/shapes.cpp" | cut -d: -f1)
tool line 'uprobe:./shapes@shapes.cpp:$1 { printf("%s %d\n", func, usermode); @[probe] = count(); }'
run ./line -c ./shapes "$line"
expect_status 0
expect_err 'Attached 1 probe'
expect_out_like '^numbered 1$'
expect_out_like "^@\[uprobe:.*/shapes@shapes.cpp:$line\]: 3$"
tool longer "uprobe:./shapes@bin/shapes.cpp:$line:3 { @ = count(); }"
run ./longer -q -c ./shapes
expect_out_like '^@: 3$'
run ./line -c ./shapes 1
expect_status 1
expect_err_like "^line: unable to attach probe uprobe:./shapes@shapes.cpp:\\\$1: .*/shapes has no code of shapes.cpp:1; the next line that has is [0-9]+\."
tool elsewhere 'uprobe:./shapes@other.cpp:3 { }'
run ./elsewhere -c ./shapes
expect_err_like 'shapes has no code of other.cpp:3\.'

# With the line table in a separate file, and without.
cp shapes moved
objcopy --only-keep-debug shapes shapes.debug
objcopy --strip-debug --add-gnu-debuglink=shapes.debug shapes
run ./line -q -c ./shapes "$line"
expect_out_like "^@.*: 3$"
rm shapes.debug
run ./line -c ./shapes "$line"
expect_status 1
expect_err_like 'shapes has no line table \(debug information\), nor a separate debug file'

# Places within functions: only where an instruction begins.
objdump -d watched --disassemble=change | awk -F'[: \t]+' '/^ +[0-9a-f]+:/ { print $2 }' >starts
first=0x$(sed -n 1p starts)
second=0x$(sed -n 2p starts)
last=0x$(tail -n 1 starts)
tool offset 'uprobe:./watched:change+$1 { @[probe] = count(); }'
run ./offset -q -c ./watched $((second - first))
expect_status 0
expect_out_like "^@\[uprobe:.*/watched:change\+$((second - first))\]: 1$"
run ./offset -c ./watched $((second - first + 1))
expect_status 1
expect_err_like "^offset: unable to attach probe uprobe:./watched:change\+\\\$1: change\+$((second - first + 1)) is in the middle of an instruction; a probe there would break the program\.$"
run ./offset -c ./watched 1000
expect_status 1
expect_err_like "Offset outside the function bounds \('change' size is $((last - first + 1))\)\.$"
tool address 'uprobe:./watched:$1 { @[probe] = count(); }'
run ./address -q -c ./watched $last
expect_status 0
expect_out_like "^@\[uprobe:.*/watched:$((last))\]: 1$"
run ./address -c ./watched $((second + 1))
expect_status 1
expect_err_like 'is in the middle of an instruction'
run ./address -c ./watched 0xa
expect_status 1
expect_err_like 'Could not resolve address: .*/watched:0xa '

# --unsafe takes the places as they are; nothing runs into this one.
run "$TRACEC" build --unsafe -e 'uprobe:./watched:$1 { @[probe] = count(); }' -o unsafe
expect_status 0
run ./unsafe -q -c ./watched $((last + 1))
expect_status 0

# Variables of programs and libraries that are somewhere else in each process.
cat >counter.c <<'END'
unsigned int counter = 7;
__attribute__((noipa)) int count_up(int by) { counter += by; return counter; }
END
cat >user.c <<'END'
#include <sys/sdt.h>
int count_up(int by);
unsigned short own = 41;
__attribute__((noipa)) void step(int n) { own++; DTRACE_PROBE1(user, step, n); }
int main(void) { count_up(3); step(1); return 0; }
END
cc -O1 -g -shared -fPIC counter.c -o libcounter.so && cc -O1 -g -fPIE -pie user.c -o user ./libcounter.so ||
	fail 'the programs do not compile'
tool moved_variables '
uprobe:./libcounter.so:count_up { printf("counter %u\n", *uaddr("counter")); }
uretprobe:./libcounter.so:count_up { printf("then %u\n", *uaddr("counter")); }
uprobe:./user:step { printf("own %u\n", *uaddr("own")); }
usdt:./user:user:step { printf("own at the probe %u\n", *uaddr("own")); }'
run ./moved_variables -q -c ./user
if [ $status = 1 ] && grep -q 'needs Linux 6.7' $err; then
	sed -i '/uretprobe/d' moved_variables.bt
	run "$TRACEC" build moved_variables.bt -o moved_variables
	run ./moved_variables -q -c ./user
else
	expect_out_like '^then 10$'
fi
expect_status 0
expect_out_like '^counter 7$'
expect_out_like '^own 41$'
expect_out_like '^own at the probe 42$'
run "$TRACEC" build -e 'uprobe:./user:step { print(uaddr("nobody")); }' -o nobody
expect_status 0
run ./nobody -c ./user
expect_status 1
expect_err_like "^nobody: unable to attach probe uprobe:./user:step: .*/user has no symbol 'nobody' for uaddr\(\)\."

# Watchpoints, of an address that a parameter gives.
address=0x$(nm watched | awk '$3 == "watched" { print $1 }')
tool watch 'watchpoint:$1:8:w /usermode/ { @writes = count(); @at[func_of] = count(); }
macro func_of() { usym(reg("ip")) }'
run ./watch -q -c './watched 3' $address
expect_status 0
expect_out_like '^@writes: 3$'
expect_out_like '^@at\[change\]: 3$'
tool unwatch 'watchpoint:$1:8:w /usermode/ { @writes = count(); unwatch($1); }
uprobe:./watched:change { printf("%s", ""); }
interval:ms:50 { }'
run ./unwatch -q -c './watched 1' $address
expect_status 0
expect_out_like '^@writes: 1$'
run ./watch -c './watched 3' 12x
expect_status 1
expect_err_like "^watch: unable to attach probe watchpoint:\\\$1:8:w: '12x' is no address\."

# An instruction that the kernel cannot probe; a wildcard does without it.
cat >locked.c <<'END'
#include <unistd.h>
int n;
__attribute__((naked)) void locked_first(void) { __asm__("lock incl n(%rip); ret"); }
__attribute__((noipa)) void locked_not(void) { __asm__ volatile(""); }
int main(void) { sleep(1); locked_first(); locked_not(); return 0; }
END
cc -O1 locked.c -o locked || fail 'locked.c does not compile'
tool refused 'uprobe:./locked:locked_first { @ = count(); }'
./locked &
run ./refused -p $!
expect_status 1
expect_err 'refused: unable to attach probe uprobe:./locked:locked_first: as uprobe: the kernel cannot probe the instruction there (it has a lock or segment prefix); another offset may do; as uprobe.multi: the kernel cannot probe the instructions there, or '"$PWD"'/locked is not on a file system that can be probed.'
tool others 'uprobe:./locked:locked_* { @[func] = count(); }'
for way in multi uprobe; do
	./locked &
	run env TRACEC_ATTACH=$way ./others -q -p $!
	expect_status 0
	expect_out_like '^@\[locked_not\]: 1$'
done
