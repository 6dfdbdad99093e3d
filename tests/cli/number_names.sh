# Names of errors, signals and system calls are those that the C library and the kernel's headers have.
# needs: root
cat >names.c <<'END_C'
#include <stdio.h>
#include <string.h>
int main(void)
{
	for (int i = 0; i <= 133; i++)
		if (i != 41 && i != 58) // holes
			printf("%d %s\n", i, strerror(i));
	for (int i = 1; i <= 31; i++)
		printf("%d %s\n", i, strsignal(i));
	return 0;
}
END_C
cc -o names names.c || fail "the C program"
./names >expected
tool names_tool 'begin {
	for ($i : 0..134) { if ($i != 41 && $i != 58) { printf("%d %s\n", $i, strerror($i)); } }
	for ($i : 1..32) { printf("%d %s\n", $i, signal_name($i)); }
	printf("%s|%s|%s|%s\n", strerror(134), strerror(-1), signal_name(0), signal_name(65));
	printf("%s|%s\n", syscall_name(-1), syscall_name(1000000));
}'
run ./names_tool -q
expect_status 0
sed -n '1,163p' $out >printed
expect_same expected printed
[ "$(sed -n 164,165p $out)" = 'N/A|N/A|Unknown signal 0|N/A
N/A|N/A' ] || fail "what has no name"

# All that the headers of this machine name.
echo '#include <asm/unistd.h>' | cc -E -dM -x c - | sed -n 's/^#define __NR_\([a-z0-9_]*\) \([0-9]*\)$/\2 \1/p' | sort -n >expected
[ "$(wc -l <expected)" -gt 300 ] || fail "the headers name too little"
most=$(tail -n 1 expected | cut -d' ' -f1)
tool calls "begin { for (\$i : 0..$((most + 1))) { printf(\"%d %s\n\", \$i, syscall_name(\$i)); } }"
run ./calls -q
expect_status 0
# Younger calls are in our tables alone.
awk 'NR == FNR { named[$1]; next } $1 in named' expected $out >printed
expect_same expected printed
