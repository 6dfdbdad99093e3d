#include "commands/check_report.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "commands/compilation.h"
#include "commands/json_line.h"
#include "kernel/merge.h"

/* Whether a target has what a probe attaches to. */
enum presence {
	PRESENCE_HERE,
	PRESENCE_MISSING,
	PRESENCE_UNKNOWN, /* the target does not say */
	PRESENCE_HOST,    /* that is decided by the host: binaries, processes, timers */
};

static const char *const presence_names[] = {
	[PRESENCE_HERE] = "ok",
	[PRESENCE_MISSING] = "missing",
	[PRESENCE_UNKNOWN] = "unknown",
	[PRESENCE_HOST] = "host",
};

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

static enum presence presence_of(struct compilation *c, const struct abi_probe *probe)
{
	enum kernel_names which;
	const char *pattern = pattern_of(c->arena, probe);
	bool is_known;
	if (!find_list(probe->kind, &which) || strchr(pattern, '$'))
		return PRESENCE_HOST;
	pattern = arena_strndup(c->arena, pattern, strcspn(pattern, "+"));
	if (matches_one(c->kernel, which, pattern, &is_known))
		return PRESENCE_HERE;
	return is_known ? PRESENCE_MISSING : PRESENCE_UNKNOWN;
}

/* --- what the kernel lacks that a tool does without --- */

static const struct {
	const char *word, *since, *help;
} features[] = {
#define FEATURE(id, word, since, probe, argument, help) { #word, since, help },
#include "feature.def"
};

#define N_FEATURES (sizeof(features) / sizeof(features[0]))

/* Whether the release of a kernel, "6.1.0-57-amd64", is before a version, "5.15". */
static bool is_before(const char *release, const char *version)
{
	char *rest, *rest2;
	unsigned long major = strtoul(release, &rest, 10);
	unsigned long minor = strtoul(rest + (*rest == '.'), NULL, 10);
	unsigned long since = strtoul(version, &rest2, 10);
	unsigned long since_minor = strtoul(rest2 + (*rest2 == '.'), NULL, 10);
	return major < since || (major == since && minor < since_minor);
}

static bool lacks(const struct kernel *kernel, size_t feature)
{
	const char *release = kernel ? kernel_release(kernel) : NULL;
	return release && is_before(release, features[feature].since);
}

/* --- one target --- */

struct target_report {
	const char *target; /* as given; NULL: the default one */
	int status;
	char *messages; /* of the compiler; malloc'd */
	struct compilation c;
};

/* Of `a || b` one has to be there; a `probe?` may be missing. */
static size_t count_missing(struct compilation *c)
{
	size_t n = c->plan ? c->plan->probes.count : 0;
	size_t n_missing = 0;
	for (size_t i = 0; i < n;) {
		bool is_missing = true;
		do {
			const struct abi_probe *probe = &c->plan->probes.items[i++];
			is_missing &=
				!probe->is_optional && presence_of(c, probe) == PRESENCE_MISSING;
		} while (i < n && c->plan->probes.items[i].is_fallback);
		n_missing += is_missing;
	}
	return n_missing;
}

static void check_target(struct target_report *report, const struct options *options,
			 const char *path)
{
	struct options own = *options;
	size_t size;
	own.target = report->target;
	own.messages = open_memstream(&report->messages, &size);
	report->status = compile_script(&report->c, &own, path, COMPILE_PLAN);
	if (own.messages)
		fclose(own.messages);
	if (report->status == EXIT_DONE && count_missing(&report->c))
		report->status = EXIT_SCRIPT;
}

static const char *name_of(const struct target_report *report)
{
	return report->target ? report->target : "default";
}

static const char *verdict_of(const struct target_report *report)
{
	return report->status == EXIT_DONE ? "ok" : "failed";
}

