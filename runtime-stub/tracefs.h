/*
 * What the kernel's tracefs says of tracepoints.
 */
#ifndef RUNTIME_STUB_TRACEFS_H
#define RUNTIME_STUB_TRACEFS_H

#include <stdint.h>

/* Why tracefs cannot be used, in words; NULL: it can. */
const char *rt_tracefs_problem(void);

/* -ENOENT: no such tracepoint; -ENODEV: no tracefs; -EACCES: not allowed. */
int rt_tracefs_id(const char *category, const char *event, uint64_t *id);

/* Bytes from the start of the record to the field; -1 if the tracepoint ("category:event") lacks it. */
int rt_tracefs_field_offset(const char *tracepoint, const char *field, int32_t *offset);

/* The same from the text of a format file. */
int32_t rt_tracefs_parse_offset(const char *format, const char *field);

#endif
