# A script of 10 MB: handled, or refused with one message, within a minute.
# timeout: 300
printf 'begin { printf("x\\n"); }\n' >comment.bt
yes '// a comment that fills the file without meaning anything at all' | head -c 10000000 >>comment.bt
echo >>comment.bt
LIMIT=60 run "$TRACEC" check comment.bt
[ "$status" -le 1 ] || fail "expected exit status 0 or 1"
[ "$status" = 0 ] || expect_err_like 'large|long|big'

yes 'interval:s:1 { @a[pid, comm] = count(); if (@b > 3) { @b = 0; } else { @b++; } }' |
	head -c 10000000 | sed '$d' >code.bt
LIMIT=100 run "$TRACEC" check code.bt
[ "$status" -le 1 ] || fail "expected exit status 0 or 1"
[ "$(wc -c <$err)" -lt 50000 ] || fail "a message of $(wc -c <$err) bytes"

# One line of 10 MB: the message shows a part of it.
{ printf 'begin { $a = $undefined'; yes ' + 1' | tr -d '\n' | head -c 10000000; echo '; }'; } >line.bt
LIMIT=100 run "$TRACEC" check line.bt
expect_status 1
[ "$(wc -c <$err)" -lt 50000 ] || fail "a message of $(wc -c <$err) bytes"
