/*
 * What the files that print BPF C share. The text is printed twice: the first time
 * to learn which headers and string constants it needs, the second time behind
 * them, so that the lines of the generated file are known where #line names them.
 */
#ifndef EMIT_BPF_H
#define EMIT_BPF_H

#include "emit/cwriter.h"
#include "emit/frame.h"
#include "plan/plan.h"

enum bpf_header {
#define HEADER(name) HEADER_##name,
#include "emit/header.def"
	N_BPF_HEADERS
};

/* A string constant of the generated file: static const char text_<index>[]. */
struct bpf_text {
	const char *text;
	uint32_t size;
};

/* Where a map is found that a program does not use by itself. */
struct bpf_shelf {
	int shelf; /* number of the map of maps "shelf_<n>"; -1: the map is on none */
	uint32_t place;
};

struct bpf {
	const struct plan *plan;
	struct arena *arena;
	struct cwriter w;
	struct frame **frames;  /* by index of plan.programs */
	struct record *records; /* by index of plan.events */
	bool needs[N_BPF_HEADERS];
	VEC(struct bpf_text) texts;
	struct bpf_shelf *shelves; /* by index of plan.maps */
	bool reports_failures; /* there are sites (failure.bpf.h) */
};

/* The C function at work: a program, or the body of one of its loops. */
struct bpf_function {
	struct bpf *bpf;
	const struct plan_program *program;
	const struct frame *frame;
	int index; /* 0: the program; else the number of the loop */
};

/* --- bpf_exists.c: what the target has, as relocated constants 0 and 1 --- */

const char *bpf_type_exists(struct arena *arena, const struct plan_ctype *type);

/* Whether `root` has the member at the end of `path` ("a.b"), whatever its type is there. */
const char *bpf_name_exists(struct arena *arena, const struct plan_ctype *root, const char *path);

/* --- bpf_type.c --- */

/* "__u64", "bool" */
const char *bpf_scalar_name(struct plan_scalar type);
/* "tl_u64": for access to bytes at an offset from an 8-aligned start. */
const char *bpf_access_name(struct arena *arena, struct plan_scalar type, uint32_t offset);
/* "struct dentry___flavour" */
const char *bpf_ctype_name(struct arena *arena, const struct plan_ctype *ctype);
/* Declares all types of the plan. */
void bpf_ctypes(struct bpf *bpf);

/* --- bpf_expr.c --- */

/* Text of an expression: as an argument or the right side of =; behind a cast or before ->. */
const char *bpf_expr(const struct bpf_function *fn, const struct plan_expr *expr);
const char *bpf_operand(const struct bpf_function *fn, const struct plan_expr *expr);
/* As an argument that the verifier takes for a number, even if it is a pointer. */
const char *bpf_number(const struct bpf_function *fn, const struct plan_expr *expr);
/* The same behind a cast. */
const char *bpf_number_operand(const struct bpf_function *fn, const struct plan_expr *expr);

/* A number as a constant that fits the type; "-5", "4000000000U". */
const char *bpf_number_text(struct arena *arena, struct plan_scalar type, uint64_t number);

/* --- bpf_c.c --- */

/* Size of a slot of scratch memory; 0 if there is none. */
uint32_t bpf_largest_scratch(const struct bpf *bpf);

/* --- bpf_place.c --- */

/* Index of the failure in the tool's table of events; -1 if there is none. */
int bpf_failure(const struct bpf *bpf, int failure);
/* The site of a failure (failure.bpf.h): index of its event, or "-1". */
const char *bpf_site(const struct bpf_function *fn, int failure);

/* "f->t3", "&f->t3[8]": a pointer to the place's first byte. */
const char *bpf_place(const struct bpf_function *fn, struct plan_place place);
/* The same as an argument for a parameter of type void *. */
const char *bpf_place_argument(const struct bpf_function *fn, struct plan_place place);
/* "t1", "v_x", "f->v_x" */
const char *bpf_temp(const struct bpf_function *fn, int temp);
/* "constants.c_param_1", by its offset in .rodata.tool */
const char *bpf_constant(const struct bpf *bpf, uint32_t offset);

/* --- bpf_statement.c --- */
void bpf_block(const struct bpf_function *fn, const plan_block *block);
/* `temp = value;`, with a cast to its type; just the value if temp is -1. */
void bpf_assign(const struct bpf_function *fn, int temp, const char *value);
/* Name of a string constant that holds the text. */
const char *bpf_text_name(struct bpf *bpf, const char *text, uint32_t size);
void bpf_need(struct bpf *bpf, enum bpf_header header);
/* Copies the place's bytes to `to`, an expression whose bytes are aligned as to_offset is. */
void bpf_copy(const struct bpf_function *fn, const char *to, uint32_t to_offset,
	      struct plan_place from);

/* --- bpf_field.c, bpf_map.c, bpf_event.c, bpf_loop.c: statements of one kind each --- */
void bpf_field(const struct bpf_function *fn, const struct plan_statement *s);
void bpf_map_statement(const struct bpf_function *fn, const struct plan_statement *s);
void bpf_event(const struct bpf_function *fn, const struct plan_statement *s);
void bpf_loop_statement(const struct bpf_function *fn, const struct plan_statement *s);
/* Name of the function that is the body of a loop; its head; what it does before the script's body; what follows it. */
const char *bpf_loop_name(const struct bpf_function *fn, int loop);
const char *bpf_loop_head(const struct bpf_function *fn);
void bpf_loop_begin(const struct bpf_function *fn);
void bpf_loop_end(const struct bpf_function *fn);
/* BREAK, CONTINUE and RETURN. */
/* shelf.c: many maps. Fills bpf->shelves. */
void bpf_find_shelves(struct bpf *bpf);
/* The maps of maps, with their maps. */
void bpf_shelves(struct bpf *bpf);

/* bpf_map.c: the type of a map, without its head and end; and the same as a text to compare. */
void bpf_map_members(struct bpf *bpf, const struct plan_map *map);
const char *bpf_map_shape(struct arena *arena, const struct plan_map *map);
/* Whether a statement with the map has to find it first: between bpf_map_begin and bpf_map_end. */
bool bpf_map_is_found(const struct bpf_function *fn, int map);

/* bpf_c_function.c: functions of imported C */
void bpf_c_functions(struct bpf *bpf);
void bpf_c_call(const struct bpf_function *fn, const struct plan_statement *s);
void bpf_leave(const struct bpf_function *fn, const struct plan_statement *s);

/* Pointer to the map as an argument: "&m_x"; between bpf_map_begin and bpf_map_end "live" for one of two. */
const char *bpf_map_pointer(const struct bpf_function *fn, int map);
/* Around a statement: opens and closes the block in which "live" is the one of two maps that is in use. */
void bpf_map_begin(const struct bpf_function *fn, int map);
void bpf_map_end(const struct bpf_function *fn);

/* Declares the maps of the script. */
void bpf_maps(struct bpf *bpf);
/* Declares the struct of every record. */
void bpf_records(struct bpf *bpf);

/* --- bpf_program.c --- */
/* A program: its frame, the bodies of its loops, the functions. */
void bpf_program(struct bpf *bpf, size_t index);
/* Locals and statements of the function, and its end. */
void bpf_function_body(const struct bpf_function *fn, const plan_block *block);

#endif
