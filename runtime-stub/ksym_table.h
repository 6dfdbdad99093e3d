/*
 * Names of kernel functions by address, as /proc/kallsyms tells them, and the modules that have them, out of
 * /proc/modules. Compact: 16 bytes and the name for each function, some 10 MiB for a large kernel.
 */
#ifndef RUNTIME_STUB_KSYM_TABLE_H
#define RUNTIME_STUB_KSYM_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text.h"

struct rt_kmodule {
	uint64_t start, end;
	uint32_t name; /* where it begins in names */
};

struct rt_ksym {
	uint64_t address;
	uint32_t name;  /* where it begins in names, NUL-terminated */
	uint32_t owner; /* number in modules + 1; 0: the kernel itself; RT_KSYM_OTHER */
};

#define RT_KSYM_OTHER UINT32_MAX /* of BPF programs, trampolines, modules that are just coming or going */

struct rt_ksym_table {
	struct rt_ksym *symbols; /* by address, equal ones as in the file */
	size_t n, room;
	struct rt_kmodule *modules; /* those of now first */
	size_t n_modules, modules_room, n_present;
	struct rt_text names;
	uint64_t modules_hash; /* as of rt_kmodules_hash */
};

/*
 * Reads both files. Functions of modules that `old` (or NULL) has and that have been unloaded keep their names, up
 * to 65536 of them, where nothing else is now. Without privilege, or memory, there are none. Release it.
 */
void rt_ksym_table_read(struct rt_ksym_table *table, const char *kallsyms, const char *modules,
			const struct rt_ksym_table *old);
void rt_ksym_table_release(struct rt_ksym_table *table);

/* The function that contains the address; NULL: unknown. */
const struct rt_ksym *rt_ksym_table_find(const struct rt_ksym_table *table, uint64_t address);
const char *rt_ksym_name(const struct rt_ksym_table *table, const struct rt_ksym *symbol);

/* A hash of which modules are where; what is cheap to ask for often. */
uint64_t rt_kmodules_hash(const char *modules);

#endif
