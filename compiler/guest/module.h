/*
 * Modules of the kernel that a guest loads before anything else: files on this side, /modules/NAME there.
 */
#ifndef GUEST_MODULE_H
#define GUEST_MODULE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "guest/cpio.h"
#include "guest/results.h"

/* The lines of the guest's plan, in the order of the files. */
void guest_modules_plan(const char *const *files, size_t n, struct strbuf *plan);

void guest_modules_pack(struct arena *arena, const char *const *files, size_t n, struct cpio *cpio);

/* Whether all of them were loaded; else false with *error, one line of which and why. */
bool guest_modules_loaded(struct arena *arena, const struct guest_results *results,
			  const char **error);

#endif
