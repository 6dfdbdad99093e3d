# -c: the command runs when everything is attached, its end ends the tool; -p likewise.
# needs: root uprobe
cp "$(command -v busybox)" ./busybox
cat >child.bt <<'END'
begin { printf("%d\n", cpid > 0); }
interval:ms:50 { @ticks = count(); }
END
run "$TRACEC" build child.bt -o child
expect_status 0

run ./child -c './busybox sleep 0.3'
expect_status 0
expect_out_like '^1$'
expect_out_like '^@ticks: [1-9]'

run ./child -q -c '/nonexistent/command'
expect_status 1
expect_err_lines 1
expect_err_like '/nonexistent/command'

# The command is ended with the tool.
start ./child -c './busybox sleep 1234'
await_attached
kill -INT "$started"
finish
expect_status 0
! running './busybox sleep 1234' || fail "the command still runs"

tool watch 'interval:ms:50 { @ticks = count(); }'
./busybox sleep 0.5 &
run ./watch -p $!
expect_status 0
expect_out_like '^@ticks: [1-9]'
run ./watch -p 4194000
expect_status 1
expect_err_lines 1
