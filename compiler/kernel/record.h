/*
 * The structs in BTF that describe the records of tracepoints: trace_event_raw_<class>.
 */
#ifndef KERNEL_RECORD_H
#define KERNEL_RECORD_H

#include "kernel/format.h"
#include "kernel/target.h"

#define RECORD_PREFIX "trace_event_raw_"

/*
 * The struct whose members are these fields, one for one. BTF does not say which class
 * an event is of: of the classes that fit, the one whose name begins most like the event's,
 * first by name. NULL if none fits.
 */
const struct ctype *record_find(struct kernel *kernel, const char *event,
				const struct format_field *fields, size_t n_fields);

/* What a format says of a field, still without a type. */
struct tracepoint_field record_field(const struct format_field *from);

/* Whether a member of such a struct is no field of the event; its name is "" if it has none. */
bool record_is_frame(const char *member);

#endif
