# Fields of kernel types are CO-RE relocations in the object, not offsets of this machine.
# needs: btf tracefs syscalls
run "$TRACEC" emit "$ROOT/examples/opens.bt" --object -o opens.o
expect_status 0
run readelf -SW opens.o
expect_out_like '\.BTF\.ext'
# Header of .BTF.ext: magic, version, flags, hdr_len, then offset and length of
# func_info, line_info and core_relo; the last length is at byte 28.
llvm-objcopy-19 --dump-section .BTF.ext=ext opens.o /dev/null 2>/dev/null
[ "$(od -An -tu4 -j28 -N4 ext)" -gt 0 ] || fail "no CO-RE relocations"
