/*
 * turns N: two threads, on two CPUs if there are, call traced_turn(1), traced_turn(2)
 * ... traced_turn(N) in turn: each call begins after the one before has returned.
 */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static atomic_long turn = 1;
static long last;

__attribute__((noinline, noclone)) void traced_turn(long n)
{
	__asm__ volatile("" : : "r"(n) : "memory");
}

static void *play(void *argument)
{
	long parity = (long)argument;
	cpu_set_t cpu;

	CPU_ZERO(&cpu);
	CPU_SET((int)parity, &cpu);
	sched_setaffinity(0, sizeof(cpu), &cpu);
	for (long n = parity ? 1 : 2; n <= last; n += 2) {
		while (atomic_load(&turn) != n)
			sched_yield();
		traced_turn(n);
		atomic_store(&turn, n + 1);
	}
	return NULL;
}

int main(int argc, char **argv)
{
	pthread_t other;

	last = argc > 1 ? strtol(argv[1], NULL, 10) : 10;
	if (pthread_create(&other, NULL, play, (void *)1))
		return 1;
	play(NULL);
	return pthread_join(other, NULL);
}
