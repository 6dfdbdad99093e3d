# A compiler, bpftool or linker that is not there: one line, status 3, no output.
printf 'begin { printf("hi\\n"); }\n' >hello.bt

for variable in TRACEC_CLANG TRACEC_BPFTOOL TRACEC_CC; do
	run env $variable=/nonexistent/program "$TRACEC" build hello.bt -o hello
	expect_status 3
	expect_err_lines 1
	expect_err_like '/nonexistent/program'
	expect_no_file hello
done

mkdir empty
run env PATH="$PWD/empty" "$TRACEC" build hello.bt -o hello
expect_status 3
expect_err_lines 1
expect_err_like 'clang'
expect_no_file hello

# What needs no toolchain works without one.
run env PATH="$PWD/empty" "$TRACEC" check hello.bt
expect_status 0
run env PATH="$PWD/empty" "$TRACEC" emit hello.bt --bpf-c -o hello.c
expect_status 0
expect_file hello.c

# A compiler that fails is our mistake or its own, not the script's: status 3.
printf '#!/bin/sh\necho broken compiler >&2\nexit 1\n' >clang
chmod +x clang
run env TRACEC_CLANG="$PWD/clang" "$TRACEC" build hello.bt -o hello
expect_status 3
expect_err_like 'broken compiler'
expect_no_file hello
