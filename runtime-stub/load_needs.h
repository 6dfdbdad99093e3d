/*
 * What a tool asks of this kernel, each thing with its verdict (skeleton/need.h): for --check.
 */
#ifndef RUNTIME_STUB_LOAD_NEEDS_H
#define RUNTIME_STUB_LOAD_NEEDS_H

#include "need.h"

struct rt;

/* 0 or a negative errno, without a message. The types that it asks stay open until rt_btf_release. */
int rt_needs_find(struct rt *rt, struct needs *needs);

#endif
