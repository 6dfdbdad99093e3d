/* Attach points of time, of perf events and of memory accesses. */
#include <string.h>

#include "sema/probe_event.h"
#include "sema/probe_part.h"

/* N with a suffix, or unit:N. */
void point_check_timer(struct point_check *c)
{
	static const struct {
		const char *unit;
		uint64_t most;
	} units[] = { { "hz", 1000000 },
		      { "us", UINT64_MAX / 1000 },
		      { "ms", UINT64_MAX / 1000000 },
		      { "s", UINT64_MAX / 1000000000 } };
	const char *wanted = "a number greater than 0";
	uint64_t number = 0;

	if (!point_has_parts(c, 1, 2))
		return;
	if (point_n_parts(c) == 1) {
		if (point_is_param(point_part(c, 0)))
			return;
		if (!point_read_duration(point_part(c, 0), &number) || number < 1000) {
			point_bad_part(c, 0, "a duration of at least 1us");
			if (point_is_number(point_part(c, 0), &number) && number > 0)
				diag_note(c->s->diag, (struct span){ 0 },
					  "a number alone is of nanoseconds; as often a second is "
					  "'%s:hz:%s'",
					  c->point->attach_point.kind->name, point_part(c, 0));
			return;
		}
		c->target->name =
			arena_printf(c->s->arena, "%s:us:%llu", c->point->attach_point.kind->name,
				     (unsigned long long)number / 1000);
		return;
	}
	if (point_is_param(point_part(c, 0)))
		return;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (strcmp(units[i].unit, point_part(c, 0)) != 0)
			continue;
		if (point_is_param(point_part(c, 1)))
			return;
		if (!point_is_number(point_part(c, 1), &number) || number == 0 ||
		    number > units[i].most) {
			point_bad_part(c, 1,
				       number > units[i].most
					       ? arena_printf(c->s->arena, "a number up to %llu",
							      (unsigned long long)units[i].most)
					       : wanted);
			return;
		}
		c->target->name =
			arena_printf(c->s->arena, "%s:%s:%llu", c->point->attach_point.kind->name,
				     point_part(c, 0), (unsigned long long)number);
		return;
	}
	point_bad_part(c, 0, "hz, us, ms or s");
}

void point_check_event(struct point_check *c)
{
	enum abi_probe_kind kind = c->point->attach_point.kind->kind;
	const struct probe_event *event;
	uint64_t count;

	if (!point_has_parts(c, 1, 2) || point_is_param(point_part(c, 0)))
		return;
	event = probe_event_find(kind, point_part(c, 0));
	if (event == NULL) {
		size_t n;
		const char *const *names = probe_event_names(kind, &n);

		point_bad_part(
			c, 0,
			arena_printf(c->s->arena, "a %s event", c->point->attach_point.kind->name));
		diag_did_you_mean(c->s->diag, point_part(c, 0), names, n);
		return;
	}
	c->target->name = arena_printf(c->s->arena, "%s:%s", c->point->attach_point.kind->name,
				       point_part(c, 0));
	if (point_n_parts(c) == 1 || point_part(c, 1)[0] == '\0')
		return;
	c->target->name = NULL;
	if (point_is_param(point_part(c, 1)))
		return;
	if (!point_is_number(point_part(c, 1), &count) || count == 0 || count > INT64_MAX) {
		point_bad_part(c, 1, "a number greater than 0");
		return;
	}
	c->target->name = arena_printf(c->s->arena, "%s:%s:%llu", c->point->attach_point.kind->name,
				       point_part(c, 0), (unsigned long long)count);
}

/* What x86 can watch for; the order of the letters is free. */
static bool is_watch_mode(const char *mode)
{
	static const char *const modes[] = { "w", "rw", "wr", "x" };

	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		if (strcmp(modes[i], mode) == 0)
			return true;
	}
	return false;
}

void point_check_watchpoint(struct point_check *c)
{
	uint64_t number;

	if (!point_has_parts(c, 3, 3))
		return;
	if (!point_is_param(point_part(c, 0)) && !point_is_number(point_part(c, 0), &number))
		point_bad_part(c, 0, "an address");
	if (!point_is_param(point_part(c, 1)) &&
	    (!point_is_number(point_part(c, 1), &number) ||
	     (number != 1 && number != 2 && number != 4 && number != 8)))
		point_bad_part(c, 1, "a length of 1, 2, 4 or 8");
	if (!point_is_param(point_part(c, 2)) && !is_watch_mode(point_part(c, 2)))
		point_bad_part(c, 2, "w, rw or x");
}
