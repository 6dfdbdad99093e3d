# tracec fmt: what it changes, and what it leaves alone.
# inputs: examples tests/run tests/golden
messy='begin{printf("x") ;exit( )}'
neat='begin
{
	printf("x");
	exit();
}'

# The examples are laid out already.
run "$TRACEC" fmt --check "$ROOT"/examples/*.bt
expect_status 0
expect_out ''

# tree FILE: the script without places; of those with errors and imports it may be none.
tree() {
	"$TRACEC_RELEASE" emit --no-warnings --ast "$1" 2>/dev/null | sed 's/ <[0-9]*:[0-9]*>//g'
}

# Whatever the layout of a script, it stays the same script, and the second time nothing changes.
for script in "$ROOT"/tests/run/*.bt "$ROOT"/tests/run/*/*.bt "$ROOT"/tests/golden/*.bt; do
	"$TRACEC" fmt - <"$script" >once 2>$err || fail "cannot format $script"
	"$TRACEC" fmt - <once >twice || fail "cannot format $script twice"
	expect_same once twice
	grep -q '^[[:space:]]*import\|#include' "$script" && continue
	tree "$script" >tree
	tree once >tree_once
	expect_same tree tree_once
done
rm once twice tree tree_once

# In place; what is the same already stays the same file.
printf '%s\n' "$messy" >messy.bt
printf '%s\n' "$neat" >neat.bt
chmod 640 messy.bt
ln -s messy.bt link.bt
before=$(stat -c '%i %Y' neat.bt)
run "$TRACEC" fmt --check messy.bt neat.bt link.bt
expect_status 1
expect_out 'messy.bt
link.bt'
[ "$(cat messy.bt)" = "$messy" ] || fail "--check has changed a file"
run "$TRACEC" fmt link.bt neat.bt
expect_status 0
expect_out ''
expect_err ''
[ "$(cat messy.bt)" = "$neat" ] || fail "messy.bt is not formatted: $(cat messy.bt)"
[ "$(stat -c %a messy.bt)" = 640 ] || fail "the mode has changed"
[ -L link.bt ] || fail "the link has become a file"
[ "$(stat -c '%i %Y' neat.bt)" = "$before" ] || fail "neat.bt was written"
[ "$(ls)" = "$(printf 'link.bt\nmessy.bt\nneat.bt')" ] || fail "left behind: $(ls)"

# From stdin to stdout.
printf '%s' "$messy" >input
"$TRACEC" fmt - <input >$out 2>$err || fail "cannot format stdin"
expect_out "$neat"
rm input

# A script with an error stays as it is; the others are still formatted.
printf 'begin { $x = ; }' >wrong.bt
printf '%s\n' "$messy" >messy.bt
run "$TRACEC" fmt wrong.bt messy.bt
expect_status 1
expect_out ''
expect_err_like '^wrong.bt:1:14: error: expected an expression, found'
[ "$(cat wrong.bt)" = 'begin { $x = ; }' ] || fail "wrong.bt has changed"
[ "$(cat messy.bt)" = "$neat" ] || fail "messy.bt is not formatted"

# No files, no such file.
run "$TRACEC" fmt
expect_status 2
run "$TRACEC" fmt nowhere.bt
expect_status 2
expect_err_like 'nowhere.bt: No such file or directory'
