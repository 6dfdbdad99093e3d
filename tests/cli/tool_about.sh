# What a tool says of itself needs no privilege and attaches nothing.
cat >about.bt <<'END'
// Counts the reads of one process.
//
// Example: about 42

begin
{
	@wanted = $1;
	exit();
}
END
run "$TRACEC" build about.bt -o about
expect_status 0

for option in -h --help -V --version --info --source; do
	run $as_nobody ./about $option
	expect_status 0
	expect_err ''
	[ -s $out ] || fail "$option prints nothing"
done

run ./about --source
expect_same $out about.bt

run ./about --help
expect_out_like 'Counts the reads of one process'
expect_out_like '-p PID'
expect_out_like '--info'

run ./about --info
expect_out_like 'about\.bt'
expect_out_like "$(sha256sum about.bt | cut -c1-64)"
expect_out_like '@wanted'
expect_out_like 'libbpf'
! grep -qF "$PWD" $out || fail "the builder's directory is shown"

for wrong in --no-such-option '-d x' '-d' '-p 0' '-p x' '-f xml' '-B some' '-p 1 -c true'; do
	run ./about $wrong
	expect_status 2
	expect_out ''
	[ -s $err ] || fail "$wrong is refused in silence"
done
