#include "about.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "capability.h"
#include "load_types.h"
#include "options.h"
#include "rt.h"

static const char *type_name(const struct abi_type *type)
{
	if (type->kind == ABI_VALUE_STRING)
		return "text";
	if (type->kind == ABI_VALUE_BOOL)
		return "boolean";
	return type->is_signed ? "number" : "number from 0";
}

/* --NAME is then the tool's own: NAME=VALUE is left. */
static bool is_option(const char *name)
{
	for (size_t i = 0; i < rt_option_count; i++)
		if (rt_option_rows[i].word && !strcmp(rt_option_rows[i].word, name))
			return true;
	return false;
}

static void list_named(const struct abi_param *param)
{
	bool is_flag = param->type->kind == ABI_VALUE_BOOL;
	bool is_text = param->type->kind == ABI_VALUE_STRING;
	char left[64];
	if (is_option(param->name))
		snprintf(left, sizeof(left), "%s=VALUE", param->name);
	else
		snprintf(left, sizeof(left), "--%s%s", param->name, is_flag ? "" : " VALUE");
	printf("  %-26s  %s%s%s", left, param->description ? param->description : "",
	       param->description ? "; " : "", type_name(param->type));
	if (is_text)
		printf(" of at most %u bytes", param->type->size - 1);
	if (param->default_text)
		printf(", default %s%s%s", is_text ? "\"" : "", param->default_text,
		       is_text ? "\"" : "");
	else if (is_flag)
		printf(", default false");
	putchar('\n');
}

/* "$2" itself, not the beginning of "$21". */
static bool mentions(const char *text, unsigned n)
{
	char reference[16];
	size_t length = (size_t)snprintf(reference, sizeof(reference), "$%u", n);
	const char *found = strstr(text, reference);
	while (found && found[length] >= '0' && found[length] <= '9')
		found = strstr(found + 1, reference);
	return found != NULL;
}

static const struct abi_probe *probe_with(const struct abi_tool *t, unsigned n)
{
	for (uint32_t i = 0; i < t->n_probes; i++)
		for (uint32_t part = 0; part < t->probes[i].n_parts; part++)
			if (mentions(t->probes[i].parts[part], n))
				return &t->probes[i];
	return NULL;
}

static void list_positional(const struct abi_tool *t, unsigned n)
{
	const struct abi_probe *probe = probe_with(t, n);
	const char *kind = NULL;
	char name[16];
	for (uint32_t i = 0; i < t->n_patches; i++) {
		const struct abi_patch *patch = &t->patches[i];
		if (patch->index != n)
			continue;
		if (patch->kind == ABI_PATCH_PARAM_INT)
			kind = "number, default 0";
		else if (patch->kind == ABI_PATCH_PARAM_TEXT && !kind)
			kind = "text, default \"\"";
	}
	snprintf(name, sizeof(name), "$%u", n);
	printf("  %-26s  %s%s%s%s\n", name, kind && !probe ? kind : "",
	       probe ? "part of probe " : "", probe ? probe->text : "",
	       !probe && !kind ? "not used" : "");
}

static void list_params(const struct abi_tool *t)
{
	for (uint32_t i = 0; i < t->n_params; i++)
		list_named(&t->params[i]);
	for (unsigned n = 1; n <= t->n_positional; n++)
		list_positional(t, n);
}

size_t rt_about_summary(const struct abi_tool *t, const char **line)
{
	*line = t->description + strspn(t->description, " \t\n");
	return strcspn(*line, "\n");
}

/* Where the comment's examples begin: at a line that says so, with a colon at its end or alone. NULL: it has none. */
static const char *find_examples(const char *description)
{
	for (const char *line = description; *line;) {
		size_t length = strcspn(line, "\n");
		const char *word = line + strspn(line, " \t");
		size_t size = strcspn(word, ":\n");
		bool is_heading = (size == 7 && !strncasecmp(word, "example", size)) ||
				  (size == 8 && !strncasecmp(word, "examples", size));
		if (is_heading)
			return line;
		line += length + (line[length] == '\n');
	}
	return NULL;
}

