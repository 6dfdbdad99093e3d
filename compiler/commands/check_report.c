#include "commands/check_report.h"

#include <stdlib.h>
#include <string.h>

#include "build/files.h"
#include "commands/check_presence.h"
#include "commands/json_line.h"
#include "kernel/merge.h"

static const struct {
	const char *word, *since, *help;
} features[N_ABI_FEATURES] = {
#define FEATURE(id, word, since, probe, argument, help) { #word, since, help },
#include "feature.def"
};

struct target_report {
	const char *target;     /* as given; NULL: the default one */
	struct options options; /* those of this target */
	int status;
	bool is_compiled; /* the script is right for it */
	char *messages;   /* of the compiler; malloc'd */
	struct compilation c;
	struct check_needs needs;
	const struct plan
		*plan; /* its own, or the first target's that there is one for; NULL: none */
	struct probe_verdict *verdicts; /* by probe of the plan; NULL: nothing is known */
};

static void compile_for(struct target_report *report, const struct options *options,
			const char *path)
{
	report->options = *options;
	size_t size;
	report->options.target = report->target;
	report->options.messages = open_memstream(&report->messages, &size);
	report->status = compile_script(&report->c, &report->options, path, COMPILE_PLAN);
	report->is_compiled = report->status == EXIT_DONE;
	if (report->options.messages)
		fclose(report->options.messages);
	report->options.messages = NULL;
}

/* The first target that the script compiles for: the tool that is made for it has to run on all. */
static struct target_report *find_model(struct target_report *reports, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (reports[i].status == EXIT_DONE)
			return &reports[i];
	return NULL;
}

/* Whether something is looked up by name on the host, which the object does not show. */
static bool has_slots(const struct plan *plan)
{
	vec_foreach(struct plan_program *, program, &plan->programs)
		if ((*program)->slots.count)
			return true;
	return false;
}

/*
 * What the script does not compile for may still serve a tool that was made for another kernel, which asks there
 * before it uses what is missing here.
 */
static bool is_excused(const struct target_report *report, const struct target_report *model)
{
	return report->status == EXIT_SCRIPT && !report->c.plan && report->c.kernel &&
	       kernel_has_btf(report->c.kernel) && !has_slots(model->c.plan);
}

static void judge(struct target_report *report, const struct target_report *model,
		  const char *object, size_t size)
{
	struct kernel *kernel = report->c.kernel;
	if (!object || !kernel)
		return;
	check_needs_find(&report->needs, kernel, object, size);
	bool excused = is_excused(report, model);
	report->plan = excused ? model->c.plan : report->c.plan;
	if (!report->plan)
		return;
	report->verdicts = check_presence(report->c.arena, kernel, report->plan, &report->needs);
	bool is_whole =
		report->needs.is_known && !check_count_missing(report->plan, report->verdicts);
	if (excused && is_whole && report->needs.is_known) {
		report->status = EXIT_DONE;
		free(report->messages);
		report->messages = NULL;
	} else if (report->status == EXIT_DONE && !is_whole) {
		report->status = EXIT_SCRIPT;
	}
}

/* A probe that one target lacks is a warning of the compiler's, and no more if only that target is asked about. */
static void pardon(struct target_report *report)
{
	bool is_refused = false;
	for (size_t i = 0; report->verdicts && i < report->plan->probes.count; i++)
		is_refused |= report->verdicts[i].presence == PRESENCE_REFUSED;
	if (report->is_compiled && report->status == EXIT_SCRIPT && !is_refused)
		report->status = EXIT_DONE;
}

static const char *name_of(const struct target_report *report)
{
	return report->target ? report->target : "default";
}

static const char *verdict_of(const struct target_report *report)
{
	return report->status == EXIT_DONE ? "ok" : "failed";
}

/* --- text --- */

static void print_probe(const struct target_report *report, size_t i)
{
	const struct abi_probe *probe = &report->plan->probes.items[i];
	const struct probe_verdict *verdict = &report->verdicts[i];
	const struct need *obstacle = verdict->obstacle;
	printf("  %-8s %s (%s:%u)", presence_name(verdict->presence), probe->text,
	       report->c.script_name, probe->line);
	if (verdict->mechanism)
		printf(": %s", verdict->mechanism);
	else if (verdict->lack)
		printf(": it needs %s", verdict->lack);
	else if (obstacle)
		printf(": it needs %s %s", need_kind_name(obstacle->kind), obstacle->name);
	putchar('\n');
}

