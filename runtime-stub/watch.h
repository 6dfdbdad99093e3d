/*
 * Descriptors that parts of the tool want to be told of while it waits for
 * records: what reads them is called when there is something to read.
 */
#ifndef RUNTIME_STUB_WATCH_H
#define RUNTIME_STUB_WATCH_H

struct rt;

/* 0 or a negative errno, which ends the tool. */
typedef int rt_watch_read(struct rt *rt, void *context);

struct rt_watch {
	struct rt_watch *next;
	int fd;
	rt_watch_read *read;
	void *context;
};

/* Borrows fd and context. Before the tool waits for the first time. */
int rt_watch_add(struct rt *rt, int fd, rt_watch_read *read, void *context);
void rt_watches_release(struct rt *rt);

#endif
