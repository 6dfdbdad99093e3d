# Places that a file itself does not name: entries of ZIP archives, as the libraries of an .apk are run; functions of
# stripped files, by their debug file or .gnu_debugdata; and what was meant by a wrong name.
# needs: uprobe
# inputs: tests/run/bin/workload.c
cp "$BUILD"/debug/run-bin/workload .
cat >library.c <<'END'
int archived_add(int a) { return a + 1; }
static __attribute__((noinline)) int hidden_leaf(int a) { __asm__ volatile(""); return a * 2; }
int archived_twice(int a) { return hidden_leaf(a) + 1; }
END
cat >loader.c <<'END'
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <fcntl.h>
/* Maps the text of the library in the archive as a linker for archives would, and calls into it. */
int main(int argc, char **argv)
{
	long offset = atol(argv[1]), place = atol(argv[2]), size = atol(argv[3]);
	int fd = open("app.apk", O_RDONLY);
	long page = (offset + place) & ~4095L;
	char *text = mmap(0, size + 8192, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, page);
	if (text == MAP_FAILED)
		return 1;
	int (*add)(int) = (int (*)(int))(text + (offset + place - page));
	return add(1) + add(2) == 5 ? argc == 4 ? 0 : 1 : 2;
}
END
cc -O1 -shared -fPIC -Wl,-z,noseparate-code library.c -o library.so && cc loader.c -o loader || fail 'it does not compile'

# An archive with one stored entry at a page, and one that is compressed. Made by hand, for there may be no zip(1).
cat >zip.c <<'END'
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static FILE *out;
static void put(uint32_t n, int size) { for (int i = 0; i < size; i++) fputc(n >> 8 * i, out); }
static void head(int central, int method, uint32_t size, const char *name, int extra, uint32_t at)
{
	fwrite(central ? "PK\1\2" : "PK\3\4", 1, 4, out);
	if (central)
		put(20, 2);
	put(20, 2), put(0, 2), put(method, 2), put(0, 4), put(0, 4), put(size, 4), put(size, 4);
	put(strlen(name), 2), put(extra, 2);
	if (central)
		put(0, 2), put(0, 2), put(0, 2), put(0, 4), put(at, 4);
	fputs(name, out);
	for (int i = 0; i < extra; i++)
		fputc(0, out);
}
int main(void)
{
	static char bytes[1 << 20];
	FILE *in = fopen("library.so", "rb");
	uint32_t size = fread(bytes, 1, sizeof(bytes), in);
	const char *name = "lib/x86/library.so";
	int pad = 4096 - 30 - strlen(name);
	out = fopen("app.apk", "wb");
	head(0, 0, size, name, pad, 0);
	fwrite(bytes, 1, size, out);
	uint32_t second = ftell(out);
	head(0, 8, 4, "lib/packed.so", 0, 0);
	put(0, 4);
	uint32_t central = ftell(out);
	head(1, 0, size, name, 0, 0);
	head(1, 8, 4, "lib/packed.so", 0, second);
	uint32_t length = ftell(out) - central;
	fwrite("PK\5\6", 1, 4, out);
	put(0, 4), put(2, 2), put(2, 2), put(length, 4), put(central, 4), put(0, 2);
	return fclose(out);
}
END
cc zip.c -o zip && ./zip || fail 'no archive'
place=$((0x$(nm library.so | awk '$3 == "archived_add" { print $1 }')))
size=$(stat -c %s library.so)
tool archive 'uprobe:./app.apk!/lib/x86/library.so:archived_add { @[probe] = sum(arg0); }'
run ./archive -q -c "./loader 4096 $place $size"
expect_status 0
expect_out_like '^@\[uprobe:/.*/app.apk!/lib/x86/library.so:archived_add\]: 3$'
tool wild 'uprobe:./app.apk!/lib/x86/library.so:archived_* { @[probe] = count(); }'
run ./wild -q -c "./loader 4096 $place $size"
expect_out_like '^@\[uprobe:/.*/app.apk!/lib/x86/library.so:archived_add\]: 2$'
tool packed 'uprobe:./app.apk!/lib/packed.so:archived_add { }'
run ./packed
expect_status 1
expect_err_like "'lib/packed.so' is compressed in .*/app.apk: no process runs it there"
tool nothing 'uprobe:./app.apk!/lib/none.so:archived_add { }'
run ./nothing
expect_status 1
expect_err_like "the archive .*/app.apk has no 'lib/none.so'"
tool nozip 'uprobe:./zip.c!/lib/none.so:archived_add { }'
run ./nozip
expect_status 1
expect_err_like 'zip.c is no ZIP archive'
head -c 3000 app.apk >cut && mv cut app.apk
run ./archive
expect_status 1
expect_err_like 'app.apk is no ZIP archive'

# A stripped program: its functions by .gnu_debugdata.
cat >program.c <<'END'
static __attribute__((noinline)) int hidden_leaf(int a) { __asm__ volatile(""); return a * 2; }
static __attribute__((noinline)) int hidden_twin(int a) { __asm__ volatile(""); return a * 3; }
int main(int argc, char **argv) { (void)argv; return hidden_leaf(argc) + hidden_twin(argc) == 5 ? 0 : 1; }
END
cc -O1 -Wl,--build-id=sha1 program.c -o program || fail 'it does not compile'
objcopy --only-keep-debug program with_symbols
nm with_symbols | awk '$2 == "t" { print $3 }' >keep
objcopy -S --remove-section .comment --keep-symbols=keep with_symbols inner
xz -z --format=xz inner
strip program
cp program bare
objcopy --add-section .gnu_debugdata=inner.xz program
tool leaf 'uprobe:./program:hidden_leaf { @[probe] = count(); }'
run ./leaf -q -c ./program
expect_status 0
expect_out_like '^@\[uprobe:/.*/program:hidden_leaf\]: 1$'
tool hidden 'uprobe:./program:hidden_* { @[probe] = count(); }'
run ./hidden -q -c ./program
expect_out_like '^@\[uprobe:/.*/program:hidden_leaf\]: 1$'
expect_out_like '^@\[uprobe:/.*/program:hidden_twin\]: 1$'

# By the file that distributions keep elsewhere.
cp bare program
run ./leaf
expect_status 1
expect_err_like "/program has no function 'hidden_leaf'"
id=$(readelf -n program | sed -n 's/.*Build ID: //p')
debug=/usr/lib/debug/.build-id/${id:0:2}
mkdir -p "$debug"
trap 'rm -f "$debug/${id:2}.debug"; rmdir -p "$debug" 2>/dev/null' EXIT
cp with_symbols "$debug/${id:2}.debug"
run ./leaf -q -c ./program
expect_status 0
expect_out_like '^@\[uprobe:/.*/program:hidden_leaf\]: 1$'

# A name that nearly is one.
tool wrong 'uprobe:./workload:traced_ad { @ = count(); }'
run ./wrong
expect_status 1
expect_err_lines 1
expect_err_like "/workload has no function 'traced_ad' \(did you mean 'traced_add'\?\)\."
