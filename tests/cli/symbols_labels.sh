# Code in assembler whose names are labels, of which nothing says that they are functions: in stacks, and by symbolize.
# needs: root syscalls
[ "$(uname -m)" = x86_64 ] || skip "the code of this test is x86_64's"
cat >program.S <<'END'
	.text
	.globl _start
_start:
	xor %ebp, %ebp
	call outer
	mov $60, %eax
	xor %edi, %edi
	syscall
outer:
	push %rbp
	mov %rsp, %rbp
	call inner
	pop %rbp
	ret
	.globl inner
	.type inner, @function
inner:
	push %rbp
inside_inner:
	mov %rsp, %rbp
	mov $110, %eax
	syscall
	.globl behind_call
behind_call:
	pop %rbp
	ret
	.size inner, . - inner
	.globl last
last:
	nop
	.globl text_end
text_end:
	.data
	.globl number
number: .quad 0
END
cc -nostdlib -static -Wl,--build-id=sha1 -o program program.S
event='tracepoint:syscalls:sys_enter_getppid /pid == cpid/'
tool names "$event { @[ustack(3)] = count(); }"
tool ids "$event { @[ustack(build_id, 3)] = count(); }"
expect_names() {
	expect_status 0
	[ "$(grep '^        ' $out | tr -d '\n')" = '        inner+11        outer+9        _start+7' ] || fail names
}
run ./names -q -c ./program
expect_names
run ./ids -q -c ./program
cp $out recorded
mkdir binaries
mv program binaries
run "$TRACEC" symbolize binaries recorded
expect_names
# They are no places for uprobes of a wildcard.
run "$TRACEC" list 'uprobe:binaries/program:*'
! grep -qE 'outer|inside_inner|behind_call' $out || fail "labels are listed as functions"
