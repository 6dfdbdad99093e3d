#include "watch.h"

#include <errno.h>
#include <stdlib.h>

#include "rt.h"

int rt_watch_add(struct rt *rt, int fd, rt_watch_read *read, void *context)
{
	struct rt_watch *watch = malloc(sizeof(*watch));
	if (!watch)
		return -ENOMEM;
	*watch = (struct rt_watch){ rt->watches, fd, read, context };
	rt->watches = watch;
	return 0;
}

void rt_watches_release(struct rt *rt)
{
	while (rt->watches) {
		struct rt_watch *watch = rt->watches;
		rt->watches = watch->next;
		free(watch);
	}
}
