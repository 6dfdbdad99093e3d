#include "functions.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "load_btf.h"
#include "nearest.h"
#include "probe.h"
#include "rt.h"
#include "tracefs.h"
#include "wildcard.h"

#define BLACKLIST "/sys/kernel/debug/kprobes/blacklist"

struct search {
	const char *module, *name; /* patterns */
	struct rt_functions *found;
	size_t room;
};

/* Never meant by a wildcard: what RCU and ftrace are made of, and pieces of functions. */
static bool is_hidden(const char *name)
{
	return !strncmp(name, "rcu_", strlen("rcu_")) ||
	       !strncmp(name, "__ftrace_invalid_address__", strlen("__ftrace_invalid_address__")) ||
	       !strncmp(name, "__pfx_", strlen("__pfx_")) || strstr(name, ".part.") ||
	       strstr(name, ".cold");
}

static bool is_wanted(const struct search *search, const char *module, const char *name)
{
	if (search->module && !rt_wildcard_matches(search->module, module ? module : "vmlinux"))
		return false;
	return rt_wildcard_matches(search->name, name) && !is_hidden(name);
}

static int add(struct search *search, const char *module, const char *name)
{
	struct rt_functions *found = search->found;
	if (found->n == search->room) {
		size_t room = search->room ? 2 * search->room : 64;
		struct rt_function *grown = realloc(found->items, room * sizeof(*grown));
		if (!grown)
			return -ENOMEM;
		found->items = grown;
		search->room = room;
	}
	struct rt_function function = {
		.module = module && search->module ? strdup(module) : NULL,
		.name = strdup(name),
	};
	found->items[found->n++] = function;
	return function.name && (function.module || !module || !search->module) ? 0 : -ENOMEM;
}

/* "name", or "name [module]" */
static int take_line(struct search *search, char *line)
{
	char *module = NULL;
	line[strcspn(line, "\n")] = 0;
	char *blank = strpbrk(line, " \t");
	if (blank) {
		*blank = 0;
		module = strchr(blank + 1, '[');
		if (module) {
			module++;
			module[strcspn(module, "]")] = 0;
		}
	}
	return is_wanted(search, module, line) ? add(search, module, line) : 0;
}

static int read_lines(FILE *file, struct search *search,
		      int (*take)(struct search *search, char *line))
{
	char *line = NULL;
	size_t room = 0;
	int err = 0;
	while (!err && getline(&line, &room, file) > 0)
		err = take(search, line);
	free(line);
	fclose(file);
	return err;
}

static int compare(const void *a, const void *b)
{
	const struct rt_function *left = a;
	const struct rt_function *right = b;
	int order = strcmp(left->name, right->name);
	if (order)
		return order;
	return strcmp(left->module ? left->module : "", right->module ? right->module : "");
}

static void release(struct rt_function *function)
{
	free(function->module);
	free(function->name);
}

static void unite(struct rt_functions *functions)
{
	size_t n = 0;
	if (functions->n)
		qsort(functions->items, functions->n, sizeof(*functions->items), compare);
	for (size_t i = 0; i < functions->n; i++) {
		if (n && !compare(&functions->items[n - 1], &functions->items[i]))
			release(&functions->items[i]);
		else
			functions->items[n++] = functions->items[i];
	}
	functions->n = n;
}

static void remove_name(struct rt_functions *functions, const char *name)
{
	for (size_t i = 0; i < functions->n; i++) {
		if (strcmp(functions->items[i].name, name) != 0)
			continue;
		release(&functions->items[i]);
		memmove(&functions->items[i], &functions->items[i + 1],
			(--functions->n - i) * sizeof(*functions->items));
		i--;
	}
}

/* "0xffffffff81000000-0xffffffff81000010\tname" */
static int take_blacklisted(struct search *search, char *line)
{
	char *name = strchr(line, '\t');
	line[strcspn(line, "\n")] = 0;
	if (name)
		remove_name(search->found, name + 1);
	return 0;
}

