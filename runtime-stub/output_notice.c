#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "json.h"
#include "output.h"
#include "text.h"

/* {"type": "attached_probes", "count": 1, "data": {"probes": 1}} */
static int count_object(struct rt *rt, const char *type, const char *member, uint64_t n)
{
	struct rt_text *out = rt_output_begin(rt);
	rt_json_begin(out, type);
	rt_text_add_string(out, ", \"count\": ");
	rt_json_unsigned(out, n);
	rt_text_add_string(out, ", \"data\": {");
	rt_json_name(out, member);
	rt_json_unsigned(out, n);
	rt_text_add_string(out, "}");
	rt_json_end(out);
	return rt_output_end(rt);
}

int rt_output_attached(struct rt *rt, uint64_t n_probes)
{
	if (rt->options.quiet)
		return 0;
	if (rt->options.format == RT_FORMAT_JSON)
		return count_object(rt, "attached_probes", "probes", n_probes);
	rt_notice(rt, "Attached %llu probe%s", (unsigned long long)n_probes,
		  n_probes == 1 ? "" : "s");
	return 0;
}

void rt_output_no_probes(const struct rt *rt)
{
	static const char text[] = "No probes to attach";
	if (rt->options.format == RT_FORMAT_JSON || rt->options.check_only)
		rt_error(rt, "%s", text);
	else if (dprintf(STDOUT_FILENO, "%s\n", text) < 0)
		rt_error(rt, "cannot write to standard output: %s", strerror(errno));
}

int rt_output_lost(struct rt *rt, uint64_t n_events)
{
	if (rt->options.format == RT_FORMAT_JSON)
		return count_object(rt, "lost_events", "events", n_events);
	rt_notice(rt, "Lost %llu event%s", (unsigned long long)n_events, n_events == 1 ? "" : "s");
	return 0;
}
