/*
 * The plan: a script lowered to programs, maps, records and formats, with flat
 * statements over typed temporaries. It holds no pointer into the AST, prints
 * as text (plan_dump), and is all that emit/ sees: BPF C and host C are pure
 * functions of it. What the running side needs is described by the structs of
 * skeleton/abi.h themselves, with their ops pointers NULL.
 *
 * Everything lives in the compilation's arena.
 */
#ifndef PLAN_PLAN_H
#define PLAN_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi.h"
#include "base/strbuf.h"
#include "base/vec.h"

enum plan_expr_kind {
#define PLAN_EXPR(kind) PLAN_EXPR_##kind,
#include "plan/expr.def"
	N_PLAN_EXPRS
};

enum plan_statement_kind {
#define PLAN_STATEMENT(kind) PLAN_##kind,
#include "plan/statement.def"
	N_PLAN_STATEMENTS
};

/* Functions of the BPF library that a plan can call (skeleton/library.def). */
enum plan_library {
#define LIBRARY(name, header, returns, has_site, help) LIBRARY_##name,
#include "library.def"
	N_LIBRARY
};

enum plan_operator {
	PLAN_NEGATE, PLAN_NOT, PLAN_BIT_NOT, /* unary; NOT gives bool */
	PLAN_ADD, PLAN_SUBTRACT, PLAN_MULTIPLY,
	PLAN_DIVIDE, PLAN_MODULO, /* unsigned instructions; the divisor is not 0, lowering saw to it */
	PLAN_AND, PLAN_OR, PLAN_XOR,
	PLAN_SHIFT_LEFT, PLAN_SHIFT_RIGHT, /* logical */
	PLAN_EQUAL, PLAN_NOT_EQUAL,	   /* comparisons give bool, by the operands' sign */
	PLAN_LESS, PLAN_LESS_EQUAL, PLAN_GREATER, PLAN_GREATER_EQUAL,
	PLAN_LOGICAL_AND, PLAN_LOGICAL_OR, /* of pure operands */
};

/* Type of a scalar: s8 .. u64; bool is {1, false, true} and holds 0 or 1. Pointers are u64. */
struct plan_scalar {
	uint8_t size;
	bool is_signed;
	bool is_bool;
};

/*
 * A temporary: a scalar (a C local) or bytes. Ids count from 0 in each
 * program. A scalar that a loop body or subprogram captures by reference is
 * marked is_shared, so that emit can keep it in the frame. Scalars are 0 at
 * first; bytes hold anything until they are written.
 */
struct plan_temp {
	const char *name; /* "v_x" for $x, else NULL */
	bool is_bytes;
	bool is_shared;
	struct plan_scalar scalar;
	uint32_t size, align; /* of bytes */
};

enum plan_place_kind {
	PLACE_TEMP,	/* a bytes temporary */
	PLACE_CONSTANT, /* .rodata.tool at offset */
};

/* A range of bytes. */
struct plan_place {
	enum plan_place_kind kind;
	int temp;
	uint32_t offset;
	uint32_t size;
};

/*
 * A C type that the emitted BPF C declares. A relocatable one lists only the members that the
 * script uses (preserve_access_index, CO-RE); a fixed one (from the script's own C or DWARF) has its
 * whole layout, by explicit padding. `flavour` makes `struct name___flavour`. One
 * that has no tag is relocated by the name of its typedef.
 */
struct plan_ctype {
	const char *tag; /* "struct", "union" or "enum" */
	const char *name;
	const char *flavour; /* or NULL */
	bool is_typedef; /* name is a typedef of a struct or union without a tag; it has a flavour */
	bool is_relocatable;
	bool is_whole; /* all members that the builder knows are copied */
	uint32_t size; /* of a fixed one */
	VEC(struct plan_cmember) members;
	VEC(struct abi_enumerator) enumerators; /* used ones, with the builder's values */
};

struct plan_cmember {
	const char *name;
	const char *before; /* declaration is: before name after; "struct dentry *", "char " */
	const char *after;  /* "[16]", ":3", "" */
	const struct plan_ctype *embedded; /* type of a member held by value, must be declared before; else NULL */
	uint32_t offset;		   /* bytes; of a fixed type */
	bool is_value; /* an array that is copied with the builder's number of elements */
	const char *places; /* behind a pointer, what is not relocated (layout.h, ABI_TAG_AT); or NULL */
};

struct plan_expr {
	enum plan_expr_kind kind;
	struct plan_scalar type;
	enum plan_operator op;
	uint64_t value;
	int temp;
	struct plan_place place;
	uint32_t offset;
	const struct plan_expr *condition, *left, *right;
	bool may_point; /* SLOT: the verifier may see a pointer in it */
	const struct plan_ctype *root;
	const char *path; /* "f_path.dentry", "args[2]"; an enumerator; a register */
};

