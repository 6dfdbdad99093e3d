/* Attach points: their kind, the syntax of their parts, and what the target says about them. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "sema/pass.h"
#include "sema/probe_event.h"
#include "sema/probe_target.h"

struct check {
	struct sema *s;
	const struct node *point;
	struct probe_target *target;
	bool is_open; /* parameters or wildcards: resolved on the target machine */
};

static const char *part(const struct check *c, size_t i)
{
	return c->point->attach_point.parts.items[i];
}

static size_t n_parts(const struct check *c)
{
	return c->point->attach_point.parts.count;
}

static struct span part_span(const struct check *c, size_t i)
{
	return i < c->point->attach_point.part_spans.count
		       ? c->point->attach_point.part_spans.items[i]
		       : c->point->span;
}

static void bad_part(const struct check *c, size_t i, const char *wanted)
{
	diag_report(c->s->diag, part_span(c, i), DIAG_PROBE_PART, wanted, part(c, i));
}

/* Reports a number of parts that the kind's syntax has no use for. */
static bool has_parts(const struct check *c, size_t least, size_t most)
{
	if (n_parts(c) >= least && n_parts(c) <= most)
		return true;
	diag_report(c->s->diag, c->point->span, DIAG_PROBE_SYNTAX, c->point->attach_point.text,
		    c->point->attach_point.kind->syntax);
	return false;
}

static bool has_wildcard(const char *text)
{
	return strchr(text, '*') != NULL;
}

/* A whole "$N". */
static bool is_param(const char *text)
{
	return text[0] == '$' && text[1] != '\0';
}

/* A number of a part: decimal, octal or hex. */
static bool read_number(const char *text, uint64_t *number, const char **rest)
{
	char *end;

	if (!isdigit((unsigned char)text[0]))
		return false;
	errno = 0;
	*number = strtoull(text, &end, 0);
	*rest = end;
	return errno == 0;
}

static bool is_number(const char *text, uint64_t *number)
{
	const char *rest;

	return read_number(text, number, &rest) && *rest == '\0';
}

/* ns with one of the suffixes of language.md 1.2. */
static bool read_duration(const char *text, uint64_t *ns)
{
	static const struct {
		const char *suffix;
		uint64_t ns;
	} units[] = {
		{ "", 1 },
		{ "ns", 1 },
		{ "us", 1000 },
		{ "ms", 1000000 },
		{ "s", 1000000000ull },
		{ "m", 60000000000ull },
		{ "h", 3600000000000ull },
		{ "d", 86400000000000ull },
	};
	const char *rest;
	uint64_t number;

	if (!read_number(text, &number, &rest))
		return false;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (strcmp(units[i].suffix, rest) == 0)
			return !__builtin_mul_overflow(number, units[i].ns, ns);
	}
	return false;
}

static void check_plain(struct check *c)
{
	if (has_parts(c, 0, 0))
		c->target->name = c->point->attach_point.kind->name;
}

static void check_self(struct check *c)
{
	if (has_parts(c, 2, 2) && strcmp(part(c, 0), "signal") != 0)
		bad_part(c, 0, "signal");
}

static void check_named(struct check *c)
{
	if (has_parts(c, 1, 1) && part(c, 0)[0] == '\0')
		bad_part(c, 0, "a name");
}

