/*
 * A script in its canonical layout. The tokens and comments stay as they are written, but for what
 * changes no meaning: a ';' behind each statement, brackets around conditions. Tabs indent; lines
 * of more than PRINT_WIDTH columns are broken where that is possible; of several blank lines one
 * is left. What is printed prints as itself.
 */
#ifndef FRONT_PRINT_H
#define FRONT_PRINT_H

#include "base/arena.h"
#include "base/source.h"
#include "base/strbuf.h"
#include "front/ast.h"

#define PRINT_WIDTH 100

/* Needs: the script that the file was parsed to, without errors. */
void print_script(struct arena *arena, const struct source_file *file, const struct script *script,
		  struct strbuf *out);

#endif
