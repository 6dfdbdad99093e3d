/*
 * One compilation: the script and what every stage makes of it, in one arena.
 * compile_plan runs the stages up to the plan; what stands behind it (emit,
 * build) is in build.c.
 */
#ifndef COMMANDS_COMPILATION_H
#define COMMANDS_COMPILATION_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/intern.h"
#include "base/source.h"
#include "base/vec.h"
#include "commands/c_part.h"
#include "commands/options.h"
#include "commands/script_c.h"
#include "front/ast.h"
#include "kernel/kernel.h"
#include "plan/plan.h"
#include "sema/sema.h"

struct compilation {
	struct arena *arena;
	struct interner *interner;
	struct source_set *sources;
	struct diag *diag;
	struct kernel *kernel;
	const struct options *options;
	const char *script_name; /* as in messages */
	const char *tool_name;
	const struct source_file *file;
	struct script *script;
	VEC(const struct source_file *) imports; /* other .bt files that are part of it */
	struct c_parts c_parts;   /* .bpf.c files that it imports */
	struct script_c script_c; /* what its C declares */
	struct program_info *info;
	struct plan *plan;
};

/* How far to go. */
enum compile_stage { COMPILE_PARSE, COMPILE_CHECK, COMPILE_PLAN };

/*
 * Takes the script from options (-e, or the path), runs the stages up to `last` and prints what
 * the sink collected. Returns EXIT_DONE, EXIT_SCRIPT, EXIT_USAGE; the caller releases in any case.
 */
int compile_script(struct compilation *c, const struct options *options, const char *path,
		   enum compile_stage last);

void compilation_release(struct compilation *c);

/*
 * The script that a command's words name: the -e program (path is NULL) or the first word.
 * False after a message if there is none or one too many (max_words: of scripts and arguments).
 */
bool compilation_path(const struct options *options, int max_words, const char **path);

#endif
