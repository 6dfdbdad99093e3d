#include "progress.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "probe.h"
#include "rt.h"

/* Nothing is shown of what is done sooner than that; then it is shown anew so often. */
#define PATIENCE_NS 500000000
#define INTERVAL_NS 100000000

static uint64_t now(void)
{
	struct timespec time = { 0, 0 };
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

void rt_progress_begin(struct rt *rt, const char *what, unsigned total)
{
	struct rt_progress *progress = &rt->progress;
	*progress = (struct rt_progress){ .what = what, .total = total };
	progress->is_on = progress->total > 1 && !rt->options.quiet && isatty(STDERR_FILENO);
	progress->next = now() + PATIENCE_NS;
}

static void put(const char *line, int size)
{
	if (size > 0 && write(STDERR_FILENO, line, (size_t)size) < 0) {
		// Nobody looks.
	}
}

void rt_progress_step(struct rt *rt, unsigned n)
{
	struct rt_progress *progress = &rt->progress;
	char line[80];
	progress->done += n;
	if (!progress->is_on || now() < progress->next)
		return;
	progress->next = now() + INTERVAL_NS;
	progress->is_visible = true;
	put(line, snprintf(line, sizeof(line), "\r%s %u of %u", progress->what, progress->done,
			   progress->total));
}

void rt_progress_end(struct rt *rt)
{
	static const char erase[] = "\r\033[K";
	if (rt->progress.is_visible)
		put(erase, sizeof(erase) - 1);
	rt->progress.is_on = rt->progress.is_visible = false;
}
