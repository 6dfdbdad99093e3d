# cli.sh TEST: runs a test of command lines with these functions. The working
# directory is empty and is removed afterwards. A test ends at its first failure.
#
#   run COMMAND...        runs it; its status and output are what the rest looks at.
#                         A crash or a sanitizer's report fails the test at once.
#   expect_status N
#   expect_out TEXT       stdout is exactly this ('' for nothing); expect_err likewise
#   expect_out_like REGEX some line of stdout matches; expect_err_like likewise
#   expect_err_lines N    stderr has N lines
#   expect_same A B       two files are equal
#   expect_file F, expect_no_file F
#   tool NAME SCRIPT      builds the script's text as ./NAME, which must succeed in silence
#   start COMMAND...      in the background; pid is $started; finish waits for it as run does
#   await_attached        until the started tool has said 'Attached'
#   running TEXT          is there a process whose command line begins so?
#   $as_nobody COMMAND... to be put behind run or start: without any privilege
#   skip REASON, fail TEXT

test_file=$1
out=.stdout err=.stderr
status=
started=
as_nobody="setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all"

fail() {
	local i line=0 file
	for i in "${!BASH_SOURCE[@]}"; do
		[ "${BASH_SOURCE[i]}" != "$test_file" ] || { line=${BASH_LINENO[i - 1]}; break; }
	done
	echo "${test_file##*/}:$line: $*"
	[ -z "$status" ] || echo "exit status $status"
	for file in $out $err; do
		[ ! -s $file ] || { echo "${file#.}:"; head -c 4000 $file; }
	done
	exit 1
}

skip() {
	echo "$*"
	exit 77
}

check_sane() {
	! grep -aqE 'Sanitizer|runtime error:' $err || fail "a sanitizer reports"
	[ "$status" != 99 ] || fail "a sanitizer ended it"
	[ "$status" -lt 128 ] || fail "killed by signal $((status - 128))"
	[ "$status" != 124 ] || fail "did not end in time"
}

run() {
	timeout "${LIMIT:-60}" "$@" >$out 2>$err </dev/null
	status=$?
	check_sane
}

start() {
	: >$out
	: >$err
	# A background process ignores SIGINT unless the shell is told to control jobs.
	set -m
	"$@" >$out 2>$err </dev/null &
	started=$!
	set +m
}

finish() {
	local i
	for i in $(seq 200); do
		kill -0 "$started" 2>/dev/null || break
		sleep 0.05
	done
	if kill -0 "$started" 2>/dev/null; then
		kill -KILL "$started"
		fail "did not end in time"
	fi
	wait "$started"
	status=$?
	check_sane
}

await_attached() {
	local i
	for i in $(seq 200); do
		grep -q '^Attached ' $err && return
		kill -0 "$started" 2>/dev/null || { finish; fail "ended before it attached"; }
		sleep 0.05
	done
	kill -KILL "$started"
	fail "did not attach in time"
}

expect_status() {
	[ "$status" = "$1" ] || fail "expected exit status $1"
}

expect_text() {
	[ "$(cat "$2"; echo x)" = "$1${1:+
}x" ] || fail "expected ${2#.}:
$1
but found:"
}

expect_out() {
	expect_text "$1" $out
}

expect_err() {
	expect_text "$1" $err
}

expect_out_like() {
	grep -aqE -- "$1" $out || fail "expected on stdout: $1"
}

expect_err_like() {
	grep -aqE -- "$1" $err || fail "expected on stderr: $1"
}

expect_err_lines() {
	[ "$(wc -l <$err)" = "$1" ] || fail "expected $1 lines on stderr"
}

expect_same() {
	cmp -s "$1" "$2" || fail "$1 and $2 differ"
}

expect_file() {
	[ -s "$1" ] || fail "there must be a file $1"
}

expect_no_file() {
	[ ! -e "$1" ] || fail "there must be no file $1"
}

running() {
	local file
	for file in /proc/[0-9]*/cmdline; do
		case $(tr '\0' ' ' <"$file") in "$1"*) return 0 ;; esac 2>/dev/null
	done
	return 1
}

tool() {
	printf '%s\n' "$2" >"$1.bt"
	run "$TRACEC" build "$1.bt" -o "$1"
	expect_status 0
	expect_err ''
	expect_out ''
}

. "$test_file"
