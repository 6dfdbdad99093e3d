/*
 * Variables that run tests look for by name or watch, in a program that does not move.
 */
#include <stdint.h>
#include <stdlib.h>

#define TRACED __attribute__((noipa))

volatile long watched = 5;
uint8_t tiny = 200;
uint16_t narrow = 60000;
uint32_t plain = 4000000000;
uint64_t wide = 1ull << 40;
char text[] = "some text";

TRACED int change(long value)
{
	watched = value;
	return (int)value;
}

int main(int argc, char **argv)
{
	int n = argc > 1 ? atoi(argv[1]) : 1;

	for (int i = 1; i <= n; i++) {
		change(10 * i);
		wide++;
	}
	return 0;
}
