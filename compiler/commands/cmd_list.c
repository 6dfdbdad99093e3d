/*
 * tracec list: the probes and types of a target, of binaries, or those that a script means.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/vec.h"
#include "commands/compilation.h"
#include "commands/list.h"
#include "commands/target.h"
#include "sema/probe_kind.h"

static bool find_one(struct list *list, const char *pattern)
{
	size_t n_before = list->n_found;

	list->error = NULL;
	if (pattern == NULL || !list_types(list, pattern))
		list_probes(list, pattern);
	return list->n_found > n_before;
}

static int list_one(struct list *list, const char *pattern)
{
	if (find_one(list, pattern))
		return EXIT_DONE;
	if (list->error != NULL)
		fprintf(stderr, "tracec: %s\n", list->error);
	else
		fprintf(stderr, "tracec: nothing matches '%s' (%s)\n",
			pattern != NULL ? pattern : "*", kernel_description(list->kernel));
	return EXIT_SCRIPT;
}

/* Whether a pattern can be looked up: not what is known when the tool runs, or needs no look. */
static bool is_listed(const struct node *point)
{
	const struct probe_kind *kind = probe_kind_find(point->attach_point.provider);
	const char *text = point->attach_point.text;

	if (kind == NULL)
		return true;
	switch (kind->kind) {
	case ABI_PROBE_KPROBE:
	case ABI_PROBE_KRETPROBE:
	case ABI_PROBE_UPROBE:
	case ABI_PROBE_URETPROBE:
		/* Offsets are of an instruction, addresses of what is loaded there. */
		return strpbrk(text, "$+") == NULL && strstr(text, ":0x") == NULL;
	case ABI_PROBE_FENTRY:
	case ABI_PROBE_FEXIT:
	case ABI_PROBE_USDT:
	case ABI_PROBE_TRACEPOINT:
	case ABI_PROBE_RAWTRACEPOINT:
	case ABI_PROBE_ITER:
		return strchr(text, '$') == NULL;
	case ABI_PROBE_BEGIN:
	case ABI_PROBE_END:
	case ABI_PROBE_SELF:
	case ABI_PROBE_TEST:
	case ABI_PROBE_BENCH:
	case ABI_PROBE_PROFILE:
	case ABI_PROBE_INTERVAL:
	case ABI_PROBE_SOFTWARE:
	case ABI_PROBE_HARDWARE:
	case ABI_PROBE_WATCHPOINT:
	case N_ABI_PROBES:
		break;
	}
	return false;
}

static int list_point(struct list *list, const struct node *point)
{
	const struct probe_kind *kind = probe_kind_find(point->attach_point.provider);
	struct strbuf pattern;

	strbuf_init(&pattern, list->arena);
	strbuf_puts(&pattern, kind != NULL ? kind->name : point->attach_point.provider);
	for (size_t i = 0; i < point->attach_point.parts.count; i++)
		strbuf_printf(&pattern, ":%s", point->attach_point.parts.items[i]);
	if (is_listed(point) && (point->attach_point.is_optional || point->attach_point.has_others)) {
		find_one(list, strbuf_text(&pattern)); /* it may be missing */
		return EXIT_DONE;
	}
	if (is_listed(point))
		return list_one(list, strbuf_text(&pattern));
	strbuf_printf(&list->out, "%s\n", strbuf_text(&pattern));
	list->n_found++;
	return EXIT_DONE;
}

static int list_script(struct list *list, const struct options *options)
{
	struct compilation c;
	int status = compile_script(&c, options, options->file, COMPILE_PARSE);

	for (size_t i = 0; status != EXIT_USAGE && c.script != NULL && i < c.script->roots.count;
	     i++) {
		const struct node *root = c.script->roots.items[i];

		for (size_t k = 0; root->kind == NODE_PROBE && k < root->probe.attach_points.count;
		     k++) {
			int result = list_point(list, root->probe.attach_points.items[k]);

			status = result > status ? result : status;
		}
	}
	compilation_release(&c);
	return status;
}

static int list_all(struct list *list, const struct options *options)
{
	int status = EXIT_DONE;

	if (options->file != NULL)
		return list_script(list, options);
	if (options->n_args == 0)
		return list_one(list, NULL);
	for (int i = 0; i < options->n_args; i++) {
		int result = list_one(list, options->args[i]);

		status = result > status ? result : status;
	}
	return status;
}

/* That no one reads all of it is no failure. */
static int print(const struct list *list)
{
	size_t size = list->out.size;

	if (size == 0 ||
	    (fwrite(strbuf_text(&list->out), 1, size, stdout) == size && fflush(stdout) == 0) ||
	    errno == EPIPE)
		return EXIT_DONE;
	perror("tracec: standard output");
	return EXIT_TOOLING;
}

int command_list(const struct options *options)
{
	struct list list = { .arena = options->arena, .has_details = options->verbose };
	int status, printed;

	if (options->file != NULL && options->n_args > 0)
		return usage_error(options->command, "unexpected argument '%s' beside -f",
				   options->args[0]);
	/* The installed snapshot says nothing of the probes that there are here. */
	list.kernel = options->target != NULL
			      ? target_open(options, list.arena, interner_new(list.arena))
			      : kernel_open_running(list.arena, interner_new(list.arena));
	if (list.kernel == NULL)
		return EXIT_USAGE;
	list.declarations = declarations_new(list.kernel);
	strbuf_init(&list.out, list.arena);
	status = list_all(&list, options);
	printed = print(&list);
	declarations_free(list.declarations);
	kernel_close(list.kernel);
	return printed > status ? printed : status;
}
