/*
 * The description of a tool: const tables that the compiler prints as host C
 * and that the runtime stub interprets. The compiler builds the same structs
 * in its plan (with the ops pointers NULL), so there is one definition of each.
 *
 * Everything is borrowed and lives as long as the program. Strings are
 * NUL-terminated UTF-8 or the script's own bytes.
 */
#ifndef SKELETON_ABI_H
#define SKELETON_ABI_H

#include <linux/types.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "layout.h"
#include "limit.h"

#define ABI_VERSION 1

enum abi_value_kind {
#define VALUE(kind, symbol) ABI_VALUE_##kind,
#include "value.def"
	N_ABI_VALUES
};

enum abi_event_kind {
#define EVENT(kind, symbol) ABI_EVENT_##kind,
#include "event.def"
	N_ABI_EVENTS
};

enum abi_probe_kind {
#define PROBE(kind, name, alias, alias2) ABI_PROBE_##kind,
#include "probe.def"
	N_ABI_PROBES
};

/* The stub's operations on a kind; opaque here, named by the tables. */
struct rt_value_ops;
struct rt_event_ops;
struct rt_probe_ops;
struct rt_unwind_ops;

struct rt_debug_ops;

extern const struct rt_unwind_ops rt_unwind;
extern const struct rt_debug_ops rt_debug;

#define VALUE(kind, symbol) extern const struct rt_value_ops rt_value_##symbol;
#include "value.def"
#define EVENT(kind, symbol) extern const struct rt_event_ops rt_event_##symbol;
#include "event.def"
#define PROBE(kind, name, alias, alias2) extern const struct rt_probe_ops rt_probe_##name;
#include "probe.def"

/* For abi_probe.demangle: the text of a mangled name of C++, which the caller frees; NULL: it is none. */
char *rt_demangle(const char *name);

/* What the bytes of a value mean. */
struct abi_type {
	const struct rt_value_ops *ops;
	uint8_t kind; /* enum abi_value_kind */
	bool is_signed;
	uint8_t bits;	  /* hist: k; stacks: enum abi_stack_mode */
	uint32_t size;	  /* bytes in memory, in a map and in a record's fixed part (unless packed) */
	uint32_t align;	  /* bytes; 1 for strings and byte arrays */
	uint32_t count;	  /* elements of an array, fields, room of a buffer, frames of a stack */
	const struct abi_type *element;	   /* of an array */
	const struct abi_field *fields;	   /* count of them: tuple, record */
	const struct abi_enumerator *enumerators; /* n_enumerators of them: enum */
	uint32_t n_enumerators;
	int64_t min, max, step; /* lhist; tseries: interval in ns, number of slots, enum abi_tseries_aggregate */
	const char *text;	/* strftime format, cgroup filter, tag of a kernel's enum or struct; else NULL */
};

struct abi_field {
	const char *name; /* NULL in a tuple */
	uint32_t offset;  /* bytes from the start of the value */
	uint8_t bit_offset, bit_size; /* of a bit field: from the least significant bit; size 0 if none */
	const struct abi_type *type;
};

struct abi_enumerator {
	const char *name;
	uint64_t value;
};

enum abi_stack_mode {
	ABI_STACK_BPFTRACE,
	ABI_STACK_PERF,
	ABI_STACK_RAW,
	ABI_STACK_BUILD_ID,
};

/* One piece of a format: literal text, or a conversion of the next argument. */
struct abi_piece {
	const char *literal; /* NULL: a conversion */
	uint32_t literal_size;
	uint8_t flags;	    /* enum abi_format_flag, or-ed */
	uint8_t int_size;   /* bytes that an integer conversion narrows to: 1 2 4 8 */
	char conversion;    /* d u x X o c p s r; i is d */
	char subconversion; /* 'x' and 'h' of %rx %rh, 'r' of %gr (conversion 'g'); else 0 */
	uint16_t width;
};

