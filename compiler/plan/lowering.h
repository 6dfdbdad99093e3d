/*
 * The state of lowering and what its files offer each other. A scalar lowers to a pure expression, everything
 * else to a place; effects go into the current block, in the order of the text. For this file's functions
 * a node has been typed by sema; there are no user errors left.
 */
#ifndef PLAN_LOWERING_H
#define PLAN_LOWERING_H

#include "plan/build.h"
#include "plan/layout.h"
#include "plan/lower.h"

/* A scratch variable and its temporary in the current program. */
struct lower_variable {
	const struct variable *variable;
	int temp;
};

/* The plan's type of a C type, with the C type it was made for. */
struct lower_ctype {
	const struct ctype *ctype;
	struct plan_ctype *plan_ctype;
};

/* What is read of a struct without a name by the builder's layout (layout.h, ABI_TAG_AT). */
struct lower_place {
	const struct ctype *ctype;
	const char *text;
};

/* What is used of a variable, as paths of members: "se.vruntime". */
struct lower_use {
	const struct variable *variable;
	bool is_whole; /* as a value */
	VEC(const char *) paths;
};

struct lower {
	struct arena *arena;
	const struct lower_input *input;
	const struct config *config;
	struct plan *plan;
	struct layout layout;
	VEC(struct lower_ctype) ctypes;
	VEC(struct lower_place) places;
	VEC(struct lower_use) uses;
	VEC(const char *) asked; /* members that has_field() asks for, by their last name */

	/* of the program at work */
	struct plan_program *program;
	plan_block *block;               /* where statements go */
	const struct node *root;         /* its block */
	const struct node *attach_point; /* the one that args, retval and the probe's name are of */
	unsigned probe;                  /* its index in the plan */
	const struct type *result; /* of the function at work */
	uint32_t n_syscall_sets; /* rows of the map that programs of many system calls read */
	bool is_bound; /* the body depends on the attach point: not to be shared */
	uint32_t line;
	const struct node *node; /* the expression or statement at work; a failure's place */
	VEC(struct lower_variable) variables;
	VEC(int) busy; /* byte temporaries of the statements at work */
	VEC(int) idle; /* those that may be used again */
};

/* --- lower_temp.c: statements and temporaries --- */

/* The span, or the import by which its text came into the script. */
struct span lower_script_span(const struct lower *l, struct span span);
uint32_t lower_line(const struct lower *l, struct span span);

/* A new statement at the end of the current block. */
struct plan_statement *lower_add(struct lower *l, enum plan_statement_kind kind);

int lower_new_scalar(struct lower *l, struct plan_scalar type);
/* Bytes that live until the end of the statement at work (lower_release). */
struct plan_place lower_new_bytes(struct lower *l, uint32_t size, uint32_t align);
/* `wanted` if there is one, else new bytes for a value of the type. */
struct plan_place lower_destination(struct lower *l, const struct type *type,
				    const struct plan_place *wanted);
/* The temporaries of one statement: begin gives a mark, release gives back all made since. */
size_t lower_begin(const struct lower *l);
void lower_release(struct lower *l, size_t mark);

int lower_variable(struct lower *l, const struct variable *variable);
const struct plan_expr *lower_temp(struct lower *l, int temp);

void lower_set(struct lower *l, int temp, const struct plan_expr *expr);
void lower_store(struct lower *l, struct plan_place place, const struct plan_expr *expr);
void lower_zero(struct lower *l, struct plan_place place);
/* Nothing if both are the same place; sizes are equal. */
void lower_copy(struct lower *l, struct plan_place to, struct plan_place from);
void lower_literal(struct lower *l, struct plan_place place, const char *text, size_t size);
/* The value in a temporary of its own, unless it is a constant or a temporary already. */
const struct plan_expr *lower_keep(struct lower *l, const struct plan_expr *expr);

/* Collects statements into another block: swap gives the block to go back to. */
plan_block *lower_enter(struct lower *l, plan_block *block);
void lower_leave(struct lower *l, plan_block *outer);

/* A CALL of the library; arguments are added by lower_arg_*. The result is in *temp if asked for. */
struct plan_statement *lower_library(struct lower *l, enum plan_library function);
void lower_arg(struct plan_statement *call, const struct plan_expr *expr);
void lower_arg_place(struct plan_statement *call, struct plan_place place); /* (bytes, size) */
void lower_arg_bytes(struct plan_statement *call, struct plan_place place); /* (bytes) */
void lower_arg_context(struct plan_statement *call);
void lower_arg_map(struct plan_statement *call, int map);
void lower_arg_text(struct plan_statement *call, const char *text, size_t size); /* (bytes, size) */
const struct plan_expr *lower_result(struct lower *l, struct plan_statement *call,
				     struct plan_scalar type);

