# show_debug_info: files, lines and inlined functions in stacks, of what different compilers
# write; the same that tracec symbolize tells.
# needs: root syscalls program:g++ program:objcopy program:dwz
# timeout: 180
[ "$(uname -m)" = x86_64 ] || skip "the stack of this test is x86_64's"
cat >program.cc <<'END_C'
#include <sys/syscall.h>
namespace space {
struct thing {
	int value;
	template <typename T> inline __attribute__((always_inline)) long inner(T n);
	inline __attribute__((always_inline)) long outer(int n) { return inner(n + 1) + value; }
};
__attribute__((noinline)) long leaf(long n)
{
	long r;
	__asm__ volatile("syscall" : "=a"(r) : "a"(SYS_getppid), "r"(__builtin_frame_address(0)) : "rcx", "r11", "memory");
	return r + n;
}
template <typename T> long thing::inner(T n)
{
	if (n > 0) {
		long l = leaf(n);
		return l * 2;
	}
	return 0;
}
__attribute__((noinline)) long work(thing *t, int n)
{
	return t->outer(n) + 1;
}
}
int main(int n, char **)
{
	space::thing t = { 1 };
	return space::work(&t, n) == 0;
}
END_C
tool stacks 'config = { show_debug_info = true }
tracepoint:syscalls:sys_enter_getppid /pid == cpid/ { print(ustack(4)); print(ustack(perf, 2)); }'
tool recorder 'tracepoint:syscalls:sys_enter_getppid /pid == cpid/ { print(ustack(build_id, 3)); }'
expected='space::leaf(long)+N@program.cc:12|'
expected+='[inlined] long space::thing::inner<int>(int)@program.cc:17|'
expected+='[inlined] space::thing::outer(int)@program.cc:6|'
expected+='space::work(space::thing*, int)+N@program.cc:24|'
expected+='main+N@program.cc:30|'
lines() { # of frames of this program, without directories and offsets
	grep '@.*program.cc:' "$1" | sed -E "s/^ +//; s/\\+[0-9]+@/+N@/; s| \\[clone [^]]*\\]||; s|@$PWD/|@|" | tr '\n' '|'
}
flags='-O2 -fno-omit-frame-pointer -fno-optimize-sibling-calls -fno-ipa-cp -Wl,--build-id=sha1'
expect_places() {
	run ./stacks -q -c ./program
	expect_status 0
	[ "$(lines $out)" = "$expected" ] || fail "$1: expected $expected, found $(lines $out)"
	expect_out_like '^	[0-9a-f]+ long space::thing::inner<int>\(int\) \(inlined\)$'
	expect_out_like '^	[0-9a-f]+ space::work\(space::thing\*, int\)\+[0-9]+ \(/.*/program\)$'
	run bash -c "./recorder -q -c ./program | '$TRACEC' symbolize ."
	[ "$(lines $out)" = "$expected" ] || fail "$1: expected $expected, symbolize found $(lines $out)"
}
for format in -gdwarf-5 -gdwarf-4 -gdwarf-3 '-g -gz' '-g -gdwarf64' '-g -flto'; do
	g++ $flags $format -o program program.cc
	expect_places "g++ $format"
done
for clang in clang++ clang++-19 clang++-14; do
	command -v $clang >/dev/null || continue
	for format in -gdwarf-5 -gdwarf-4; do
		$clang ${flags/-fno-ipa-cp/} $format -o program program.cc
		expect_places "$clang $format"
	done
	break
done

# What several programs have in common in a file of its own, as distributions have it (dwz), by a path beside it.
g++ $flags -g -o plain program.cc
for format in -gdwarf-5 -gdwarf-4; do
	g++ $flags $format -o program program.cc
	cp program second
	cp program third
	dwz -m shared.dwz program second third
	cmp -s program plain && fail "dwz did nothing"
	expect_places "dwz $format"
	# Without that file: places, but names of what was inlined there are unknown.
	rm shared.dwz
	run ./stacks -q -c ./program
	expect_status 0
	expect_out_like '^        space::leaf\(long\)\+[0-9]+@.*program.cc:12$'
	expect_out_like '^        \[inlined\] .*@.*program.cc:17$'
done

