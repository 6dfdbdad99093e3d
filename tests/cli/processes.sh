# Processes: of their own pid namespace and file system, with deleted and replaced files, what they become and
# how they end.
# needs: root uprobe
# inputs: tests/run/bin/workload.c tests/run/bin/static_probes.c

cp "$BUILD"/debug/run-bin/{workload,static_probes} .
tool calls 'uprobe:./workload:traced_add { printf("%d %d\n", pid, (int32)arg1); @calls = count(); }
tracepoint:syscalls:sys_enter_getppid { @ppids[pid] = count(); }'

# In a pid namespace the tool and its -p know the pids that a user sees there.
cat >inside.sh <<'END'
./workload sleep 1500 -- add 2 -- getppid 3 &
traced=$!
./workload sleep 1500 -- add 5 -- getppid 5 &
./calls -q -p $traced
echo "status $? of $traced"
wait
END
run unshare --pid --fork --mount-proc sh ./inside.sh
expect_status 0
traced=$(sed -n 's/^status 0 of //p' $out)
[ -n "$traced" ] && [ "$traced" -lt 20 ] || fail "the pid is not of the namespace: $traced"
expect_out_like "^$traced 2\$"
expect_out_like '^@calls: 2$'
expect_out_like "^@ppids\[$traced\]: 3\$"

# The same in a pid namespace within one, in which pids begin anew.
cat >nested.sh <<'END'
./workload sleep 100 &
./workload sleep 100 &
exec unshare --pid --fork --mount-proc sh ./inside.sh
END
run unshare --pid --fork --mount-proc sh ./nested.sh
expect_status 0
traced=$(sed -n 's/^status 0 of //p' $out)
[ -n "$traced" ] && [ "$traced" -lt 5 ] || fail "the pid is not of the inner namespace: $traced"
expect_out_like "^$traced 2\$"
expect_out_like '^@calls: 2$'
expect_out_like "^@ppids\[$traced\]: 3\$"

# One that has ended, but that nobody has waited for.
cat >zombie.c <<'END'
#include <stdio.h>
#include <unistd.h>
int main(void) { int pid = fork(); if (!pid) _exit(0); sleep(1); printf("%d\n", pid); fflush(stdout); sleep(20); return 0; }
END
cc zombie.c -o zombie || fail 'zombie.c does not compile'
./zombie >zombie.pid &
parent=$!
for i in $(seq 100); do [ -s zombie.pid ] && break; sleep 0.05; done
run ./calls -q -p "$(cat zombie.pid)"
[ "$status" = 0 ] || expect_err_lines 1
kill $parent
wait $parent 2>/dev/null

