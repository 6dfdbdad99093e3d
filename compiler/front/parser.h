/*
 * Script text to AST. Needs: a source file. Leaves: a tree whose nodes all have
 * spans; places that did not parse are NODE_ERROR and were reported. Parsing
 * goes on at the next statement, so one run shows all syntax errors.
 * Nesting deeper than PARSE_MAX_DEPTH is an error, not a stack overflow.
 */
#ifndef FRONT_PARSER_H
#define FRONT_PARSER_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/intern.h"
#include "base/source.h"
#include "front/ast.h"

#define PARSE_MAX_DEPTH 512

struct script *parse_script(struct arena *arena, struct interner *interner, struct diag *diag,
			    const struct source_file *file);

/*
 * A text that is one expression and nothing else; NULL if it is not, which is reported nowhere. The
 * positions of its nodes mean nothing.
 */
struct node *parse_expression_text(struct arena *arena, struct interner *interner,
				   const char *text);

#endif
