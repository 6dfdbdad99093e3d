/*
 * Functions of the kernel that BPF programs may call (kfuncs): which type of program may call which is in no kernel's types,
 * so a table has it.
 */
#ifndef SEMA_KFUNC_H
#define SEMA_KFUNC_H

#include <stdbool.h>

#include "sema/pass.h"

/* Whether the target has the function, and all probes of the block at work may call it; false where the table lacks it. */
bool kfunc_is_allowed(struct sema *s, const char *name);

#endif
