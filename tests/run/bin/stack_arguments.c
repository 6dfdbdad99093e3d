/* A function with more arguments than registers; uprobes read those on the stack. */
#include <stdint.h>

__attribute__((noinline, noclone)) int64_t traced_many(int64_t a, int64_t b, int64_t c, int64_t d,
						       int64_t e, int64_t f, int64_t g, int64_t h,
						       int64_t i, int64_t j)
{
	__asm__ volatile("" ::: "memory");
	return a + b + c + d + e + f + g + h + i + j;
}

int main(void)
{
	return traced_many(1, 2, 3, 4, 5, 6, 7, 8, 9, 10) == 55 ? 0 : 1;
}
