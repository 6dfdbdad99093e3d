/*
 * Calls traced_memory() with strings and bytes of every sort that a process may have: long ones, some with NULs inside,
 * some that end where memory ends, without a NUL, in a page that was never touched; traced_list() with arrays of
 * strings of every sort; traced_addresses() once.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "../c_addresses.h"

#define PAGE 65536 /* a multiple of every machine's page */

__attribute__((noinline, noclone)) int traced_memory(const char *name, const char *bytes, long size)
{
	__asm__ volatile("" : : "r"(name), "r"(bytes), "r"(size) : "memory");
	return bytes != NULL;
}

__attribute__((noinline, noclone)) int traced_list(const char *name, char **list)
{
	__asm__ volatile("" : : "r"(name), "r"(list) : "memory");
	return list != NULL;
}

__attribute__((noinline, noclone)) int traced_addresses(const struct addresses *addresses, unsigned int v4)
{
	__asm__ volatile("" : : "r"(addresses), "r"(v4) : "memory");
	return addresses != NULL;
}

/* PAGE bytes, behind which nothing can be read. */
static char *cut_memory(void)
{
	char *memory = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED || mprotect(memory + PAGE, PAGE, PROT_NONE))
		exit(1);
	return memory;
}

static char *new_text(size_t length)
{
	char *text = malloc(length + 1);

	if (!text)
		exit(1);
	for (size_t i = 0; i < length; i++)
		text[i] = (char)('a' + i % 26);
	text[length] = '\0';
	return text;
}

static void trace_text(const char *name, size_t length)
{
	char *text = new_text(length);

	traced_memory(name, text, (long)length);
	free(text);
}

static void trace_memory(void)
{
	char *cut = cut_memory(), *untouched = cut_memory();

	traced_memory("nuls", "ab\0cd", 5);
	trace_text("63", 63);
	trace_text("64", 64);
	trace_text("1022", 1022);
	trace_text("1023", 1023);
	trace_text("1024", 1024);
	trace_text("9000", 9000);
	memset(cut, 'x', PAGE);
	traced_memory("unterminated", cut + PAGE - 4, 8);
	memcpy(cut + PAGE - 4, "end", 4);
	traced_memory("edge", cut + PAGE - 4, 4);
	traced_memory("untouched", untouched, 4);
	traced_memory("null", NULL, 4);
	traced_memory("minus", "minus", -1);
}

static void trace_lists(void)
{
	char a[] = "a", c[] = "c", empty[] = "", *text = new_text(3000);
	char *some[] = { a, empty, c, NULL, a }, *holes[] = { a, (char *)8, c, NULL }, *none[] = { NULL };
	char *many[20], **cut = (char **)(cut_memory() + PAGE);

	for (int i = 0; i < 20; i++)
		many[i] = i == 1 ? text : a;
	cut[-2] = a;
	cut[-1] = c;
	traced_list("some", some);
	traced_list("none", none);
	traced_list("many", many);
	traced_list("hole", holes);
	traced_list("null", NULL);
	traced_list("edge", cut - 2); // without a NULL behind it
}

int main(void)
{
	static char first[] = "first", second[] = "second";
	static struct addresses addresses = {
		.v4 = 0x0100007f,
		.v6 = { 0x20, 1, 0xd, 0xb8, [15] = 1 },
		.four = { 10, 0, 0, 1 },
		.mac = { 0, 0x1a, 0xff, 1, 2, 3 },
		.signed_mac = { 1, 2, 3, 4, 5, -1 },
		.names = { first, second },
	};

	trace_memory();
	trace_lists();
	traced_addresses(&addresses, 0x0101a8c0);
	return 0;
}
