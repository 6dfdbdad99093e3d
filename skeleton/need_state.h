/* What the files of need.h share: the object taken apart, and the answers of the target's types. */
#ifndef SKELETON_NEED_STATE_H
#define SKELETON_NEED_STATE_H

#include <bpf/btf.h>
#include <linux/bpf.h>

#include "need.h"

/* What stands with an instruction of the object. */
struct need_note {
	const struct bpf_core_relo *relocation; /* NULL: none */
	const char *external; /* name of a function or variable that is the kernel's; else NULL */
	uint16_t section;     /* of the symbol, if has_symbol */
	bool has_symbol;
	uint64_t value; /* of the symbol: bytes from the start of its section */
};

struct need_section {
	const char *name;
	const struct bpf_insn *instructions; /* NULL: it is no code */
	uint32_t n;
	struct need_note *notes; /* n of them */
	const struct bpf_line_info *lines;
	uint32_t n_lines;
};

struct need_entry {
	const char *name;
	uint16_t section;
	uint32_t at; /* index of its first instruction */
};

/* An answer about a relocation; the same for all programs. */
struct need_match {
	bool is_found;
	bool is_ambiguous; /* the target has several types of the name in which it is at different places */
	bool is_refused; /* found, but of a size that the load cannot take over */
	uint64_t value;  /* of an enumerator; of other kinds meaningless */
	bool has_value;
};

struct need_state {
	struct btf *types; /* the object's own */
	struct need_section *sections;
	uint32_t n_sections;
	struct need_entry *entries; /* programs */
	uint32_t n_entries;
	const struct need_target *target;
	struct need_candidates *candidates; /* need_match.c */
	uint32_t n_candidates;
	struct need_shape *shapes; /* need_shape.c */
	uint32_t n_shapes;
	char **texts; /* names that were made */
	uint32_t n_texts;
};

/* need_object.c: fills all of the state but target. 0 or a negative errno. */
int need_object_read(struct need_state *state, const uint8_t *bytes, size_t size);
void need_object_release(struct need_state *state);
/* The script's line that an instruction stands for; its file, NULL if there is none. */
const char *need_object_place(const struct need_state *state, uint32_t section, uint32_t at,
			      uint32_t *line);

/* need_match.c: whether a relocation finds something in the target, and what it is called. */
int need_match_find(struct need_state *state, const struct bpf_core_relo *relocation,
		    struct need_match *match);
void need_match_release(struct need_state *state);
/* Whether the instruction only asks if there is such a thing. */
bool need_match_is_question(const struct bpf_core_relo *relocation);
/* A member that a relocation's path goes through, in the object and in the first type of the target that has it. */
struct need_step {
	const struct bpf_core_relo *relocation;
	uint32_t at;		  /* in its path */
	uint32_t owner;		  /* a struct or union of the object */
	uint32_t member;	  /* index in it */
	const struct btf *others; /* of the target */
	uint32_t other_owner;	  /* what owner is there; may be a typedef */
	uint32_t other;		  /* type of the member there */
	bool is_bits;		  /* which is a bit field */
	bool is_last;		  /* of the path */
};
/* Stops at the first error of visit, which it returns. */
int need_match_walk(struct need_state *state, const struct bpf_core_relo *relocation,
		    int (*visit)(void *context, const struct need_step *step), void *context);
/* "struct task_struct.signal", or (of_owner) "struct task_struct"; NULL: out of memory. Lives as long as the state. */
const char *need_match_step_name(struct need_state *state, const struct need_step *step,
				 bool of_owner);
/* "struct task_struct.pid"; NULL: out of memory. Lives as long as the state. */
const char *need_match_name(struct need_state *state, const struct bpf_core_relo *relocation);
/* Whether the kernel's types have an enum with an enumerator of that value. */
enum need_answer need_match_value(const struct btf *types, const char *enumeration, uint32_t value);
/* Whether some BTF of the target has a function of the name. */
enum need_answer need_match_function(const struct need_state *state, const char *name);

/*
 * need_shape.c: calls visit for all on a relocation's path that the target has otherwise, for each once in the life of the
 * state. name and detail live as long. Stops at the first error of visit, which it returns; -ENOMEM.
 */
typedef int need_shape_visit(void *context, enum need_kind kind, const char *name,
			     const char *detail);
int need_shape_find(struct need_state *state, const struct bpf_core_relo *relocation,
		    need_shape_visit *visit, void *context);

/* need_path.c: marks in reached[section][instruction] what a program may get to. 0 or -ENOMEM. */
int need_path_walk(struct need_state *state, const struct need_entry *entry, uint8_t **reached);

/* Keeps a text that malloc gave; NULL, and frees it, when out of memory. */
const char *need_keep(struct need_state *state, char *text);

#endif
