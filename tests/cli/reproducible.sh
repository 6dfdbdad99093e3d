# Same script, tracec, toolchain and target: the same bytes, whoever builds them, where and when.
mkdir -p a b/deeper
cp "$ROOT/examples/opens.bt" a
cp "$ROOT/examples/opens.bt" b/deeper
(cd a && "$TRACEC" build opens.bt -o opens) || fail "cannot build"
(cd b/deeper && TZ=Asia/Tokyo LC_ALL=C.UTF-8 TMPDIR=$PWD "$TRACEC" build opens.bt -o opens) ||
	fail "cannot build"
expect_same a/opens b/deeper/opens
(cd a && "$TRACEC_RELEASE" build opens.bt -o release) || fail "cannot build"
expect_same a/opens a/release
! grep -qaF "$PWD" a/opens || fail "the builder's directory is in the tool"
! grep -qaF "$ROOT" a/opens || fail "the source tree's path is in the tool"
for stage in ast plan bpf-c host-c object; do
	(cd a && "$TRACEC" emit opens.bt --$stage -o stage1) || fail "cannot emit $stage"
	(cd b/deeper && "$TRACEC_RELEASE" emit opens.bt --$stage -o stage2) || fail "cannot emit $stage"
	expect_same a/stage1 b/deeper/stage2
done
