# Names of functions in position independent programs, shared libraries that are
# meant for another address, and stripped files, after the process has ended.
# needs: root syscalls program:xz program:objcopy
# timeout: 120
[ "$(uname -m)" = x86_64 ] || skip "the stack of this test is x86_64's"

cat >library.c <<'END'
void library_function(void (*inner)(void)) __asm__("_ZN7library8functionEPFvvE");
__attribute__((noinline)) void library_function(void (*inner)(void)) { inner(); __asm__(""); }
END
cat >program.c <<'END'
void library_function(void (*inner)(void)) __asm__("_ZN7library8functionEPFvvE");
static __attribute__((noinline)) void hidden_leaf(void)
{
	long result;
	__asm__ volatile("syscall" : "=a"(result) : "a"(110), "r"(__builtin_frame_address(0)) : "rcx", "r11");
}
__attribute__((noinline)) void visible_outer(void) { library_function(hidden_leaf); __asm__(""); }
int main(void) { visible_outer(); return 0; }
END
flags='-O1 -fno-omit-frame-pointer -fno-optimize-sibling-calls -Wl,-rpath,$ORIGIN'

tool stacks 'tracepoint:syscalls:sys_enter_getppid /pid == cpid/ { @[ustack(4)] = count(); }'

expect_names() {
	run ./stacks -q -c ./program
	expect_status 0
	[ "$(grep -oE '^ {8}.*\+' $out | tr -d ' \n')" = "$1" ] || fail "expected $1"
}

# A library for an address other than that of its bytes in the file.
build() {
	cc $flags -shared -fPIC "$@" -o liblibrary.so library.c
	cc $flags -fPIE -pie -rdynamic -o program program.c ./liblibrary.so
}
for layout in -Wl,-z,separate-code -Wl,-z,noseparate-code -Wl,-Ttext-segment=0x30000000; do
	build $layout
	expect_names 'hidden_leaf+library::function(void(*)())+visible_outer+main+'
done

# What is exported stays behind strip.
strip program liblibrary.so
run ./stacks -q -c ./program
expect_out_like '^ {8}0x[0-9a-f]+$'
expect_out_like '^ {8}library::function\(void \(\*\)\(\)\)\+[0-9]+$'
expect_out_like '^ {8}visible_outer\+[0-9]+$'

# The symbols that distributions leave in a section of their own.
build
objcopy --only-keep-debug program with_symbols
nm with_symbols | awk '$2 == "t" { print $3 }' >keep
objcopy -S --remove-section .comment --keep-symbols=keep with_symbols inner
xz -z --format=xz inner
strip program
objcopy --add-section .gnu_debugdata=inner.xz program
expect_names 'hidden_leaf+library::function(void(*)())+visible_outer+main+'

# As it is in the file.
tool raw 'config = { cpp_demangle = false } tracepoint:syscalls:sys_enter_getppid /pid == cpid/ { @[ustack(2)] = count(); }'
run ./raw -q -c ./program
expect_out_like '^ {8}_ZN7library8functionEPFvvE\+[0-9]+$'

# Only tools that print such names hold what reads them.
tool counts 'tracepoint:syscalls:sys_enter_getppid { @[pid] = count(); }'
[ $(($(stat -c %s stacks) - $(stat -c %s counts))) -gt 50000 ] || fail "the small tool is not small"
! grep -q gnu_debugdata counts || fail "what unpacks symbols is in a tool that has no use for it"
