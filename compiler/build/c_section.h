/*
 * The script's own C, compiled by clang to an object whose BTF holds its types. Nothing of C is
 * understood here but words: which macros there are, which tags are named, what clang complains of.
 *
 * In the object stand
 *   - every struct, union and enum that the text or a header of it names,
 *   - typedef C_TYPE_PREFIX<name> for each wanted name that is a type,
 *   - an enumerator C_VALUE_PREFIX<name> for each wanted name that is an integer constant.
 */
#ifndef BUILD_C_SECTION_H
#define BUILD_C_SECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "build/arch.h"

#define C_TYPE_PREFIX  "tracec_type_"
#define C_VALUE_PREFIX "tracec_value_"

/* A piece of C as it stands in the script: a line with '#', or a definition. */
struct c_chunk {
	const char *text;
	size_t size;
};

/* A name that the script uses. */
struct c_name {
	const char *name;
	bool may_be_type, may_be_value;
};

typedef VEC(const char *) c_words;

/* What clang says it lacks. */
enum c_lack { C_LACK_TYPE, C_LACK_STRUCT, C_LACK_UNION, C_LACK_VALUE };

struct c_lacking {
	enum c_lack what;
	const char *name;
};

struct c_section_input {
	const char *directory; /* the work directory; takes section.* */
	const char *clang;
	const struct arch *arch; /* whose macros the headers see */
	FILE *trace;             /* where commands are printed; NULL: nowhere */
	VEC(struct c_chunk) chunks;
	const char *script_directory; /* where #include "x.h" looks first */
	c_words include_directories;  /* -I */
	c_words defines;              /* NAME or NAME=VALUE, of -D and ours */
	c_words includes;             /* --include */
	VEC(struct c_name) names;
	/*
	 * Appends declarations of what clang says it lacks, to stand before everything else, and
	 * gives true if it can. NULL: nothing can be supplied.
	 */
	bool (*supply)(void *context, const struct c_lacking *lacking, struct strbuf *prelude);
	void *context;
};

/* A tag that the text names. */
struct c_tag {
	const char *keyword; /* struct, union, enum */
	const char *name;
	bool is_of_kernel_header; /* defined by a header of the kernel's user-space API */
};

/* A macro without parameters that is wanted, by the script or by another such macro's text. */
struct c_macro {
	const char *name;
	const char *body; /* as defined, without what is around it */
};

struct c_error {
	ptrdiff_t chunk;     /* its index; -1: in none of them */
	size_t offset, size; /* the place in the chunk's text */
	const char *text;    /* clang's message, after the header's place if it is in a header */
};

struct c_section_output {
	const char *object; /* its path */
	VEC(struct c_macro) macros;
	VEC(struct c_tag) tags;
	c_words missing_headers;    /* kernel-internal ones that were taken as empty */
	VEC(struct c_error) errors; /* of the script */
};

enum c_section_result {
	C_SECTION_DONE,
	C_SECTION_ERRORS, /* in the script: output->errors has one at least */
	C_SECTION_FAILED, /* clang or a file: *error is set */
};

enum c_section_result c_section_compile(struct arena *arena, const struct c_section_input *input,
					struct c_section_output *output, const char **error);

#endif
