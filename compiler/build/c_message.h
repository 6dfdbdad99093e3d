/*
 * What clang printed about the script's C: errors at their places in the script, and the names it lacks.
 */
#ifndef BUILD_C_MESSAGE_H
#define BUILD_C_MESSAGE_H

#include "build/c_section.h"

/* How files are named in #line: chunk N is "chunk:N"; what was added by us is C_PROBES. */
#define C_CHUNK_FILE "chunk:"
#define C_PROBES     "probes"

struct c_messages {
	VEC(struct c_error) errors;
	VEC(struct c_lacking) lacking;
	VEC(unsigned) probe_lines; /* lines of C_PROBES with an error */
	c_words missing_headers;   /* files not found */
};

void c_messages_read(struct arena *arena, const char *output, const struct c_section_input *input,
		     struct c_messages *messages);

#endif
