# C in scripts: where headers are looked for, what -v says, what clang's absence means.
# needs: root
mkdir here there
printf '#define FROM "here"\n' >here/from.h
printf '#define FROM "there"\n' >there/from.h
printf '#include "from.h"\nbegin { print(FROM); exit(); }\n' >here/beside.bt
printf '#include <from.h>\nbegin { print(FROM); exit(); }\n' >given.bt

# A header in quotes stands beside the script, one in brackets where -I says.
run "$TRACEC" run here/beside.bt
expect_status 0
expect_out_like '^here$'
run "$TRACEC" check given.bt
expect_status 1
expect_err_like "'from.h' file not found"
run "$TRACEC" run -I there given.bt
expect_status 0
expect_out_like '^there$'
run "$TRACEC" run -Ithere -I here given.bt
expect_out_like '^there$'
run "$TRACEC" run --include here/from.h -e 'begin { print(FROM); exit(); }'
expect_out_like '^here$'
run "$TRACEC" run -D FROM=5 -DMORE -e 'begin { print(FROM + MORE); exit(); }'
expect_out_like '^6$'

# The tool that run keeps is as old as its headers.
printf '#define FROM "changed"\n' >here/from.h
run "$TRACEC" run here/beside.bt
expect_out_like '^changed$'

# Which definition of a struct holds is said under -v; without it where the script's does in the kernel's memory.
cat >structs.bt <<'END'
#include <net/no_such_header_of_the_kernel.h>
struct task_struct { int tgid; char comm[16]; };
struct list_head { struct list_head *next; int no_such_member; };
begin {
	print(((struct task_struct *)curtask)->tgid == pid);
	print(((struct list_head *)0)->no_such_member);
	exit();
}
uprobe:/bin/true:main { print(((struct task_struct *)arg0)->tgid); }
END
run "$TRACEC" check structs.bt
expect_status 0
expect_err_lines 3
expect_err_like "^structs.bt:6:.* warning: 'struct list_head' is laid out as in the script"
run "$TRACEC" check -v structs.bt
expect_err_like '^tracec: <net/no_such_header_of_the_kernel.h> is not here'
expect_err_like "^tracec: struct task_struct: the kernel's, relocated"
expect_err_like "^tracec: struct list_head: the script's as it stands: .* no member 'no_such_member'"
expect_err_like "^tracec: struct task_struct: in user memory the script's as it stands"

# A header of the user-space API has other names for registers than the kernel; those of the kernel hold.
run "$TRACEC" emit --bpf-c -e '#include <asm/ptrace.h>
kprobe:do_nanosleep { print(((struct pt_regs *)ctx)->ip); }
uprobe:/bin/true:main { print(((struct pt_regs *)ctx)->sp); }'
expect_status 0
expect_err ''
expect_out_like 'TL_FIELD_KERNEL.*pt_regs___script \*\).*->ip'
expect_out_like 'TL_FIELD_KERNEL.*pt_regs___script \*\).*->sp'
run "$TRACEC" check -v -e '#include <linux/ptrace.h>
kprobe:do_nanosleep { print(((struct pt_regs *)ctx)->rip); }'
expect_status 1
expect_err_like "^tracec: struct pt_regs: the kernel's, relocated: the script has only its header's"
expect_err_like "note: did you mean 'ip'"

# What a pointer is cast to belongs to the memory that it points into, not to the probe.
run "$TRACEC" emit --bpf-c -e 'struct task_struct { int tgid; };
uprobe:/bin/true:main { print(((struct task_struct *)curtask)->tgid); print(((struct task_struct *)kptr(arg0))->tgid); }'
expect_status 0
expect_err ''
[ "$(grep -c 'TL_FIELD_KERNEL' .stdout)" = 2 ] || fail "not both are the kernel's"

# Without clang C can't be understood; a script without C is not concerned.
printf '#!/bin/sh\necho broken compiler >&2\nexit 1\n' >clang
chmod +x clang
for clang in /nonexistent/clang "$PWD/clang"; do
	run env TRACEC_CLANG="$clang" "$TRACEC" check structs.bt
	expect_status 3
	expect_err_like "$clang"
	run env TRACEC_CLANG="$clang" "$TRACEC" check -e 'begin { }'
	expect_status 0
done

# Intermediate files go where --keep says; none stay elsewhere.
run env TMPDIR="$PWD/there" "$TRACEC" check structs.bt
[ "$(ls there)" = from.h ] || fail "left behind: $(ls there)"
run env TMPDIR="$PWD/nowhere" "$TRACEC" check structs.bt
expect_status 3
expect_err_lines 1
run "$TRACEC" build --keep kept structs.bt -o tool
expect_status 0
expect_file kept/section.c
expect_file kept/section.o

# A constant that only a header of the UAPI has; one that is something else in two of them is nobody's.
run "$TRACEC" check -v -e 'begin { print(EXT4_SUPER_MAGIC); }'
expect_status 0
expect_err_like '^tracec: EXT4_SUPER_MAGIC is 61267, from <linux/magic.h>$'
run "$TRACEC" check -v -e 'begin { print(NO_SUCH_CONSTANT_AT_ALL); }'
expect_status 1
expect_err_like "unknown name 'NO_SUCH_CONSTANT_AT_ALL'"
# HZ is the kernel's, not that of user space; a null pointer and the size of a page need no header.
run "$TRACEC" check -e 'begin { print(HZ); }'
expect_status 0
expect_err ''
run "$TRACEC" check -e 'begin { print(HZ_OF_NOBODY); }'
expect_status 1
expect_err_like "unknown name 'HZ_OF_NOBODY'"
run "$TRACEC" check --arch x86_64 -e 'begin { print((PAGE_SIZE, PAGE_SHIFT, curtask == NULL, INET6_ADDRSTRLEN)); }'
expect_status 0
