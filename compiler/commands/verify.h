/*
 * What `tracec verify` finds out of a tool, kernel by kernel, and how it is told.
 */
#ifndef COMMANDS_VERIFY_H
#define COMMANDS_VERIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "base/vec.h"

/* One probe, as the tool's --check -f json has it. */
struct verified_probe {
	const char *probe, *verdict; /* "ok", "skipped", "failed", "unknown" */
	const char *mechanism;       /* NULL unless ok */
	const char *reason;          /* NULL if ok */
	uint64_t line, targets, instructions;
};

/* What the tool asks for beside its probes: fields, helpers, capabilities, as its --check has them. */
struct verified_need {
	const char *kind, *name, *verdict;
};

/* Of --commands. */
struct verified_command {
	const char *name, *output;
	int status; /* -1: it did not come to its end */
};

struct verified {
	const char *kernel;  /* path, as the user gave it */
	const char *release; /* NULL: it did not come that far */
	bool is_ok;
	const char *reason; /* one line if it is not */
	double seconds;     /* in all */
	uint64_t load_us;
	VEC(struct verified_probe) probes;
	VEC(struct verified_need) needs;
	VEC(struct verified_command) commands;
	const char *messages;   /* of the tool on stderr while it was checked; "" for none */
	const char *run_output; /* NULL: nothing was run */
	int run_status;
};

/* Takes apart what the tool printed; sets probes, load_us, messages, is_ok, reason. */
void verified_read(struct arena *arena, struct verified *verified, int status, const char *output);

typedef VEC(struct verified) verified_vec;

void verified_print_text(FILE *out, const verified_vec *all);
void verified_print_json(struct arena *arena, FILE *out, const char *tool, const verified_vec *all);
/* A test suite with a case for each kernel. */
void verified_junit(struct strbuf *out, const char *tool, const verified_vec *all);

#endif
