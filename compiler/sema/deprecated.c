#include "sema/deprecated.h"

#include <string.h>

#include "base/diag.h"
#include "front/ast_walk.h"

enum deprecated {
#define DEPRECATED(id, spelling, instead) DEPRECATED_##id,
#include "sema/deprecated.def"
	N_DEPRECATED
};

static const struct {
	const char *spelling, *instead;
} rows[N_DEPRECATED] = {
#define DEPRECATED(id, spelling, instead) [DEPRECATED_##id] = { spelling, instead },
#include "sema/deprecated.def"
};

struct search {
	struct diag *diag;
	bool is_noted[N_DEPRECATED];
};

static void note(struct search *search, struct span span, enum deprecated which)
{
	if (!search->is_noted[which])
		diag_report(search->diag, span, DIAG_DEPRECATED, rows[which].spelling,
			    rows[which].instead);
	search->is_noted[which] = true;
}

/* Spellings of kinds of probes are compared with the text: `provider` is in lower case. */
static void note_kind(struct search *search, const struct node *point)
{
	static const enum deprecated kinds[] = { DEPRECATED_BEGIN, DEPRECATED_END, DEPRECATED_KFUNC,
						 DEPRECATED_KRETFUNC };
	const char *text = point->attach_point.text;
	size_t size = strcspn(text, ":");

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const char *spelling = rows[kinds[i]].spelling;

		if (strlen(spelling) == size && memcmp(spelling, text, size) == 0)
			note(search, point->span, kinds[i]);
	}
}

static void note_call(struct search *search, const struct node *call)
{
	const struct node *first = call->call.args.count > 0 ? call->call.args.items[0] : NULL;

	if (strcmp(call->call.name, "delete") == 0 && call->call.args.count == 1 &&
	    first->kind == NODE_MAP && first->map.key != NULL)
		note(search, call->span, DEPRECATED_DELETE);
}

static struct span keyword_of(const struct node *statement, size_t size)
{
	struct span span = statement->span;

	span.end = span.begin + (uint32_t)size;
	return span;
}

static void visit(struct node **place, void *data)
{
	struct search *search = data;
	struct node *node = *place;

	if (node->kind == NODE_ATTACH_POINT)
		note_kind(search, node);
	else if (node->kind == NODE_WHILE)
		note(search, keyword_of(node, strlen("while")), DEPRECATED_WHILE);
	else if (node->kind == NODE_UNROLL)
		note(search, keyword_of(node, strlen("unroll")), DEPRECATED_UNROLL);
	else if (node->kind == NODE_FIELD && node->field.is_arrow)
		note(search, node->span, DEPRECATED_ARROW);
	else if (node->kind == NODE_CALL)
		note_call(search, node);
	else if (node->kind == NODE_IDENT && strncmp(node->ident.name, "sarg", 4) == 0 &&
		 node->ident.name[4] >= '0' && node->ident.name[4] <= '9')
		note(search, node->span, DEPRECATED_SARG);
	ast_each_child(node, visit, data);
}

void note_deprecated(struct diag *diag, struct script *script)
{
	struct search search = { .diag = diag };

	vec_foreach(struct node *, root, &script->roots)
		visit(root, &search);
}