enum abi_format_flag {
	ABI_FORMAT_LEFT = 1,	  /* - */
	ABI_FORMAT_SIGN = 2,	  /* + */
	ABI_FORMAT_ALTERNATE = 4, /* # */
	ABI_FORMAT_ZERO = 8,	  /* 0 */
	ABI_FORMAT_SPACE = 16,
};

struct abi_format {
	const struct abi_piece *pieces;
	uint32_t n_pieces;
};

struct abi_arg {
	const struct abi_type *type;
	uint32_t offset; /* from the record's first byte */
	bool is_packed;	 /* a struct abi_packed stands there: string, buffer, stack */
};

/* A place in the script, from 1; end_column is one past the last. */
struct abi_place {
	uint32_t line, column, end_column;
};

struct abi_event {
	const struct rt_event_ops *ops;
	uint8_t kind;	     /* enum abi_event_kind */
	uint32_t fixed_size; /* bytes of header and fixed part */
	const struct abi_format *format; /* NULL if the kind has none */
	const struct abi_arg *args;
	uint32_t n_args;
	int32_t map;	   /* index, or -1 */
	uint64_t top, divisor; /* of print(@m, top, divisor); 0: not given */
	uint8_t taking;	       /* print_map: enum abi_taking */
	int32_t program;       /* index of the program that sends it; -1: a function of the script does */
	const char *text;  /* see event.def; else NULL */
	const char *helper; /* runtime_error: name of the failed helper, or NULL */
	uint32_t line, column, end_column; /* as in struct abi_place */
	const struct abi_place *expansions; /* runtime_error in a macro: its call, then what that is in */
	uint32_t n_expansions;
};

/*
 * What becomes of a map that was printed. Where clear() or zero() of the map follows
 * its print(), there is no event for it: the print itself takes the elements out, so that no update
 * falls between the two.
 */
enum abi_taking { ABI_TAKE_NOTHING, ABI_TAKE_CLEAR, ABI_TAKE_ZERO };

struct abi_map {
	const char *name;	   /* "@x" */
	const char *object_name;   /* name of the BPF map: "m_x" */
	/*
	 * Of a map that a print takes from: a second BPF map like it, and the ARRAY_OF_MAPS with the one
	 * that programs use, object_name's at first. NULL: there is one BPF map.
	 */
	const char *spare_name, *live_name;
	/*
	 * Of a map whose keys are digests: the BPF map that has a key for each of them, as large
	 * as the key's type. Its key_size is that of struct abi_digest. NULL: keys are as they are.
	 */
	const char *keys_name;
	const struct abi_type *key; /* NULL for a scalar map; for hist, lhist, tseries keyed maps the bucket is not in it */
	const struct abi_type *value;
	bool is_array;	/* ARRAY or PERCPU_ARRAY instead of HASH or PERCPU_HASH (scalar maps) */
	bool is_percpu; /* one element per CPU */
	uint32_t key_size; /* bytes of the BPF map's key, bucket number (u64, last, 8-aligned) included */
	uint32_t value_size; /* bytes of the BPF map's value */
	uint32_t max_entries;
	uint32_t line;
};

/*
 * Something in the context whose place and size the target decides: slot n of a program is a load
 * with the offset ABI_SLOT_OFFSET - n (layout.h), which the stub sets before load.
 */
enum abi_slot_kind {
	ABI_SLOT_FIELD,	    /* field `name` of a tracepoint, by its format file */
	ABI_SLOT_PARAMETER, /* parameter `name` of a kernel function or raw tracepoint, by the target's BTF */
	ABI_SLOT_ARGUMENT,  /* parameter `index` */
	ABI_SLOT_RESULT,    /* what the function returns */
};

/* What the load gives. */
enum abi_slot_gives {
	ABI_SLOT_VALUE, /* zero-extended */
	ABI_SLOT_PLACE, /* bytes from the context's start to the value, which becomes a constant of the program */
	ABI_SLOT_SIZE,  /* bytes of the value: a constant, too */
};

