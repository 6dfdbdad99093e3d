# Stacks of build ids, recorded here, and named from a directory of binaries that this
# machine no longer has.
# needs: root syscalls program:objcopy
[ "$(uname -m)" = x86_64 ] || skip "the stack of this test is x86_64's"
cat >library.c <<'END'
void library_function(void (*inner)(void)) __asm__("_ZN7library8functionEPFvvE");
__attribute__((noinline)) void library_function(void (*inner)(void)) { inner(); __asm__(""); }
END
cat >program.c <<'END'
void library_function(void (*inner)(void)) __asm__("_ZN7library8functionEPFvvE");
static __attribute__((noinline)) void hidden_leaf(void)
{
	long result;
	__asm__ volatile("syscall" : "=a"(result) : "a"(110), "r"(__builtin_frame_address(0)) : "rcx", "r11");
}
static inline __attribute__((always_inline)) void inlined_inner(void (*f)(void)) {
	library_function(f);
}
static inline __attribute__((always_inline)) void inlined_outer(void (*f)(void)) { inlined_inner(f); }
int main(void)
{
	inlined_outer(hidden_leaf);
	return 0;
}
END
flags='-O1 -g -fno-omit-frame-pointer -fno-optimize-sibling-calls -Wl,--build-id=sha1 -Wl,-rpath,$ORIGIN'
cc $flags -shared -fPIC -Wl,-Ttext-segment=0x30000000 -o liblibrary.so library.c
cc $flags -fPIE -pie -o program program.c ./liblibrary.so

# Of one page each: a stack of build ids as a value, in a record and as a key.
tool recorder 'tracepoint:syscalls:sys_enter_getppid /pid == cpid/ {
	@[ustack(build_id, 3)] = count();
	printf("%s", ustack(build_id, 2));
	$s = ustack(build_id, 3);
	print(len($s));
}'
run ./recorder -q -c ./program
expect_status 0
cp $out recorded
[ "$(grep -cE '^[0-9a-f]{40} 0x[0-9a-f]+$' recorded)" = 5 ] || fail "$(cat recorded)"
grep -qx 3 recorded || fail "length of the stack: $(cat recorded)"
run ./recorder -q -f json -c ./program
cp $out recorded.json

mkdir -p elsewhere/bin elsewhere/lib elsewhere/debug
mv program elsewhere/bin
mv liblibrary.so elsewhere/lib
named='        hidden_leaf+N|        library::function(void (*)())+N|        main+N|'
named_with_source="        hidden_leaf+N@$PWD/program.c:6|"
named_with_source+="        library::function(void (*)())+N@$PWD/library.c:2|"
named_with_source+="        [inlined] inlined_inner@$PWD/program.c:8|"
named_with_source+="        [inlined] inlined_outer@$PWD/program.c:10|"
named_with_source+="        main+N@$PWD/program.c:13|"
expect_lines() { # N EXPECTED: the last N lines of stacks
	expect_status 0
	expect_err ''
	[ "$(grep '^ ' $out | tail -n $1 | sed -E 's/\+[0-9]+(@|$)/+N\1/' | tr '\n' '|')" = "$2" ] ||
		fail "expected $2"
}
expect_named() { expect_lines 3 "$named"; }
expect_named_with_source() { expect_lines 5 "$named_with_source"; }
run "$TRACEC" symbolize elsewhere recorded
expect_named_with_source
[ "$(grep -c '^ ' $out)" = 7 ] || fail "not all frames were named"
expect_out_like '^@\[$'
expect_out_like '^\]: 1$'
run "$TRACEC" symbolize --no-debug-info elsewhere recorded
expect_named
[ "$(grep -c '^ ' $out)" = 5 ] || fail "not all frames were named"
run bash -c "cat recorded | '$TRACEC' symbolize elsewhere"
expect_named_with_source
run bash -c "cat recorded | '$TRACEC' symbolize elsewhere -"
expect_named_with_source

# In JSON, which stays JSON.
run "$TRACEC" symbolize elsewhere recorded.json
expect_status 0
expect_out_like '"data": "\\n        hidden_leaf\+[0-9]+@[^"]*program.c:6\\n        library::function\(void \(\*\)\(\)\)\+[0-9]+@[^"]*\\n"'
expect_out_like '"@": \{"\\n        hidden_leaf\+[0-9]+@[^ ]*\\n        library::function\(void \(\*\)\(\)\)\+[^ ]*\\n        \[inlined\] inlined_inner@'
! command -v jq >/dev/null || jq . <$out >/dev/null || fail "that is not JSON"

# Stripped, with debug files elsewhere. Those alone do not tell where the code is.
for file in bin/program lib/liblibrary.so; do
	objcopy --only-keep-debug elsewhere/$file elsewhere/debug/${file##*/}.debug
	strip elsewhere/$file
done
run "$TRACEC" symbolize elsewhere/bin elsewhere/lib elsewhere/debug recorded
expect_named_with_source

# As distributions lay them out: debug files by their build ids, and links to the binaries.
for file in bin/program lib/liblibrary.so; do
	id=$(readelf -n elsewhere/$file | sed -n 's/.*Build ID: //p')
	mkdir -p by_id/.build-id/${id:0:2}
	ln -s "$PWD/elsewhere/$file" by_id/.build-id/${id:0:2}/${id:2}
	cp elsewhere/debug/${file##*/}.debug by_id/.build-id/${id:0:2}/${id:2}.debug
done
run "$TRACEC" symbolize by_id recorded
expect_named_with_source
run "$TRACEC" symbolize elsewhere/debug recorded
expect_same $out recorded

# What is not known stays as it is.
mkdir empty
run "$TRACEC" symbolize empty recorded
expect_status 0
expect_same $out recorded
expect_err_like 'no file there has a build id'
expect_err_like 'tracec: warning: 5 frames are left as they are, of 2 build ids that no file there has: [0-9a-f]{40}, \.\.\.$'
run "$TRACEC" symbolize elsewhere/bin recorded
expect_status 0
expect_same $out recorded
expect_err_like '^tracec: warning: 2 frames are left as they are, of 1 build id that no file there has: [0-9a-f]{40}$'
expect_err_like '^tracec: warning: 3 frames are left as they are: no symbol there$'

run "$TRACEC" symbolize recorded
expect_status 2
expect_err_like 'a directory of binaries is needed'
run "$TRACEC" symbolize elsewhere no_such_file
expect_status 2
expect_err_like 'no_such_file: No such file'

# Before DWARF 5 files may be told by the directory below that of the compilation.
mkdir source
mv program.c source
cc $flags -gdwarf-4 -fPIE -pie -o program source/program.c elsewhere/lib/liblibrary.so
run env LD_LIBRARY_PATH=elsewhere/lib ./recorder -q -c ./program
cp $out recorded
mkdir below
mv program below
run "$TRACEC" symbolize below elsewhere/lib elsewhere/debug recorded
expect_lines 5 "${named_with_source//$PWD\/program.c/$PWD/source/program.c}"
