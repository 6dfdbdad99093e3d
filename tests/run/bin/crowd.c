/*
 * Threads that get in each other's way: crowd THREADS CALLS [spread]. All run on one CPU, or (spread) on all of them in
 * turn; each calls
 * traced_pair(a, b), CALLS times, with two equal texts of 900 letters, which are its own, and asks
 * for a file of that name: the first thread by access(), the next one by open(), and so on.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TEXT 900

static int n_calls;
static pthread_barrier_t start;

__attribute__((noinline, noclone)) size_t traced_pair(const char *a, const char *b)
{
	__asm__ volatile("");
	return a[0] + b[0];
}

static void stay_on(int cpu)
{
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	sched_setaffinity(0, sizeof(one), &one);
}

static bool is_spread;

static void *run(void *letter)
{
	char a[TEXT + 1], b[TEXT + 1];
	size_t sum = 0;

	memset(a, *(char *)letter, TEXT);
	a[TEXT] = 0;
	memcpy(b, a, sizeof(a));
	if (is_spread)
		stay_on((int)((*(char *)letter - 'a') % sysconf(_SC_NPROCESSORS_ONLN)));
	pthread_barrier_wait(&start);
	for (int i = 0; i < n_calls; i++) {
		sum += traced_pair(a, b);
		sum += (size_t)(*(char *)letter % 2 || is_spread ? access(a, F_OK) : open(a, O_RDONLY));
	}
	return (void *)sum;
}

int main(int argc, char **argv)
{
	int n = argc > 1 ? atoi(argv[1]) : 4;
	pthread_t *threads = calloc((size_t)n, sizeof(*threads));
	char *letters = calloc((size_t)n, 1);

	n_calls = argc > 2 ? atoi(argv[2]) : 100;
	is_spread = argc > 3;
	if (!is_spread)
		stay_on(0);
	pthread_barrier_init(&start, NULL, (unsigned)n);
	for (int i = 0; i < n; i++) {
		letters[i] = (char)('a' + i);
		pthread_create(&threads[i], NULL, run, &letters[i]);
	}
	for (int i = 0; i < n; i++)
		pthread_join(threads[i], NULL);
	return 0;
}