static void print_text(const struct target_report *report)
{
	const struct kernel *kernel = report->c.kernel;
	const char *release = kernel ? kernel_release(kernel) : NULL;
	printf("%s%s%s%s: %s\n", name_of(report), release ? " (" : "", release ? release : "",
	       release ? ")" : "", verdict_of(report));
	for (size_t i = 0; report->c.plan && i < report->c.plan->probes.count; i++) {
		const struct abi_probe *probe = &report->c.plan->probes.items[i];
		enum presence presence = presence_of((struct compilation *)&report->c, probe);
		printf("  %-8s %s (%s:%u)\n", presence_names[presence], probe->text,
		       report->c.script_name, probe->line);
	}
	for (size_t i = 0; report->c.plan && i < N_FEATURES; i++)
		if (lacks(kernel, i))
			printf("  without  %s (Linux %s): %s\n", features[i].word,
			       features[i].since, features[i].help);
	fflush(stdout);
	fputs(report->messages ? report->messages : "", stderr);
}

static void put_member(struct strbuf *out, const char *name, const char *value)
{
	strbuf_printf(out, ", \"%s\": ", name);
	if (value)
		json_put_string(out, value);
	else
		strbuf_puts(out, "null");
}

static void put_json(struct strbuf *out, struct target_report *report)
{
	const struct kernel *kernel = report->c.kernel;
	strbuf_puts(out, "{\"target\": ");
	json_put_string(out, name_of(report));
	put_member(out, "release", kernel ? kernel_release(kernel) : NULL);
	put_member(out, "machine", kernel ? kernel_machine(kernel) : NULL);
	put_member(out, "verdict", verdict_of(report));
	strbuf_puts(out, ", \"probes\": [");
	for (size_t i = 0; report->c.plan && i < report->c.plan->probes.count; i++) {
		const struct abi_probe *probe = &report->c.plan->probes.items[i];
		strbuf_puts(out, i ? ", {\"probe\": " : "{\"probe\": ");
		json_put_string(out, probe->text);
		strbuf_printf(out, ", \"line\": %u", probe->line);
		put_member(out, "verdict", presence_names[presence_of(&report->c, probe)]);
		strbuf_putc(out, '}');
	}
	strbuf_puts(out, "], \"without\": [");
	const char *comma = "";
	for (size_t i = 0; i < N_FEATURES; i++) {
		if (!lacks(kernel, i))
			continue;
		strbuf_printf(out, "%s\"%s\"", comma, features[i].word);
		comma = ", ";
	}
	strbuf_putc(out, ']');
	put_member(out, "messages", report->messages ? report->messages : "");
	strbuf_putc(out, '}');
}

static void print_json(struct arena *arena, const char *script, struct target_report *reports,
		       size_t n)
{
	struct strbuf out;
	strbuf_init(&out, arena);
	strbuf_puts(&out, "{\"script\": ");
	json_put_string(&out, script);
	strbuf_puts(&out, ", \"targets\": [");
	for (size_t i = 0; i < n; i++) {
		strbuf_puts(&out, i ? ", " : "");
		put_json(&out, &reports[i]);
	}
	strbuf_puts(&out, "]}\n");
	fwrite(strbuf_text(&out), 1, out.size, stdout);
}

int check_report(const struct options *options, const char *path)
{
	size_t n = options->targets.count ? options->targets.count : 1;
	struct target_report *reports = arena_alloc(options->arena, n * sizeof(*reports));
	int worst = EXIT_DONE;
	for (size_t i = 0; i < n; i++) {
		reports[i] = (struct target_report){ 0 };
		reports[i].target = options->targets.count ? options->targets.items[i] : NULL;
		check_target(&reports[i], options, path);
		worst = reports[i].status > worst ? reports[i].status : worst;
		if (!options->json)
			print_text(&reports[i]);
	}
	if (options->json)
		print_json(options->arena, path ? path : "-e", reports, n);
	for (size_t i = 0; i < n; i++) {
		compilation_release(&reports[i].c);
		free(reports[i].messages);
	}
	return worst;
}
