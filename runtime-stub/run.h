/*
 * The life of a tool from its checked command line to its exit status.
 */
#ifndef RUNTIME_STUB_RUN_H
#define RUNTIME_STUB_RUN_H

struct rt;

/* Both print what goes wrong and leave nothing attached or open. Return the exit status. */
int rt_run(struct rt *rt);
int rt_check(struct rt *rt);

#endif
