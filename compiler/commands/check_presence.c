#include "commands/check_presence.h"

#include <fnmatch.h>
#include <string.h>

#include "commands/check_mechanism.h"

static const char *const presence_names[] = {
	[PRESENCE_HERE] = "ok",   [PRESENCE_MISSING] = "missing", [PRESENCE_UNKNOWN] = "unknown",
	[PRESENCE_HOST] = "host", [PRESENCE_UNUSED] = "unused",   [PRESENCE_REFUSED] = "failed",
};

const char *presence_name(enum presence presence)
{
	return presence_names[presence];
}

static bool matches_one(struct kernel *kernel, enum kernel_names which, const char *pattern,
			bool *is_known)
{
	size_t n;
	const char *const *names = kernel_names(kernel, which, &n);
	*is_known = n > 0;
	for (size_t i = 0; i < n; i++) {
		const char *colon = strchr(names[i], ':');
		bool is_plain = which == KERNEL_TRACEABLE && colon && !strchr(pattern, ':');
		if (fnmatch(pattern, is_plain ? colon + 1 : names[i], 0) == 0)
			return true;
	}
	return false;
}

/* The parts behind the provider, as the script has them. */
static const char *pattern_of(struct arena *arena, const struct abi_probe *probe)
{
	struct strbuf out;
	strbuf_init(&out, arena);
	for (uint32_t i = 0; i < probe->n_parts; i++)
		strbuf_printf(&out, "%s%s", i ? ":" : "", probe->parts[i]);
	return strbuf_text(&out);
}

/* Which list of a kernel names what probes of a kind attach to. */
static bool find_list(uint8_t kind, enum kernel_names *which)
{
	switch ((int)kind) {
	case ABI_PROBE_KPROBE:
	case ABI_PROBE_KRETPROBE:
	case ABI_PROBE_FENTRY:
	case ABI_PROBE_FEXIT:
		*which = KERNEL_TRACEABLE;
		return true;
	case ABI_PROBE_TRACEPOINT:
		*which = KERNEL_TRACEPOINTS;
		return true;
	case ABI_PROBE_RAWTRACEPOINT:
		*which = KERNEL_RAW_TRACEPOINTS;
		return true;
	}
	return false;
}

static enum presence presence_of(struct arena *arena, struct kernel *kernel,
				 const struct abi_probe *probe)
{
	enum kernel_names which;
	const char *pattern = pattern_of(arena, probe);
	bool is_known;
	if (!find_list(probe->kind, &which) || strchr(pattern, '$'))
		return PRESENCE_HOST;
	pattern = arena_strndup(arena, pattern, strcspn(pattern, "+"));
	if (matches_one(kernel, which, pattern, &is_known))
		return PRESENCE_HERE;
	return is_known ? PRESENCE_MISSING : PRESENCE_UNKNOWN;
}

/* Of `a || b` the first that is there is taken, and nothing behind it. */
static void choose(struct probe_verdict *chain, size_t n)
{
	bool is_taken = false;
	for (size_t i = 0; i < n; i++) {
		if (is_taken)
			chain[i] = (struct probe_verdict){ .presence = PRESENCE_UNUSED };
		is_taken |= chain[i].presence == PRESENCE_HERE;
	}
}

static size_t chain_length(const struct plan *plan, size_t first)
{
	size_t n = 1;
	while (first + n < plan->probes.count && plan->probes.items[first + n].is_fallback)
		n++;
	return n;
}

struct probe_verdict *check_presence(struct arena *arena, struct kernel *kernel,
				     const struct plan *plan, const struct check_needs *needs)
{
	size_t n = plan->probes.count;
	struct probe_verdict *verdicts = arena_alloc(arena, (n + 1) * sizeof(*verdicts));
	for (size_t i = 0; i < n; i++) {
		const struct abi_probe *probe = &plan->probes.items[i];
		verdicts[i] =
			(struct probe_verdict){ .presence = presence_of(arena, kernel, probe) };
		if (verdicts[i].presence == PRESENCE_MISSING)
			continue;
		verdicts[i].obstacle = check_needs_obstacle(needs, plan, probe);
		if (!verdicts[i].obstacle)
			verdicts[i].lack =
				check_mechanism(kernel, plan, needs, probe, &verdicts[i].mechanism);
		if (verdicts[i].obstacle || verdicts[i].lack)
			verdicts[i].presence = PRESENCE_REFUSED;
	}
	for (size_t i = 0; i < n; i += chain_length(plan, i))
		choose(&verdicts[i], chain_length(plan, i));
	return verdicts;
}

/* Of `a || b` one has to be there; a `probe?` may be missing. */
size_t check_count_missing(const struct plan *plan, const struct probe_verdict *verdicts)
{
	size_t n_missing = 0, length;
	for (size_t i = 0; i < plan->probes.count; i += length) {
		bool is_missing = true;
		length = chain_length(plan, i);
		bool may_miss = plan->tool.settings->missing_probes != ABI_MISSING_ERROR;
		for (size_t k = i; k < i + length; k++)
			is_missing &= !plan->probes.items[k].is_optional &&
				      ((verdicts[k].presence == PRESENCE_MISSING && !may_miss) ||
				       verdicts[k].presence == PRESENCE_REFUSED);
		n_missing += is_missing;
	}
	return n_missing;
}
