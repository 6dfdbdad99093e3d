# An installed tracec finds its parts by its own path, also when the prefix moves or is read-only to the user.
run cmake --install "$BUILD/release" --prefix "$PWD/prefix"
expect_status 0
for part in bin/tracec share/man/man1/tracec.1 share/man/man7/tracec-script.7 share/bash-completion/completions/tracec lib/tracec/libtracec-stub.a lib/tracec/bpf/abi.h share/doc/tracec/LICENSE; do
	expect_file prefix/$part
done
mv prefix moved
printf 'begin { printf("hi\\n"); }\n' >hello.bt
run moved/bin/tracec build hello.bt -o hello
expect_status 0
expect_err ''
expect_file hello

# Nothing of the source or build tree is looked at or written down.
! grep -qaF "$ROOT" moved/bin/tracec moved/lib/tracec/libtracec-stub.a hello ||
	fail "the path of the source tree is baked in"
run moved/bin/tracec build hello.bt -v -o hello
! grep -qF "$ROOT" $err || fail "an installed tracec uses the source tree"

# Through a symbolic link in PATH.
mkdir path
ln -s ../moved/bin/tracec path/tracec
run env PATH="$PWD/path:$PATH" tracec build hello.bt -o linked
expect_status 0
expect_same hello linked

# Without its parts it says what is missing.
rm moved/lib/tracec/libtracec-stub.a
run moved/bin/tracec build hello.bt -o broken
expect_status 3
expect_err_lines 1
expect_err_like 'libtracec-stub|lib/tracec'
expect_no_file broken
