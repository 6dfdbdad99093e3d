#include "commands/topic.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/similar.h"
#include "commands/topic_form.h"
#include "sema/builtin.h"
#include "sema/config.h"
#include "sema/function.h"
#include "sema/map_kind.h"
#include "sema/probe_kind.h"
#include "sema/type_name.h"

struct topic {
	const char *name;
	const char *help;
	void (*show)(void);             /* all rows, one line each */
	bool (*show_row)(const char *); /* one row in full; false if it has none of that name */
	const char *(*name_at)(size_t i); /* of a row; NULL behind the last */
};

static const struct topic_probe_form probe_forms[] = {
	{ "kprobe:a, kprobe:b", "both" },
	{ "kprobe:vfs_*", "all that match, in any part" },
	{ "*:vfs_read", "every kind that has it" },
	{ "kprobe:a || kprobe:b", "the first that can be attached there" },
	{ "kprobe:a?", "only if it can be attached there" },
};

#define N_PROBE_FORMS (sizeof(probe_forms) / sizeof(probe_forms[0]))

const struct topic_probe_form *topic_probe_forms(size_t *count)
{
	*count = N_PROBE_FORMS;
	return probe_forms;
}

static void show_probes(void)
{
	size_t n;
	const struct probe_kind *rows = probe_kind_rows(&n);
	for (size_t i = 0; i < n; i++)
		printf("  %-34s %s\n", rows[i].syntax, rows[i].help);
	printf("  Several of them, and what the tool finds out on its host:\n");
	for (size_t i = 0; i < N_PROBE_FORMS; i++)
		printf("  %-34s %s\n", probe_forms[i].form, probe_forms[i].help);
}

static bool show_probe(const char *name)
{
	const struct probe_kind *row = probe_kind_find(name);
	if (!row)
		return false;
	printf("%s\n    %s\n", row->syntax, row->help);
	if (row->alias)
		printf("    short: %s%s%s\n", row->alias, row->alias2 ? ", " : "",
		       row->alias2 ? row->alias2 : "");
	return true;
}

static const char *probe_at(size_t i)
{
	size_t n;
	const struct probe_kind *rows = probe_kind_rows(&n);
	return i < n ? rows[i].name : NULL;
}

/* The kinds of probes that offer what a builtin or function needs; nothing if all do. */
static void show_places(unsigned needs)
{
	size_t n;
	const struct probe_kind *rows = probe_kind_rows(&n);
	const char *separator = "    in: ";
	if (!needs)
		return;
	for (size_t i = 0; i < n; i++) {
		if ((rows[i].flags & needs) != needs)
			continue;
		printf("%s%s", separator, rows[i].name);
		separator = ", ";
	}
	putchar('\n');
}

static void show_needs(const char *kernel)
{
	if (*kernel)
		printf("    needs %s\n", kernel);
}

static bool show_forms(const struct topic_form *forms, size_t n, const char *word)
{
	bool found = false;
	for (size_t i = 0; i < n; i++) {
		if (strcmp(forms[i].word, word) != 0)
			continue;
		printf("%s\n    %s\n", forms[i].form, forms[i].help);
		found = true;
	}
	return found;
}

static void show_builtins(void)
{
	size_t n;
	const struct builtin_row *rows = builtin_rows(&n);
	for (size_t i = 0; i < n; i++) {
		if (rows[i].id != BUILTIN_argN) // it is among the shapes
			printf("  %-15s %s\n", rows[i].name, rows[i].help);
	}
	const struct topic_form *shapes = topic_shapes(&n);
	for (size_t i = 0; i < n; i++)
		printf("  %-15s %s\n", shapes[i].form, shapes[i].help);
}

/* arg0 and $1 stand for all of their kind. */
static const char *shape_of(const char *name)
{
	if (!strncmp(name, "arg", 3) && name[3] && strspn(name + 3, "0123456789") == strlen(name + 3))
		return "argN";
	if (name[0] == '$' && name[1] && strspn(name + 1, "0123456789") == strlen(name + 1))
		return "$N";
	return name;
}

