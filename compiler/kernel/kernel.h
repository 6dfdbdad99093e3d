/*
 * What a target offers, behind one interface: types, tracepoints, functions.
 * Opened from the running kernel, a raw BTF file, or a snapshot (ELF file with a .BTF section).
 * Nothing here is printed and nothing of it is baked into a tool but names: offsets are
 * for choosing types; the object relocates them on the target. NULL results mean "the target
 * does not say", which is not always an error.
 */
#ifndef KERNEL_KERNEL_H
#define KERNEL_KERNEL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/intern.h"
#include "kernel/ctype.h"

struct btf;

struct kernel;

/* The running kernel: /sys/kernel/btf/vmlinux, tracefs if readable. Never NULL; what is missing stays unknown. */
struct kernel *kernel_open_running(struct arena *arena, struct interner *interner);

/*
 * The running kernel; what it does not let us read of types or tracepoints is taken from a snapshot.
 * NULL with *error set if that is needed and can't be used.
 */
struct kernel *kernel_open_running_else(struct arena *arena, struct interner *interner,
					const char *path, const char **error);

/* A file: a snapshot, raw BTF, or ELF with .BTF. NULL with *error set to one line if it can't be used. */
struct kernel *kernel_open_file(struct arena *arena, struct interner *interner, const char *path,
				const char **error);

/* A target that knows nothing, for --target none and tests. */
struct kernel *kernel_open_none(struct arena *arena, struct interner *interner);

void kernel_close(struct kernel *kernel); /* frees libbpf's BTF objects; NULL allowed */

bool kernel_has_btf(const struct kernel *kernel);
const char *
kernel_description(const struct kernel *kernel); /* "running kernel 6.18.44", "file x.btf" */

/* By tag: kind STRUCT, UNION or ENUM ("struct X"); kernel_find_typedef for other names (u64,
 * size_t, pid_t; also int and the like). A struct that the target only declares is CTYPE_FORWARD. */
const struct ctype *kernel_find_type(struct kernel *kernel, enum ctype_kind kind, const char *name);
const struct ctype *kernel_find_typedef(struct kernel *kernel, const char *name);

/* An enumerator of any enum of the target: its enum type, value to *value. */
const struct ctype *kernel_find_enumerator(struct kernel *kernel, const char *name,
					   uint64_t *value);

/* Prototype (CTYPE_FUNCTION) of a kernel function; module may be NULL, or one that this kernel has built in. */
const struct ctype *kernel_find_function(struct kernel *kernel, const char *module,
					 const char *name);

/* Arguments of raw tracepoint `name`, from typedef btf_trace_<name>, without the leading data pointer. */
const struct ctype *kernel_find_raw_tracepoint(struct kernel *kernel, const char *name);

struct tracepoint_field {
	const char *name;
	const char *c_type; /* as the format file writes it; NULL if made from BTF */
	/*
	 * INT, POINTER, ARRAY (of char: a string), ...; of a data_loc: the array of its elements,
	 * with count 0. Of a syscall's argument: its own C type (int), though size is a register's.
	 */
	const struct ctype *type;
	unsigned offset, size; /* of the builder's format; for matching only */
	bool is_signed;
	bool is_data_loc, is_rel_loc; /* __data_loc: u32 of length << 16 | offset */
	bool is_syscall_number; /* the first field of a syscall's event: member id of the record */
	int syscall_arg;        /* N if it is args[N] of a sys_enter tracepoint, else -1 */
	bool is_syscall_return; /* ret of a sys_exit tracepoint */
};

struct tracepoint {
	const char *category, *name;
	const struct tracepoint_field *fields; /* without common_* */
	size_t n_fields;
	/*
	 * The struct of its record in BTF: trace_event_raw_<class>; trace_event_raw_sys_enter and
	 * _sys_exit for syscalls. NULL if the BTF has none with these fields.
	 */
	const struct ctype *record;
};

/*
 * From its format file. Where tracefs can't be read: from BTF alone, if the class has the event's
 * name, or if it is a syscall whose __do_sys_<name> is in the BTF. NULL if unknown.
 */
const struct tracepoint *kernel_find_tracepoint(struct kernel *kernel, const char *category,
						const char *name);

/* Has all modules read, so that names of a sort include theirs. */
void kernel_read_modules(struct kernel *kernel);

/*
 * libbpf's view of the types: the kernel's (0), then each module's, split from them; NULL behind the last one, or at 0 if
 * the target has none. The kernel owns them.
 */
const struct btf *kernel_btf_at(struct kernel *kernel, size_t place);

/* Names, for "did you mean" and lists: all of a sort, computed once and sorted. */
enum kernel_names {
	KERNEL_STRUCTS,
	KERNEL_FUNCTIONS,
	KERNEL_TRACEPOINTS /* cat:name */,
	KERNEL_RAW_TRACEPOINTS,
	KERNEL_UNIONS,
	KERNEL_ENUMS,
	KERNEL_TYPEDEFS,
	/* What can be traced, "function" or "module:function"; empty if the target does not say. */
	KERNEL_TRACEABLE,
	/* Those with a prototype too, with "vmlinux:" where no module's name stands. Reads the modules. */
	KERNEL_TYPED_TRACEABLE,
	KERNEL_ITERATORS
};
const char *const *kernel_names(struct kernel *kernel, enum kernel_names which, size_t *count);

#endif
