/* Functions that run/import_c.bt calls. */
#include <stdbool.h>
#include <stdint.h>

#include <linux/types.h>
#include <bpf/bpf_helpers.h>

static int twice(int x)
{
	return 2 * x;
}

int weighted(int a, int b)
{
	return a + twice(b);
}

uint64_t shifted(uint64_t a)
{
	return a << 40;
}

int8_t minus_three(void)
{
	return -3;
}

bool is_odd(long n)
{
	return n & 1;
}

/* Of the first 16 bytes. */
int text_length(const char *text)
{
	int n = 0;

	while (n < 16 && text[n])
		n++;
	return n;
}

void spell(char *text, unsigned char first)
{
	for (int i = 0; i < 7; i++)
		text[i] = first + i;
	text[7] = 0;
}

long total;

long add_to_total(int n)
{
	return __sync_fetch_and_add(&total, n) + n;
}

char LICENSE[] SEC("license") = "GPL";
