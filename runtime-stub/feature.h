/*
 * What this kernel has of what a tool can do without (skeleton/feature.def), asked when it matters, and what
 * TRACEC_NO takes away.
 */
#ifndef RUNTIME_STUB_FEATURE_H
#define RUNTIME_STUB_FEATURE_H

#include <stdbool.h>

#include "abi.h"

struct rt;

/* Reads TRACEC_NO. -EINVAL after a message: a word that names no feature. */
int rt_features_init(struct rt *rt);

/* The first question may make the kernel load something; the answer is kept. */
bool rt_has(struct rt *rt, enum abi_feature feature);

/* "ringbuf (Linux 5.8): what is done without it" */
const char *rt_feature_text(enum abi_feature feature);

#endif
