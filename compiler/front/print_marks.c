/* What tokens alone do not tell: which operators are unary, where casts and blocks are. */
#include <stdlib.h>

#include "front/ast_walk.h"
#include "front/printer.h"

static void add(struct printer *p, uint32_t position, enum mark_kind kind, const struct node *node)
{
	struct mark mark = { .position = position, .kind = kind, .node = node };

	vec_push(&p->marks, mark);
}

static void find(struct node **place, void *data)
{
	struct printer *p = data;
	const struct node *node = *place;

	if (node->kind == NODE_BINARY)
		add(p, node->binary.op_span.begin, MARK_BINARY, NULL);
	else if (node->kind == NODE_UNARY ||
		 (node->kind == NODE_INCDEC && !node->incdec.is_postfix))
		add(p, node->span.begin, MARK_UNARY, NULL);
	else if (node->kind == NODE_CAST)
		add(p, node->cast.type_node->span.end, MARK_CAST_TYPE, NULL);
	else if (node->kind == NODE_BLOCK || node->kind == NODE_IF)
		add(p, node->span.begin, MARK_NODE, node);
	ast_each_child(*place, find, p);
}

static int compare(const void *left, const void *right)
{
	const struct mark *a = left, *b = right;

	if (a->position != b->position)
		return a->position < b->position ? -1 : 1;
	return (a->kind > b->kind) - (a->kind < b->kind);
}

void print_find_marks(struct printer *p, const struct script *script)
{
	vec_init(&p->marks, p->arena);
	vec_foreach(struct node *, root, &script->roots)
		find(root, p);
	if (p->marks.count > 1)
		qsort(p->marks.items, p->marks.count, sizeof(p->marks.items[0]), compare);
}

static const struct mark *find_mark(const struct printer *p, uint32_t position, enum mark_kind kind)
{
	struct mark wanted = { .position = position, .kind = kind };

	if (p->marks.count == 0)
		return NULL;
	return bsearch(&wanted, p->marks.items, p->marks.count, sizeof(p->marks.items[0]), compare);
}

bool print_has_mark(const struct printer *p, uint32_t position, enum mark_kind kind)
{
	return find_mark(p, position, kind) != NULL;
}

const struct node *print_node_at(const struct printer *p, uint32_t position)
{
	const struct mark *mark = find_mark(p, position, MARK_NODE);

	return mark == NULL ? NULL : mark->node;
}
