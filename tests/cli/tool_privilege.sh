# Without privilege: one line that says what is missing, status 1.
tool idle 'interval:s:1 { @ = count(); }'
run $as_nobody ./idle
expect_status 1
expect_out ''
expect_err_lines 1
expect_err_like 'root|CAP_|privilege'

tool greet 'begin { printf("hi\n"); exit(); }'
run $as_nobody ./greet
expect_status 1
expect_out ''
expect_err_lines 1