static bool show_builtin(const char *name)
{
	size_t n;
	const struct topic_form *shapes = topic_shapes(&n);
	const struct builtin_row *row = builtin_find(strcmp(name, "argN") ? name : "arg0");
	bool found = show_forms(shapes, n, shape_of(name));
	if (!row)
		return found;
	if (!found)
		printf("%s\n    %s\n", row->name, row->help);
	show_places(row->needs);
	show_needs(row->kernel);
	printf("    example: %s\n", row->example);
	return true;
}

static const char *builtin_at(size_t i)
{
	size_t n;
	const struct builtin_row *rows = builtin_rows(&n);
	return i < n ? rows[i].name : NULL;
}

static void show_statements(void)
{
	size_t n;
	const struct topic_form *rows = topic_statements(&n);
	for (size_t i = 0; i < n; i++)
		printf("  %-46s %s\n", rows[i].form, rows[i].help);
}

static bool show_statement(const char *name)
{
	size_t n;
	const struct topic_form *rows = topic_statements(&n);
	return show_forms(rows, n, name);
}

static const char *statement_at(size_t i)
{
	size_t n;
	const struct topic_form *rows = topic_statements(&n);
	return i < n ? rows[i].word : NULL;
}

static void show_functions(void)
{
	size_t n;
	const struct function_row *rows = function_rows(&n);
	for (size_t i = 0; i < n; i++)
		printf("  %-12s %s\n", rows[i].name, rows[i].help);
}

static bool show_function(const char *name)
{
	const struct function_row *row = function_find(name);
	if (!row)
		return false;
	printf("%s\n    %s\n", row->signature, row->help);
	show_places(row->needs);
	if (row->flags & FUNCTION_UNSAFE)
		printf("    needs --unsafe\n");
	show_needs(row->kernel);
	if (row->flags & FUNCTION_ASYNC)
		printf("    done by the tool, in the order of the events\n");
	printf("    example: %s\n", row->example);
	return true;
}

static const char *function_at(size_t i)
{
	size_t n;
	const struct function_row *rows = function_rows(&n);
	return i < n ? rows[i].name : NULL;
}

static void show_configs(void)
{
	size_t n;
	const struct config_row *rows = config_rows(&n);
	for (size_t i = 0; i < n; i++)
		printf("  %-26s %s\n", rows[i].name, rows[i].help);
}

static bool show_config(const char *name)
{
	size_t n;
	const struct config_row *rows = config_rows(&n);
	for (size_t i = 0; i < n; i++) {
		if (strcmp(rows[i].name, name) != 0)
			continue;
		printf("config = { %s = ... }\n    %s\n    default: %s\n", name, rows[i].help,
		       rows[i].default_text);
		if (rows[i].kind == CONFIG_KIND_NUMBER)
			printf("    from %llu to %llu\n", (unsigned long long)rows[i].least,
			       (unsigned long long)rows[i].most);
		printf("    the environment of tracec%s overrides it: BPFTRACE_",
		       config_is_run_key(name) ? " or of the tool" : "");
		for (const char *c = name; *c; c++)
			putchar(toupper((unsigned char)*c));
		printf("=VALUE\n");
		return true;
	}
	return false;
}

static const char *config_at(size_t i)
{
	size_t n;
	const struct config_row *rows = config_rows(&n);
	return i < n ? rows[i].name : NULL;
}

static void show_maps(void)
{
	size_t n;
	const struct map_kind *rows = map_kind_rows(&n);
	for (size_t i = 0; i < n; i++)
		printf("  %-14s %s\n", rows[i].name, rows[i].help);
	printf("  Aggregations, on the right of @m = ...:\n");
	const struct function_row *functions = function_rows(&n);
	for (size_t i = 0; i < n; i++) {
		if (functions[i].flags & FUNCTION_MAP_ONLY)
			printf("  %-14s %s\n", functions[i].name, functions[i].help);
	}
}

static bool show_map(const char *name)
{
	const struct map_kind *row = map_kind_find(name);
	if (row)
		printf("let @m = %s(entries);\n    %s\n", row->name, row->help);
	return row != NULL;
}

static const char *map_at(size_t i)
{
	size_t n;
	const struct map_kind *rows = map_kind_rows(&n);
	return i < n ? rows[i].name : NULL;
}

