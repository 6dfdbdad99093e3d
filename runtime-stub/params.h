/*
 * The script's parameters ($1 ... and named ones), which get their values when the tool runs.
 */
#ifndef RUNTIME_STUB_PARAMS_H
#define RUNTIME_STUB_PARAMS_H

#include <stdint.h>

struct abi_patch;
struct rt;

/*
 * Whether every value given fits what the script makes of it. Prints what does not, and warns
 * of missing numbers. Needs no kernel.
 */
int rt_params_check(struct rt *rt);

/* Writes the value of a parameter into the place of its constant; rt_params_check has passed. */
int rt_params_fill_int(struct rt *rt, const struct abi_patch *patch, uint8_t *place);
int rt_params_fill_text(struct rt *rt, const struct abi_patch *patch, uint8_t *place);
int rt_params_fill_named(struct rt *rt, const struct abi_patch *patch, uint8_t *place);

/*
 * A copy of text with every $N replaced, which the caller frees. -ENOENT: parameter *missing
 * was not given.
 */
int rt_params_expand(const struct rt *rt, const char *text, char **expanded, unsigned *missing);

#endif
