# -o, -B, a closed pipe, a full disk, closed descriptors, exit codes.
# needs: root
tool lines 'begin { printf("one\n"); printf("two\n"); exit(); }'

run ./lines
expect_status 0
expect_out_like '^one$'

run ./lines -q -o written
expect_status 0
expect_out ''
[ "$(head -n 2 written)" = "$(printf 'one\ntwo')" ] || fail "-o wrote: $(cat written)"

mknod device c 1 7
run ./lines -q -o device
[ "$status" != 0 ] || fail "the output cannot have been written"
expect_err_lines 1
expect_err_like 'No space left'

run ./lines -q -o no/such/file
expect_status 1
expect_err_lines 1
expect_err_like 'no/such/file'

tool code 'begin { exit(7); }'
run ./code -q
expect_status 7

tool endless 'interval:ms:1 { printf("line\n"); }'
LIMIT=20 run bash -c './endless -q | head -n 3'
expect_out "$(printf 'line\nline\nline')"

# Nobody reads any more: told, and the end of it.
for options in '' '-B none' '-B full' '-f json'; do
	LIMIT=20 run bash -c "{ ./endless -q $options; echo \$? >ended; } | head -c 1"
	[ "$(cat ended)" = 1 ] || fail "endless $options: status $(cat ended)"
	expect_err 'endless: cannot write to standard output: Broken pipe'
done

# What a reader has while the tool runs: everything, whole lines, nothing.
tool slowly 'begin { printf("first"); printf(" line\nrest"); } interval:s:1 { printf(" of it\n"); exit(); }'
for buffering in none line full; do
	mkfifo from_$buffering
	exec 7<>from_$buffering
	./slowly -B $buffering >from_$buffering 2>told_$buffering &
	for i in $(seq 200); do
		grep -q '^Attached' told_$buffering && break
		sleep 0.02
	done
	sleep 0.1
	read -r -t 0.2 -N 100 -u 7 while_running
	case $buffering in
	none) expected=$'first line\nrest' ;;
	line) expected=$'first line\n' ;;
	full) expected= ;;
	esac
	[ "$while_running" = "$expected" ] || fail "-B $buffering: '$while_running' while it ran"
	wait $!
	read -r -t 0.2 -N 100 -u 7 rest
	[ "$while_running$rest" = $'first line\nrest of it\n\n\n' ] || fail "-B $buffering: '$while_running$rest' in all"
	exec 7>&-
done
run ./slowly -B some
expect_status 2
expect_err_lines 1
expect_err_like "-B: 'some' is no buffering"

# A disk that becomes full: told once, what is in the file are whole lines.
mkdir small
if mount -t tmpfs -o size=64k tmpfs small; then
	tool loud 'interval:ms:1 { printf("%s\n", "a line of some length, so that the disk is full soon"); @n = count(); } end { printf("the end\n"); }'
	for format in text json; do
		LIMIT=20 run ./loud -q -f $format -o small/printed
		expect_status 1
		expect_err "loud: cannot write to 'small/printed': No space left on device"
		expect_out ''
		[ "$(stat -c %s small/printed)" -gt 60000 ] || fail "only $(stat -c %s small/printed) bytes"
		[ -z "$(tail -c 1 small/printed)" ] || fail "half a line in $format"
		rm small/printed
	done
	umount small
fi

# Where there is no stdout no other file is written to: the next one to be opened would have its number.
for format in text json; do
	run bash -c "exec ./lines -q -f $format >&-"
	expect_status 1
	expect_err 'lines: cannot write to standard output: Bad file descriptor'
done
run bash -c 'exec ./lines -q -o written <&- >&- 2>&-'
expect_status 0
[ "$(head -n 2 written)" = "$(printf 'one\ntwo')" ] || fail "-o wrote: $(cat written)"
run bash -c 'exec ./lines 2>&-'
expect_status 0
expect_out_like '^two$'
