# A pinned iterator runs whenever its file is read, and the file goes with the tool.
# needs: root btf
tool t 'iter:task:tracec_test_tasks /ctx.task.pid > 0/ { @ = count(); } end { printf("%d\n", @ > 10); }'
run ./t -d 1
case $status in
0) ;;
*) expect_err_like 'not in a BPF file system; run: mount -t bpf nodev /sys/fs/bpf' ;;
esac
cat >pin.sh <<'END'
mount -t bpf nodev /sys/fs/bpf || exit 9
./t -q >said 2>&1 &
tool=$!
for i in $(seq 100); do
	[ -e /sys/fs/bpf/tracec_test_tasks ] && break
	sleep 0.1
done
./t --check | grep -E '^[a-z]+ +(iter|end)'
cat /sys/fs/bpf/tracec_test_tasks
./t; echo "second: $?"
kill -INT $tool
wait $tool
echo "first: $?"
ls /sys/fs/bpf/tracec_test_tasks 2>/dev/null
grep -q '^true$\|^1$' said && echo counted
# Whoever kills the tool, and its process group with it, does not leave the file.
setsid ./t -q >said 2>&1 &
tool=$!
for i in $(seq 100); do
	[ -e /sys/fs/bpf/tracec_test_tasks ] && break
	sleep 0.1
done
kill -KILL -$tool
wait $tool 2>/dev/null
for i in $(seq 100); do
	[ -e /sys/fs/bpf/tracec_test_tasks ] || break
	sleep 0.1
done
[ $i -gt 90 ] || echo gone
END
run unshare -m bash pin.sh
[ "$status" != 9 ] || skip "no BPF file system can be mounted here"
expect_out 'ok       iter:task:tracec_test_tasks (BPF iterator)
ok       end (run by this program)
second: 1
first: 0
counted
gone'
expect_err_like 'unable to attach probe iter:task:tracec_test_tasks: /sys/fs/bpf/tracec_test_tasks is there already'

# Every iterator of this kernel runs, or the kernel does not permit it, which is said.
"$TRACEC" list 'iter:*' >kinds
[ "$(wc -l <kinds)" -gt 8 ] || fail "few iterators: $(cat kinds)"
sed 's/$/? { @[probe] = count(); }/' kinds >all.bt
run "$TRACEC" build all.bt -o all
expect_status 0
run ./all -v
expect_status 0
while read -r kind; do
	grep -q "^@\[$kind\]: [1-9]" $out ||
		grep -q "skipped $kind: .*the kernel refuses to load the program: Operation not permitted" $err ||
		[ $kind = iter:dmabuf ] || fail "$kind: neither run nor refused"
done <kinds
run ./all --info
expect_out_like 'CAP_SYS_ADMIN +to find the BPF maps of this host \(iter\)'
run "$TRACEC" build -e 'iter:bpf_map_elem:tracec_test_elements { }' -o pinned
run ./pinned
expect_status 1
expect_err_lines 1
