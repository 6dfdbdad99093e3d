/*
 * The functions of the kernel that can be traced.
 */
#ifndef RUNTIME_STUB_FUNCTIONS_H
#define RUNTIME_STUB_FUNCTIONS_H

#include <stddef.h>
#include <stdint.h>

struct rt;

struct rt_function {
	char *module; /* NULL: the kernel itself */
	char *name;
};

struct rt_functions {
	struct rt_function *items; /* by name; each name once in each module */
	size_t n;
};

/*
 * Those whose module and name match (module NULL: any module, and each name only once): by ftrace's list, else
 * those of the symbol table that BTF describes; without those that the kernel blacklists for kprobes or that
 * tracing itself stands on. 0, -ENOMEM, or -ENODEV: neither can be read here.
 */
int rt_functions_find(struct rt *rt, const char *module, const char *name,
		      struct rt_functions *functions);
void rt_functions_release(struct rt_functions *functions);

struct rt_probe;

/*
 * The addresses of a probe's targets, which are sorted by name, as /proc/kallsyms has them; 0: it has none, or
 * several of the name in that module. 0 or a negative errno: it cannot be read.
 */
int rt_functions_addresses(const struct rt_probe *probe, uint64_t *addresses);

/*
 * For a probe on one function that no mechanism could attach: whether the function itself is the reason.
 * 0: no, or nobody knows; else what rt_probe_fail returned.
 */
int rt_function_explain(struct rt *rt, struct rt_probe *probe);

#endif
