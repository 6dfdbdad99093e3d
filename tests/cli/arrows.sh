# tests/arrows.sh finds what it is there to find.
# inputs: tests/arrows.sh tests/lib/banned.awk
mkdir -p tests/lib compiler/base compiler/front skeleton runtime-stub
cp "$ROOT/tests/arrows.sh" tests
cp "$ROOT/tests/lib/banned.awk" tests/lib

says() {
	run tests/arrows.sh
	expect_status 1
	expect_out_like "$1"
	rm -f compiler/*/*.c
}

run tests/arrows.sh
expect_status 0
expect_out ''
echo '#include "front/ast.h"' >compiler/base/a.c
says '^compiler/base/a.c:1: compiler/base may not include "front/ast.h"$'
echo '#include <bpf/libbpf.h>' >compiler/front/a.c
says '^compiler/front/a.c:1: .*<bpf/libbpf.h>$'
echo '#include "rt.h"' >compiler/front/a.c
says '^compiler/front/a.c:1: .*"rt.h"$'
yes '' | head -n 701 >compiler/base/a.c
says '^compiler/base/a.c:701: 701 lines; 700 is the limit$'
printf 'void f(char *a)\n{\n\tstrcpy(a, "x");\n}\n' >compiler/base/a.c
says '^compiler/base/a.c:3: banned function: strcpy$'
printf 'int f(int a)\n{\n\tif (a)\n\t\tgoto again;\n}\n' >compiler/base/a.c
says '^compiler/base/a.c:4: goto other than to out:$'
printf 'int f(int a)\n{\n\treturn a ? 1 :\n\t\ta ? 2 : 3;\n}\n' >compiler/base/a.c
says '^compiler/base/a.c:4: nested ternary$'
printf 'int f(int a)\n{\n\twhile ((a = g()))\n\t\th();\n}\n' >compiler/base/a.c
says 'assignment in a condition$'

# And nothing else.
cat >compiler/base/a.c <<'END'
#include <stdio.h>
#include "base/a.h"
/* strcpy(a, b); goto again; */
int f(int a, int b)
{
	const char *text = "strcpy(a) ? b : c ? d"; // gets(x)
	if (a == b || a <= b || a != b)
		a = b ? 1 : 2;
	b = a ? 3 : 4;
	return g(a ? 1 : 2, b ? 3 : 4);
}
END
run tests/arrows.sh
expect_status 0
expect_out ''
