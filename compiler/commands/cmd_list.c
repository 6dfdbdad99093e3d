/*
 * tracec list: the probes and types of a target, of binaries, or those that a script means.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/vec.h"
#include "commands/compilation.h"
#include "commands/list.h"
#include "commands/list_union.h"
#include "commands/target.h"
#include "kernel/merge.h"
#include "sema/probe_kind.h"
#include "sema/probe_part.h"

static bool find_one(struct list *list, const char *pattern)
{
	size_t n_before = list->n_found;

	list->error = NULL;
	if (pattern == NULL || !list_types(list, pattern))
		list_probes(list, pattern);
	return list->n_found > n_before;
}

/* Of several targets one may lack what another has. */
static int list_one(struct list *list, const char *pattern)
{
	if (find_one(list, pattern) || list->is_one_of_many)
		return EXIT_DONE;
	if (list->error != NULL)
		fprintf(stderr, "tracec: %s\n", list->error);
	else
		fprintf(stderr, "tracec: nothing matches '%s' (%s)\n",
			pattern != NULL ? pattern : "*", kernel_description(list->kernel));
	return EXIT_SCRIPT;
}

/* Whether a pattern can be looked up: not what is known when the tool runs, or needs no look. */
static bool is_listed(const struct list *list, const struct node *point)
{
	const struct probe_kind *kind = probe_kind_find(point->attach_point.provider);
	const char *text = point->attach_point.text;
	const char *first = point->attach_point.parts.count > 0 ? point->attach_point.parts.items[0]
								: "";

	if (kind == NULL)
		return true;
	switch (kind->kind) {
	case ABI_PROBE_UPROBE:
	case ABI_PROBE_URETPROBE:
	case ABI_PROBE_USDT:
		/* Entries of archives and lines of source are places in files. */
		if ((first[0] == '\0' && list->pid == NULL) || strstr(first, "!/") != NULL ||
		    point_is_source_line(point))
			return false;
		/* fallthrough */
	case ABI_PROBE_KPROBE:
	case ABI_PROBE_KRETPROBE:
		/* Offsets are of an instruction, addresses of what is loaded there. */
		return strpbrk(text, "$+") == NULL && strstr(text, ":0x") == NULL;
	case ABI_PROBE_FENTRY:
	case ABI_PROBE_FEXIT:
		return strchr(text, '$') == NULL && strcmp(first, "bpf") != 0;
	case ABI_PROBE_TRACEPOINT:
	case ABI_PROBE_RAWTRACEPOINT:
		return strchr(text, '$') == NULL;
	case ABI_PROBE_ITER:
		return strchr(text, '$') == NULL && point->attach_point.parts.count == 1;
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

/* *is_found: whether the point, or one of its alternatives before it, was found. */
static int list_point(struct list *list, const struct node *point, bool *is_found)
{
	const struct probe_kind *kind = probe_kind_find(point->attach_point.provider);
	struct strbuf pattern;

	if (!point->attach_point.is_fallback)
		*is_found = false;
	if (*is_found)
		return EXIT_DONE; /* what would serve is there */
	strbuf_init(&pattern, list->arena);
	strbuf_puts(&pattern, kind != NULL ? kind->name : point->attach_point.provider);
	for (size_t i = 0; i < point->attach_point.parts.count; i++)
		strbuf_printf(&pattern, ":%s", point->attach_point.parts.items[i]);
	if (is_listed(list, point) &&
	    (point->attach_point.is_optional || point->attach_point.has_others)) {
		*is_found = find_one(list, strbuf_text(&pattern)); /* it may be missing */
		return EXIT_DONE;
	}
	if (is_listed(list, point))
		return list_one(list, strbuf_text(&pattern));
	strbuf_printf(&list->out, "%s\n", strbuf_text(&pattern));
	list->n_found++;
	*is_found = true;
	return EXIT_DONE;
}

static int list_script(struct list *list, const struct options *options, const char *path)
{
	struct compilation c;
	int status = compile_script(&c, options, path, COMPILE_PARSE);

	for (size_t i = 0; status != EXIT_USAGE && c.script != NULL && i < c.script->roots.count;
	     i++) {
		const struct node *root = c.script->roots.items[i];
		bool is_found = false;

		for (size_t k = 0; root->kind == NODE_PROBE && k < root->probe.attach_points.count;
		     k++) {
			int result = list_point(list, root->probe.attach_points.items[k], &is_found);

			status = result > status ? result : status;
		}
	}
	compilation_release(&c);
	return status;
}

/* A file of that name, and no pattern: "opens.bt". */
static bool is_script(const char *word)
{
	size_t size = strlen(word);

	return size > 3 && strcmp(word + size - 3, ".bt") == 0 && access(word, F_OK) == 0;
}

static int list_all(struct list *list, const struct options *options)
{
	int status = EXIT_DONE;

	if (options->file != NULL || options->expression != NULL)
		return list_script(list, options, options->file);
	if (options->n_args == 0)
		return list_one(list, NULL);
	for (int i = 0; i < options->n_args; i++) {
		const char *word = options->args[i];
		int result =
			is_script(word) ? list_script(list, options, word) : list_one(list, word);

		status = result > status ? result : status;
	}
	return status;
}

/* That no one reads all of it is no failure. */
static int print(const struct strbuf *out)
{
	size_t size = out->size;

	if (size == 0 ||
	    (fwrite(strbuf_text(out), 1, size, stdout) == size && fflush(stdout) == 0) ||
	    errno == EPIPE)
		return EXIT_DONE;
	perror("tracec: standard output");
	return EXIT_TOOLING;
}

/* The installed snapshot says nothing of the probes that there are here. */
static bool open_list(struct list *list, const struct options *options, const char *target)
{
	struct arena *arena = options->arena;
	struct options own = *options;

	*list = (struct list){ .arena = arena,
			       .interner = interner_new(arena),
			       .has_details = options->verbose,
			       .pid = options->pid };
	own.target = target;
	list->kernel = target != NULL ? target_open(&own, arena, list->interner)
				      : kernel_open_running(arena, list->interner);
	if (list->kernel == NULL)
		return false;
	list->declarations = declarations_new(list->kernel);
	strbuf_init(&list->out, arena);
	return true;
}

static void close_list(struct list *list)
{
	declarations_free(list->declarations);
	kernel_close(list->kernel);
}

static int list_single(const struct options *options)
{
	struct list list;
	int status, printed;

	if (!open_list(&list, options, options->target))
		return EXIT_USAGE;
	status = list_all(&list, options);
	printed = print(&list.out);
	close_list(&list);
	return printed > status ? printed : status;
}

/* "1: FILE (RELEASE)" for each, then what they have. */
static int list_several(const struct options *options)
{
	struct arena *arena = options->arena;
	size_t n = options->targets.count;
	const char **texts = arena_alloc(arena, n * sizeof(*texts));
	struct strbuf out;
	size_t n_found = 0;
	const char *error = NULL;

	strbuf_init(&out, arena);
	for (size_t i = 0; i < n; i++) {
		struct list list;

		if (!open_list(&list, options, options->targets.items[i]))
			return EXIT_USAGE;
		list.is_one_of_many = true;
		list_all(&list, options);
		n_found += list.n_found;
		error = list.error;
		texts[i] = strbuf_text(&list.out);
		strbuf_printf(&out, "%zu: %s%s%s%s\n", i + 1, options->targets.items[i],
			      kernel_release(list.kernel) ? " (" : "",
			      kernel_release(list.kernel) ? kernel_release(list.kernel) : "",
			      kernel_release(list.kernel) ? ")" : "");
		close_list(&list);
	}
	if (n_found == 0) {
		if (error != NULL)
			fprintf(stderr, "tracec: %s\n", error);
		else
			fprintf(stderr, "tracec: nothing matches '%s' in any of the targets\n",
				options->n_args > 0 ? options->args[0] : "*");
		return EXIT_SCRIPT;
	}
	list_unite(arena, texts, n, &out);
	return print(&out);
}

int command_list(const struct options *options)
{
	if (options->file != NULL && options->expression != NULL)
		return usage_error(options->command, "-e and -f exclude each other");
	if ((options->file != NULL || options->expression != NULL) && options->n_args > 0)
		return usage_error(options->command, "unexpected argument '%s' beside %s",
				   options->args[0], options->file != NULL ? "-f" : "-e");
	if (options->targets.count > 64)
		return usage_error(options->command, "at most 64 targets");
	return options->targets.count > 1 ? list_several(options) : list_single(options);
}
