/*
 * An attach point while its syntax is checked; not for other folders.
 */
#ifndef SEMA_PROBE_PART_H
#define SEMA_PROBE_PART_H

#include "sema/pass.h"

struct point_check {
	struct sema *s;
	const struct node *point;
	struct probe_target *target;
	bool is_open; /* parameters or wildcards: resolved on the target machine */
};

size_t point_n_parts(const struct point_check *c);
const char *point_part(const struct point_check *c, size_t i);
struct span point_part_span(const struct point_check *c, size_t i);

/* Reports part i; `wanted` says what should stand there. */
void point_bad_part(const struct point_check *c, size_t i, const char *wanted);

/* Reports a number of parts that the kind's syntax has no use for. */
bool point_has_parts(const struct point_check *c, size_t least, size_t most);

bool point_has_wildcard(const char *text);
bool point_is_param(const char *text); /* "$1" and no more */

/* BINARY@FILE:LINE[:COLUMN]; a line is written in decimal. */
bool point_is_source_line(const struct node *point);

/* A whole number, decimal, octal or hex. */
bool point_is_number(const char *text, uint64_t *number);

/* A number of ns, or one with a suffix of language.md 1.2. */
bool point_read_duration(const char *text, uint64_t *ns);

/* The canonical name is kind and parts, unless they are resolved on the target machine. */
void point_name_from_parts(struct point_check *c);

/* Checks of kinds (probe_check_event.c) */
void point_check_timer(struct point_check *c);
void point_check_event(struct point_check *c);
void point_check_watchpoint(struct point_check *c);

#endif
