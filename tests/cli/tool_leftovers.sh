# However a tool ends, nothing of it stays in the kernel.
# needs: root
# Names of its own: other tests have programs beside this one.
name=leave$$
tool leave "interval:ms:10 { @$name = count(); } software:cpu-clock:1000000 /pid == 1/ { @other_$name = count(); }"

# The tool's maps, which its programs hold: the kernel frees them a moment after the last reference.
has_maps() {
	bpftool map list 2>/dev/null | grep -q "m_$name"
}

left() {
	local i
	for i in $(seq 100); do
		has_maps || return 0
		sleep 0.05
	done
	fail "still loaded after $1: $(bpftool map list | grep "m_$name")"
}

for signal in INT TERM KILL; do
	start ./leave
	await_attached
	has_maps || fail "the map of that name is not seen: $(bpftool map list)"
	kill -$signal "$started"
	wait "$started" 2>/dev/null
	left $signal
done