# From outside the same process has another pid.
unshare --pid --fork --mount-proc ./workload sleep 2000 -- add 3 &
outer=$!
sleep 0.5
inner=$(cat /proc/$outer/task/*/children)
inner=${inner% }
[ -n "$inner" ] || fail 'the namespace has no process'
run ./calls -q -p "$inner"
expect_status 0
expect_out_like "^$inner 2\$"
expect_out_like '^@calls: 3$'

# -c in a namespace; cpid is what the tool sees there.
tool child 'uprobe:./workload:traced_add { @[pid == cpid] = count(); }'
run unshare --pid --fork --mount-proc ./child -q -c './workload add 4'
expect_status 0
expect_out_like '^@\[true\]: 4$'

# The first instruction of a command is traced.
tool first 'uprobe:./workload:_start { @starts = count(); }'
run ./first -q -c './workload add 1'
expect_out_like '^@starts: 1$'

# The entry of a static program is where it begins: no other instruction of it runs before.
tool entry 'uprobe:./workload:$1 { @entries = count(); } uprobe:./workload:traced_add { @calls = count(); }'
run ./entry -q -c './workload add 1' "$(readelf -h workload | sed -n 's/.*Entry point address: *//p')"
expect_status 0
expect_out_like '^@entries: 1$'
expect_out_like '^@calls: 1$'

# Without a name of a file, and by a star, the command's program is meant, which has nothing mapped when probes attach.
tool unnamed 'uprobe::traced_add { @calls = count(); } uprobe:*:traced_tex* { @texts[probe] = count(); } usdt::nothing? { }'
run ./unnamed -q -c './workload add 3 -- text a'
expect_status 0
expect_out_like '^@calls: 3$'
expect_out_like "^@texts\[uprobe:$PWD/workload:traced_text\]: 1$"

# A process that becomes another program is traced on; what it starts is another process.
tool becomes 'uprobe:./workload:traced_add { @calls = count(); }'
./workload sleep 1500 -- exec ./workload add 6 &
run ./becomes -q -p $!
expect_status 0
expect_out_like '^@calls: 6$'
cat >family.sh <<'END'
./workload add 2
exec ./workload add 3
END
run ./becomes -q -c 'sh ./family.sh'
expect_status 0
expect_out_like '^@calls: 3$'

# A file that was deleted or replaced is still the one that the process runs.
tool deleted 'uprobe:./gone:traced_add { @calls = count(); } uprobe::traced_text { @texts = count(); }'
cp workload gone
./gone sleep 2000 -- add 2 -- text word &
traced=$!
sleep 0.3
rm gone
run ./deleted -q -p $traced
expect_status 0
expect_out_like '^@calls: 2$'
expect_out_like '^@texts: 1$'
cp workload gone
./gone sleep 2000 -- add 2 -- text word &
traced=$!
sleep 0.3
cp static_probes new && mv new gone
run ./deleted -q -p $traced
expect_status 0
expect_out_like '^@calls: 2$'

# Replaced while it is traced: the old file's processes are traced to their end.
cp workload gone
tool replaced 'uprobe:./gone:traced_add { @calls = count(); }'
./gone sleep 1500 -- add 7 &
start ./replaced -q -p $!
sleep 0.7
cp static_probes new && mv new gone
finish
expect_status 0
expect_out_like '^@calls: 7$'

# In a file system of its own a path is what the process sees there.
mkdir -p root/lib
cp workload root/prog
tool own_root 'uprobe:/prog:traced_add { @calls = count(); @[probe] = count(); }'
unshare --mount sh -c 'mount --bind root root && cd root && exec chroot . /prog sleep 2000 -- add 5' &
sleep 0.5
run ./own_root -q -p $!
if [ $status = 0 ]; then
	expect_out_like '^@\[uprobe:/prog:traced_add\]: 5$'
fi

# USDT probes of a process, by nothing but its pid; a library by its name is the one that it has.
tool statics 'usdt::shop:place { @places = count(); } usdt:*:bank:* { @[probe] = count(); }'
cat >later.sh <<'END'
sleep 1
exec ./static_probes 3
END
cat >slow.c <<'END'
#include <sys/sdt.h>
#include <unistd.h>
int main(void) { sleep(2); for (int i = 0; i < 4; i++) { DTRACE_PROBE1(shop, place, i); DTRACE_PROBE(bank, open); } return 0; }
END
cc -O1 slow.c -o slow || fail 'slow.c does not compile'
./slow &
run ./statics -q -p $!
expect_status 0
expect_out_like '^@places: 4$'
expect_out_like '^@\[usdt:.*/slow:bank:open\]: 4$'
run ./statics -q -d 1
expect_status 1
expect_err_like "^statics: unable to attach probe usdt::shop:place: it names no program or library, and neither -p nor -c does\."
cat >own.c <<'END'
int own_call(int n) { return n + 1; }
END
cat >caller.c <<'END'
#include <unistd.h>
int own_call(int n);
int main(void) { sleep(2); for (int i = 0; i < 3; i++) own_call(i); return 0; }
END
cc -shared -fPIC own.c -o libowned.so.3 && cc caller.c -o caller ./libowned.so.3 || fail 'caller.c does not compile'
tool library 'uprobe:libowned:own_call { @calls = count(); }'
./caller &
run ./library -q -p $!
expect_status 0
expect_out_like '^@calls: 3$'