struct abi_slot {
	uint8_t kind;  /* enum abi_slot_kind */
	uint8_t gives; /* enum abi_slot_gives */
	const char *name;
	uint32_t index; /* of a parameter: what it is on the builder's kernel, for a target without BTF */
};

struct abi_program {
	const char *name; /* of the function in the object */
	const struct abi_slot *slots;
	uint32_t n_slots;
	uint64_t user_symbols; /* bit n: it asks for abi_tool.user_symbols[n] (uaddr.bpf.h) */
};

/*
 * One attach point. The parts are as in the script (unquoted, behind the provider); "$1" in them is
 * replaced by the stub before the kind interprets them.
 */
struct abi_probe {
	const struct rt_probe_ops *ops;
	uint8_t kind;	  /* enum abi_probe_kind */
	const char *text; /* the user's own spelling */
	const char *name; /* as `probe` gives it, if known at build; NULL: resolved by the stub */
	const char *const *parts;
	uint32_t n_parts;
	uint32_t program; /* index */
	/*
	 * Whether a program may do the same by a mechanism of another kind of probe, and which one: a second
	 * one, or the same if it reads nothing of its context.
	 */
	bool has_alternative;
	uint32_t alternative; /* index */
	bool is_optional;     /* `probe?`: it may be missing */
	bool is_fallback;     /* `a || probe`: only if the probe before it in the table is not to be had */
	/*
	 * Many blocks on one attach point share a program: the first of these probes attaches it, the others
	 * are joined. member: the part that this probe's block is, an index of abi_tool.programs, as it is of
	 * programs of a session.
	 */
	bool is_grouped, is_joined;
	uint32_t member;
	/*
	 * A kprobe and a kretprobe of the same wildcard: the program that does for both in a kprobe session,
	 * and the index of the other one.
	 */
	bool has_session;
	uint32_t session, partner;
	/*
	 * Of many tracepoints of system calls: whose row of the map of sets (syscall_set.bpf.h) the alternative reads, plus
	 * one, and that it is a program of sys_exit; 0: the alternative is no such program.
	 */
	uint32_t syscall_set;
	bool is_syscall_exit;
	/*
	 * Of the file whose debug information told the compiler where args are, in hex digits; NULL: args are
	 * not read, or the file has none.
	 */
	const char *build_id;
	/* rt_demangle for a probe by a name of C++ (uprobe:BINARY:cpp:NAME), else NULL. */
	char *(*demangle)(const char *name);
	uint32_t line;
};

/* A constant in section .rodata.tool that the stub sets before load. */
enum abi_patch_kind {
	ABI_PATCH_PARAM_INT,  /* s64: $index as a number; its text must be one */
	ABI_PATCH_PARAM_TEXT, /* char[size]: $index as text, NUL-terminated */
	ABI_PATCH_NAMED,      /* the named parameter index, by its type: s64, u64, u8 bool or char[size] */
	ABI_PATCH_FIELD_OFFSET, /* s32: offset of field text2 in the format of tracepoint text ("cat:event"), -1 if absent */
	ABI_PATCH_KADDR,     /* u64: address of the kernel symbol text */
	ABI_PATCH_CGROUP_ID, /* u64: id of the cgroup v2 directory text */
	ABI_PATCH_KCONFIG,   /* s64: what the kernel was configured to by the name text, or its version */
};

struct abi_patch {
	uint8_t kind; /* enum abi_patch_kind */
	uint32_t index;
	uint32_t offset; /* in the section */
	uint32_t size;	 /* bytes */
	const char *text, *text2;
};

struct abi_param {
	const char *name; /* without dashes */
	const struct abi_type *type; /* INT, BOOL or STRING */
	const char *default_text; /* as it would be typed; NULL for a bool that is false */
	const char *description;  /* or NULL */
};

