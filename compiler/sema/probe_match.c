#include "sema/probe_match.h"

#include <fnmatch.h>
#include <string.h>

#include "sema/probe_target.h"

struct search {
	struct sema *s;
	struct probe_target *target;
	const char *scope, *name; /* patterns: category or module (NULL: any), and what is in it */
};

static const struct type_field *find_field(const struct type *record, const char *name)
{
	for (size_t i = 0; i < record->n_fields; i++) {
		if (strcmp(record->fields[i].name, name) == 0)
			return &record->fields[i];
	}
	return NULL;
}

/* The record itself if the other one has all of it; NULL if it has nothing. */
static const struct type *common_fields(struct sema *s, const struct type *record,
					const struct type *other)
{
	struct type_field *fields = arena_alloc(s->arena, record->n_fields * sizeof(*fields));
	size_t n = 0;

	for (size_t i = 0; i < record->n_fields; i++) {
		const struct type_field *field = find_field(other, record->fields[i].name);

		if (field == NULL || !type_equal(field->type, record->fields[i].type))
			continue;
		fields[n].name = record->fields[i].name;
		fields[n++].type = record->fields[i].type;
	}
	if (n == record->n_fields)
		return record;
	return n > 0 ? type_fields(s->arena, fields, n) : NULL;
}

/* Without args there is nothing to read, and nothing to differ. False once nothing is in common. */
static bool take(const struct search *search, const char *name, const struct probe_target *match)
{
	struct probe_target *target = search->target;
	const struct type *common;

	if (match->args == NULL)
		return true;
	if (target->match == NULL) {
		target->tracepoint = match->tracepoint;
		target->prototype = match->prototype;
		target->args = match->args;
		target->match = name;
		return true;
	}
	common = common_fields(search->s, target->args, match->args);
	if (common != target->args)
		target->other = name;
	target->args = common;
	return common != NULL;
}

static bool is_match(const char *pattern, const char *name)
{
	return pattern == NULL || fnmatch(pattern, name, FNM_NOESCAPE) == 0;
}

static void match_tracepoints(const struct search *search)
{
	size_t n;
	const char *const *names = kernel_names(search->s->kernel, KERNEL_TRACEPOINTS, &n);

	for (size_t i = 0; i < n; i++) {
		const char *colon = strchr(names[i], ':');
		struct probe_target match = { 0 };
		const char *category;

		if (colon == NULL)
			continue;
		category = arena_strndup(search->s->arena, names[i], (size_t)(colon - names[i]));
		if (!is_match(search->scope, category) || !is_match(search->name, colon + 1))
			continue;
		describe_tracepoint(search->s, &match, category, colon + 1);
		if (!take(search, names[i], &match))
			return;
	}
}

static void match_raw_tracepoints(const struct search *search)
{
	size_t n;
	const char *const *names = kernel_names(search->s->kernel, KERNEL_RAW_TRACEPOINTS, &n);

	for (size_t i = 0; i < n; i++) {
		struct probe_target match = { 0 };

		if (!is_match(search->name, names[i]))
			continue;
		describe_raw_tracepoint(search->s, &match, names[i]);
		if (!take(search, names[i], &match))
			return;
	}
}

/* "function", or "module:function" */
static bool match_function(const struct search *search, enum abi_probe_kind kind, const char *text)
{
	const char *colon = strchr(text, ':');
	const char *name = colon != NULL ? colon + 1 : text;
	const char *module = NULL;
	struct probe_target match = { 0 };

	if (colon != NULL)
		module = arena_strndup(search->s->arena, text, (size_t)(colon - text));
	if (!is_match(search->name, name) ||
	    !is_match(search->scope, module != NULL ? module : "vmlinux"))
		return true;
	if (module != NULL && strcmp(module, "vmlinux") == 0)
		module = NULL;
	describe_function(search->s, &match, kind, module, name);
	return take(search, text, &match);
}

static void match_functions(const struct search *search, enum abi_probe_kind kind)
{
	size_t n;
	enum kernel_names sort = search->scope != NULL ? KERNEL_TYPED_TRACEABLE : KERNEL_TRACEABLE;
	const char *const *names = kernel_names(search->s->kernel, sort, &n);

	if (n == 0) /* the target does not say what can be traced */
		names = kernel_names(search->s->kernel, KERNEL_FUNCTIONS, &n);
	for (size_t i = 0; i < n; i++) {
		if (!match_function(search, kind, names[i]))
			return;
	}
}

/* Of the runtime's wildcards only '*' is one; other characters that fnmatch knows are in no name. */
static bool is_pattern(const struct node *point)
{
	bool has_star = false;

	for (size_t i = 0; i < point->attach_point.parts.count; i++) {
		const char *part = point->attach_point.parts.items[i];

		if (strpbrk(part, "?[$") != NULL)
			return false;
		has_star |= strchr(part, '*') != NULL;
	}
	return has_star;
}

void find_matches(struct sema *s, const struct node *point, struct probe_target *target)
{
	enum abi_probe_kind kind = point->attach_point.kind->kind;
	size_t n = point->attach_point.parts.count;
	struct search search = { .s = s, .target = target };

	if (!target->is_pattern || target->match != NULL || n < 1 || n > 2 || !is_pattern(point))
		return;
	search.name = point->attach_point.parts.items[n - 1];
	search.scope = n == 2 ? point->attach_point.parts.items[0] : NULL;
	if (kind == ABI_PROBE_TRACEPOINT)
		match_tracepoints(&search);
	else if (kind == ABI_PROBE_RAWTRACEPOINT)
		match_raw_tracepoints(&search);
	else if (kind == ABI_PROBE_FENTRY || kind == ABI_PROBE_FEXIT)
		match_functions(&search, kind);
}
