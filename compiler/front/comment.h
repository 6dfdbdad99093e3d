/*
 * The comment that opens a script: what --help of a built tool shows.
 */
#ifndef FRONT_COMMENT_H
#define FRONT_COMMENT_H

#include "base/arena.h"
#include "front/lexer.h"

/*
 * The text of the comment at the lexer's place, a block or a run of // lines,
 * without its marks and the blank lines around it; "" if there is none.
 */
const char *comment_leading(struct arena *arena, const struct lexer *lexer);

#endif
