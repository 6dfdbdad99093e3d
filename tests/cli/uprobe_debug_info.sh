# Types of a program's functions: from separate debug files, by name in casts; and a program that is
# not here when the tool is built.
# needs: uprobe
# inputs: tests/run/bin/typed.c

cp "$BUILD/debug/run-bin/typed" whole
cat >args.bt <<'END'
uprobe:./stripped:traced_values { printf("%d %ld\n", args.point.y, args.pair.first); }
END

# Without debug information it says so, and what helps.
objcopy --strip-debug whole stripped
run "$TRACEC" build args.bt -o args
expect_status 1
expect_err_like "^args.bt:1:54: error: 'args' of 'uprobe:./stripped:traced_values' are not known: ./stripped has no debug information \(DWARF\) here, nor a separate debug file$"
expect_no_file args

# Beside the file and in .debug, by the link in it.
objcopy --only-keep-debug whole stripped.debug
objcopy --strip-debug --add-gnu-debuglink=stripped.debug whole stripped
run "$TRACEC" build args.bt -o args
expect_status 0
run ./args -q -c ./stripped
expect_status 0
expect_out_like '^-8 -9$'
mkdir .debug
mv stripped.debug .debug
run "$TRACEC" build args.bt -o args
expect_status 0

# By build id, where distributions have them.
mv .debug/stripped.debug moved.debug
run "$TRACEC" build args.bt -o args
expect_status 1
id=$(readelf -n whole | sed -n 's/.*Build ID: //p')
[ -n "$id" ] || fail 'the program has no build id'
mkdir -p /usr/lib/debug
run unshare -m sh -c "mount -t tmpfs none /usr/lib/debug && mkdir -p /usr/lib/debug/.build-id/${id:0:2} &&
	cp moved.debug /usr/lib/debug/.build-id/${id:0:2}/${id:2}.debug && '$TRACEC' build args.bt -o args"
expect_status 0
run ./args -q -c ./stripped
expect_out_like '^-8 -9$'

# Types by name: the program's are nearer than the kernel's, the script's own are nearest.
cat >names.bt <<'END'
uprobe:./whole:traced_node
{
	$n = (struct node *)arg0;
	printf("%s %d %d %s\n", $n.tag, $n.at.y, sizeof(struct node), str($n.name));
	printf("%d\n", (port_t)0x12345);
}
END
run "$TRACEC" build names.bt -o names
expect_status 0
run ./names -q -c ./whole
expect_out_like '^one 2 72 first$'
expect_out_like "^$((0x2345))$"
{ echo 'struct node { long one; long other; };'; sed 's/\$n.tag/"own"/; s/\$n.at.y/0/; s/\$n.name/$n.other/' names.bt; } >own.bt
run "$TRACEC" build own.bt -o own
expect_status 0
run ./own -q -c ./whole
expect_out_like '^own 0 16 first$'

# No program yet: everything but types is found where the tool runs.
tool later 'uprobe:./later-program:traced_enums { printf("%d %s\n", (int32)arg0, func); }'
run ./later -q -d 1
expect_status 1
expect_err 'later: unable to attach probe uprobe:./later-program:traced_enums: there is no file ./later-program. If this is expected, set the '"'missing_probes' config variable to 'warn'."
cp whole later-program
run ./later -q -c ./later-program
expect_status 0
expect_out_like '^5 traced_enums$'
