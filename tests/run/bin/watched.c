/*
 * Variables that run tests look for by name or watch, in a program that does not move.
 *
 *   watched N         writes N times to `watched`
 *   watched N fixed   to the start of a page at FIXED
 */
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#define FIXED 0x70000000

#define TRACED __attribute__((noipa))

volatile long watched = 5;
static volatile long *place = &watched;
uint8_t tiny = 200;
uint16_t narrow = 60000;
uint32_t plain = 4000000000;
uint64_t wide = 1ull << 40;
char text[] = "some text";

TRACED int change(long value)
{
	*place = value;
	return (int)value;
}

int main(int argc, char **argv)
{
	int n = argc > 1 ? atoi(argv[1]) : 1;

	if (argc > 2) {
		place = mmap((void *)FIXED, sizeof(long), PROT_READ | PROT_WRITE,
			     MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
		if (place != (void *)FIXED)
			return 1;
	}
	for (int i = 1; i <= n; i++) {
		change(10 * i);
		wide++;
	}
	return 0;
}