/* "address type name", then for modules a tab and "[module]" */
static int take_symbol(struct search *search, char *line)
{
	char *type = strchr(line, ' ');
	if (!type || !strchr("tTwW", type[1]) || type[2] != ' ')
		return 0;
	return take_line(search, type + 3);
}

static int take_described(void *context, const char *module, const char *name)
{
	struct search *search = context;
	return is_wanted(search, module, name) ? add(search, module, name) : 0;
}

static size_t count_common(struct rt_functions *functions, const struct rt_functions *others)
{
	size_t n = 0;
	for (size_t i = 0; i < functions->n; i++) {
		struct rt_function *function = &functions->items[i];
		if (others->n &&
		    bsearch(function, others->items, others->n, sizeof(*others->items), compare))
			functions->items[n++] = *function;
		else
			release(function);
	}
	return n;
}

/* What is in the symbol table and in BTF is a function that was not inlined everywhere. */
static int find_by_symbols(struct rt *rt, struct search *search)
{
	struct rt_functions described = { 0 };
	struct search second = { search->module, search->name, &described, 0 };
	struct rt_btf *btf = rt_btf_get(rt);
	FILE *symbols = fopen("/proc/kallsyms", "re");
	if (!symbols)
		return -ENODEV;
	int err = read_lines(symbols, search, take_symbol);
	if (!err)
		err = btf ? rt_btf_each_function(btf, take_described, &second) : -ENOMEM;
	unite(search->found);
	unite(&described);
	rt_explain(rt, "functions by /proc/kallsyms%s, as ftrace's list cannot be read",
		   err ? "" : " and BTF");
	if (err == -ENODEV) // what cannot be traced is skipped when it is attached
		err = 0;
	else if (!err)
		search->found->n = count_common(search->found, &described);
	rt_functions_release(&described);
	return err;
}

/* NULL: the list cannot be read, or ftrace is not there to fill it. */
static FILE *open_list(struct rt *rt)
{
	FILE *file = rt_tracefs_open(rt, "available_filter_functions");
	int first = file ? getc(file) : EOF;
	if (first != EOF) {
		ungetc(first, file);
		return file;
	}
	if (file)
		fclose(file);
	return NULL;
}

int rt_functions_find(struct rt *rt, const char *module, const char *name,
		      struct rt_functions *functions)
{
	struct search search = { module, name, functions, 0 };
	*functions = (struct rt_functions){ 0 };
	FILE *file = open_list(rt);
	int err = file ? read_lines(file, &search, take_line) : find_by_symbols(rt, &search);
	unite(functions);
	FILE *blacklist = err ? NULL : fopen(BLACKLIST, "re");
	if (blacklist)
		err = read_lines(blacklist, &search, take_blacklisted);
	return err;
}

struct places {
	const struct rt_probe *probe;
	uint64_t *addresses;
};

static bool is_of_module(const struct rt_target *target, const char *module)
{
	const char *wanted = target->module ? target->module : "vmlinux";
	return !strcmp(wanted, module ? module : "vmlinux");
}