# Split: what was inlined is in files beside the object files; without them the places of functions are in the program, and -v
# says what is missing. A file of another build is as good as none.
expect_without_inlined() {
	run ./stacks -v -c ./program
	expect_status 0
	expect_out_like '^        space::leaf\(long\)\+[0-9]+@.*program.cc:12$'
	expect_out_like '^        main\+[0-9]+@.*program.cc:30$'
	! grep -q inlined $out || fail "$1: something inlined is known"
	expect_err_like "^stacks: /.*/program: inlined functions of parts of it are not shown: their debug information is not here, or of another build: '[^']*\.dwo' of '$PWD'$"
}
for compiler in "g++ ${flags% -Wl*}" "clang++-19 ${flags/ -fno-ipa-cp*/}"; do
	command -v ${compiler%% *} >/dev/null || continue
	for format in '-g -gdwarf-5' '-g -gdwarf-4' '-g -gz -ffunction-sections'; do
		rm -f ./*.dwo
		$compiler $format -gsplit-dwarf -c -o program.o program.cc
		$compiler -Wl,--build-id=sha1 -o program program.o
		[ -n "$(ls ./*.dwo)" ] || fail "no .dwo file of $compiler $format"
		expect_places "$compiler $format -gsplit-dwarf"
	done
done

# The same in a package beside the program, of two units, and nothing else: of those packers that can take what the compiler
# writes. One of another build, half of one and what is none are as good as none.
echo 'int more(int n) { return n + 1; }' >more.cc
pack() { # COMPILER FORMAT PACKER
	rm -f ./*.dwo program.dwp
	$1 $2 -gsplit-dwarf -c -o more.o more.cc
	$1 $2 -gsplit-dwarf -c -o program.o program.cc
	$1 -Wl,--build-id=sha1 -o program more.o program.o
	timeout 10 $3 -o program.dwp more.dwo program.dwo || fail "$*"
	rm ./*.dwo
	run ./stacks -q -c ./program
	expect_status 0
	[ "$(lines $out)" = "$expected" ] || fail "$*: expected $expected, found $(lines $out)"
}
gcc="g++ ${flags% -Wl*}"
pack "$gcc" '-g -gdwarf-4' dwp
if command -v clang++-19 llvm-dwp-19 >/dev/null; then
	pack "$compiler" '-g -gdwarf-4' dwp
	pack "$gcc" '-g -gdwarf-4' llvm-dwp-19
	pack "$compiler" '-g -gdwarf-5' llvm-dwp-19
	pack "$compiler" '-g -gdwarf-4' llvm-dwp-19
else
	compiler=$gcc
fi
cp program.dwp package
format="-g -gdwarf-4"
sed 's/n + 1/n + 2/' program.cc >other.cc
$compiler $format -gsplit-dwarf -c -o other.o other.cc
dwp -o program.dwp other.dwo
rm other.dwo
expect_without_inlined "a package of another build"
for size in 10 500 1500; do
	head -c $size package >program.dwp
	expect_without_inlined "$size bytes of a package"
done
rm program.dwp
mkfifo program.dwp
expect_without_inlined "a pipe for a package"
rm program.dwp
$compiler $format -gsplit-dwarf -c -o program.o program.cc
$compiler -Wl,--build-id=sha1 -o program program.o
rm -f more.dwo

dwo=$(echo ./*.dwo)
cp $dwo kept
sed 's/n + 1/n + 2/' program.cc >other.cc
$compiler $format -gsplit-dwarf -c -o other.o other.cc
cp other.dwo $dwo
expect_without_inlined "another build"
head -c 1000 kept >$dwo
expect_without_inlined "half of it"
rm $dwo
mkfifo $dwo
expect_without_inlined "a pipe"
rm -f ./*.dwo other.*
expect_without_inlined "none"

# Stripped, with the debug file where distributions put it.
g++ $flags -g -o program program.cc
id=$(readelf -n program | sed -n 's/.*Build ID: //p')
debug=/usr/lib/debug/.build-id/${id:0:2}
mkdir -p "$debug"
trap 'rm -f "$debug/${id:2}.debug"; rmdir -p "$debug" 2>/dev/null' EXIT
objcopy --only-keep-debug --compress-debug-sections program "$debug/${id:2}.debug"
strip program
run ./stacks -q -c ./program
[ "$(lines $out)" = "$expected" ] || fail "stripped: expected $expected, found $(lines $out)"

# Nothing of it without the config, and nothing that reads it in the tool.
tool plain 'tracepoint:syscalls:sys_enter_getppid /pid == cpid/ { print(ustack(4)); }'
run ./plain -q -c ./program
! grep -q @ $out || fail "there are places in the source"
! grep -q debug_rnglists plain || fail "a tool that does not show it reads debug information"
