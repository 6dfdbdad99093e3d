/*
 * Random numbers of the property tests: xorshift64, the same sequence everywhere. Its state must not be 0.
 */
#ifndef PROPERTY_RANDOM_H
#define PROPERTY_RANDOM_H

#include <stdint.h>

uint64_t random_next(uint64_t *state);
/* One of 0 to n - 1. */
unsigned random_pick(uint64_t *state, unsigned n);

#endif
