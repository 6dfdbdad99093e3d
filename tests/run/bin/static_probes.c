/*
 * USDT probes. static_probes N: each of them N times, arguments of all widths and signs; then those
 * that only run while somebody traces them.
 */
#define _SDT_HAS_SEMAPHORES 1
#include <sys/sdt.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* Counted up by the kernel while the probe is traced. */
#define SEMAPHORE __attribute__((section(".probes"), used))
SEMAPHORE unsigned short shop_guarded_semaphore;
SEMAPHORE unsigned short shop_widths_semaphore;
SEMAPHORE unsigned short shop_words_semaphore;
SEMAPHORE unsigned short shop_place_semaphore;
SEMAPHORE unsigned short bank_place_semaphore;
SEMAPHORE unsigned short shop_twelve_semaphore;

static int counts[4] = { 100, 200, 300, 400 };

__attribute__((noipa)) static void widths(int8_t a, uint8_t b, int16_t c, uint16_t d, int32_t e,
					  uint32_t f, int64_t g, uint64_t h)
{
	DTRACE_PROBE8(shop, widths, a, b, c, d, e, f, g, h);
}

__attribute__((noipa)) static void words(const char *name, int *place, int index)
{
	DTRACE_PROBE4(shop, words, name, place[index], counts[2], -7);
}

__attribute__((noipa)) static void places(int n)
{
	DTRACE_PROBE1(shop, place, n);
	DTRACE_PROBE1(bank, place, n + 1);
	DTRACE_PROBE1(shop, place, n + 2); /* the same probe at a second place */
}

__attribute__((noipa)) static void twelve(long n)
{
	DTRACE_PROBE12(shop, twelve, n, n + 1, n + 2, n + 3, n + 4, n + 5, n + 6, n + 7, n + 8,
		       n + 9, n + 10, n + 11);
}

int main(int argc, char **argv)
{
	int n = argc > 1 ? atoi(argv[1]) : 1;

	for (int i = 0; i < n; i++) {
		widths(-1, 255, -2, 65535, -3, 4000000000u, -4, UINT64_MAX);
		words("apple", counts, 1);
		places(10 * i);
		twelve(i);
		if (shop_guarded_semaphore > 0)
			DTRACE_PROBE1(shop, guarded, i);
	}
	printf("semaphore %d\n", shop_guarded_semaphore);
	return 0;
}
