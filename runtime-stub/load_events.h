/*
 * The maps by which records reach the tool, before they are made: a ring buffer, or a perf buffer
 * for each CPU.
 */
#ifndef RUNTIME_STUB_LOAD_EVENTS_H
#define RUNTIME_STUB_LOAD_EVENTS_H

struct rt;
struct bpf_object;

/* Sets their type and size, and notes that in rt. 0 or a negative errno. */
int rt_load_events(struct rt *rt, struct bpf_object *object);

#endif
