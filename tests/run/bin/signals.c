/*
 * signals: calls traced_point() with 0 to 5, and then traced_got() with each signal that it got, in
 * their order.
 */
#include <signal.h>
#include <stddef.h>

#define MAX 16

static volatile int got[MAX];
static volatile int n_got;

__attribute__((noinline, noclone)) int traced_point(int n)
{
	__asm__ volatile("" : : "r"(n) : "memory");
	return n + 1;
}

__attribute__((noinline, noclone)) int traced_got(int number)
{
	__asm__ volatile("" : : "r"(number) : "memory");
	return number + 1;
}

static void note(int number)
{
	if (n_got < MAX)
		got[n_got++] = number;
}

int main(void)
{
	struct sigaction action = { .sa_handler = note };

	for (int number = 1; number <= 64; number++)
		sigaction(number, &action, NULL);
	for (int i = 0; i < 6; i++)
		traced_point(i);
	for (int i = 0; i < n_got; i++)
		traced_got(got[i]);
	return 0;
}
