/* What a construct needs of a kernel that the target does not have. */
#include "sema/pass.h"

/*
 * The rounds of a loop that kernels without bpf_loop() run, and those without bpf_for_each_map_elem() (skeleton/rounds.bpf.h,
 * loop.bpf.h).
 */
#define MOST_VISITED 65536
#define MOST_WALKED  1024

/* Whether the target says which helpers it has, and not this one. */
static bool lacks(struct sema *s, const char *helper)
{
	uint64_t value;

	return kernel_find_enumerator(s->kernel, "BPF_FUNC_map_lookup_elem", &value) != NULL &&
	       kernel_find_enumerator(s->kernel,
				      arena_printf(s->arena, "BPF_FUNC_%s", helper),
				      &value) == NULL;
}

void require_visit_of_map(struct sema *s, const struct node *node, const char *what)
{
	if (s->reports && lacks(s, "for_each_map_elem"))
		sema_report(s, node->span, DIAG_TARGET_LACKS, what, "5.13",
			    "bpf_for_each_map_elem()");
}

static bool is_short_range(const struct node *node, int64_t most)
{
	const struct node *begin = node->for_.begin, *end = node->for_.end;

	return begin->kind == NODE_INT && end->kind == NODE_INT &&
	       (int64_t)(end->integer.value - begin->integer.value) <= most;
}

void require_rounds(struct sema *s, const struct node *node)
{
	int most;

	if (!s->reports || !lacks(s, "loop"))
		return;
	most = lacks(s, "for_each_map_elem") ? MOST_WALKED : MOST_VISITED;
	if (node->kind != NODE_FOR || !is_short_range(node, most))
		sema_report(s, node->span, DIAG_LOOP_SHORT, most);
}
