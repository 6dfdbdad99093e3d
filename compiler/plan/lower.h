/*
 * Typed AST to plan. Needs: sema_run without errors. Leaves: a plan that holds no pointer into
 * the AST. Never reports an error to the user: all of them were found by sema.
 */
#ifndef PLAN_LOWER_H
#define PLAN_LOWER_H

#include "front/ast.h"
#include "plan/plan.h"
#include "sema/sema.h"

struct lower_input {
	const struct script *script;
	const struct program_info *info;
	const struct source_set *sources;
	const char *tool_name;	 /* "opens" */
	const char *script_name; /* as in messages */
	const char *script_path; /* for #line */
	const char *source;	 /* the script's text */
	size_t source_size;
	const char *source_sha256, *source_sha1;
	const char *compiler_version;
};

struct plan *lower(struct arena *arena, const struct lower_input *input);

#endif
