# Names of a stripped program out of the debug file that is installed for it, and what has
# a symbol without a size.
# needs: root syscalls program:objcopy
[ "$(uname -m)" = x86_64 ] || skip "the stack of this test is x86_64's"
cat >program.c <<'END_C'
void without_size(void);
static __attribute__((noinline)) void hidden_leaf(void)
{
	long result;
	__asm__ volatile("syscall" : "=a"(result) : "a"(110), "r"(__builtin_frame_address(0)) : "rcx", "r11");
}
void call_leaf(void) { hidden_leaf(); __asm__(""); }
int main(void) { without_size(); return 0; }
END_C
cat >sizeless.S <<'END_S'
	.section .text.last, "ax"
	.globl without_size
	.type without_size, @function
without_size:
	push %rbp
	mov %rsp, %rbp
	call call_leaf
	pop %rbp
	ret
	.section .note.GNU-stack, "", @progbits
END_S
cc -O1 -fno-omit-frame-pointer -fno-optimize-sibling-calls -Wl,--build-id=sha1 -o program program.c sizeless.S
tool stacks 'tracepoint:syscalls:sys_enter_getppid /pid == cpid/ { @[ustack(3)] = count(); }'
named='^ {8}without_size\+9$'
run ./stacks -q -c ./program
expect_out_like "$named"

id=$(readelf -n program | sed -n 's/.*Build ID: //p')
debug=/usr/lib/debug/.build-id/${id:0:2}
mkdir -p "$debug"
trap 'rm -f "$debug/${id:2}.debug"; rmdir -p "$debug" 2>/dev/null' EXIT
objcopy --only-keep-debug program "$debug/${id:2}.debug"
strip program
run ./stacks -q -c ./program
expect_status 0
[ "$(grep -oE '^ {8}.*\+' $out | tr -d ' \n')" = hidden_leaf+call_leaf+without_size+ ] || fail "not named"
expect_out_like "$named"

# A file there that is none of ELF is as good as none.
echo nonsense >"$debug/${id:2}.debug"
run ./stacks -q -c ./program
expect_status 0
expect_out_like '^ {8}0x[0-9a-f]+$'
