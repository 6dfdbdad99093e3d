# Same script, tracec, toolchain and target: the same bytes, whoever builds them, where and when.
# needs: root btf tracefs syscalls program:faketime program:strings
mkdir -p a b/deeper
cp "$ROOT/examples/opens.bt" a
cp "$ROOT/examples/opens.bt" b/deeper
(cd a && "$TRACEC" build opens.bt -o opens) || fail "cannot build"
(cd b/deeper && TZ=Asia/Tokyo LC_ALL=C.UTF-8 TMPDIR=$PWD "$TRACEC" build opens.bt -o opens) ||
	fail "cannot build"
expect_same a/opens b/deeper/opens
(cd a && "$TRACEC_RELEASE" build opens.bt -o release) || fail "cannot build"
expect_same a/opens a/release
# Another user, another year, other times of the files.
mkdir -m 777 c
cp "$ROOT/examples/opens.bt" c
touch -d 2001-02-03 c/opens.bt
chmod 755 .
"$TRACEC_RELEASE" snapshot -o c/target || fail "no snapshot"
chmod 644 c/target
(cd c && "$TRACEC_RELEASE" build opens.bt --target target -o mine) || fail "cannot build"
(cd c && $as_nobody env HOME=/nonexistent faketime '2031-05-06 07:08:09' \
	"$TRACEC_RELEASE" build opens.bt --target target -o theirs) || fail "nobody cannot build"
expect_same c/mine c/theirs
strings -a a/opens >strings
! grep -E '/(home|root|tmp|build|work|usr/src)/' strings | grep -vE '^/tmp/perf|^/lib/modules/%' >paths ||
	fail "paths of a builder: $(head -n 5 paths)"
! grep -qaF "$PWD" a/opens || fail "the builder's directory is in the tool"
! grep -qaF "$ROOT" a/opens || fail "the source tree's path is in the tool"
for stage in ast plan bpf-c host-c object; do
	(cd a && "$TRACEC" emit opens.bt --$stage -o stage1) || fail "cannot emit $stage"
	(cd b/deeper && "$TRACEC_RELEASE" emit opens.bt --$stage -o stage2) || fail "cannot emit $stage"
	expect_same a/stage1 b/deeper/stage2
done
