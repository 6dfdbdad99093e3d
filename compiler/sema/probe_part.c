/* The parts of an attach point: numbers, durations, and what is said of wrong ones. */
#include "sema/probe_part.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

const char *point_part(const struct point_check *c, size_t i)
{
	return c->point->attach_point.parts.items[i];
}

size_t point_n_parts(const struct point_check *c)
{
	return c->point->attach_point.parts.count;
}

struct span point_part_span(const struct point_check *c, size_t i)
{
	return i < c->point->attach_point.part_spans.count
		       ? c->point->attach_point.part_spans.items[i]
		       : c->point->span;
}

void point_bad_part(const struct point_check *c, size_t i, const char *wanted)
{
	diag_report(c->s->diag, point_part_span(c, i), DIAG_PROBE_PART, wanted, point_part(c, i));
}

/* Reports a number of parts that the kind's syntax has no use for. */
bool point_has_parts(const struct point_check *c, size_t least, size_t most)
{
	if (point_n_parts(c) >= least && point_n_parts(c) <= most)
		return true;
	diag_report(c->s->diag, c->point->span, DIAG_PROBE_SYNTAX, c->point->attach_point.text,
		    c->point->attach_point.kind->syntax);
	return false;
}

bool point_has_wildcard(const char *text)
{
	return strchr(text, '*') != NULL;
}

/* A whole "$N". */
bool point_is_param(const char *text)
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

bool point_is_number(const char *text, uint64_t *number)
{
	const char *rest;

	return read_number(text, number, &rest) && *rest == '\0';
}

/* ns with one of the suffixes of language.md 1.2. */
bool point_read_duration(const char *text, uint64_t *ns)
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
void point_name_from_parts(struct point_check *c)
{
	const char *name = c->point->attach_point.kind->name;

	if (c->is_open)
		return;
	for (size_t i = 0; i < point_n_parts(c); i++)
		name = arena_printf(c->s->arena, "%s:%s", name, point_part(c, i));
	c->target->name = name;
}

bool point_is_source_line(const struct node *point)
{
	size_t n = point->attach_point.parts.count;
	const char *line = n > 1 ? point->attach_point.parts.items[1] : "";

	if (n == 0 || strchr(point->attach_point.parts.items[0], '@') == NULL)
		return false;
	return point_is_param(line) ||
	       (line[0] != '\0' && line[strspn(line, "0123456789")] == '\0');
}
