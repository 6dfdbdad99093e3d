#include "about.h"

#include <stdio.h>
#include <string.h>

#include "options.h"
#include "rt.h"

static const char *type_name(const struct abi_type *type)
{
	if (type->kind == ABI_VALUE_STRING)
		return "text";
	return type->kind == ABI_VALUE_BOOL ? "boolean" : "number";
}

static void list_params(const struct rt *rt)
{
	for (uint32_t i = 0; i < rt->tool->n_params; i++) {
		const struct abi_param *param = &rt->tool->params[i];
		bool is_flag = param->type->kind == ABI_VALUE_BOOL;
		char left[64];
		snprintf(left, sizeof(left), "--%s%s", param->name, is_flag ? "" : " VALUE");
		printf("  %-20s  %s%s%s", left, param->description ? param->description : "",
		       param->description ? "; " : "", type_name(param->type));
		if (param->default_text)
			printf(", default %s%s%s",
			       param->type->kind == ABI_VALUE_STRING ? "\"" : "",
			       param->default_text,
			       param->type->kind == ABI_VALUE_STRING ? "\"" : "");
		putchar('\n');
	}
	if (rt->tool->n_positional == 1)
		printf("  %-20s  %s\n", "PARAMETER", "$1 of the script");
	else if (rt->tool->n_positional)
		printf("  %-20s  $1 to $%u of the script\n", "PARAMETER...",
		       rt->tool->n_positional);
}

void rt_about_help(const struct rt *rt)
{
	const char *description = rt->tool->description;
	size_t length = strlen(description);
	bool has_params = rt->tool->n_params || rt->tool->n_positional;
	printf("Usage: %s [OPTION]...%s%s\n", rt->program_name,
	       rt->tool->n_params ? " [NAME=VALUE]..." : "",
	       rt->tool->n_positional ? " [PARAMETER]..." : "");
	if (length)
		printf("\n%s%s", description, description[length - 1] == '\n' ? "" : "\n");
	if (has_params) {
		printf("\nParameters:\n");
		list_params(rt);
	}
	printf("\nOptions:\n");
	rt_options_list(stdout);
}

void rt_about_version(const struct rt *rt)
{
	printf("%s, built by tracec %s\n", rt->tool->name, rt->tool->compiler_version);
}

void rt_about_source(const struct rt *rt)
{
	fwrite(rt->tool->source, 1, rt->tool->source_size, stdout);
}

/* What is linked into a tool besides our own code. */
static const char *const licenses[][2] = {
	{ "script and program", "Apache-2.0 (tracec's runtime)" },
	{ "libbpf", "LGPL-2.1 or BSD-2-Clause" },
	{ "libelf", "LGPL-3.0-or-later or GPL-2.0-or-later" },
	{ "zlib", "Zlib" },
	{ "glibc", "LGPL-2.1-or-later" },
	{ "libgcc", "GPL-3.0-or-later with the GCC Runtime Library Exception" },
};

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
	printf("script: %s\nsha256: %s\ncompiler: tracec %s\n", t->script_name, t->source_sha256,
	       t->compiler_version);
	info_probes(t);
	if (t->n_params || t->n_positional) {
		printf("parameters:\n");
		list_params(rt);
	}
	printf("needs: Linux 5.8 or later, CAP_BPF and CAP_PERFMON (or root)%s\n",
	       t->uses_unsafe ? "; uses unsafe functions" : "");
	printf("licenses:\n  %-20s  %s\n", "BPF programs", t->license);
	for (size_t i = 0; i < sizeof(licenses) / sizeof(licenses[0]); i++)
		printf("  %-20s  %s\n", licenses[i][0], licenses[i][1]);
	printf("source:\n");
	rt_about_source(rt);
}
