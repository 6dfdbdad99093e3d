# The list of packages: every section is found, and nothing is asked for twice.
# inputs: cmake/packages.sh cmake/packages.txt
. "$ROOT/cmake/packages.sh"
packages_list build | grep -qx clang-19 || fail "no clang-19 in [build]"
packages_list test | grep -qx libcmocka-dev || fail "no libcmocka-dev in [test]"
! packages_list build | grep -qx bpftrace || fail "bpftrace in [build]"
[ -z "$(packages_list build test bench | sort | uniq -d)" ] || fail "listed twice"
[ "$(packages_missing bash no-such-package-here)" = no-such-package-here ] ||
	fail "packages_missing: $(packages_missing bash no-such-package-here)"
[ -z "$(packages_missing bash)" ] || fail "bash is installed"