static void name_from_parts(struct check *c)
{
	const char *name = c->point->attach_point.kind->name;

	if (c->is_open)
		return;
	for (size_t i = 0; i < n_parts(c); i++)
		name = arena_printf(c->s->arena, "%s:%s", name, part(c, i));
	c->target->name = name;
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
static void check_kernel_function(struct check *c)
{
	bool is_entry = c->point->attach_point.kind->kind == ABI_PROBE_KPROBE;
	size_t last = n_parts(c) - 1;
	const char *plus, *function;
	uint64_t number;

	if (!has_parts(c, 1, 2))
		return;
	function = part(c, last);
	if (is_number(function, &number)) {
		if (!c->s->options->allow_unsafe)
			diag_report(c->s->diag, part_span(c, last), DIAG_UNSAFE,
				    "a probe at an address");
		c->s->info->uses_unsafe = true;
		return;
	}
	plus = strchr(function, '+');
	if (plus != NULL) {
		if (!is_entry || !is_number(plus + 1, &number)) {
			bad_part(c, last,
				 is_entry ? "a number behind '+'" : "a function without offset");
			return;
		}
		function = arena_strndup(c->s->arena, function, (size_t)(plus - function));
	}
	if (!is_function_name(function)) {
		bad_part(c, last, "a function");
		return;
	}
	if (plus == NULL)
		name_from_parts(c);
	if (!c->is_open)
		find_function(c->s, c->point, c->target, n_parts(c) == 2 ? part(c, 0) : NULL,
			      function);
}

static void check_traced_function(struct check *c)
{
	size_t last = n_parts(c) - 1;

	if (!has_parts(c, 1, 3))
		return;
	if (strcmp(part(c, 0), "bpf") == 0 && n_parts(c) > 1) {
		diag_report(c->s->diag, c->point->span, DIAG_UNAVAILABLE,
			    "a probe on a BPF program");
		return;
	}
	if (!has_parts(c, 1, 2))
		return;
	if (!is_function_name(part(c, last))) {
		bad_part(c, last, "a function");
		return;
	}
	if (c->is_open) {
		diag_report(c->s->diag, part_span(c, last), DIAG_UNAVAILABLE,
			    "a wildcard or parameter in this kind of probe");
		return;
	}
	name_from_parts(c);
	find_function(c->s, c->point, c->target, n_parts(c) == 2 ? part(c, 0) : NULL,
		      part(c, last));
}

static void check_user_function(struct check *c)
{
	bool is_entry = c->point->attach_point.kind->kind == ABI_PROBE_UPROBE;
	const char *plus;
	uint64_t number;

	if (n_parts(c) == 1 && strchr(part(c, 0), '@') != NULL) {
		diag_report(c->s->diag, c->point->span, DIAG_UNAVAILABLE,
			    "a probe at a line of a source file");
		return;
	}
	if (n_parts(c) == 3 && strcmp(part(c, 1), "cpp") == 0) {
		diag_report(c->s->diag, part_span(c, 1), DIAG_UNAVAILABLE, "a probe by C++ name");
		return;
	}
	if (!has_parts(c, 2, 2))
		return;
	if (part(c, 0)[0] == '\0')
		bad_part(c, 0, "a program or library");
	if (part(c, 1)[0] == '\0')
		bad_part(c, 1, "a function");
	plus = strrchr(part(c, 1), '+');
	if (plus == NULL)
		return;
	if (!is_entry)
		bad_part(c, 1, "a function without offset");
	else if (!is_param(plus + 1) && !is_number(plus + 1, &number))
		bad_part(c, 1, "a number behind '+'");
}

static void check_usdt(struct check *c)
{
	has_parts(c, 2, 3);
}

static void check_tracepoint(struct check *c)
{
	if (!has_parts(c, 2, 2))
		return;
	for (size_t i = 0; i < 2; i++) {
		if (part(c, i)[0] == '\0') {
			bad_part(c, i, i == 0 ? "a category" : "an event");
			return;
		}
	}
	name_from_parts(c);
	if (!c->is_open)
		find_tracepoint(c->s, c->point, c->target, part(c, 0), part(c, 1));
}

static void check_rawtracepoint(struct check *c)
{
	size_t last = n_parts(c) - 1;

	if (!has_parts(c, 1, 2))
		return;
	if (part(c, last)[0] == '\0') {
		bad_part(c, last, "an event");
		return;
	}
	if (c->is_open) {
		diag_report(c->s->diag, part_span(c, last), DIAG_UNAVAILABLE,
			    "a wildcard or parameter in this kind of probe");
		return;
	}
	name_from_parts(c);
	find_rawtracepoint(c->s, c->point, c->target, part(c, last));
}

/* N with a suffix, or unit:N. */
static void check_timer(struct check *c)
{
	static const struct {
		const char *unit;
		uint64_t most;
	} units[] = { { "hz", 1000000 },
		      { "us", UINT64_MAX / 1000 },
		      { "ms", UINT64_MAX / 1000000 },
		      { "s", UINT64_MAX / 1000000000 } };
	const char *wanted = "a number greater than 0";
	uint64_t number;

	if (!has_parts(c, 1, 2))
		return;
	if (n_parts(c) == 1) {
		if (is_param(part(c, 0)))
			return;
		if (!read_duration(part(c, 0), &number) || number < 1000) {
			bad_part(c, 0, "a duration of at least 1us");
			return;
		}
		c->target->name =
			arena_printf(c->s->arena, "%s:us:%llu", c->point->attach_point.kind->name,
				     (unsigned long long)number / 1000);
		return;
	}
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (strcmp(units[i].unit, part(c, 0)) != 0)
			continue;
		if (is_param(part(c, 1)))
			return;
		if (!is_number(part(c, 1), &number) || number == 0 || number > units[i].most) {
			bad_part(c, 1, wanted);
			return;
		}
		c->target->name =
			arena_printf(c->s->arena, "%s:%s:%llu", c->point->attach_point.kind->name,
				     part(c, 0), (unsigned long long)number);
		return;
	}
	bad_part(c, 0, "hz, us, ms or s");
}

