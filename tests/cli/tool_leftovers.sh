# However a tool ends, nothing of it stays in the kernel.
# needs: root
tool leave 'interval:ms:10 { @[pid] = count(); } software:cpu-clock:1000000 /pid == 1/ { @other = count(); }'

# Programs and maps of that name: the kernel frees them a moment after the last reference.
left() {
	local i
	for i in $(seq 40); do
		[ "$(bpftool prog list 2>/dev/null | sort -u)" = "$before" ] && return
		sleep 0.05
	done
	fail "still loaded after $1: $(bpftool prog list | diff <(echo "$before") - | head)"
}

before=$(bpftool prog list 2>/dev/null | sort -u)
for signal in INT TERM KILL; do
	start ./leave
	await_attached
	kill -$signal "$started"
	wait "$started" 2>/dev/null
	left $signal
done
