# The Debian package holds all that is installed, asks for what building tools needs, and works where it is unpacked.
# needs: root program:cpack program:dpkg
# inputs: cmake CMakeLists.txt
run cpack --config "$BUILD/release/CPackConfig.cmake" -G DEB -B "$PWD/made"
expect_status 0
package=$(echo made/*.deb)
expect_file "$package"
run dpkg-deb -I "$package"
expect_status 0
. "$ROOT/cmake/packages.sh"
for needed in $(packages_list tool); do
	grep -qE "^ Depends:.*[ ,]$needed(,|$)" $out || fail "it does not depend on $needed"
done
expect_out_like '^ Depends:.*libc6 \(>='
expect_out_like '^ Description: .'
run dpkg-deb -c "$package"
expect_status 0
for file in bin/tracec bin/tracec-snapshot lib/tracec/libtracec-stub.a lib/tracec/bpf/abi.h \
	share/man/man1/tracec.1 share/man/man7/tracec-script.7 \
	share/bash-completion/completions/tracec share/doc/tracec/LICENSE; do
	expect_out_like " \./usr/$file$"
done
! grep -vE ' root/root ' $out | grep -q . || fail "not everything is root's"

mkdir -p root/var/lib/dpkg/updates root/var/lib/dpkg/info
touch root/var/lib/dpkg/status
run dpkg --root="$PWD/root" --force-depends --no-triggers -i "$package"
expect_status 0
printf 'begin { printf("hi\\n"); exit(); }\n' >hello.bt
run root/usr/bin/tracec build hello.bt -o hello
expect_status 0
expect_err ''
run ./hello --version
expect_status 0
# And can be taken away again.
run dpkg --root="$PWD/root" --no-triggers -r tracec
expect_status 0
expect_no_file root/usr/bin/tracec
expect_no_file root/usr/lib/tracec
