# Under -k failures are told in the order in which the script has what failed, also what is read into a record.
# needs: root
cat >order.bt <<'END'
begin
{
	@n[1] = 2;
	printf("[%s] %d [%s]\n",
	       str(uptr(8)),
	       @n[7],
	       str(uptr(16)));
	printf("%r %d\n",
	       buf(uptr(8), 4),
	       @n[8]);
	print((str(uptr(24)),
	       @n[9]));
	printf("%s %s %d\n",
	       str(uptr(32)),
	       @n[1] ? str(uptr(40)) : "",
	       *(int32 *)uptr(48));
	exit();
}
END
run "$TRACEC" build order.bt -o order
expect_status 0
run ./order -q -k
expect_status 0
[ "$(sed -n 's/^order.bt:\([0-9]*\):.*/\1/p' $err | tr '\n' ' ')" = "5 6 7 9 10 11 12 14 15 16 " ] || fail "another order"
sed /^$/d $out >printed
cp printed $out
expect_out '[] 0 []
\x00\x00\x00\x00 0
(, 0)
  0
@n[1]: 2'
run ./order -q
expect_err ''

# An array that cannot be read is told once, not once for each string that might be in it; what is behind its end not at all.
tool join 'begin { join((char **)uptr(8)); join((char **)uptr(16), ","); exit(); }'
run ./join -q -k
[ "$(wc -l <$out)" = 4 ] || fail "a line for each call, and those of the end"
[ "$(grep -c 'WARNING: Bad address' $err)" = 2 ] || fail "told more often"