enum plan_arg_kind {
	PLAN_ARG_EXPR,	  /* by value */
	PLAN_ARG_PLACE,	  /* pointer to the bytes */
	PLAN_ARG_CONTEXT, /* the program's context pointer */
	PLAN_ARG_MAP,	  /* pointer to the map */
	PLAN_ARG_TEXT,	  /* string constant: pointer to its bytes in .rodata, NUL behind it */
	PLAN_ARG_FRAME,	  /* pointer to the program's frame, for library functions that need scratch */
};

struct plan_arg {
	enum plan_arg_kind kind;
	const struct plan_expr *expr;
	struct plan_place place;
	int map;
	const char *text;
	uint32_t text_size;
};

/* How an argument goes into a record. ORDER EVENT_ARG */
enum plan_event_arg_kind {
	PLAN_EVENT_SCALAR,	/* expr, at its offset, in the size of abi_arg.type */
	PLAN_EVENT_BYTES,	/* place, inline */
	PLAN_EVENT_STRING,	/* place, a string: packed by its real length */
	PLAN_EVENT_BUFFER,	/* place, a buffer: packed */
	PLAN_EVENT_READ_STRING, /* expr is an address: read straight into the record, at most `limit` bytes, NUL included */
	PLAN_EVENT_READ_BUFFER, /* expr is an address, length its length: packed, at most limit bytes */
	PLAN_EVENT_KSTACK,	/* taken straight into the record, at most `limit` frames */
	PLAN_EVENT_USTACK,
	PLAN_EVENT_BUILD_IDS, /* of a ustack */
};

struct plan_event_arg {
	enum plan_event_arg_kind kind;
	const struct plan_expr *expr, *length;
	struct plan_place place;
	uint32_t limit;
	bool is_user; /* address space of expr */
	bool is_list; /* of a READ_STRING: the address may be 0, behind the end of a list, which is no failure */
	int failure;  /* of a READ: as of a statement */
};

enum plan_field_mode {
	PLAN_FIELD_CONTEXT, /* base is the context: a direct load */
	PLAN_FIELD_DIRECT,  /* base is a BTF pointer that the verifier trusts (args of fentry, tp_btf): a direct load */
	PLAN_FIELD_KERNEL,  /* probe_read_kernel */
	PLAN_FIELD_USER,    /* probe_read_user */
};

/* What of an aggregation over all CPUs is asked for. */
enum plan_part {
	PLAN_PART_VALUE, /* what a cast to an integer gives */
	PLAN_PART_COUNT, /* of avg and stats: how many samples */
	PLAN_PART_TOTAL, /* of them: their sum */
};

typedef VEC(struct plan_statement *) plan_block;

struct plan_statement {
	enum plan_statement_kind kind;
	uint32_t line;	 /* in the script, for #line */
	int temp;	 /* result; -1: none, or it goes to `place` */
	struct plan_place place; /* destination bytes; size 0 when not used */
	const struct plan_expr *expr; /* SET STORE; value of MAP_SET, MAP_UPDATE; delta of MAP_ADD; condition of IF, WHILE; begin of REPEAT; value of RETURN */
	const struct plan_expr *end;  /* REPEAT */
	int cut; /* WHILE, REPEAT: takes whether the kernel allows no more rounds; -1: not asked */
	struct plan_place source;     /* COPY; value of MAP_SET when expr is NULL */
	int map;		      /* MAP_*, FOR_MAP */
	/*
	 * MAP_*: as large as the BPF map's key (with digests: as the key's type); size 0 for a scalar map. Of hist, lhist and tseries the
	 * last 8 bytes are room for the bucket, which the statement writes.
	 */
	struct plan_place key;
	bool wants_new;		      /* MAP_ADD: result is the new value */
	enum plan_part part;	      /* MAP_REDUCE */
	const char *text;	      /* LITERAL */
	uint32_t text_size;
	enum plan_library library; /* CALL */
	int program;		   /* SUBPROGRAM: index in plan.programs; C_CALL: in plan.c_functions */
	VEC(struct plan_arg) args; /* CALL, SUBPROGRAM, C_CALL */
	struct {
		enum plan_field_mode mode;
		const struct plan_ctype *root;
		const char *path;
		const struct plan_expr *base; /* NULL for CONTEXT */
		bool is_bitfield;
		int offset_patch; /* CONTEXT: index of the patch with the offset to use where the target's BTF lacks the field; -1: none */
	} field;
	int event; /* EVENT: index */
	/*
	 * Index in plan.failures of what is told if it fails: of a CALL, FIELD or MAP_GET a helper, told
	 * under -k; of MAP_SET, MAP_ADD, MAP_UPDATE the update of a full map, whose counter of loss it is.
	 * -1: nothing is said.
	 */
	int failure;
	VEC(struct plan_event_arg) event_args; /* in the order of abi_event.args */
	plan_block condition; /* WHILE: statements before the test */
	plan_block body;      /* IF then, loops */
	plan_block orelse;    /* IF */
};

