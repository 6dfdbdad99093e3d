/*
 * The life of a tool between attach and detach: waits for records, signals,
 * the end of the traced process, and time.
 */
#ifndef RUNTIME_STUB_LOOP_H
#define RUNTIME_STUB_LOOP_H

struct rt;
struct rt_records;
struct rt_loss;

struct rt_loop {
	struct rt_records *records;
	struct rt_loss *loss;
	int process; /* pidfd whose end ends the tool; -1: none */
};

/*
 * Returns 0 once the tool is to end (exit(), SIGINT, SIGTERM, -d, end of the process), else a
 * negative errno.
 */
int rt_loop_run(struct rt *rt, const struct rt_loop *loop);

/* Handles every record that is there now. */
int rt_loop_drain(struct rt *rt, struct rt_records *records);

#endif
