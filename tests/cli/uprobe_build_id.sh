# args of a program that was built anew since: a warning, and only if they are read.
# needs: uprobe machine:x86_64
cat >program.c <<'END'
#include <stdio.h>
__attribute__((noinline)) int step(int width, long count) { __asm__ volatile(""); return width + (int)count; }
int main(void) { return step(3, 4) == 7 ? 0 : EXTRA; }
END
cc -DEXTRA=1 -g -O1 -Wl,--build-id=sha1 program.c -o program || fail 'it does not compile'
tool typed 'uprobe:./program:step { @ = sum(args.width); }'
tool plain 'uprobe:./program:step { @ = sum(arg0); }'
run ./typed -q -c ./program
expect_status 0
expect_err ''
expect_out_like '^@: 3$'
cc -DEXTRA=2 -g -O1 -Wl,--build-id=sha1 program.c -o program
run ./typed -q -c ./program
expect_status 0
expect_err_lines 1
expect_err_like '^typed: WARNING: uprobe:./program:step: args are those of another build of /.*/program \(build id [0-9a-f]{12}, here [0-9a-f]{12}\), and may be elsewhere in this one$'
expect_out_like '^@: 3$'
run ./plain -q -c ./program
expect_err ''
run ./typed -q --no-warnings -c ./program
expect_err ''
