/*
 * What a tool asks of this kernel, each thing with its verdict (skeleton/need.h): for --check,
 * and for what is said when it loads.
 */
#ifndef RUNTIME_STUB_LOAD_NEEDS_H
#define RUNTIME_STUB_LOAD_NEEDS_H

#include "need.h"

struct rt;

/* 0 or a negative errno, without a message. The types that it asks stay open until rt_btf_release. */
int rt_needs_find(struct rt *rt, struct needs *needs);

/* A warning of each thing that programs have of the builder's types and this kernel has otherwise. */
void rt_needs_warn(struct rt *rt);

#endif
