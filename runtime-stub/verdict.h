/*
 * What --check found out: a line for each probe, or with -f json an object, which tracec verify reads.
 */
#ifndef RUNTIME_STUB_VERDICT_H
#define RUNTIME_STUB_VERDICT_H

#include <stdint.h>

struct rt;

/* err: of the whole check, 0 if the tool would run; load_ns: what reading, loading and verifying took. */
void rt_verdict_print(struct rt *rt, int err, uint64_t load_ns);

#endif
