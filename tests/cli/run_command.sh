# tracec run: builds into a cache and becomes the tool.
# needs: root
printf 'begin { printf("%%d %%s\\n", $1, str($2)); exit($1); }\n' >args.bt
run "$TRACEC" run args.bt 3 word
expect_status 3
expect_out_like '^3 word$'
run "$TRACEC" run -e 'begin { printf("text\n"); exit(); }'
expect_status 0
expect_out_like '^text$'
# The second time nothing is compiled.
run env TRACEC_CLANG=/nonexistent/clang "$TRACEC" run args.bt 4 again
expect_status 4
expect_out_like '^4 again$'
[ "$(ls)" = args.bt ] || fail "left behind: $(ls)"
