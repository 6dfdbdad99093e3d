#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/similar.h"
#include "base/vec.h"
#include "commands/list.h"
#include "sema/probe_event.h"
#include "sema/probe_kind.h"

struct provider;

typedef const char *const *(*names_of)(struct list *list, size_t *count);
typedef bool (*declare)(struct declarations *d, const char *name, struct strbuf *out);

struct provider {
	const char *name;
	bool is_by_name;  /* listed only where its name is written */
	bool has_modules; /* a name may stand without its "module:" */
	bool has_functions; /* of the kernel */
	names_of names;   /* sorted; NULL: the name stands alone */
	declare details;
	/* Of binaries, instead of names. */
	void (*binary)(struct list *list, const char *provider, const char *rest);
};

static const char *const *fixed(const char *const *names, size_t n, size_t *count)
{
	*count = n;
	return names;
}

static const char *const *timer_names(struct list *list, size_t *count)
{
	static const char *const names[] = { "hz:N", "ms:N", "s:N", "us:N" };

	(void)list;
	return fixed(names, sizeof(names) / sizeof(names[0]), count);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *const *sorted(struct list *list, const char *const *names, size_t n)
{
	const char **copy = arena_alloc(list->arena, n * sizeof(*copy));

	memcpy(copy, names, n * sizeof(*copy));
	qsort(copy, n, sizeof(*copy), compare_names);
	return copy;
}

static const char *const *event_names(struct list *list, enum abi_probe_kind kind, size_t *count)
{
	const char *const *names = probe_event_names(kind, count);

	return sorted(list, names, *count);
}

static const char *const *software_names(struct list *list, size_t *count)
{
	return event_names(list, ABI_PROBE_SOFTWARE, count);
}

static const char *const *hardware_names(struct list *list, size_t *count)
{
	return event_names(list, ABI_PROBE_HARDWARE, count);
}

static const char *const *signal_names(struct list *list, size_t *count)
{
	static const char *const names[] = {
#define SELF_SIGNAL(name) "signal:" #name,
#include "self_signal.def"
	};

	*count = sizeof(names) / sizeof(names[0]);
	return sorted(list, names, *count);
}

static const char *const *watchpoint_names(struct list *list, size_t *count)
{
	static const char *const names[] = { "ADDRESS:LENGTH:MODE" };

	(void)list;
	return fixed(names, sizeof(names) / sizeof(names[0]), count);
}

/* What the target says can be traced, else all functions that it has types of. */
static const char *const *function_names(struct list *list, size_t *count)
{
	const char *const *names = kernel_names(list->kernel, KERNEL_TRACEABLE, count);

	if (*count > 0)
		return names;
	kernel_read_modules(list->kernel);
	return kernel_names(list->kernel, KERNEL_FUNCTIONS, count);
}

static const char *const *typed_function_names(struct list *list, size_t *count)
{
	return kernel_names(list->kernel, KERNEL_TYPED_TRACEABLE, count);
}

static const char *const *tracepoint_names(struct list *list, size_t *count)
{
	return kernel_names(list->kernel, KERNEL_TRACEPOINTS, count);
}

static const char *const *raw_tracepoint_names(struct list *list, size_t *count)
{
	kernel_read_modules(list->kernel);
	return kernel_names(list->kernel, KERNEL_RAW_TRACEPOINTS, count);
}

static const char *const *iterator_names(struct list *list, size_t *count)
{
	kernel_read_modules(list->kernel);
	return kernel_names(list->kernel, KERNEL_ITERATORS, count);
}

static bool declare_both(struct declarations *d, const char *name, struct strbuf *out)
{
	return declare_parameters(d, name, out) && declare_result(d, name, out);
}

/* By name. */
static const struct provider providers[] = {
	{ .name = "begin" },
	{ .name = "end" },
	{ "fentry", false, true, true, typed_function_names, declare_parameters, NULL },
	{ "fexit", true, true, true, typed_function_names, declare_both, NULL },
	{ "hardware", false, false, false, hardware_names, NULL, NULL },
	{ "interval", false, false, false, timer_names, NULL, NULL },
	{ "iter", false, false, false, iterator_names, declare_iterator, NULL },
	{ "kprobe", false, true, true, function_names, declare_parameters, NULL },
	{ "kretprobe", true, true, true, function_names, declare_result, NULL },
	{ "profile", false, false, false, timer_names, NULL, NULL },
	{ "rawtracepoint", false, true, false, raw_tracepoint_names, declare_raw_tracepoint, NULL },
	{ "self", false, false, false, signal_names, NULL, NULL },
	{ "software", false, false, false, software_names, NULL, NULL },
	{ "tracepoint", false, true, false, tracepoint_names, declare_tracepoint, NULL },
	{ "uprobe", true, false, false, NULL, NULL, list_functions_of_binary },
	{ "uretprobe", true, false, false, NULL, NULL, list_functions_of_binary },
	{ "usdt", true, false, false, NULL, NULL, list_static_probes },
	{ "watchpoint", false, false, false, watchpoint_names, NULL, NULL },
};

#define N_PROVIDERS (sizeof(providers) / sizeof(providers[0]))

bool list_has_wildcard(const char *text)
{
	return strpbrk(text, "*?[") != NULL;
}

bool list_is_match(const char *pattern, const char *text)
{
	return fnmatch(pattern, text, FNM_NOESCAPE) == 0;
}

static const char *find_provider(struct list *list, const char *word)
{
	const struct probe_kind *kind = probe_kind_find(word);
	const char *names[N_PROVIDERS];
	const char *near;

	if (kind != NULL)
		return kind->name;
	for (size_t i = 0; i < N_PROVIDERS; i++)
		names[i] = providers[i].name;
	near = similar_find(word, names, N_PROVIDERS);
	list->error = arena_printf(list->arena, "there are no probes '%s:'", word);
	if (near != NULL)
		list->error =
			arena_printf(list->arena, "%s; did you mean '%s:'?", list->error, near);
	return NULL;
}

/* False if there can't be such a probe. */
static bool take_apart(struct list *list, const char *text, struct list_pattern *pattern)
{
	const char *colon = text != NULL ? strchr(text, ':') : NULL;
	const struct probe_kind *kind;

	*pattern = (struct list_pattern){ .rest = "*" };
	if (text == NULL)
		return true;
	if (colon != NULL) {
		pattern->provider = arena_strndup(list->arena, text, (size_t)(colon - text));
		if (colon[1] != '\0')
			pattern->rest = colon + 1;
		if (!list_has_wildcard(pattern->provider))
			pattern->provider = find_provider(list, pattern->provider);
		return pattern->provider != NULL;
	}
	kind = probe_kind_find(text);
	if (kind != NULL) {
		pattern->provider = kind->name;
		return true;
	}
	pattern->rest = NULL;
	pattern->whole = list_has_wildcard(text) ? text : arena_printf(list->arena, "*%s*", text);
	return true;
}

static bool is_provider_wanted(const struct list_pattern *pattern, const struct provider *provider)
{
	bool is_named = pattern->provider != NULL && strcmp(pattern->provider, provider->name) == 0;

	if (is_named)
		return true;
	return !provider->is_by_name &&
	       (pattern->provider == NULL || list_is_match(pattern->provider, provider->name));
}

/* The core of the kernel may be named like a module, and no module need be named. */
static bool is_name_of_module(const struct list_pattern *pattern, const char *name)
{
	const char *colon = strchr(name, ':');

	if (colon != NULL)
		return strchr(pattern->rest, ':') == NULL &&
		       list_is_match(pattern->rest, colon + 1);
	return strncmp(pattern->rest, "vmlinux:", strlen("vmlinux:")) == 0 &&
	       list_is_match(pattern->rest + strlen("vmlinux:"), name);
}

/* Functions that no wildcard of a script means: what RCU is made of. */
static bool is_hidden(const char *name)
{
	const char *colon = strchr(name, ':');

	return strncmp(colon != NULL ? colon + 1 : name, "rcu_", strlen("rcu_")) == 0;
}

static bool is_wanted(const struct list_pattern *pattern, const struct provider *provider,
		      const char *name)
{
	if (provider->has_functions && list_has_wildcard(pattern->rest) && is_hidden(name))
		return false;
	return list_is_match(pattern->rest, name) ||
	       (provider->has_modules && is_name_of_module(pattern, name));
}

static void add_provider(struct list *list, const struct list_pattern *pattern,
			 const struct provider *provider)
{
	static const char *const nothing[] = { "" };
	size_t count = 1;
	const char *const *names = nothing;

	if (provider->names != NULL)
		names = provider->names(list, &count);
	for (size_t i = 0; i < count; i++) {
		size_t begin = list->out.size;

		if (pattern->whole == NULL && !is_wanted(pattern, provider, names[i]))
			continue;
		strbuf_puts(&list->out, provider->name);
		strbuf_puts(&list->out, names[i][0] != '\0' ? ":" : "");
		strbuf_puts(&list->out, names[i]);
		if (pattern->whole != NULL &&
		    !list_is_match(pattern->whole, strbuf_text(&list->out) + begin)) {
			list->out.size = begin;
			continue;
		}
		strbuf_putc(&list->out, '\n');
		list->n_found++;
		if (list->has_details && provider->details != NULL)
			provider->details(list->declarations, names[i], &list->out);
	}
}

void list_probes(struct list *list, const char *text)
{
	struct list_pattern pattern;

	if (!take_apart(list, text, &pattern))
		return;
	for (size_t i = 0; i < N_PROVIDERS; i++) {
		const struct provider *provider = &providers[i];

		if (!is_provider_wanted(&pattern, provider))
			continue;
		if (provider->binary != NULL)
			provider->binary(list, provider->name, pattern.rest);
		else
			add_provider(list, &pattern, provider);
	}
}
