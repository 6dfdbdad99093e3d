/* Attach points: their kind, the syntax of their parts, and what the target says about them. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "sema/probe_part.h"
#include "sema/probe_target.h"

static void check_plain(struct point_check *c)
{
	if (point_has_parts(c, 0, 0))
		c->target->name = c->point->attach_point.kind->name;
}

static void check_self(struct point_check *c)
{
	static const char *const signals[] = {
#define SELF_SIGNAL(name) #name,
#include "self_signal.def"
	};
	size_t n = sizeof(signals) / sizeof(signals[0]), i = 0;

	if (!point_has_parts(c, 2, 2))
		return;
	if (strcmp(point_part(c, 0), "signal") != 0) {
		point_bad_part(c, 0, "signal");
		return;
	}
	while (i < n && strcmp(signals[i], point_part(c, 1)) != 0)
		i++;
	if (i == n && !c->is_open) {
		point_bad_part(c, 1, "a signal that a tool can wait for");
		diag_did_you_mean(c->s->diag, point_part(c, 1), signals, n);
	}
	point_name_from_parts(c);
}

static void check_named(struct point_check *c)
{
	if (!point_has_parts(c, 1, 1))
		return;
	if (point_part(c, 0)[0] == '\0' || c->is_open)
		point_bad_part(c, 0, "a name");
	point_name_from_parts(c);
}

static bool is_function_name(const char *name)
{
	if (name[0] == '\0')
		return false;
	for (; *name != '\0'; name++) {
		if (!isalnum((unsigned char)*name) && strchr("_.$*", *name) == NULL)
			return false;
	}
	return true;
}

/* [module:]function[+offset] or an address; the last part is returned without its offset. */
static void check_kernel_function(struct point_check *c)
{
	bool is_entry = c->point->attach_point.kind->kind == ABI_PROBE_KPROBE;
	size_t last = point_n_parts(c) - 1;
	const char *plus, *function;
	uint64_t number;

	if (!point_has_parts(c, 1, 2))
		return;
	function = point_part(c, last);
	if (point_is_number(function, &number)) {
		if (!c->s->options->allow_unsafe)
			diag_report(c->s->diag, point_part_span(c, last), DIAG_UNSAFE,
				    "a probe at an address");
		c->s->info->uses_unsafe = true;
		return;
	}
	plus = strchr(function, '+');
	if (plus != NULL) {
		if (!is_entry || !point_is_number(plus + 1, &number)) {
			point_bad_part(c, last,
				       is_entry ? "a number behind '+'"
						: "a function without offset");
			return;
		}
		function = arena_strndup(c->s->arena, function, (size_t)(plus - function));
	}
	if (!is_function_name(function)) {
		point_bad_part(c, last, "a function");
		return;
	}
	if (plus == NULL)
		point_name_from_parts(c);
	if (!c->is_open)
		find_function(c->s, c->point, c->target,
			      point_n_parts(c) == 2 ? point_part(c, 0) : NULL, function);
}

/* A function of a BPF program, which is known where the tool runs, and only there. */
static void check_bpf_program(struct point_check *c)
{
	size_t last = point_n_parts(c) - 1;
	uint64_t id;

	if (last == 2 && !c->is_open && strcmp(point_part(c, 1), "*") != 0 &&
	    !point_is_param(point_part(c, 1)) && !point_is_number(point_part(c, 1), &id))
		point_bad_part(c, 1, "the id of a BPF program");
	else if (!is_function_name(point_part(c, last)))
		point_bad_part(c, last, "a function of a BPF program");
	c->target->args_error = "the tool's host alone knows the BPF program";
	if (c->point->attach_point.kind->kind == ABI_PROBE_FEXIT)
		c->target->retval = type_int(4, true);
}

static void check_traced_function(struct point_check *c)
{
	size_t last = point_n_parts(c) - 1;

	if (!point_has_parts(c, 1, 3))
		return;
	if (strcmp(point_part(c, 0), "bpf") == 0 && point_n_parts(c) > 1) {
		check_bpf_program(c);
		return;
	}
	if (!point_has_parts(c, 1, 2))
		return;
	if (!is_function_name(point_part(c, last))) {
		point_bad_part(c, last, "a function");
		return;
	}
	point_name_from_parts(c);
	if (!c->is_open)
		find_function(c->s, c->point, c->target,
			      point_n_parts(c) == 2 ? point_part(c, 0) : NULL, point_part(c, last));
}

static void check_source_line(struct point_check *c)
{
	uint64_t column;

	if (!point_has_parts(c, 2, 3))
		return;
	if (c->point->attach_point.kind->kind != ABI_PROBE_UPROBE)
		point_bad_part(c, 0, "a program or library");
	else if (point_part(c, 0)[0] == '@')
		point_bad_part(c, 0, "a program or library");
	else if (point_n_parts(c) == 3 && !point_is_param(point_part(c, 2)) &&
		 !point_is_number(point_part(c, 2), &column))
		point_bad_part(c, 2, "a column");
}