static void print_need(const struct target_report *report, const struct need *need)
{
	char text[768];
	struct need named = *need;
	if (need->file && !strcmp(need->file, path_base(report->c.script_name)))
		named.file = report->c.script_name;
	need_text(&named, text, sizeof(text));
	printf("  %-8s %s\n", need_verdict_name(need->verdict), text);
}

/* Of one target that a person asks about, only what is wrong there. */
static void print_text(const struct target_report *report, bool is_single)
{
	const struct kernel *kernel = report->c.kernel;
	const char *release = kernel ? kernel_release(kernel) : NULL;
	if (is_single && (report->status == EXIT_DONE || !report->verdicts)) {
		fputs(report->messages ? report->messages : "", stderr);
		return;
	}
	printf("%s%s%s%s: %s\n", name_of(report), release ? " (" : "", release ? release : "",
	       release ? ")" : "", verdict_of(report));
	for (size_t i = 0; report->verdicts && i < report->plan->probes.count; i++)
		print_probe(report, i);
	for (size_t i = 0; i < report->needs.needs.n; i++)
		print_need(report, &report->needs.needs.items[i]);
	for (size_t i = 0; i < N_ABI_FEATURES; i++)
		if (check_lacks(&report->needs, (enum abi_feature)i))
			printf("  without  %s (Linux %s): %s\n", features[i].word,
			       features[i].since, features[i].help);
	fflush(stdout);
	fputs(report->messages ? report->messages : "", stderr);
}

/* --- JSON --- */

static void put_member(struct strbuf *out, const char *name, const char *value)
{
	strbuf_printf(out, ", \"%s\": ", name);
	if (value)
		json_put_string(out, value);
	else
		strbuf_puts(out, "null");
}

static void put_probe(struct strbuf *out, const struct abi_probe *probe,
		      const struct probe_verdict *verdict)
{
	strbuf_puts(out, "{\"probe\": ");
	json_put_string(out, probe->text);
	strbuf_printf(out, ", \"line\": %u", probe->line);
	put_member(out, "verdict", presence_name(verdict->presence));
	if (verdict->mechanism)
		put_member(out, "mechanism", verdict->mechanism);
	if (verdict->lack)
		put_member(out, "needs", verdict->lack);
	if (verdict->obstacle) {
		put_member(out, "needs", need_kind_name(verdict->obstacle->kind));
		put_member(out, "name", verdict->obstacle->name);
	}
	strbuf_putc(out, '}');
}

static void put_need(struct strbuf *out, const struct need *need)
{
	strbuf_puts(out, "{\"kind\": ");
	json_put_string(out, need_kind_name(need->kind));
	put_member(out, "name", need->name);
	if (need->line) {
		put_member(out, "file", need->file);
		strbuf_printf(out, ", \"line\": %u", need->line);
	}
	put_member(out, "verdict", need_verdict_name(need->verdict));
	if (need->detail)
		put_member(out, "detail", need->detail);
	strbuf_putc(out, '}');
}

static void put_features(struct strbuf *out, const struct target_report *report)
{
	const char *comma = "";
	for (size_t i = 0; i < N_ABI_FEATURES; i++) {
		if (!check_lacks(&report->needs, (enum abi_feature)i))
			continue;
		strbuf_printf(out, "%s\"%s\"", comma, features[i].word);
		comma = ", ";
	}
}

static void put_report(struct strbuf *out, const struct target_report *report)
{
	const struct kernel *kernel = report->c.kernel;
	strbuf_puts(out, "{\"target\": ");
	json_put_string(out, name_of(report));
	put_member(out, "release", kernel ? kernel_release(kernel) : NULL);
	put_member(out, "machine", kernel ? kernel_machine(kernel) : NULL);
	put_member(out, "verdict", verdict_of(report));
	strbuf_puts(out, ", \"probes\": [");
	for (size_t i = 0; report->verdicts && i < report->plan->probes.count; i++) {
		strbuf_puts(out, i ? ", " : "");
		put_probe(out, &report->plan->probes.items[i], &report->verdicts[i]);
	}
	strbuf_puts(out, "], \"needs\": [");
	for (size_t i = 0; i < report->needs.needs.n; i++) {
		strbuf_puts(out, i ? ", " : "");
		put_need(out, &report->needs.needs.items[i]);
	}
	strbuf_puts(out, "], \"without\": [");
	put_features(out, report);
	strbuf_putc(out, ']');
	put_member(out, "messages", report->messages ? report->messages : "");
	strbuf_putc(out, '}');
}

