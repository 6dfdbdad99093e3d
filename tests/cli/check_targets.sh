# A script is checked for several kernels at once: what each has of it, in text and as JSON.
# needs: root btf tracefs syscalls
run "$TRACEC" snapshot -o here
expect_status 0
# A kernel that differs in its version alone; the name has as many bytes.
# What its types tell (helpers, types of maps) counts more than the version.
release=$(uname -r)
old=5.4.0-old$(printf 'x%.0s' {1..60})
old=${old:0:${#release}}
LC_ALL=C sed "s/release: $release/release: $old/" here >old
! cmp -s here old || fail "the release was not changed"
cat >s.bt <<'END'
tracepoint:sched:sched_switch { @p[args.prev_comm] = count(); }
tracepoint:sched:no_such || tracepoint:sched:sched_wakeup { @w = count(); }
tracepoint:sched:never? { @b = count(); }
uprobe:/bin/true:main { @u = 1; }
END
run "$TRACEC" check s.bt --target here --target old
expect_status 0
expect_err ''
expect_out_like "^here \($(uname -r)\): ok$"
expect_out_like "^old \(${old}\): ok\$"
[ "$(grep -c '^  ok       tracepoint:sched:sched_switch (s.bt:1)$' $out)" = 2 ] || fail "both have it"
[ "$(grep -c '^  missing  tracepoint:sched:no_such (s.bt:2)$' $out)" = 2 ] || fail "neither has it"
[ "$(grep -c '^  host     uprobe:/bin/true:main (s.bt:4)$' $out)" = 2 ] || fail "the host decides"
[ "$(grep -c '^  without  cookie (Linux 5.15): ' $out)" = 1 ] || fail "the old one alone lacks it"

# One kernel that does not fit is enough; the others are told all the same.
printf 'tracepoint:sched:sched_switch { printf("%%s\\n", args.prev_comm); }\n' >t.bt
run "$TRACEC" check t.bt --target here --target none
expect_status 1
expect_out_like "^here \($(uname -r)\): ok$"
expect_out_like '^none: failed$'
expect_err_like "^t\.bt:1:[0-9]+: error: 'args' of 'tracepoint:sched:sched_switch' has no type on the target kernel"
run "$TRACEC" check t.bt --target here --target none --json
expect_status 1
expect_err ''
expect_out_like '^\{"script": "t\.bt", "targets": \[\{"target": "here", .*"verdict": "ok", "probes": \[\{"probe": "tracepoint:sched:sched_switch", "line": 1, "verdict": "ok"\}\], "needs": \[.*\], "without": \[\], "messages": ""\}, \{"target": "none", "release": null, .*"verdict": "failed", .*"messages": "t\.bt:1:'
run "$TRACEC" check t.bt --target old --json
expect_status 0
expect_out_like '"without": \["cookie", '
run "$TRACEC" check t.bt --target here --target no/such
expect_status 2