static void check_user_function(struct point_check *c)
{
	bool is_entry = c->point->attach_point.kind->kind == ABI_PROBE_UPROBE;
	size_t last = point_n_parts(c) - 1;
	bool is_cpp = point_n_parts(c) == 3 && strcmp(point_part(c, 1), "cpp") == 0;
	const char *plus;
	uint64_t number;

	if (point_is_source_line(c->point)) {
		check_source_line(c);
		return;
	}
	if (!is_cpp && !point_has_parts(c, 2, 2)) {
		if (point_n_parts(c) > 3 && strcmp(point_part(c, 1), "cpp") == 0)
			diag_note(c->s->diag, (struct span){ 0 },
				  "a name of C++ with '::' stands in double quotes");
		return;
	}
	if (point_part(c, last)[0] == '\0')
		point_bad_part(c, last, "a function");
	plus = is_cpp ? NULL : strrchr(point_part(c, 1), '+');
	if (plus == NULL)
		return;
	if (!is_entry)
		point_bad_part(c, 1, "a function without offset");
	else if (!point_is_param(plus + 1) && !point_is_number(plus + 1, &number))
		point_bad_part(c, 1, "a number behind '+'");
}

static void check_usdt(struct point_check *c)
{
	point_has_parts(c, 2, 3);
}

static void check_tracepoint(struct point_check *c)
{
	if (!point_has_parts(c, 2, 2))
		return;
	for (size_t i = 0; i < 2; i++) {
		if (point_part(c, i)[0] == '\0') {
			point_bad_part(c, i, i == 0 ? "a category" : "an event");
			return;
		}
	}
	point_name_from_parts(c);
	if (!c->is_open)
		find_tracepoint(c->s, c->point, c->target, point_part(c, 0), point_part(c, 1));
}

static void check_rawtracepoint(struct point_check *c)
{
	size_t last = point_n_parts(c) - 1;

	if (!point_has_parts(c, 1, 2))
		return;
	if (point_part(c, last)[0] == '\0') {
		point_bad_part(c, last, "an event");
		return;
	}
	point_name_from_parts(c);
	if (!c->is_open)
		find_rawtracepoint(c->s, c->point, c->target, point_part(c, last));
}

static void check_iter(struct point_check *c)
{
	if (!point_has_parts(c, 1, 2))
		return;
	if (point_part(c, 0)[0] == '\0' || point_has_wildcard(point_part(c, 0)))
		point_bad_part(c, 0, "the name of an iterator");
	else if (point_n_parts(c) == 2 && point_part(c, 1)[0] == '\0')
		point_bad_part(c, 1, "a file to pin it to");
	else if (!c->is_open)
		find_iterator(c->s, c->point, point_part(c, 0));
	point_name_from_parts(c);
}

/* ORDER PROBE */
static void (*const checks[N_ABI_PROBES])(struct point_check *c) = {
	[ABI_PROBE_BEGIN] = check_plain,
	[ABI_PROBE_END] = check_plain,
	[ABI_PROBE_SELF] = check_self,
	[ABI_PROBE_TEST] = check_named,
	[ABI_PROBE_BENCH] = check_named,
	[ABI_PROBE_KPROBE] = check_kernel_function,
	[ABI_PROBE_KRETPROBE] = check_kernel_function,
	[ABI_PROBE_FENTRY] = check_traced_function,
	[ABI_PROBE_FEXIT] = check_traced_function,
	[ABI_PROBE_UPROBE] = check_user_function,
	[ABI_PROBE_URETPROBE] = check_user_function,
	[ABI_PROBE_USDT] = check_usdt,
	[ABI_PROBE_TRACEPOINT] = check_tracepoint,
	[ABI_PROBE_RAWTRACEPOINT] = check_rawtracepoint,
	[ABI_PROBE_PROFILE] = point_check_timer,
	[ABI_PROBE_INTERVAL] = point_check_timer,
	[ABI_PROBE_SOFTWARE] = point_check_event,
	[ABI_PROBE_HARDWARE] = point_check_event,
	[ABI_PROBE_WATCHPOINT] = point_check_watchpoint,
	[ABI_PROBE_ITER] = check_iter,
};

/* Counts the parameters of a part; the parser saw to what stands behind a '$'. */
static void note_params(struct point_check *c, size_t i)
{
	for (const char *at = strchr(point_part(c, i), '$'); at != NULL; at = strchr(at + 1, '$')) {
		unsigned long n = isdigit((unsigned char)at[1]) ? strtoul(at + 1, NULL, 10) : 0;

		if (n == 0)
			continue;
		c->is_open = true;
		if (n > SEMA_MAX_PARAM)
			diag_report(c->s->diag, point_part_span(c, i), DIAG_PARAMETER_NUMBER,
				    SEMA_MAX_PARAM);
		else if (n > c->s->info->n_positional)
			c->s->info->n_positional = (unsigned)n;
	}
}

