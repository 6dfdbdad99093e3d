/*
 * How far loading, attaching, detaching has come, on a terminal, if there is much of it.
 */
#ifndef RUNTIME_STUB_PROGRESS_H
#define RUNTIME_STUB_PROGRESS_H

struct rt;

/* what: "Attaching"; total: of its steps. Nothing is shown in the first half second. */
void rt_progress_begin(struct rt *rt, const char *what, unsigned total);
void rt_progress_step(struct rt *rt, unsigned n);
/* Takes the line away. */
void rt_progress_end(struct rt *rt);

#endif
