# A script with errors: status 1, all of them shown, and no output file touched.
printf 'begin { $a = $b; $c = $d; }\n' >bad.bt
run "$TRACEC" build bad.bt -o bad
expect_status 1
expect_out ''
expect_err_like '^bad\.bt:1:14: error: .*\$b'
expect_err_like '^bad\.bt:1:23: error: .*\$d'
expect_no_file bad

echo precious >bad
run "$TRACEC" build bad.bt -o bad
expect_status 1
[ "$(cat bad)" = precious ] || fail "an existing file was changed by a failed build"

run "$TRACEC" check bad.bt
expect_status 1
run "$TRACEC" emit bad.bt --plan -o plan
expect_status 1
expect_no_file plan
run "$TRACEC" run bad.bt
expect_status 1

# One good and one bad script: both are looked at.
printf 'begin { exit(); }\n' >good.bt
run "$TRACEC" check good.bt bad.bt
expect_status 1
expect_err_like '^bad\.bt:1:14: error'
run "$TRACEC" check good.bt
expect_status 0
expect_err ''
[ "$(ls)" = "$(printf 'bad\nbad.bt\ngood.bt')" ] || fail "left behind: $(ls)"