static const struct probe_kind *find_kind(struct sema *s, const struct node *point)
{
	const char *provider = point->attach_point.provider;
	const char *colon = strchr(point->attach_point.text, ':');
	const struct probe_kind *kind;
	const struct probe_kind *rows;
	const char *names[N_ABI_PROBES];
	size_t n;

	/* The one spelling in which case matters. */
	if (strcmp(provider, "u") == 0 && colon != NULL && colon > point->attach_point.text &&
	    colon[-1] == 'U')
		provider = "U";
	kind = probe_kind_find(provider);
	if (kind != NULL)
		return kind;
	if (strchr(provider, '$') != NULL) {
		diag_report(s->diag, point->span, DIAG_PROBE_KIND_PARAMETER);
		return NULL;
	}
	diag_report(s->diag, point->span, DIAG_PROBE_KIND, provider);
	rows = probe_kind_rows(&n);
	for (size_t i = 0; i < n; i++)
		names[i] = rows[i].name;
	diag_did_you_mean(s->diag, provider, names, n);
	return NULL;
}

static void check_attach_point(struct sema *s, struct node *point)
{
	struct point_check c = { .s = s, .point = point };

	point->attach_point.kind = find_kind(s, point);
	if (point->attach_point.kind == NULL)
		return;
	c.target = arena_new_of(s->arena, struct probe_target);
	point->attach_point.target = c.target;
	for (size_t i = 0; i < point_n_parts(&c); i++) {
		c.target->is_pattern |= point_has_wildcard(point_part(&c, i));
		note_params(&c, i);
	}
	c.is_open |= c.target->is_pattern;
	checks[point->attach_point.kind->kind](&c);
	if (point->attach_point.kind->flags & PROBE_IS_PLANNED)
		diag_report(s->diag, point->span, DIAG_UNAVAILABLE,
			    arena_printf(s->arena, "a probe of kind '%s'",
					 point->attach_point.kind->name));
}

/* What reads an iterator waits for nothing else. */
static void check_iterator_is_alone(struct sema *s, const struct node *probe)
{
	const node_vec *points = &probe->probe.attach_points;

	for (size_t i = 0; i < points->count && points->count > 1; i++) {
		const struct node *point = points->items[i];

		if (point->kind == NODE_ATTACH_POINT && point->attach_point.kind != NULL &&
		    point->attach_point.kind->kind == ABI_PROBE_ITER &&
		    !point->attach_point.has_others)
			diag_report(s->diag, point->span, DIAG_PROBE_ALONE);
	}
}

/* The attach point of this name before it; NULL if it is the first. */
static const struct node *find_before(const struct sema *s, const struct node *point,
				      const char *name)
{
	for (size_t i = 0; i < s->script->roots.count; i++) {
		const struct node *root = s->script->roots.items[i];

		for (size_t k = 0;
		     root->kind == NODE_PROBE && k < root->probe.attach_points.count; k++) {
			const struct node *other = root->probe.attach_points.items[k];
			const struct probe_target *target;

			if (other == point)
				return NULL;
			if (other->kind != NODE_ATTACH_POINT || other->attach_point.kind == NULL)
				continue;
			target = other->attach_point.target;
			if (target->name != NULL && strcmp(target->name, name) == 0)
				return other;
		}
	}
	return NULL;
}

/* Results of tests and benchmarks are told by name. */
static void check_names_are_unique(struct sema *s, const struct node *probe)
{
	for (size_t i = 0; i < probe->probe.attach_points.count; i++) {
		const struct node *point = probe->probe.attach_points.items[i];
		const struct probe_target *target;
		const struct node *before;

		if (point->kind != NODE_ATTACH_POINT || point->attach_point.kind == NULL ||
		    (point->attach_point.kind->kind != ABI_PROBE_TEST &&
		     point->attach_point.kind->kind != ABI_PROBE_BENCH))
			continue;
		target = point->attach_point.target;
		before = target->name != NULL ? find_before(s, point, target->name) : NULL;
		if (before == NULL)
			continue;
		diag_report(s->diag, point->span, DIAG_PROBE_TWICE, target->name);
		diag_note(s->diag, before->span, "the first one");
	}
}

/* Needs: config. Leaves: attach_point.kind and .target of all attach points that are right. */
void check_attach_points(struct sema *s)
{
	for (size_t i = 0; i < s->script->roots.count; i++) {
		struct node *root = s->script->roots.items[i];

		if (root->kind != NODE_PROBE)
			continue;
		for (size_t k = 0; k < root->probe.attach_points.count; k++) {
			if (root->probe.attach_points.items[k]->kind == NODE_ATTACH_POINT)
				check_attach_point(s, root->probe.attach_points.items[k]);
		}
		borrow_syscall_args(s, root);
		check_iterator_is_alone(s, root);
		check_names_are_unique(s, root);
	}
}