struct feature {
	const char *word, *since, *help;
};

static const struct feature features[] = {
#define FEATURE(id, word, since, probe, argument, help) { #word, since, help },
#include "feature.def"
};

#define N_FEATURES (sizeof(features) / sizeof(features[0]))

static void show_features(void)
{
	printf("  What a kernel may lack; TRACEC_NO=WORD,... makes a tool do without.\n");
	for (size_t i = 0; i < N_FEATURES; i++)
		printf("  %-12s %s (Linux %s)\n", features[i].word, features[i].help,
		       features[i].since);
}

static bool show_feature(const char *name)
{
	for (size_t i = 0; i < N_FEATURES; i++) {
		if (strcmp(features[i].word, name) != 0)
			continue;
		printf("TRACEC_NO=%s\n    %s\n    since Linux %s\n", name, features[i].help,
		       features[i].since);
		return true;
	}
	return false;
}

static const char *feature_at(size_t i)
{
	return i < N_FEATURES ? features[i].word : NULL;
}

static void show_types(void)
{
	size_t n;
	const struct type_name_row *names = type_name_rows(&n);
	for (size_t i = 0; i < n; i++) {
		if (names[i].help)
			printf("  %-30s %s\n", names[i].name, names[i].help);
	}
	const struct type_form_row *forms = type_form_rows(&n);
	for (size_t i = 0; i < n; i++)
		printf("  %-30s %s\n", forms[i].form, forms[i].help);
}

static bool show_type(const char *name)
{
	size_t n;
	const struct type_form_row *forms = type_form_rows(&n);
	for (size_t i = 0; i < n; i++) {
		if (strcmp(forms[i].name, name) != 0)
			continue;
		printf("%s\n    %s\n", forms[i].form, forms[i].help);
		return true;
	}
	const struct type_name_row *names = type_name_rows(&n);
	for (size_t i = 0; i < n; i++) {
		if (strcmp(names[i].name, name) != 0 || !names[i].help)
			continue;
		printf("%s\n    %s\n", name, names[i].help);
		return true;
	}
	return false;
}

/* All names, with those that have no help of their own. */
static const char *type_at(size_t i)
{
	size_t n_names, n_forms;
	const struct type_name_row *names = type_name_rows(&n_names);
	const struct type_form_row *forms = type_form_rows(&n_forms);
	if (i < n_names)
		return names[i].name;
	return i - n_names < n_forms ? forms[i - n_names].name : NULL;
}

static const struct topic topics[] = {
	{ "probes", "kinds of probes and their attach points", show_probes, show_probe, probe_at },
	{ "builtins", "builtin variables", show_builtins, show_builtin, builtin_at },
	{ "functions", "functions", show_functions, show_function, function_at },
	{ "statements", "statements and declarations", show_statements, show_statement,
	  statement_at },
	{ "types", "types as scripts write them", show_types, show_type, type_at },
	{ "maps", "kinds of maps and what they aggregate", show_maps, show_map, map_at },
	{ "config", "keys of the config block and of --config", show_configs, show_config,
	  config_at },
	{ "features", "what a tool does without where a kernel lacks it", show_features,
	  show_feature, feature_at },
};

#define N_TOPICS (sizeof(topics) / sizeof(topics[0]))

void topic_list(void)
{
	for (size_t i = 0; i < N_TOPICS; i++)
		printf("  %-10s %s\n", topics[i].name, topics[i].help);
}

bool topic_show(const char *name)
{
	bool found = false;
	for (size_t i = 0; i < N_TOPICS; i++) {
		if (strcmp(topics[i].name, name) == 0) {
			topics[i].show();
			found = true; // config is a topic, and a builtin
		}
	}
	for (size_t i = 0; i < N_TOPICS; i++)
		found |= topics[i].show_row(name);
	return found;
}

const char *topic_similar(const char *name)
{
	const char *names[1024];
	size_t n = 0;
	for (size_t i = 0; i < N_TOPICS; i++) {
		names[n++] = topics[i].name;
		for (size_t row = 0; topics[i].name_at(row) && n < 1000; row++)
			names[n++] = topics[i].name_at(row);
	}
	return similar_find(name, names, n);
}
