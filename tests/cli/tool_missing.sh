# What the target lacks is named in one line, with the probe as the script has it; status 1.
# needs: root
tool nofile 'uprobe:/nonexistent/program:work { @ = count(); }'
run ./nofile
expect_status 1
expect_out ''
expect_err_lines 1
expect_err_like '/nonexistent/program'

tool nosymbol 'uprobe:/bin/sh:no_such_function_here { @ = count(); }'
run ./nosymbol
expect_status 1
expect_out ''
expect_err_lines 1
expect_err_like 'no_such_function_here'

run ./nofile --check
expect_status 1