/* --- lower_value.c: kinds of values and conversions between types --- */

bool lower_is_bytes(const struct type *type);
struct plan_scalar lower_scalar_type(const struct type *type);
bool lower_same_layout(const struct type *a, const struct type *b);
/* The bytes of a value of type `from` at `source`, as type `to` at `dest`. */
void lower_convert_bytes(struct lower *l, struct plan_place source, const struct type *from,
			 struct plan_place dest, const struct type *to);

/*
 * A value that was lowered while the statements behind it are still to come. Once they are there,
 * lower_hold saves it in front of them if they change what it reads.
 */
struct lower_operand {
	const struct plan_expr *expr; /* NULL: a place */
	struct plan_place place;
	plan_block *block;
	size_t mark; /* statements in the block when it was lowered */
};
struct lower_operand lower_operand(struct lower *l, const struct node *node);
struct lower_operand lower_operand_of(struct lower *l, const struct plan_expr *expr);
/* For operands in the order in which they were lowered. */
void lower_hold(struct lower *l, struct lower_operand *operands, size_t n);

/* --- lower_expression.c --- */

/* The scalar value of a node, in its own type (an aggregation: reduced). */
const struct plan_expr *lower_scalar(struct lower *l, const struct node *node);
const struct plan_expr *lower_scalar_as(struct lower *l, const struct node *node,
					struct plan_scalar type);
const struct plan_expr *lower_truth(struct lower *l, const struct node *node);
/* The bytes of a node in its own type; at *wanted if that is not NULL. */
struct plan_place lower_bytes(struct lower *l, const struct node *node,
			      const struct plan_place *wanted);
struct plan_place lower_bytes_as(struct lower *l, const struct node *node, const struct type *type);
/* The node's value as type `to` at dest, whose size is the type's. */
void lower_into(struct lower *l, const struct node *node, const struct type *to,
		struct plan_place dest);
/* For its effects; the value is dropped. */
void lower_effect(struct lower *l, const struct node *node);

/* --- lower_operator.c --- */
const struct plan_expr *lower_binary(struct lower *l, const struct node *node);
const struct plan_expr *lower_unary(struct lower *l, const struct node *node);
const struct plan_expr *lower_ternary(struct lower *l, const struct node *node);
struct plan_place lower_ternary_bytes(struct lower *l, const struct node *node,
				      const struct plan_place *wanted);
void lower_ternary_effect(struct lower *l, const struct node *node);
/* left op right in 64 bits; the node is the place of messages. `pointee` scales right, or is NULL. */
const struct plan_expr *lower_arithmetic(struct lower *l, const struct node *node,
					 enum binary_operator op, struct plan_scalar type,
					 const struct plan_expr *left,
					 const struct plan_expr *right, const struct type *pointee);
/* index * size of the type in memory, in 64 bits; relocated if the size is the target's. */
const struct plan_expr *lower_scaled(struct lower *l, const struct plan_expr *index,
				     const struct type *element);

/* --- lower_statement.c --- */
void lower_statement(struct lower *l, const struct node *node);
void lower_block(struct lower *l, const struct node *block);
/* The statements of a block; its value expression is the caller's. */
void lower_block_statements(struct lower *l, const struct node *block);
const struct plan_expr *lower_incdec(struct lower *l, const struct node *node, bool is_wanted);

/* --- lower_map.c --- */
void lower_maps(struct lower *l);
struct plan_place lower_key(struct lower *l, const struct map_symbol *map, const struct node *key);
const struct plan_expr *lower_map_scalar(struct lower *l, const struct node *node);
struct plan_place lower_map_bytes(struct lower *l, const struct node *node,
				  const struct plan_place *wanted);
/* The scalar at the key; of an aggregation reduced. */
const struct plan_expr *lower_map_scalar_at(struct lower *l, const struct map_symbol *map,
					    struct plan_place key);
void lower_map_assign(struct lower *l, const struct node *assign);
const struct plan_expr *lower_map_incdec(struct lower *l, const struct node *node, bool is_wanted);
/* The value at the key (reduced, of an aggregation), as `type`, at dest. */
void lower_map_value_into(struct lower *l, const struct map_symbol *map, struct plan_place key,
			  const struct type *type, struct plan_place dest);