static void print_json(struct arena *arena, const char *script, const struct target_report *reports,
		       size_t n)
{
	struct strbuf out;
	strbuf_init(&out, arena);
	strbuf_puts(&out, "{\"script\": ");
	json_put_string(&out, script);
	strbuf_puts(&out, ", \"targets\": [");
	for (size_t i = 0; i < n; i++) {
		strbuf_puts(&out, i ? ", " : "");
		put_report(&out, &reports[i]);
	}
	strbuf_puts(&out, "]}\n");
	fwrite(strbuf_text(&out), 1, out.size, stdout);
}

/* --- all targets --- */

static void release(struct target_report *reports, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		check_needs_release(&reports[i].needs);
		compilation_release(&reports[i].c);
		free(reports[i].messages);
	}
}

/* All that is known of every target; the worst status. */
static int make_reports(struct target_report *reports, size_t n, const struct options *options,
			const char *path)
{
	const char *object = NULL;
	size_t size = 0;
	for (size_t i = 0; i < n; i++) {
		reports[i] = (struct target_report){ 0 };
		reports[i].target = options->targets.count ? options->targets.items[i] : NULL;
		compile_for(&reports[i], options, path);
	}
	struct target_report *model = find_model(reports, n);
	int worst = model ? check_needs_object(&model->c, &object, &size) : EXIT_DONE;
	for (size_t i = 0; i < n; i++) {
		judge(&reports[i], model, object, size);
		if (n == 1 && !options->json)
			pardon(&reports[i]);
		worst = reports[i].status > worst ? reports[i].status : worst;
	}
	return worst;
}

int check_report(const struct options *options, const char *path)
{
	size_t n = options->targets.count ? options->targets.count : 1;
	struct target_report *reports = arena_alloc(options->arena, n * sizeof(*reports));
	int worst = make_reports(reports, n, options, path);
	for (size_t i = 0; i < n && !options->json; i++)
		print_text(&reports[i], n == 1);
	if (options->json)
		print_json(options->arena, path ? path : "-e", reports, n);
	release(reports, n);
	return worst;
}

/* "FILE (RELEASE): why", a line for each thing. */
static void print_failures(const struct target_report *report)
{
	const char *release = report->c.kernel ? kernel_release(report->c.kernel) : NULL;
	const char *script = report->c.script_name;
	fprintf(stderr, "tracec: the tool would not run on %s%s%s%s\n", name_of(report),
		release ? " (" : "", release ? release : "", release ? ")" : "");
	for (size_t i = 0; report->verdicts && i < report->plan->probes.count; i++) {
		const struct abi_probe *probe = &report->plan->probes.items[i];
		const struct probe_verdict *verdict = &report->verdicts[i];
		if (verdict->presence == PRESENCE_MISSING)
			fprintf(stderr, "%s:%u: it has no %s\n", script, probe->line, probe->text);
		if (verdict->lack)
			fprintf(stderr, "%s:%u: %s needs %s\n", script, probe->line, probe->text,
				verdict->lack);
	}
	for (size_t i = 0; i < report->needs.needs.n; i++) {
		const struct need *need = &report->needs.needs.items[i];
		if (need->verdict != NEED_MISSING)
			continue;
		if (need->line)
			fprintf(stderr, "%s:%u: ", script, need->line);
		fprintf(stderr, "it has no %s %s\n", need_kind_name(need->kind), need->name);
	}
	fputs(report->messages ? report->messages : "", stderr);
}

int check_all_targets(const struct options *options, const char *path)
{
	size_t n = options->targets.count;
	if (n < 2)
		return EXIT_DONE;
	struct target_report *reports = arena_alloc(options->arena, n * sizeof(*reports));
	int worst = make_reports(reports, n, options, path);
	for (size_t i = 0; i < n; i++)
		if (reports[i].status == EXIT_SCRIPT)
			print_failures(&reports[i]);
	release(reports, n);
	return worst;
}
