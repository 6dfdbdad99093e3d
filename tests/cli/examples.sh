# Every example passes the checker and compiles.
# needs: btf tracefs syscalls
# timeout: 300
for script in "$ROOT"/examples/*.bt; do
	[ -e "$script" ] || continue
	run "$TRACEC" build "$script" -o tool
	expect_status 0
	expect_err ''
done
