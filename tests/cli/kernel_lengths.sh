# An array whose length differs between Linux 6.1 (48) and 6.12 (52), in a tool made for one and run on both.
# needs: root program:qemu-system-x86_64
# timeout: 600
# inputs: compiler/guest_init.c
LIMIT=300
for name in 6.1 6.12; do
	regex=$(awk -v n="$name" '$1 == n { print $2 }' "$ROOT/tests/guest/kernels.txt")
	said=$("$ROOT/tests/guest/fetch.sh" "$name" "$regex" "$BUILD/guest/$name" 2>&1) ||
		skip "no kernel $name: $said"
	run "$TRACEC_RELEASE" snapshot --kernel "$BUILD/guest/$name/vmlinuz" -o $name
	expect_status 0
done
printf 'begin\n{\n\tprint(curtask.mm.saved_auxv);\n}\n' >auxv.bt
printf 'begin\n{\n\texit();\n}\n' >nothing.bt
run "$TRACEC_RELEASE" build nothing.bt -o nothing
expect_status 0
shorter='field struct mm_struct.saved_auxv (auxv.bt:3): 48 elements on this kernel, where the tool has 52'
longer='field struct mm_struct.saved_auxv (auxv.bt:3): 52 elements on this kernel, of which the tool has 48'

run "$TRACEC" check auxv.bt --target 6.12 --target 6.1
expect_status 0
[ "$(grep -xF "  differs  $shorter" $out)" ] || fail "6.1 has fewer"
! grep -F "$longer" $out || fail "6.12 has as many"
run "$TRACEC" check auxv.bt --target 6.1 --target 6.12
expect_status 0
[ "$(grep -xF "  differs  $longer" $out)" ] || fail "6.12 has more"

# on BUILT_FOR KERNEL COUNT [WARNING]: what it prints there, as many elements, after no other warning than this.
on() {
	run "$TRACEC_RELEASE" build auxv.bt -o auxv --target "$1"
	expect_status 0
	run "$TRACEC_RELEASE" verify auxv --kernel "$BUILD/guest/$2/vmlinuz" --with nothing --run '/nothing -V'
	expect_status 0
	expect_out_like "^  \| \[([0-9]+,){$(($3 - 1))}[0-9]+\]$"
	[ "$(grep -o 'WARNING: .*' $out)" = "${4:+WARNING: $4}" ] || fail "made for $1, on $2: not what it should warn of"
}
on 6.12 6.12 52
on 6.12 6.1 48 "$shorter"
on 6.1 6.12 48 "$longer"