static void print_text(const char *text, size_t length)
{
	if (length)
		printf("\n%.*s%s", (int)length, text, text[length - 1] == '\n' ? "" : "\n");
}

void rt_about_help(const struct rt *rt)
{
	const struct abi_tool *t = rt->tool;
	const char *examples = find_examples(t->description);
	size_t length = examples ? (size_t)(examples - t->description) : strlen(t->description);
	while (length && t->description[length - 1] == '\n')
		length--;
	printf("Usage: %s [OPTION]...%s%s\n", rt->program_name,
	       t->n_params ? " [NAME=VALUE]..." : "", t->n_positional ? " [PARAMETER]..." : "");
	print_text(t->description, length);
	if (t->n_params || t->n_positional) {
		printf("\nParameters:\n");
		list_params(t);
	}
	printf("\nOptions:\n");
	rt_options_list(stdout);
	if (examples)
		print_text(examples, strlen(examples));
}

void rt_about_version(const struct rt *rt)
{
	printf("%s, built by tracec %s\n", rt->tool->name, rt->tool->compiler_version);
}

void rt_about_source(const struct rt *rt)
{
	fwrite(rt->tool->source, 1, rt->tool->source_size, stdout);
}

bool rt_about_has_part(const struct abi_part *part)
{
	return part->is_always || part->symbol;
}

static void list_part(const struct abi_part *part)
{
	const char *version = part->package_version ? part->package_version : part->version;
	printf("  %-20s  %-24s  %s\n", part->name, version ? version : "unknown version",
	       part->license ? part->license : "");
}

void rt_about_parts(const struct abi_entry *of)
{
	printf("linked in:\n  %-20s  %-24s  Apache-2.0\n", "tracec's runtime",
	       of->compiler_version);
	for (uint32_t i = 0; i < of->n_parts; i++)
		if (of->parts[i].license && rt_about_has_part(&of->parts[i]))
			list_part(&of->parts[i]);
	printf("built with:\n  %-20s  %s\n", "tracec", of->compiler_version);
	for (uint32_t i = 0; i < of->n_parts; i++)
		if (!of->parts[i].license)
			printf("  %-20s  %s\n", of->parts[i].name,
			       of->parts[i].package_version ? of->parts[i].package_version
							    : "unknown version");
}

static void info_probes(const struct abi_tool *t)
{
	printf("probes:\n");
	for (uint32_t i = 0; i < t->n_probes; i++)
		printf("  %s (line %u)\n", t->probes[i].text, t->probes[i].line);
	if (t->n_maps)
		printf("maps:\n");
	for (uint32_t i = 0; i < t->n_maps; i++)
		printf("  %s: key %u bytes, value %u bytes, %u entries%s\n", t->maps[i].name,
		       t->maps[i].key ? t->maps[i].key_size : 0, t->maps[i].value_size,
		       t->maps[i].max_entries, t->maps[i].is_percpu ? ", per CPU" : "");
}

void rt_about_info(const struct rt *rt)
{
	const struct abi_tool *t = rt->tool;
	printf("script: %s\nsha256: %s\n", t->script_name, t->source_sha256);
	info_probes(t);
	if (t->n_params || t->n_positional) {
		printf("parameters:\n");
		list_params(t);
	}
	if (t->n_types)
		printf("kernel types for:\n");
	rt_types_list(rt);
	printf("needs: Linux 5.5 or later; root, or the capabilities\n");
	rt_capabilities_print(t, stdout);
	if (t->uses_unsafe)
		printf("  it uses functions that change the system (tracec's --unsafe)\n");
	printf("license of the BPF programs: %s\n", t->license);
	rt_about_parts(rt->entry);
	printf("source:\n");
	rt_about_source(rt);
}
