# A snapshot stands for the kernel that it was made of: what is built from it has the same bytes.
# needs: root btf tracefs syscalls
# timeout: 300
run "$TRACEC" snapshot
expect_status 2
expect_err_like '^tracec: -o is needed'
run "$TRACEC" snapshot -o no/such/directory
expect_status 3
expect_err_lines 1

run "$TRACEC" snapshot -o kernel
expect_status 0
expect_out ''
expect_file kernel
run "$TRACEC" snapshot -o again
expect_status 0
expect_same kernel again

# The program for hosts without tracec needs nothing else, and does the same.
small=${TRACEC%tracec}tracec-snapshot
run ldd "$small"
grep -q 'not a dynamic executable' $out $err || fail "it is not static"
run "$small"
expect_status 2
run "$small" -o small
expect_status 0
expect_out ''
expect_same kernel small

# It is an ELF file with the types as others read them.
run bpftool btf dump file kernel
expect_status 0
expect_out_like "STRUCT 'task_struct'"
run readelf -p .tracec.info kernel
expect_out_like "release: $(uname -r)"
expect_out_like "machine: $(uname -m)"

# As an ordinary user, with nothing of the kernel in sight.
mkdir bare live
chmod 777 bare
chmod 644 kernel
cat >hidden.sh <<'END'
mount -t tmpfs none /sys && mount -t tmpfs none /boot 2>/dev/null
exec "$@"
END
hidden="unshare -m --propagation private bash $PWD/hidden.sh $as_nobody"
for script in "$ROOT"/examples/*.bt "$ROOT"/tools/*.bt; do
	[ -e "$script" ] || continue
	# The many, which are built elsewhere with sanitizers too, by the fast one.
	tracec=$TRACEC
	[ "${script%/*}" != "$ROOT/tools" ] || tracec=$TRACEC_RELEASE
	run "$tracec" build "$script" -o "live/${script##*/}"
	expect_status 0
	run $hidden env HOME="$PWD/bare" "$tracec" build --target kernel "$script" -o bare/tool
	expect_status 0
	expect_err ''
	expect_same "live/${script##*/}" bare/tool
done

# Installed with tracec, it stands in for what the builder's kernel does not say: all of it, or
# the tracepoints that only root may read.
mkdir prefix
cp -rL "${TRACEC%/bin/tracec}/lib" prefix
mkdir prefix/bin
cp "$TRACEC" prefix/bin
cp kernel prefix/lib/tracec/default.snapshot
chmod -R a+rX prefix
for script in "$ROOT"/examples/*.bt; do
	run $hidden env HOME="$PWD/bare" prefix/bin/tracec build "$script" -o bare/tool
	expect_status 0
	expect_same "live/${script##*/}" bare/tool
	run $as_nobody env HOME="$PWD/bare" prefix/bin/tracec build "$script" -o bare/tool
	expect_status 0
	expect_err ''
	expect_same "live/${script##*/}" bare/tool
done
# Without one it is not the script's fault, which is said.
if [ ! -e "${TRACEC%/bin/tracec}/lib/tracec/default.snapshot" ]; then
	run $hidden "$TRACEC" check "$ROOT/examples/opens.bt"
	expect_status 1
	expect_err_like '^tracec: note: this host tells nothing of its kernel.s types .*: --target SNAPSHOT names a kernel$'
fi
# But lists are of what there is here.
run $hidden prefix/bin/tracec list tracepoint
expect_status 1
expect_out ''

# What is not in it is said to be missing, with a guess.
printf 'tracepoint:sched:sched_swich { exit(); }\n' >typo.bt
run $hidden "$TRACEC" check --target kernel typo.bt
expect_err_like "did you mean 'sched:sched_switch'"

# One without tracepoints is made by a user who may not read them, who is told so.
run $as_nobody "$TRACEC" snapshot -o bare/poor
expect_status 0
expect_err_like 'warning: no tracepoints in it'
run "$TRACEC" check --target bare/poor "$ROOT/examples/hello.bt"
expect_status 0

run $hidden "$TRACEC" snapshot -o bare/none
expect_status 1
expect_err_like 'neither types nor tracepoints'
expect_no_file bare/none

# Damage is noticed.
head -c $(($(stat -c %s kernel) - 4096)) kernel >cut
run "$TRACEC" check --target cut "$ROOT/examples/hello.bt"
expect_status 2
expect_err_lines 1
size=$(stat -c %s kernel)
offset=$(readelf -SW kernel | awk '$2 == "]" { $1 = $1 $2 } / \.tracec\.formats / { for (i = 1; i <= NF; i++) if ($i == "PROGBITS") print $(i + 2) }')
cp kernel damaged
printf 'XXXXXXXXXXXXXXXX' | dd of=damaged bs=1 seek=$((0x$offset + 4096)) conv=notrunc status=none
run "$TRACEC" check --target damaged "$ROOT/examples/hello.bt"
expect_status 2
expect_err "tracec: the snapshot 'damaged' is damaged"
