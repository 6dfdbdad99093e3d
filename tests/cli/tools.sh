# The shipped tools: in canonical layout, explained, with an example, and all in one bundle.
# needs: root btf tracefs syscalls
# timeout: 300
# inputs: tools
run "$TRACEC" fmt --check "$ROOT"/tools/*.bt
expect_status 0
expect_out ''
run "$TRACEC" bundle "$ROOT"/tools/*.bt -o tools
expect_status 0
expect_err ''
n=$(ls "$ROOT"/tools/*.bt | wc -l)
[ "$(./tools --list | wc -l)" = $n ] || fail "not all are listed"
[ "$(stat -c %s tools)" -lt $((n * 200000)) ] || fail "the bundle has $(stat -c %s tools) bytes"
for tool in $(./tools --list | cut -d' ' -f1); do
	run ./tools $tool --help
	expect_status 0
	[ -n "$(sed -n 3p $out)" ] || fail "$tool does not say what it is for"
	# What an example names is there.
	sed -n '/^Example/,$p' $out | grep -o -- '--[a-z_]*' | sort -u >named
	while read -r option; do
		grep -qE "^  $option( |\$)" $out || fail "$tool has no option $option"
	done <named
done
# Those that trace libraries are tried on this shell alone: the guests have no libraries.
run ./tools bashreadline /bin/bash -p $$ --check
expect_status 0
libc=$(ldd /bin/bash | sed -n 's/.*libc.so.6 => \([^ ]*\).*/\1/p')
run ./tools gethostlatency "$libc" -p $$ --check
expect_status 0
run ./tools threadsnoop -p $$ --check
expect_status 0
if ldconfig -p | grep -q 'libssl\.so'; then
	run ./tools sslsnoop -p $$ --check
	expect_status 0
fi
