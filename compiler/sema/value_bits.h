/*
 * How many bits a number can need, by where it comes from: an int64 may be the sum of two bytes. For
 * warnings alone; knows nothing of how often something is added up.
 */
#ifndef SEMA_VALUE_BITS_H
#define SEMA_VALUE_BITS_H

#include "front/ast.h"

/* Of a typed expression that is an integer or pointer: 1 to 64. */
unsigned value_bits(const struct node *node);

#endif
