/*
 * Where the script's output goes: stdout or the file of -o, as text or as
 * JSON, by the buffering of -B. Knows nothing of events and values.
 *
 * What is written between begin and end belongs together. The first write that
 * fails is told once on stderr, by name of the file; that write and all behind
 * it return its negative errno.
 *
 * -B none writes at every end; full when 64 KiB are together; line writes whole
 * lines: at every end, or, between hold and settle, at settle. So a reader of
 * records holds, handles all that are there, and settles before it waits.
 */
#ifndef RUNTIME_STUB_OUTPUT_H
#define RUNTIME_STUB_OUTPUT_H

#include <stdint.h>

#include "rt.h"

/*
 * Makes rt->output from rt->options. A file that cannot be opened is told. Ignores SIGPIPE, so that a
 * closed pipe is a failed write.
 */
int rt_output_open(struct rt *rt);
/* Writes everything and frees rt->output (may be NULL). Says whether all output was written. */
int rt_output_close(struct rt *rt);

/*
 * While a pipe or terminal takes nothing, `stalled` is called about ten times a second, and at every signal;
 * what it writes waits its turn. NULL: nothing is called.
 */
void rt_output_on_stall(struct rt *rt, void (*stalled)(void *context), void *context);
/* The output as messages name it: "'FILE'" or "standard output"; lives until the next call. */
const char *rt_output_name(struct rt *rt);

/* The text to append to, never NULL; ends with rt_output_end. Don't nest. */
struct rt_text *rt_output_begin(struct rt *rt);
int rt_output_end(struct rt *rt);
int rt_output_write(struct rt *rt, const void *data, size_t size);

/* What is written from here to captured goes into the text, whose old contents are dropped. */
void rt_output_capture(struct rt *rt);
void rt_output_captured(struct rt *rt, struct rt_text *text);

void rt_output_hold(struct rt *rt);
int rt_output_settle(struct rt *rt);
/* Writes everything, partial lines too: before a child writes to the same file, or a message on stderr. */
int rt_output_flush(struct rt *rt);

/*
 * "No probes to attach" on stdout, whether or not the output is open or is a file; on stderr where
 * stdout has lines of another form: those of -f json and of --check.
 */
void rt_output_no_probes(const struct rt *rt);
/* "Attached N probes" on stderr, under -f json an object in the output; nothing under -q. */
int rt_output_attached(struct rt *rt, uint64_t n_probes);
/* "Lost N events" on stderr, or the object in the output. */
int rt_output_lost(struct rt *rt, uint64_t n_events);

#endif
