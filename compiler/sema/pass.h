/*
 * What sema's passes share; not for other folders. sema_run calls the passes in the order in which
 * they stand here, each on the tree that the one before it left.
 */
#ifndef SEMA_PASS_H
#define SEMA_PASS_H

#include "sema/builtin.h"
#include "sema/function.h"
#include "sema/name_table.h"
#include "sema/probe_kind.h"
#include "sema/sema.h"
#include "sema/user_binary.h"

/* Largest N of $N, as the parser has it. */
#define SEMA_MAX_PARAM 999

/*
 * What inference knows about one name, or a map's key. Each round joins all uses anew from what the
 * round before found; the rounds end when one changes nothing.
 */
struct slot {
	const struct type *type; /* of the round before; NULL: nothing known */
	const struct type *next; /* join of this round so far */
	struct span from;        /* the first use that gave a type */
	bool is_fixed;           /* annotated: type stays as it is */
	bool is_plainly_signed;  /* something that is_plainly_signed() was put in */
	unsigned clocks;         /* of what was put in: bits of enum abi_clock */
};

struct map_state {
	struct map_symbol *symbol;
	struct slot key, value;
	struct span scalar_use, keyed_use; /* the first of each; zero if none */
	struct span declaration;
	bool is_used;
	bool is_reported; /* as one that nothing is assigned to */
};

struct variable_state {
	struct variable *symbol;
	struct slot value;
	unsigned loop_depth; /* loops around the declaration */
	bool is_declared;    /* by let */
	bool is_used;
};

/* A constant that the script asks the target for, by has_enumerator(). */
struct presumed_enumerator {
	const char *name;
	const struct ctype *type; /* the enum, presumed itself or without it */
};

struct sema {
	struct arena *arena;
	struct interner *interner;
	struct diag *diag;
	const struct source_set *sources;
	struct kernel *kernel;
	struct script *script;
	const struct sema_options *options;
	struct program_info *info;

	struct name_table map_names; /* of struct map_symbol */
	VEC(struct map_state) maps;
	VEC(struct variable_state) variables;
	struct name_table subprograms; /* of struct subprogram */

	VEC(const struct ctype *) presumed; /* types that only the target may have */
	VEC(struct presumed_enumerator) presumed_enumerators;
	VEC(struct user_binary) user_binaries; /* whose debug information was asked for */

	unsigned c_depth;        /* macros of C that are being resolved, one in the other */
	unsigned n_c_expansions; /* all of them */
	const char *c_table_name; /* of our table: in its own text it is the kernel's enumerator */

	VEC(const struct ctype *) fixed; /* of the script, said to have another layout than the kernel's */

	/* Inference */
	enum address_space cast_from; /* of a pointer whose cast's type is looked for; else NONE */
	bool reports;             /* the last walk: types are settled, mistakes are said */
	bool guesses;             /* what nothing settles counts as int64 in arithmetic */
	const struct node *probe; /* the block being typed */
	const struct node *untyped_args; /* the last block whose args were said to be unknown */
	const struct subprogram *subprogram; /* or the function */
	unsigned loop_depth;                 /* loops of any sort around it */
	unsigned for_depth;                  /* those that are for loops */
};

/* A mistake found while typing: said in the last walk only. */
#define sema_report(s, span, ...)                                    \
	do {                                                         \
		if ((s)->reports)                                    \
			diag_report((s)->diag, (span), __VA_ARGS__); \
	} while (0)
#define sema_note(s, ...)                                  \
	do {                                               \
		if ((s)->reports)                          \
			diag_note((s)->diag, __VA_ARGS__); \
	} while (0)

/* Reads config blocks and --config into info->config. */
void read_config(struct sema *s);

/* A wildcard in the kind of an attach point becomes a point for each kind that it may mean. */
void expand_providers(struct sema *s);
/* Gives attach points their kind and target; reports what is wrong with them. */
void check_attach_points(struct sema *s);

/* Splits blocks whose attach points would give expressions different types. */
void split_probes(struct sema *s);

/* Connects names with variables, maps, builtins, functions and constants. */
void resolve_names(struct sema *s);

/* Computes constant expressions of literals. */
void fold_constants(struct sema *s);

/* Types of everything; the last walk reports all mistakes in types. */
void infer_types(struct sema *s);

/* Which functions of the script are called, and whether the kernel can do that. */
void check_subprograms(struct sema *s);