/* A statement on the map, with the key. */
struct plan_statement *lower_map_statement(struct lower *l, enum plan_statement_kind kind,
					   const struct map_symbol *map, struct plan_place key);

/* --- lower_call.c, lower_builtin.c: by the rows of function.def and builtin.def --- */
const struct plan_expr *lower_call_scalar(struct lower *l, const struct node *node);
struct plan_place lower_call_bytes(struct lower *l, const struct node *node,
				   const struct plan_place *wanted);
void lower_call_effect(struct lower *l, const struct node *node);
/* Straight into a record, if the function can do that; false if it is to be lowered as a value. */
bool lower_call_event_arg(struct lower *l, const struct node *node, struct plan_event_arg *arg);
/* Reads what a READ argument reads, to tell whether that fails; the room (size 0: none yet) is for all of an event. */
void lower_read_arg(struct lower *l, const struct plan_event_arg *arg, struct plan_place *room);
const struct plan_expr *lower_builtin_scalar(struct lower *l, const struct node *node);
struct plan_place lower_builtin_bytes(struct lower *l, const struct node *node,
				      const struct plan_place *wanted);

/* --- lower_event.c --- */

/* An event of the kind, at the node's place in the script. Members may be set until it is added. */
struct abi_event lower_event(struct lower *l, enum abi_event_kind kind, const struct node *node);
/* Adds the EVENT with these nodes as arguments, packed where their types are. */
void lower_event_nodes(struct lower *l, struct abi_event *event, struct node *const *args,
		       size_t n_args);
/* Adds it with one argument: a scalar, bytes of a type; or without. */
void lower_event_scalar(struct lower *l, struct abi_event *event, const struct plan_expr *value);
void lower_event_bytes(struct lower *l, struct abi_event *event, struct plan_place place,
		       const struct type *type);
void lower_event_plain(struct lower *l, struct abi_event *event);
/* Adds it with any arguments; types gives the type of each. */
void lower_event_args(struct lower *l, struct abi_event *event, const struct plan_event_arg *args,
		      const struct abi_type *const *types, size_t n_args);
void lower_runtime_error(struct lower *l, const struct node *node, const char *text,
			 const char *helper, const struct plan_expr *code);
/* A warning where the program finds the condition true. */
void lower_warn_if(struct lower *l, const struct plan_expr *condition, const struct node *node,
		   const char *text);

/* --- lower_failure.c --- */

/*
 * The event (plan_statement.failure) for a helper that may fail in the node at work. The text says what that
 * means; NULL: that of the error number.
 */
int lower_failure(struct lower *l, const char *helper, const char *text);
/* Of a read at an address; -1 for the program's own memory. */
int lower_failure_of_read(struct lower *l, const struct plan_expr *address, bool is_user);
int lower_failure_of_string(struct lower *l, const struct plan_expr *address, bool is_user);

/* --- lower_access.c, lower_field.c, lower_args.c, lower_ctype.c: memory outside of the program --- */

/* A piece of memory of the kernel, a process or the context. */
struct lower_access {
	enum plan_field_mode mode;
	const struct plan_expr *base; /* address; NULL for CONTEXT */
	const struct ctype
		*root;    /* relocated from here by path; NULL: base is the address itself */
	const char *path; /* "" or NULL: the whole root */
	uint32_t bit_offset, bit_size; /* of a bit field; bit_offset of a fixed type is from base */
	int offset_patch;
};

/* False if the node's value is not in such memory, so that it has to be lowered as a value. */
bool lower_find_access(struct lower *l, const struct node *node, struct lower_access *access);
const struct plan_expr *lower_access_scalar(struct lower *l, const struct lower_access *access,
					    struct plan_scalar type);
void lower_access_bytes(struct lower *l, const struct lower_access *access, const struct type *type,
			struct plan_place dest);
/* Bytes of an array or string on the target; NULL where its type says it. */
const struct plan_expr *lower_access_size(struct lower *l, const struct lower_access *access,
					  const struct type *type);
/* An array or string is to be read whole, as long as the builder has it. */
void lower_note_value(struct lower *l, const struct lower_access *access, const struct type *type);
/* The FIELD itself; its temp or place is the caller's. */
struct plan_statement *lower_add_field(struct lower *l, const struct lower_access *access);
/* `size` bits of a word from bit `offset` on, as a number of the type. */
const struct plan_expr *lower_bits(struct lower *l, const struct plan_expr *word, uint32_t offset,
				   uint32_t size, struct plan_scalar type);