static void check_event(struct check *c)
{
	enum abi_probe_kind kind = c->point->attach_point.kind->kind;
	const struct probe_event *event;
	uint64_t count;

	if (!has_parts(c, 1, 2) || is_param(part(c, 0)))
		return;
	event = probe_event_find(kind, part(c, 0));
	if (event == NULL) {
		size_t n;
		const char *const *names = probe_event_names(kind, &n);

		bad_part(
			c, 0,
			arena_printf(c->s->arena, "a %s event", c->point->attach_point.kind->name));
		diag_did_you_mean(c->s->diag, part(c, 0), names, n);
		return;
	}
	count = event->default_count;
	if (n_parts(c) == 2 && part(c, 1)[0] != '\0') {
		if (is_param(part(c, 1)))
			return;
		if (!is_number(part(c, 1), &count) || count == 0 || count > INT64_MAX) {
			bad_part(c, 1, "a number greater than 0");
			return;
		}
	}
	c->target->name = arena_printf(c->s->arena, "%s:%s:%llu", c->point->attach_point.kind->name,
				       part(c, 0), (unsigned long long)count);
}

static bool is_watch_mode(const char *mode)
{
	unsigned seen = 0;

	if (mode[0] == '\0')
		return false;
	for (; *mode != '\0'; mode++) {
		const char *at = strchr("rwx", *mode);
		unsigned bit = at != NULL ? 1u << (at - "rwx" + 0) : 0;

		if (bit == 0 || seen & bit)
			return false;
		seen |= bit;
	}
	/* x86 has w, rw and x. */
	return seen != 1 && (seen < 4 || seen == 4);
}

static void check_watchpoint(struct check *c)
{
	uint64_t number;

	if (!has_parts(c, 3, 3))
		return;
	if (!is_param(part(c, 0)) && !is_number(part(c, 0), &number))
		bad_part(c, 0, "an address");
	if (!is_param(part(c, 1)) && (!is_number(part(c, 1), &number) ||
				      (number != 1 && number != 2 && number != 4 && number != 8)))
		bad_part(c, 1, "a length of 1, 2, 4 or 8");
	if (!is_param(part(c, 2)) && !is_watch_mode(part(c, 2)))
		bad_part(c, 2, "w, rw or x");
}

static void check_iter(struct check *c)
{
	has_parts(c, 1, 2);
}

/* ORDER PROBE */
static void (*const checks[N_ABI_PROBES])(struct check *c) = {
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
	[ABI_PROBE_PROFILE] = check_timer,
	[ABI_PROBE_INTERVAL] = check_timer,
	[ABI_PROBE_SOFTWARE] = check_event,
	[ABI_PROBE_HARDWARE] = check_event,
	[ABI_PROBE_WATCHPOINT] = check_watchpoint,
	[ABI_PROBE_ITER] = check_iter,
};

/* Counts the parameters of a part; the parser saw to what stands behind a '$'. */
static void note_params(struct check *c, size_t i)
{
	for (const char *at = strchr(part(c, i), '$'); at != NULL; at = strchr(at + 1, '$')) {
		unsigned long n = isdigit((unsigned char)at[1]) ? strtoul(at + 1, NULL, 10) : 0;

		if (n == 0)
			continue;
		c->is_open = true;
		if (n > SEMA_MAX_PARAM)
			diag_report(c->s->diag, part_span(c, i), DIAG_PARAMETER_NUMBER,
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
	if (strpbrk(provider, "*$") != NULL) {
		diag_report(s->diag, point->span, DIAG_UNAVAILABLE,
			    "a wildcard or parameter as kind of a probe");
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
	struct check c = { .s = s, .point = point };

	point->attach_point.kind = find_kind(s, point);
	if (point->attach_point.kind == NULL)
		return;
	c.target = arena_new_of(s->arena, struct probe_target);
	point->attach_point.target = c.target;
	for (size_t i = 0; i < n_parts(&c); i++) {
		c.is_open |= has_wildcard(part(&c, i));
		note_params(&c, i);
	}
	checks[point->attach_point.kind->kind](&c);
	if (point->attach_point.kind->flags & PROBE_IS_PLANNED)
		diag_report(s->diag, point->span, DIAG_UNAVAILABLE,
			    arena_printf(s->arena, "a probe of kind '%s'",
					 point->attach_point.kind->name));
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
	}
}
