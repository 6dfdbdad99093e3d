/*
 * What dw_ustack needs while the tool runs: the tables of the files that processes have
 * mapped, in the maps of the BPF programs (skeleton/unwind.bpf.h). Reached through abi_tool.
 */
#ifndef RUNTIME_STUB_UNWIND_H
#define RUNTIME_STUB_UNWIND_H

#include <stdbool.h>

struct rt;

struct rt_unwind_ops {
	/* Before anything is attached: the tables of what is mapped; from here on those of what is told. */
	int (*start)(struct rt *rt);
	/*
	 * While the child of -c waits to execute its program, and when it has done so: it goes on when the tables
	 * of what it has mapped are there. Its program may have ended before, which is no failure.
	 */
	bool (*follow_child)(struct rt *rt);
	void (*await_child)(struct rt *rt);
};

#endif