/*
 * The index of an INDEX node, tested against the bounds (language.md 1.4: one outside is reported, and 0 used). They are
 * the target's for an array in memory that it lays out; array is NULL for one that the program has.
 */
const struct plan_expr *lower_index(struct lower *l, const struct node *node,
				    const struct lower_access *array);
/* Goes from a struct to its member: by name where it is relocated, else by its offset. */
void lower_into_member(struct lower *l, const struct ctype *outer, const char *name,
		       struct lower_access *access);
/* From an array in memory to an element. */
void lower_into_element(struct lower *l, const struct lower_access *array,
			const struct type *element, uint64_t index, struct lower_access *access);

/* --- lower_struct.c: structs that the target lays out, as values --- */

/* Those structs, and arrays of them. */
bool lower_is_copied(const struct type *type);
/* Reads one into a copy, at dest. */
void lower_struct(struct lower *l, const struct lower_access *access, const struct type *type,
		  struct plan_place dest);
/* The same for a variable, at dest, as far as it is used; false if the value is nothing of the sort. */
bool lower_struct_variable(struct lower *l, const struct variable *variable,
			   const struct node *value, struct plan_place dest);
/* Finds out what is used; at first. */
void lower_note_uses(struct lower *l);

/* Its address as u64. */
const struct plan_expr *lower_access_address(struct lower *l, const struct lower_access *access);
bool lower_access_is_user(const struct lower_access *access);

const struct plan_expr *lower_field_scalar(struct lower *l, const struct node *node);
struct plan_place lower_field_bytes(struct lower *l, const struct node *node,
				    const struct plan_place *wanted);
/* A scalar at an address. */
const struct plan_expr *lower_read(struct lower *l, const struct plan_expr *address,
				   struct plan_scalar type, bool is_user);
void lower_read_bytes(struct lower *l, const struct plan_expr *address, bool is_user,
		      struct plan_place dest);
/* Whether a pointer of the type, or an integer, is taken as an address of the process (language.md 5.3). */
bool lower_is_user_pointer(const struct lower *l, const struct type *type);

/* Where the bytes are that a node is (an array, a string) or points to. */
struct lower_memory {
	const struct plan_expr *address;
	const struct plan_expr *size; /* bytes that the target has there; NULL: as many as the type says, or not known */
	bool is_user;
};
struct lower_memory lower_memory_of(struct lower *l, const struct node *node);

bool lower_is_args(const struct node *node);
/* args.name: false if it is a scalar that lower_args_scalar gives. */
bool lower_args_access(struct lower *l, const struct node *field, struct lower_access *access);
const struct plan_expr *lower_args_scalar(struct lower *l, const struct node *field);
/* Argument i of a prototype. */
const struct plan_expr *lower_prototype_argument(struct lower *l, const struct ctype *prototype,
						 size_t i);
/* What the slot gives; as a value of a C type that a program of its kind can read; as what a register holds. */
const struct plan_expr *lower_slot(struct lower *l, struct abi_slot slot, bool may_point);
const struct plan_expr *lower_slot_value(struct lower *l, struct abi_slot slot,
					 const struct ctype *type);
const struct plan_expr *lower_slot_register(struct lower *l, struct abi_slot slot);
struct plan_place lower_args_bytes(struct lower *l, const struct node *field,
				   const struct plan_place *wanted);
/* The index of the parameter that `args` calls name. */
size_t lower_find_param(struct lower *l, const struct ctype *prototype, const char *name);
/* lower_user_args.c: the same three of a uprobe's args, if the current probe has such. */
bool lower_has_user_args(const struct lower *l);
bool lower_user_args_access(struct lower *l, const struct node *node, struct lower_access *access);
const struct plan_expr *lower_user_args_scalar(struct lower *l, const struct node *node);
struct plan_place lower_user_args_bytes(struct lower *l, const struct node *node,
					const struct plan_place *wanted);
/* Whether the node is args.name of a __data_loc field, and the address of its data. */
bool lower_has_args_data(const struct lower *l, const struct node *node);
const struct plan_expr *lower_args_data(struct lower *l, const struct node *field);

/* The plan's declaration of a type that the target's kernel has, with path's members in it. */
const struct plan_ctype *lower_ctype_root(struct lower *l, const struct ctype *root,
					  const char *path);
