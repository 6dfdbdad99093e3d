/*
 * What the kernel tells of processes while it happens: new mappings of code, forks
 * and ends, through perf events that count nothing.
 */
#ifndef RUNTIME_STUB_MAPPING_EVENTS_H
#define RUNTIME_STUB_MAPPING_EVENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "process.h"

/* The buffer of one event: a page that tells how far it is filled, then the data. */
struct rt_mapping_ring {
	int fd;
	void *memory;
	const uint8_t *record; /* the first one that was not taken; NULL: there is none */
	uint64_t time;         /* of it */
	uint8_t *copy;         /* room for one that wraps */
};

struct rt_mapping_events {
	struct rt_mapping_ring *rings;
	size_t n;
	size_t page;
	uint32_t only; /* the one process to note; 0: all that are told */
	bool has_lost; /* some since they were opened */
};

/*
 * Of one process and what it forks, or of all (pid 0). 0 or a negative errno, with nothing open.
 * The descriptors to wait for are those of the rings.
 */
int rt_mapping_events_open(struct rt_mapping_events *events, pid_t pid);
void rt_mapping_events_close(struct rt_mapping_events *events);

/* Notes everything that was told so far. */
void rt_mapping_events_read(struct rt_mapping_events *events, struct rt_processes *all);

/* Notes one record (struct perf_event_header and what follows, the time at its end). */
void rt_mapping_events_note(struct rt_mapping_events *events, struct rt_processes *all,
			    const uint8_t *record);

#endif
