/*
 * What the kernel's tracefs says of tracepoints. Where it is not mounted the tool makes a mount of it that has no place in
 * the tree of files (Linux 5.2): nobody else sees it, and it goes with the tool.
 */
#ifndef RUNTIME_STUB_TRACEFS_H
#define RUNTIME_STUB_TRACEFS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct rt;

/* The mount that the tool made; zeroed at birth. */
struct rt_tracefs {
	bool is_tried;
	int mount; /* file descriptor; -1: it could not be made */
	char path[32];
};

/* Why tracefs cannot be used, in words; NULL: it can. */
const char *rt_tracefs_problem(struct rt *rt);

/* -ENOENT: no such tracepoint; -ENODEV: no tracefs; -EACCES: not allowed. */
int rt_tracefs_id(struct rt *rt, const char *category, const char *event, uint64_t *id);

/* A file to read, by its name in the root of tracefs; NULL with errno set. The caller closes it. */
FILE *rt_tracefs_open(struct rt *rt, const char *name);

struct rt_tracefs_field {
	uint32_t offset, size; /* bytes */
};

/* A field of an event's record. -ENOENT: it has none of that name. */
int rt_tracefs_find_field(struct rt *rt, const char *category, const char *event, const char *name,
			  struct rt_tracefs_field *field);

/* The same from the text of a format file. */
int rt_tracefs_parse_field(const char *format, const char *name, struct rt_tracefs_field *field);

/* Closes the mount that the tool made; it makes it anew when it is asked again. */
void rt_tracefs_release(struct rt *rt);

#endif