/* The same for an enumerator; NULL if the enum has no name to relocate by. */
const struct plan_ctype *lower_ctype_enumerator(struct lower *l, const struct ctype *type,
						const char *name, uint64_t value);
bool lower_is_relocatable(const struct ctype *type);
/* Notes that the array at the path is copied with the builder's number of elements. */
void lower_ctype_value(struct lower *l, const struct ctype *root, const char *path);
/* Notes that all members of a struct are copied. */
void lower_ctype_whole(struct lower *l, const struct ctype *type);
/* Notes what is read of a struct without a name by the builder's layout: a member, or (NULL) its size. */
void lower_ctype_place(struct lower *l, const struct ctype *type, const char *member);
/* Puts what is embedded before what embeds it. */
void lower_ctypes_finish(struct lower *l);

/* --- lower_constant.c: .rodata.tool and what the stub patches --- */
/* A member of struct abi_constants. */
#define LOWER_TOOL_CONSTANT(l, member)                                                             \
	plan_constant_value(                                                                       \
		(l)->arena,                                                                        \
		(struct plan_scalar){ sizeof(((struct abi_constants *)0)->member), false, false }, \
		offsetof(struct abi_constants, member))
const struct plan_expr *lower_param_int(struct lower *l, unsigned number);
struct plan_place lower_param_text(struct lower *l, unsigned number, uint32_t size);
/* A named parameter, by its type. */
const struct plan_expr *lower_named_int(struct lower *l, const char *name, struct plan_scalar type);
struct plan_place lower_named_text(struct lower *l, const char *name, uint32_t size);
/* A u64 that the tool finds on the target by the patch's text: KADDR, CGROUP_ID. */
const struct plan_expr *lower_target_value(struct lower *l, enum abi_patch_kind kind,
					   const char *text);
/* The name of the attach point, if the compiler knows it. */
struct plan_place lower_probe_name(struct lower *l, uint32_t size);
/* The number of the probe's name, and the text of a number. */
const struct plan_expr *lower_probe_id(struct lower *l);
void lower_probe_text(struct lower *l, const struct plan_expr *id, struct plan_place dest);
/* Index of the patch that gives the offset of a tracepoint's field. */
int lower_field_patch(struct lower *l, const char *tracepoint, const char *field);

/* --- lower_function.c: functions of the script --- */
/* All that are called: they come first in the plan, as sema has ordered them. */
void lower_functions(struct lower *l);
/* A call; NULL if its value is not wanted. */
const struct plan_expr *lower_function_call(struct lower *l, const struct node *call,
					    bool is_wanted);
/* A call whose result is bytes. */
struct plan_place lower_function_bytes(struct lower *l, const struct node *call,
				       const struct plan_place *wanted);

/* --- lower_c_function.c: functions of imported C --- */
/* A call; NULL if its value is not wanted. */
const struct plan_expr *lower_c_call(struct lower *l, const struct node *call, bool is_wanted);

/* --- lower_alternative.c --- */
/* How else a block may be attached, with the same meaning. */
struct lower_other {
	const struct probe_kind *kind;
	bool is_same; /* the program reads nothing of its context, so that the same one serves both */
	const char *syscall; /* plan_program.syscall and .is_syscall_exit */
	bool is_exit;
	bool is_syscall_set; /* what a wildcard of syscalls:sys_enter_* or sys_exit_* matches */
};
/* Whether the block reads `args`. */
bool lower_uses_args(const struct node *probe);
bool lower_find_other(const struct node *probe, const struct node *point,
		      struct lower_other *other);

/* --- lower_digest.c: which maps have digests for keys; when all else is lowered --- */
void lower_digests(struct lower *l);

/* --- lower_stop.c: whether programs can be stopped at once; when all probes are lowered --- */
void lower_stop(struct lower *l);

/* --- lower_group.c: which blocks share a program; when all probes are lowered, and after lower_stop --- */
void lower_groups(struct lower *l);

/* --- lower_session.c: which kprobes and kretprobes have a common program, too; behind lower_groups --- */
void lower_sessions(struct lower *l);

/* --- lower_probe.c --- */
void lower_probe_root(struct lower *l, const struct node *probe);
/* fentry:bpf:NAME, fexit:bpf:ID:NAME */
bool lower_is_bpf_program(const struct node *point);
const struct probe_kind *lower_probe_kind(const struct lower *l);
const struct probe_target *lower_probe_target(const struct lower *l);

#endif