/* Config keys that matter when the tool runs (language.md 1.7). */
struct abi_settings {
	bool print_maps_on_exit;
	bool cpp_demangle;
	bool lazy_symbolication;
	uint8_t missing_probes;	 /* enum abi_missing */
	uint8_t cache_user_symbols; /* enum abi_cache */
	uint32_t max_cat_bytes;
	uint32_t max_probes;
	uint32_t max_bpf_progs;
	uint32_t perf_rb_pages; /* 0: auto */
	uint32_t log_size;
	const char *str_trunc_trailer;
};

/* How long is kept what is known of processes and of the names in their files. */
enum abi_cache { ABI_CACHE_PER_PID, ABI_CACHE_PER_PROGRAM, ABI_CACHE_NONE };

enum abi_missing { ABI_MISSING_ERROR, ABI_MISSING_WARN, ABI_MISSING_IGNORE };

/* Types of one kernel, for a host of that kernel that has none: what the tool's relocations need. */
struct abi_types {
	const char *release, *machine; /* as of uname -r and -m */
	const char *bytes;	       /* BTF, compressed by zlib */
	uint32_t size;		       /* of bytes */
	uint32_t full_size;	       /* of the BTF */
};

struct abi_tool {
	uint32_t abi_version;
	const char *name;	   /* base name of the script: "opens" */
	const char *script_name;   /* as in messages: "opens.bt" */
	const char *source;	   /* the script's text */
	uint32_t source_size;
	const char *source_sha256; /* 64 hex digits */
	const char *source_sha1;   /* 40 of them: what SPDX wants of a file */
	const char *description;   /* the script's leading comment, plain text, or "" */
	const char *compiler_version; /* of tracec */
	const char *license;	   /* of the BPF object */
	const struct abi_settings *settings;
	const struct abi_program *programs;
	uint32_t n_programs;
	const struct abi_probe *probes;
	uint32_t n_probes;
	const struct abi_map *maps;
	uint32_t n_maps;
	const struct abi_event *events;
	uint32_t n_events;
	const struct abi_patch *patches;
	uint32_t n_patches;
	const struct abi_param *params;
	uint32_t n_params;
	uint32_t n_positional;	   /* the largest N of $N */
	bool uses_unsafe;
	bool is_unsafe; /* built with --unsafe: places of user probes are taken as they are */
	bool compares_types; /* it says where what it has of the builder's types differs from this kernel's */
	const char *const *user_symbols;
	uint32_t n_user_symbols;
	const struct rt_unwind_ops *unwind; /* NULL: the script has no dw_ustack */
	const struct rt_debug_ops *debug;   /* NULL: no show_debug_info */
	const struct abi_types *types;
	uint32_t n_types;
	const void *(*object)(size_t *size); /* the BPF object's bytes (the skeleton's elf_bytes) */
};

/* What is linked into an executable, or was used to make it: rows of part.def, by parts.h. */
struct abi_part {
	const char *name;
	const char *version;         /* as its headers say; NULL: they do not */
	const char *package;         /* of Debian */
	const char *package_version; /* NULL: the builder's packages are not Debian's */
	const char *license;         /* SPDX expression; NULL: of a program that was only used */
	const char *origin;          /* where it comes from */
	const void *symbol;          /* NULL: not in this executable, unless is_always */
	bool is_always;
};

/* What an executable does when it starts; opaque here, named by the entry. */
struct abi_entry;
int rt_run_tool(const struct abi_entry *entry, int argc, char **argv);
int rt_run_bundle(const struct abi_entry *entry, int argc, char **argv);

/* An executable: one tool, or a bundle of several. */
struct abi_entry {
	int (*run)(const struct abi_entry *entry, int argc, char **argv);
	const char *name;             /* of the bundle; of the one tool */
	const char *compiler_version; /* of tracec */
	const struct abi_tool *const *tools;
	uint32_t n_tools;
	const struct abi_part *parts;
	uint32_t n_parts;
};

/* Of this executable, defined by the generated host C. */
extern const struct abi_entry tool_entry;

#endif