/* The first target whose name is not before this one. */
static uint32_t find_target(const struct rt_probe *probe, const char *name)
{
	uint32_t low = 0, high = probe->n_targets;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (strcmp(probe->targets[middle].symbol, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

#define SEVERAL UINT64_MAX

/* "address type name", then for modules a tab and "[module]" */
static void take_address(struct places *places, char *line)
{
	const struct rt_probe *probe = places->probe;
	char *type;
	uint64_t address = strtoull(line, &type, 16);
	if (*type != ' ' || !strchr("tTwW", type[1]) || type[2] != ' ')
		return;
	char *name = type + 3, *module = NULL;
	name[strcspn(name, "\n")] = 0;
	char *blank = strpbrk(name, " \t");
	if (blank) {
		*blank = 0;
		module = strchr(blank + 1, '[');
	}
	if (module) {
		module++;
		module[strcspn(module, "]")] = 0;
	}
	for (uint32_t i = find_target(probe, name);
	     i < probe->n_targets && !strcmp(probe->targets[i].symbol, name); i++)
		if (is_of_module(&probe->targets[i], module))
			places->addresses[i] = places->addresses[i] ? SEVERAL : address;
}

int rt_functions_addresses(const struct rt_probe *probe, uint64_t *addresses)
{
	struct places places = { probe, addresses };
	char *line = NULL;
	size_t room = 0;
	FILE *file = fopen("/proc/kallsyms", "re");
	if (!file)
		return -errno;
	memset(addresses, 0, probe->n_targets * sizeof(*addresses));
	while (getline(&line, &room, file) > 0)
		take_address(&places, line);
	free(line);
	fclose(file);
	for (uint32_t i = 0; i < probe->n_targets; i++)
		if (addresses[i] == SEVERAL)
			addresses[i] = 0;
	return 0;
}

void rt_functions_release(struct rt_functions *functions)
{
	for (size_t i = 0; i < functions->n; i++)
		release(&functions->items[i]);
	free(functions->items);
	*functions = (struct rt_functions){ 0 };
}

struct look {
	const char *name;
	bool is_found;
	struct rt_nearest nearest; /* of those that were seen */
};

/* "address type name" */
static int see_symbol(struct look *look, char *line)
{
	char *type = strchr(line, ' ');
	char *name = type ? strchr(type + 1, ' ') : NULL;
	if (!name || !strchr("tTwW", type[1]))
		return 0;
	name++;
	name[strcspn(name, " \t\n")] = 0;
	look->is_found = !strcmp(name, look->name);
	rt_nearest_offer(&look->nearest, name);
	return look->is_found ? -EEXIST : 0;
}

/* "0xffffffff81000000-0xffffffff81000010\tname" */
static int see_blacklisted(struct look *look, char *line)
{
	char *name = strchr(line, '\t');
	if (!name++)
		return 0;
	name[strcspn(name, "\n")] = 0;
	look->is_found = !strcmp(name, look->name);
	return look->is_found ? -EEXIST : 0;
}

/* Whether the file has a line for the name; *is_known: whether it could be read and has any. */
static bool has_name(const char *path, const char *name, int (*see)(struct look *, char *),
		     bool *is_known, struct rt_nearest *nearest)
{
	struct look look = { .name = name };
	rt_nearest_begin(&look.nearest, name);
	char *line = NULL;
	size_t room = 0;
	int err = 0;
	FILE *file = fopen(path, "re");
	*is_known = false;
	while (file && !err && getline(&line, &room, file) > 0) {
		*is_known = true;
		err = see(&look, line);
	}
	free(line);
	if (file)
		fclose(file);
	*nearest = look.nearest;
	return look.is_found;
}

/* Modules, loaded or built in, have a directory, with _ where their names have -. */
static bool is_module_loaded(const char *name)
{
	char path[128];
	snprintf(path, sizeof(path), "/sys/module/%s", name);
	for (char *dash = strchr(path, '-'); dash; dash = strchr(dash, '-'))
		*dash = '_';
	return !access(path, F_OK);
}

int rt_function_explain(struct rt *rt, struct rt_probe *probe)
{
	const char *name = probe->n_targets == 1 ? probe->targets[0].symbol : NULL;
	const char *module = probe->n_targets == 1 ? probe->targets[0].module : NULL;
	struct rt_nearest nearest;
	bool is_known;
	(void)rt;
	if (!name || probe->is_pattern || probe->targets[0].program_id)
		return 0;
	bool is_missing = !has_name("/proc/kallsyms", name, see_symbol, &is_known, &nearest) &&
			  is_known;
	if (is_missing && module && strcmp(module, "vmlinux") && !is_module_loaded(module))
		return rt_probe_fail(probe, -ENOENT,
				     "this kernel has no function '%s': its module '%s' is not loaded",
				     name, module);
	if (is_missing)
		return rt_probe_fail(probe, -ENOENT, "this kernel has no function '%s'%s", name,
				     rt_nearest_hint(&nearest));
	if (has_name(BLACKLIST, name, see_blacklisted, &is_known, &nearest))
		return rt_probe_fail(probe, -ENOENT,
				     "the kernel refuses probes on '%s', which it needs to handle "
				     "them (" BLACKLIST ")",
				     name);
	return 0;
}
