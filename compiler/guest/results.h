/*
 * What a guest reported over its second serial line (compiler/guest_init.c).
 */
#ifndef GUEST_RESULTS_H
#define GUEST_RESULTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/vec.h"

struct guest_command {
	const char *name;
	int status;         /* -1: it did not come to its end */
	const char *output; /* what it printed */
};

struct guest_file {
	const char *name;
	const void *data;
	size_t size;
};

struct guest_results {
	const char *release; /* of the kernel; NULL: it did not come that far */
	VEC(struct guest_command) commands;
	VEC(struct guest_file) files;
};

/* Takes the report apart; a cut one as far as it goes. */
void guest_results_read(struct arena *arena, const char *text, size_t size,
			struct guest_results *results);

/* NULL: there is none of that name. */
const struct guest_command *guest_results_find(const struct guest_results *results,
					       const char *name);

#endif