/* Map declarations that do not fit, names that are declared for nothing. */
void check_declarations(struct sema *s);

/* -- shared by passes -- */

/* Passes may recurse: the parser refuses trees deeper than PARSE_MAX_DEPTH. */

/* Folds one node whose children are folded; true if it became a literal. */
bool fold_node(struct sema *s, struct node *node);

/* The literal that an expression is, by what is known of types now; NULL if it is none. */
const struct node *comptime_value(struct sema *s, const struct node *expression);

/* Makes an `if comptime` whose condition is known the branch that it takes. */
bool comptime_take_branch(struct sema *s, struct node *node);

/* Type of the operand of sizeof and its kin: a type, or an expression that is not evaluated. */
const struct type *infer_query_operand(struct sema *s, struct node *operand);

/* Makes the FIELD of a TYPEINFO what it is, if that is known and the same on every target. */
bool typeinfo_become_literal(struct sema *s, struct node *field);

/* Whether a value's size is decided on the target: structs of the kernel. */
bool type_is_relocated(const struct type *type);

/* Size of a SIZEOF's operand, if it is known and the same on every target. */
bool size_is_known(struct sema *s, struct node *node, uint64_t *size);

/* The kind of the current block's first attach point; NULL if it has none that is right. */
const struct probe_kind *current_kind(const struct sema *s);
/* Whether all attach points of the block offer `needs` (enum probe_flag); reports those that do not. */
bool probe_offers(struct sema *s, struct span span, const char *name, unsigned needs);
const struct probe_target *current_target(const struct sema *s);
/* Where integers that serve as pointers point to in the current block. */
enum address_space current_space(const struct sema *s);

/* Makes the node an error that is compatible with all. */
const struct type *poison(struct node *node);

/* Type of a builtin in the current block; may replace the node by a constant. */
const struct type *builtin_type(struct sema *s, struct node *node);

/*
 * For what is only kept or printed: `probe` in it becomes a number, which is cheaper than text. Before infer.
 */
void prefer_probe_number(struct node *node);

/* Turns a builtin that stands for an expression into it; false for the others. */
bool builtin_expand(struct sema *s, struct node *node);
/* Makes `args`, of the type, a record of its fields; `config` or `config.key` what it is now. */
bool builtin_expand_args(struct sema *s, struct node *node, const struct type *type);
bool builtin_expand_config(struct sema *s, struct node *node);
/* The same as builtin_expand of another task: ppid(task); and container_of(pointer, type, member). */
bool expand_task_field(struct sema *s, struct node *node, enum builtin_id id, struct node *task);
void expand_container_of(struct sema *s, struct node *node, struct node *pointer, struct node *type,
			 struct node *member);

/* -- names of the script's C and of the kernel (c_name.c) -- */

/* struct, union or enum by tag, and types by name; NULL if neither the script nor the target has it. */
const struct ctype *find_c_tag(struct sema *s, enum ctype_kind kind, const char *name);
const struct ctype *find_c_typedef(struct sema *s, const char *name);
/* Whether the script's C has a number of that name, an enumerator or a macro. */
bool is_c_value(const struct sema *s, const char *name);
/* The type of that tag; if nobody has it, one that is known from now on and only the target may have. */
const struct ctype *presume_c_tag(struct sema *s, enum ctype_kind kind, const char *name);

/*
 * Makes an identifier what it stands for: a number, an enumerator, or a macro's expression, whose
 * names are not resolved yet. C_NAME_WRONG was reported.
 */
enum c_name { C_NAME_UNKNOWN, C_NAME_DONE, C_NAME_EXPRESSION, C_NAME_WRONG };
enum c_name expand_c_name(struct sema *s, struct node *node);
/* The same for names of the script's own C alone. */
enum c_name expand_script_name(struct sema *s, struct node *node);
/* From now on the name, of which the script asks has_enumerator(), may be used without being known here. */
void presume_enumerator(struct sema *s, const char *tag, const char *name);
/* Whether kconfig() and bare names may ask for it. */
bool is_kconfig_name(const char *name);

/*
 * A member that the struct does not have, but that is a macro of the script or of the kernel's headers for a
 * member of a member (sk_family: __sk_common.skc_family): the node becomes that. False if it is none.
 */
bool expand_member_name(struct sema *s, struct node *node, const struct ctype *in);

/*
 * Behind the message of an unknown name that is spelled as constants are: similar ones, and whether
 * a missing header may be the reason.
 */
