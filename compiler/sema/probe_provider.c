/* Attach points whose kind has a wildcard: `*:vfs_read` becomes a point for each kind that fits. */
#include <fnmatch.h>
#include <string.h>

#include "sema/pass.h"

/* What a wildcard may mean, with the numbers of parts that the kind's form has. */
static const struct {
	enum abi_probe_kind kind;
	size_t least, most;
	bool is_user;
} rows[] = {
	{ ABI_PROBE_KPROBE, 1, 2, false },        { ABI_PROBE_KRETPROBE, 1, 2, false },
	{ ABI_PROBE_FENTRY, 1, 2, false },        { ABI_PROBE_FEXIT, 1, 2, false },
	{ ABI_PROBE_TRACEPOINT, 2, 2, false },    { ABI_PROBE_RAWTRACEPOINT, 1, 1, false },
	{ ABI_PROBE_UPROBE, 2, 2, true },         { ABI_PROBE_URETPROBE, 2, 2, true },
	{ ABI_PROBE_USDT, 2, 3, true },
};

/* A file's path tells that user space is meant. */
static bool is_user(const struct node *point)
{
	return point->attach_point.parts.count > 0 &&
	       strchr(point->attach_point.parts.items[0], '/') != NULL;
}

/* Of the kinds none need have such an event: each one is optional. */
static struct node *with_kind(struct sema *s, const struct node *point, const char *name)
{
	struct node *copy = arena_new_of(s->arena, struct node);
	const char *rest = strchr(point->attach_point.text, ':');

	*copy = *point;
	copy->attach_point.provider = name;
	copy->attach_point.text =
		arena_printf(s->arena, "%s%s", name, rest != NULL ? rest : "");
	copy->attach_point.is_optional = true;
	return copy;
}

static void add_kinds(struct sema *s, struct node *point, node_vec *points)
{
	size_t n_parts = point->attach_point.parts.count, n, before = points->count;
	const struct probe_kind *kinds = probe_kind_rows(&n);

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *name = kinds[rows[i].kind].name;

		if (n_parts < rows[i].least || n_parts > rows[i].most ||
		    rows[i].is_user != is_user(point) ||
		    fnmatch(point->attach_point.provider, name, FNM_NOESCAPE) != 0)
			continue;
		vec_push(points, with_kind(s, point, name));
	}
	if (points->count == before)
		vec_push(points, point); /* an error, told as one of an unknown kind */
}

void expand_providers(struct sema *s)
{
	for (size_t i = 0; i < s->script->roots.count; i++) {
		struct node *root = s->script->roots.items[i];
		node_vec points;

		if (root->kind != NODE_PROBE)
			continue;
		vec_init(&points, s->arena);
		for (size_t k = 0; k < root->probe.attach_points.count; k++) {
			struct node *point = root->probe.attach_points.items[k];
			bool has_wildcard = point->kind == NODE_ATTACH_POINT &&
					    strchr(point->attach_point.provider, '*') != NULL &&
					    !point->attach_point.has_others;

			if (has_wildcard)
				add_kinds(s, point, &points);
			else
				vec_push(&points, point);
		}
		root->probe.attach_points = points;
	}
}
