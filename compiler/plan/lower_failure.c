/*
 * Failures of helpers: the events that say where and which one.
 */
#include <string.h>

#include "plan/lowering.h"

static bool is_same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* Whether the newest one says the same: a node may read several times. */
static bool is_same(const struct abi_event *newest, const struct abi_event *event)
{
	return newest->kind == event->kind && newest->program == event->program &&
	       newest->line == event->line && newest->column == event->column &&
	       newest->end_column == event->end_column && newest->map < 0 &&
	       newest->n_expansions == 0 && event->n_expansions == 0 &&
	       is_same_text(newest->helper, event->helper) &&
	       is_same_text(newest->text, event->text);
}

int lower_failure(struct lower *l, const char *helper, const char *text)
{
	struct abi_event event = lower_event(l, ABI_EVENT_RUNTIME_ERROR, l->node);
	event.helper = helper;
	event.text = text;
	event.fixed_size = sizeof(struct abi_record) + sizeof(int32_t);
	if (!l->plan->failures.count || !is_same(&vec_last(&l->plan->failures), &event))
		vec_push(&l->plan->failures, event);
	return l->plan->failures.count - 1;
}

int lower_failure_of_read(struct lower *l, const struct plan_expr *address, bool is_user)
{
	if (address->kind == PLAN_EXPR_ADDRESS)
		return -1;
	return lower_failure(l, is_user ? "probe_read_user" : "probe_read_kernel", NULL);
}

int lower_failure_of_string(struct lower *l, const struct plan_expr *address, bool is_user)
{
	if (address->kind == PLAN_EXPR_ADDRESS)
		return -1;
	return lower_failure(l, is_user ? "probe_read_user_str" : "probe_read_kernel_str", NULL);
}
