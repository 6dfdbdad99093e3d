/*
 * What the kernel's tracefs says of tracepoints.
 */
#ifndef RUNTIME_STUB_TRACEFS_H
#define RUNTIME_STUB_TRACEFS_H

#include <stdint.h>
#include <stdio.h>

/* Why tracefs cannot be used, in words; NULL: it can. */
const char *rt_tracefs_problem(void);

/* -ENOENT: no such tracepoint; -ENODEV: no tracefs; -EACCES: not allowed. */
int rt_tracefs_id(const char *category, const char *event, uint64_t *id);

/* A file to read, by its name in the root of tracefs; NULL with errno set. The caller closes it. */
FILE *rt_tracefs_open(const char *name);

struct rt_tracefs_field {
	uint32_t offset, size; /* bytes */
};

/* A field of an event's record. -ENOENT: it has none of that name. */
int rt_tracefs_find_field(const char *category, const char *event, const char *name,
			  struct rt_tracefs_field *field);

/* The same from the text of a format file. */
int rt_tracefs_parse_field(const char *format, const char *name, struct rt_tracefs_field *field);

#endif
