/*
 * How far loading and attaching has come, on a terminal, if there is much of it.
 */
#ifndef RUNTIME_STUB_PROGRESS_H
#define RUNTIME_STUB_PROGRESS_H

struct rt;

/* Nothing is shown unless more than 200 targets are attached one by one. */
void rt_progress_begin(struct rt *rt, const char *what);
void rt_progress_step(struct rt *rt, unsigned n);
/* Takes the line away. */
void rt_progress_end(struct rt *rt);

#endif