void note_unknown_constant(struct sema *s, const char *name);

const char *describe(struct sema *s, const struct type *type); /* type_name */

/* -- typing (infer*.c) -- */

/*
 * Type of an expression, kept in node->type too. NULL while nothing is known of it. In the last walk
 * never NULL.
 */
const struct type *infer(struct sema *s, struct node *node);

/* A value that the text itself makes signed; a difference of unsigned numbers is not meant so. */
bool is_plainly_signed(struct sema *s, const struct node *node);
/* The clocks whose time a value may be: nsecs(), or a variable or map that holds it. A literal is of none. */
unsigned infer_clocks(struct sema *s, const struct node *node);

/* infer, where a condition is needed: a number or a pointer. */
void infer_condition(struct sema *s, struct node *node);

/* infer, where a number is needed: castable aggregations are reduced, other types reported. */
const struct type *infer_integer(struct sema *s, struct node *node, const char *what);

/* infer, where a value is needed that can be stored: castable aggregations are reduced, the others refused. */
const struct type *infer_value(struct sema *s, struct node *node, const char *what);

const struct type *infer_variable(struct sema *s, struct node *node);
const struct type *infer_map(struct sema *s, struct node *node);
const struct type *infer_binary(struct sema *s, struct node *node);
const struct type *infer_unary(struct sema *s, struct node *node);
const struct type *infer_incdec(struct sema *s, struct node *node);
const struct type *infer_cast(struct sema *s, struct node *node);
const struct type *infer_field(struct sema *s, struct node *node);
const struct type *infer_index(struct sema *s, struct node *node);
const struct type *infer_tuple_field(struct sema *s, struct node *node);
const struct type *infer_type_query(struct sema *s, struct node *node);
const struct type *infer_typeinfo(struct sema *s, struct node *node);
const struct type *infer_call(struct sema *s, struct node *node);
const struct type *infer_comptime(struct sema *s, struct node *node);
const struct type *infer_comptime_if(struct sema *s, struct node *node);
const struct type *infer_ternary(struct sema *s, struct node *node);
/* The branches of an IF. */
void infer_if_branches(struct sema *s, struct node *node);
/* A block whose value, if it has one, nobody takes: warned of. */
void infer_body(struct sema *s, struct node *block);
void infer_statement(struct sema *s, struct node *node);
/* Type of the block's value; TYPE_NONE without one. */
const struct type *infer_block(struct sema *s, struct node *node);

/* -- functions of the script (subprogram.c) -- */
void declare_subprograms(struct sema *s);
void infer_subprograms(struct sema *s);
/* -- what the target lacks (requirement.c) -- */
/* The node visits all keys of a map; what begins the message. */
void require_visit_of_map(struct sema *s, const struct node *node, const char *what);
/* The node is a while or for loop that may have many rounds. */
void require_rounds(struct sema *s, const struct node *node);

/* -- functions of imported C (c_function.c) -- */
/* By an interned name; NULL if there is none. */
const struct c_function *find_c_function(const struct sema *s, const char *name);
const struct type *infer_c_call(struct sema *s, struct node *call);

void report_subprogram_as_value(struct sema *s, const struct node *word);
const struct type *infer_subprogram_call(struct sema *s, struct node *call);
/* A return in a function. */
void infer_return(struct sema *s, struct node *node);
/* Reports at the value if it does not fit into what has the slot's type and is called name. */
void check_annotated(struct sema *s, const struct slot *slot, const char *name,
		     const struct type *type, const struct node *value);

/* Slots */
const struct type *slot_read(const struct slot *slot);
void slot_join(struct sema *s, struct slot *slot, const struct type *type, struct span span);
struct map_state *map_state_of(struct sema *s, const struct node *map);
struct variable_state *variable_state_of(struct sema *s, const struct node *var);

/* Nothing is ever assigned to the map that is used here: said once of each map, in the last walk. */
void report_undefined_map(struct sema *s, struct map_state *map, struct span span);

/* Key of a map use: joins its type into the map's key, or checks it. */
void infer_map_key(struct sema *s, const struct node *map, struct node *key);
/* Value written to a map or variable: joins, or checks, reported at `span`. */
void assign_map(struct sema *s, const struct node *map, const struct type *type, struct span span);
void assign_variable(struct sema *s, const struct node *var, const struct type *type,
		     struct node *value);

#endif
