/*
 * What was lost, by cause, with the name of what lost it: records that found no
 * room, updates of full maps, runs without scratch memory (map "loss", layout.h), and runs
 * that the kernel left out. Told while it grows and in sum at the end.
 */
#ifndef RUNTIME_STUB_LOSS_H
#define RUNTIME_STUB_LOSS_H

#include <stdint.h>

struct rt;

struct rt_loss {
	uint64_t *seen;     /* the counters as last told; NULL: nothing to count */
	uint64_t *grown;    /* room for as many */
	uint64_t *told;     /* likewise: failed helpers that a message has told of */
	uint64_t *now;      /* those of the programs, all lanes added up */
	uint64_t *lanes;    /* room for the lanes */
	uint64_t n_events;  /* records lost so far */
	uint32_t n_reports; /* that told something */
};

int rt_loss_init(struct rt *rt, struct rt_loss *loss);
/* Reads the counters and tells what grew. */
void rt_loss_report(struct rt *rt, struct rt_loss *loss);
/* The last reading, and the totals. */
void rt_loss_finish(struct rt *rt, struct rt_loss *loss);
void rt_loss_release(struct rt_loss *loss);

#endif