/* One BPF function. */
struct plan_program {
	const char *name;      /* "p0_sys_enter_openat"; for a subprogram "f_name" */
	bool is_subprogram;
	enum abi_probe_kind kind; /* of the attach points that use it; decides argN, retval */
	bool is_user_event;    /* SOFTWARE-like distinction is not needed; true for uprobe kinds */
	const char *section;   /* "tracepoint", "raw_tp", "kprobe", "fentry/vfs_read" */
	const char *title;     /* the probe's text, for a comment */
	uint32_t line;
	const char *syscall;   /* of a raw tracepoint's program that stands for one of syscalls: its system call; else NULL */
	bool is_syscall_exit;  /* of sys_exit, not of sys_enter; also of a set */
	uint32_t syscall_set;  /* it stands for many of syscalls: number of its set, from 1 (syscall_set.bpf.h); else 0 */
	bool has_pid_filter;   /* return unless constants.filter_pid is 0 or the current one */
	bool has_stop;         /* return once the tool has stopped its programs (stop.bpf.h) */
	bool is_member;        /* a function that the program of a group calls (lower_group.c) */
	unsigned first_slot;   /* of a member: where its slots are among those of the group */
	VEC(struct abi_slot) slots;
	uint64_t user_symbols; /* bit n: it asks for plan.user_symbols[n] */
	VEC(struct plan_temp) temps;
	int n_params;	       /* of a subprogram: its first temps are the parameters */
	struct plan_scalar result; /* of a subprogram */
	bool gives_bytes;	   /* a subprogram: its result is bytes, in result_temp when it ends; */
	int result_temp, result_param; /* they go where its last parameter, result_param, points to */
	plan_block body;
};

struct plan_map {
	struct abi_map abi;
	const char *bpf_type; /* "BPF_MAP_TYPE_HASH" */
	uint32_t n_keys;      /* with digests: entries of the map of keys */
	bool no_prealloc;
};

/* A constant in .rodata.tool behind struct abi_constants. */
struct plan_constant {
	const char *name; /* "param_1" */
	uint32_t offset, size, align;
	struct plan_scalar scalar; /* size 0: char[size] */
	const char *initial;	   /* text of a char[], or NULL */
	uint64_t initial_value;
};

#define PLAN_C_PARAMS 5

/* A function of an imported .bpf.c file that is called. */
struct plan_c_function {
	const char *name;
	const char *file; /* as the compiler finds it */
	struct plan_scalar result; /* size 0: none */
	unsigned n_params;
	bool is_pointer[PLAN_C_PARAMS]; /* else the parameter is a number */
	bool gives_pointer;
};

/* Each is a read of its own: clang takes a second for some two hundred, a verified program has a dozen instructions for one. */
#define PLAN_COPY_MEMBERS 1500u

struct plan {
	struct arena *arena;
	struct abi_tool tool;	       /* name, texts, settings; its tables are the vectors below */
	const char *script_path;       /* as given to the compiler, for #line */
	VEC(struct plan_program *) programs; /* subprograms first */
	VEC(struct abi_probe) probes;
	VEC(struct plan_map) maps;
	VEC(struct abi_event) events;
	VEC(struct abi_event) failures; // runtime errors without a statement; in the tool behind the events
	VEC(struct abi_patch) patches;
	VEC(struct abi_param) params;
	VEC(const char *) user_symbols; /* whose addresses in the process programs ask for */
	VEC(struct plan_constant) constants;
	VEC(struct plan_c_function) c_functions;
	VEC(struct plan_ctype *) ctypes; /* in the order of declaration */
	VEC(const char *) enums; /* the kernel's whose enumerators are printed by their names */
	struct {
		const char *type; /* NULL: there is none */
		uint32_t line;
	} large_copy; /* a struct with more than PLAN_COPY_MEMBERS to be copied; the plan is not to be used */
	bool compares_types; /* the tool says at load where what it has of the builder's types differs from the target's */
	bool shows_debug_info; /* of the code of user stacks */
	uint32_t stack_limit;  /* bytes; larger objects stand in scratch memory */
	bool unwinds; /* dw_ustack: the tool has to have tables for it */
};

/* The plan as text, stable: same script, same bytes. */
void plan_dump(const struct plan *plan, struct strbuf *out);

#endif
