#include <string.h>

#include "front/parse.h"
#include "front/parser.h"

struct node *parse_expression_text(struct arena *arena, struct interner *interner, const char *text)
{
	struct source_set *sources = source_set_new(arena);
	struct diag *diag = diag_new(arena, sources);
	const struct source_file *file = source_add(sources, "", text, strlen(text));
	struct parser p = { .arena = arena, .interner = interner, .diag = diag, .file = file };
	struct node *node;

	if (file == NULL)
		return NULL;
	p.lexer = lexer_new(file);
	p.token = lex_next(&p.lexer);
	node = parse_expression(&p);
	if (p.failed || !parse_at(&p, TOKEN_END) || diag_error_count(diag) > 0)
		return NULL;
	return node;
}
