/*
 * The tables for the running side, as host C (skeleton/abi.h).
 */
#include <string.h>

#include "base/diag.h"
#include "emit/emit.h"
#include "emit/host_type.h"

struct host {
	const struct plan *plan;
	struct arena *arena;
	struct cwriter w;
	struct host_types types;
	uint32_t n_subprograms; /* they come first in plan.programs, and are not in the tables */
};

static const struct {
	const char *kind, *symbol;
} events[] = {
#define EVENT(kind, symbol) [ABI_EVENT_##kind] = { #kind, #symbol },
#include "event.def"
};

static const struct {
	const char *kind, *name;
} probes[] = {
#define PROBE(kind, name, alias, alias2) [ABI_PROBE_##kind] = { #kind, #name },
#include "probe.def"
};

static const char *const patch_kinds[] = {
	[ABI_PATCH_PARAM_INT] = "ABI_PATCH_PARAM_INT",
	[ABI_PATCH_PARAM_TEXT] = "ABI_PATCH_PARAM_TEXT",
	[ABI_PATCH_NAMED] = "ABI_PATCH_NAMED",
	[ABI_PATCH_FIELD_OFFSET] = "ABI_PATCH_FIELD_OFFSET",
	[ABI_PATCH_KADDR] = "ABI_PATCH_KADDR",
	[ABI_PATCH_CGROUP_ID] = "ABI_PATCH_CGROUP_ID",
	[ABI_PATCH_KCONFIG] = "ABI_PATCH_KCONFIG",
};

static const char *print(const struct host *host, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static const char *print(const struct host *host, const char *format, ...)
{
	va_list args;
	const char *text;

	va_start(args, format);
	text = arena_vprintf(host->arena, format, args);
	va_end(args);
	return text;
}

static void put_bool(struct strbuf *list, const char *name, bool value)
{
	if (value)
		host_member(list, name, "true");
}

static void note_types(struct host *host)
{
	const struct plan *plan = host->plan;

	vec_foreach(const struct abi_param, param, &plan->params)
		host_type_add(&host->types, param->type);
	vec_foreach(const struct plan_map, map, &plan->maps) {
		host_type_add(&host->types, map->abi.key);
		host_type_add(&host->types, map->abi.value);
	}
	vec_foreach(const struct abi_event, event, &plan->events)
		for (uint32_t i = 0; i < event->n_args; i++)
			host_type_add(&host->types, event->args[i].type);
}

/* --- events --- */

static const char *character(const struct host *host, char c)
{
	return print(host, "'%c'", c);
}

static void put_pieces(struct host *host, const struct abi_format *format, size_t index)
{
	cw_open(&host->w, "static const struct abi_piece event_%zu_pieces[] =", index);
	for (uint32_t i = 0; i < format->n_pieces; i++) {
		const struct abi_piece *piece = &format->pieces[i];
		struct strbuf list;

		strbuf_init(&list, host->arena);
		host_text(&list, "literal", piece->literal, piece->literal_size);
		host_unsigned(&list, "literal_size", piece->literal_size);
		host_unsigned(&list, "flags", piece->flags);
		host_unsigned(&list, "int_size", piece->int_size);
		if (piece->conversion)
			host_member(&list, "conversion", character(host, piece->conversion));
		if (piece->subconversion)
			host_member(&list, "subconversion", character(host, piece->subconversion));
		host_unsigned(&list, "width", piece->width);
		cw_element(&host->w, "{ %s }", strbuf_text(&list));
	}
	cw_close_type(&host->w);
	cw_statement(&host->w,
		     "static const struct abi_format event_%zu_format = { event_%zu_pieces, %u }",
		     index, index, format->n_pieces);
}

static void put_args(struct host *host, const struct abi_event *event, size_t index)
{
	cw_open(&host->w, "static const struct abi_arg event_%zu_args[] =", index);
	for (uint32_t i = 0; i < event->n_args; i++) {
		const struct abi_arg *arg = &event->args[i];
		struct strbuf list;

		strbuf_init(&list, host->arena);
		host_member(&list, "type", host_type_name(&host->types, arg->type));
		host_unsigned(&list, "offset", arg->offset);
		put_bool(&list, "is_packed", arg->is_packed);
		cw_element(&host->w, "{ %s }", strbuf_text(&list));
	}
	cw_close_type(&host->w);
}

static bool has_pieces(const struct abi_event *event)
{
	return event->format && event->format->n_pieces > 0;
}

static const char *event_members(const struct host *host, const struct abi_event *event,
				 size_t index)
{
	struct strbuf list;

	strbuf_init(&list, host->arena);
	host_member(&list, "ops", print(host, "&rt_event_%s", events[event->kind].symbol));
	host_member(&list, "kind", print(host, "ABI_EVENT_%s", events[event->kind].kind));
	host_unsigned(&list, "fixed_size", event->fixed_size);
	if (has_pieces(event))
		host_member(&list, "format", print(host, "&event_%zu_format", index));
	else if (event->format)
		host_member(&list, "format", "&(const struct abi_format){ NULL, 0 }");
	if (event->n_args)
		host_member(&list, "args", print(host, "event_%zu_args", index));
	host_unsigned(&list, "n_args", event->n_args);
	host_number(&list, "map", event->map);
	host_unsigned(&list, "top", event->top);
	host_unsigned(&list, "divisor", event->divisor);
	host_unsigned(&list, "taking", event->taking);
	host_number(&list, "program",
		    event->program < 0 ? -1 : event->program - (int32_t)host->n_subprograms);
	host_string(&list, "text", event->text);
	host_string(&list, "helper", event->helper);
	host_unsigned(&list, "line", event->line);
	host_unsigned(&list, "column", event->column);
	host_unsigned(&list, "end_column", event->end_column);
	if (event->n_expansions)
		host_member(&list, "expansions", print(host, "event_%zu_expansions", index));
	host_unsigned(&list, "n_expansions", event->n_expansions);
	return strbuf_text(&list);
}

static void put_expansions(struct host *host, const struct abi_event *event, size_t index)
{
	if (!event->n_expansions)
		return;
	cw_open(&host->w, "static const struct abi_place event_%zu_expansions[] =", index);
	for (uint32_t i = 0; i < event->n_expansions; i++)
		cw_element(&host->w, "{ %u, %u, %u }", event->expansions[i].line,
			   event->expansions[i].column, event->expansions[i].end_column);
	cw_close_type(&host->w);
}

static void put_events(struct host *host)
{
	const struct plan *plan = host->plan;

	if (!plan->events.count && !plan->failures.count)
		return;
	for (size_t i = 0; i < plan->events.count; i++) {
		const struct abi_event *event = &plan->events.items[i];

		put_expansions(host, event, i);
		if (has_pieces(event))
			put_pieces(host, event->format, i);
		if (event->n_args)
			put_args(host, event, i);
	}
	for (size_t i = 0; i < plan->failures.count; i++)
		put_expansions(host, &plan->failures.items[i], plan->events.count + i);
	cw_open(&host->w, "static const struct abi_event tool_events[] =");
	for (size_t i = 0; i < plan->events.count; i++)
		cw_element(&host->w, "{ %s }", event_members(host, &plan->events.items[i], i));
	for (size_t i = 0; i < plan->failures.count; i++)
		cw_element(&host->w, "{ %s }",
			   event_members(host, &plan->failures.items[i], plan->events.count + i));
	cw_close_type(&host->w);
	cw_blank(&host->w);
}

/* --- maps, probes, parameters --- */

static const char *map_members(const struct host *host, const struct abi_map *map)
{
	struct strbuf list;

	strbuf_init(&list, host->arena);
	host_string(&list, "name", map->name);
	host_string(&list, "object_name", map->object_name);
	host_string(&list, "spare_name", map->spare_name);
	host_string(&list, "live_name", map->live_name);
	host_string(&list, "keys_name", map->keys_name);
	if (map->key)
		host_member(&list, "key", host_type_name(&host->types, map->key));
	host_member(&list, "value", host_type_name(&host->types, map->value));
	put_bool(&list, "is_array", map->is_array);
	put_bool(&list, "is_percpu", map->is_percpu);
	host_unsigned(&list, "key_size", map->key_size);
	host_unsigned(&list, "value_size", map->value_size);
	host_unsigned(&list, "max_entries", map->max_entries);
	host_unsigned(&list, "line", map->line);
	return strbuf_text(&list);
}

static void put_maps(struct host *host)
{
	if (!host->plan->maps.count)
		return;
	cw_open(&host->w, "static const struct abi_map tool_maps[] =");
	vec_foreach(const struct plan_map, map, &host->plan->maps)
		cw_element(&host->w, "{ %s }", map_members(host, &map->abi));
	cw_close_type(&host->w);
	cw_blank(&host->w);
}

static void put_slots(struct host *host, const struct plan_program *program)
{
	static const char *const kinds[] = {
		[ABI_SLOT_FIELD] = "ABI_SLOT_FIELD",
		[ABI_SLOT_PARAMETER] = "ABI_SLOT_PARAMETER",
		[ABI_SLOT_ARGUMENT] = "ABI_SLOT_ARGUMENT",
		[ABI_SLOT_RESULT] = "ABI_SLOT_RESULT",
	};
	static const char *const gives[] = {
		[ABI_SLOT_VALUE] = "ABI_SLOT_VALUE",
		[ABI_SLOT_PLACE] = "ABI_SLOT_PLACE",
		[ABI_SLOT_SIZE] = "ABI_SLOT_SIZE",
	};

	cw_open(&host->w, "static const struct abi_slot %s_slots[] =", program->name);
	vec_foreach(const struct abi_slot, slot, &program->slots) {
		struct strbuf list;

		strbuf_init(&list, host->arena);
		host_member(&list, "kind", kinds[slot->kind]);
		host_member(&list, "gives", gives[slot->gives]);
		host_string(&list, "name", slot->name);
		host_unsigned(&list, "index", slot->index);
		cw_element(&host->w, "{ %s }", strbuf_text(&list));
	}
	cw_close_type(&host->w);
}

static void put_programs(struct host *host)
{
	const struct plan *plan = host->plan;

	if (plan->programs.count == host->n_subprograms)
		return;
	for (size_t i = host->n_subprograms; i < plan->programs.count; i++)
		if (plan->programs.items[i]->slots.count)
			put_slots(host, plan->programs.items[i]);
	cw_open(&host->w, "static const struct abi_program tool_programs[] =");
	for (size_t i = host->n_subprograms; i < plan->programs.count; i++) {
		const struct plan_program *program = plan->programs.items[i];
		struct strbuf list;

		strbuf_init(&list, host->arena);
		host_string(&list, "name", program->name);
		if (program->slots.count)
			host_member(&list, "slots", print(host, "%s_slots", program->name));
		host_unsigned(&list, "n_slots", program->slots.count);
		if (program->user_symbols)
			host_member(&list, "user_symbols",
				    print(host, "%lluULL", (unsigned long long)program->user_symbols));
		cw_element(&host->w, "{ %s }", strbuf_text(&list));
	}
	cw_close_type(&host->w);
	cw_blank(&host->w);
}

/* A text of a list. */
static void put_element_text(struct strbuf *list, bool is_further, const char *text)
{
	strbuf_puts(list, is_further ? ", \"" : "\"");
	strbuf_put_c_escaped(list, text, strlen(text));
	strbuf_putc(list, '"');
}

static void put_parts(struct host *host, const struct abi_probe *probe, size_t index)
{
	struct strbuf list;

	strbuf_init(&list, host->arena);
	for (uint32_t i = 0; i < probe->n_parts; i++)
		put_element_text(&list, i > 0, probe->parts[i]);
	cw_statement(&host->w, "static const char *const probe_%zu_parts[] = { %s }", index,
		     strbuf_text(&list));
}

/* Its tool needs the names of C++. */
static bool is_cpp(const struct abi_probe *probe)
{
	return (probe->kind == ABI_PROBE_UPROBE || probe->kind == ABI_PROBE_URETPROBE) &&
	       probe->n_parts == 3 && strcmp(probe->parts[1], "cpp") == 0;
}

static const char *probe_members(const struct host *host, const struct abi_probe *probe,
				 size_t index)
{
	struct strbuf list;

	strbuf_init(&list, host->arena);
	host_member(&list, "ops", print(host, "&rt_probe_%s", probes[probe->kind].name));
	host_member(&list, "kind", print(host, "ABI_PROBE_%s", probes[probe->kind].kind));
	host_string(&list, "text", probe->text);
	host_string(&list, "name", probe->name);
	if (probe->n_parts)
		host_member(&list, "parts", print(host, "probe_%zu_parts", index));
	host_unsigned(&list, "n_parts", probe->n_parts);
	if (is_cpp(probe))
		host_member(&list, "demangle", "rt_demangle");
	host_unsigned(&list, "program", probe->program - host->n_subprograms);
	put_bool(&list, "has_alternative", probe->has_alternative);
	if (probe->has_alternative)
		host_unsigned(&list, "alternative", probe->alternative - host->n_subprograms);
	put_bool(&list, "is_optional", probe->is_optional);
	put_bool(&list, "is_fallback", probe->is_fallback);
	put_bool(&list, "is_grouped", probe->is_grouped);
	put_bool(&list, "is_joined", probe->is_joined);
	if (probe->is_grouped)
		host_unsigned(&list, "member", probe->member - host->n_subprograms);
	if (probe->syscall_set)
		host_unsigned(&list, "syscall_set", probe->syscall_set);
	put_bool(&list, "is_syscall_exit", probe->is_syscall_exit);
	if (probe->build_id)
		host_string(&list, "build_id", probe->build_id);
	put_bool(&list, "has_session", probe->has_session);
	if (probe->has_session) {
		host_unsigned(&list, "session", probe->session - host->n_subprograms);
		host_unsigned(&list, "partner", probe->partner);
	}
	host_unsigned(&list, "line", probe->line);
	return strbuf_text(&list);
}

static void put_probes(struct host *host)
{
	const struct plan *plan = host->plan;

	if (!plan->probes.count)
		return;
	for (size_t i = 0; i < plan->probes.count; i++)
		if (plan->probes.items[i].n_parts)
			put_parts(host, &plan->probes.items[i], i);
	cw_open(&host->w, "static const struct abi_probe tool_probes[] =");
	for (size_t i = 0; i < plan->probes.count; i++)
		cw_element(&host->w, "{ %s }", probe_members(host, &plan->probes.items[i], i));
	cw_close_type(&host->w);
	cw_blank(&host->w);
}

static void put_patches(struct host *host)
{
	if (!host->plan->patches.count)
		return;
	cw_open(&host->w, "static const struct abi_patch tool_patches[] =");
	vec_foreach(const struct abi_patch, patch, &host->plan->patches) {
		struct strbuf list;

		strbuf_init(&list, host->arena);
		host_member(&list, "kind", patch_kinds[patch->kind]);
		host_unsigned(&list, "index", patch->index);
		host_unsigned(&list, "offset", patch->offset);
		host_unsigned(&list, "size", patch->size);
		host_string(&list, "text", patch->text);
		host_string(&list, "text2", patch->text2);
		cw_element(&host->w, "{ %s }", strbuf_text(&list));
	}
	cw_close_type(&host->w);
	cw_blank(&host->w);
}

static void put_params(struct host *host)
{
	if (!host->plan->params.count)
		return;
	cw_open(&host->w, "static const struct abi_param tool_params[] =");
	vec_foreach(const struct abi_param, param, &host->plan->params) {
		struct strbuf list;

		strbuf_init(&list, host->arena);
		host_string(&list, "name", param->name);
		host_member(&list, "type", host_type_name(&host->types, param->type));
		host_string(&list, "default_text", param->default_text);
		host_string(&list, "description", param->description);
		cw_element(&host->w, "{ %s }", strbuf_text(&list));
	}
	cw_close_type(&host->w);
	cw_blank(&host->w);
}

/* --- the tool --- */

static void put_settings(struct host *host)
{
	static const char *const missing[] = {
		[ABI_MISSING_ERROR] = "ABI_MISSING_ERROR",
		[ABI_MISSING_WARN] = "ABI_MISSING_WARN",
		[ABI_MISSING_IGNORE] = "ABI_MISSING_IGNORE",
	};
	const struct abi_settings *settings = host->plan->tool.settings;
	struct strbuf list;

	strbuf_init(&list, host->arena);
	put_bool(&list, "print_maps_on_exit", settings->print_maps_on_exit);
	put_bool(&list, "cpp_demangle", settings->cpp_demangle);
	put_bool(&list, "lazy_symbolication", settings->lazy_symbolication);
	host_member(&list, "missing_probes", missing[settings->missing_probes]);
	host_unsigned(&list, "cache_user_symbols", settings->cache_user_symbols);
	host_unsigned(&list, "max_cat_bytes", settings->max_cat_bytes);
	host_unsigned(&list, "max_probes", settings->max_probes);
	host_unsigned(&list, "max_bpf_progs", settings->max_bpf_progs);
	host_unsigned(&list, "perf_rb_pages", settings->perf_rb_pages);
	host_unsigned(&list, "log_size", settings->log_size);
	host_string(&list, "str_trunc_trailer", settings->str_trunc_trailer);
	cw_statement(&host->w, "static const struct abi_settings tool_settings = { %s }",
		     strbuf_text(&list));
	cw_blank(&host->w);
}

static void put_string_member(struct host *host, const char *name, const char *text)
{
	struct strbuf list;

	strbuf_init(&list, host->arena);
	host_string(&list, name, text);
	if (text)
		cw_element(&host->w, "%s", strbuf_text(&list));
}

static void put_table(struct host *host, const char *table, const char *counter, size_t count)
{
	if (!count)
		return;
	cw_element(&host->w, ".%s = tool_%s", table, table);
	cw_element(&host->w, ".%s = %zu", counter, count);
}

static void put_tool(struct host *host, const struct emit_host *names)
{
	const struct plan *plan = host->plan;
	struct cwriter *w = &host->w;

	if (names->bundled_symbol)
		cw_open(w, "const struct abi_tool %s =", names->bundled_symbol);
	else
		cw_open(w, "static const struct abi_tool tool =");
	cw_element(w, ".abi_version = ABI_VERSION");
	put_string_member(host, "name", plan->tool.name);
	put_string_member(host, "script_name", plan->tool.script_name);
	cw_element(w, ".source = tool_source");
	cw_element(w, ".source_size = %u", plan->tool.source_size);
	put_string_member(host, "source_sha256", plan->tool.source_sha256);
	put_string_member(host, "source_sha1", plan->tool.source_sha1);
	put_string_member(host, "description", plan->tool.description);
	put_string_member(host, "compiler_version", plan->tool.compiler_version);
	put_string_member(host, "license", plan->tool.license);
	cw_element(w, ".settings = &tool_settings");
	put_table(host, "programs", "n_programs", plan->programs.count - host->n_subprograms);
	put_table(host, "probes", "n_probes", plan->probes.count);
	put_table(host, "maps", "n_maps", plan->maps.count);
	put_table(host, "events", "n_events", plan->events.count + plan->failures.count);
	put_table(host, "patches", "n_patches", plan->patches.count);
	put_table(host, "params", "n_params", plan->params.count);
	cw_element(w, ".n_positional = %u", plan->tool.n_positional);
	cw_element(w, ".uses_unsafe = %s", plan->tool.uses_unsafe ? "true" : "false");
	if (plan->tool.is_unsafe)
		cw_element(w, ".is_unsafe = true");
	if (plan->compares_types)
		cw_element(w, ".compares_types = true");
	put_table(host, "user_symbols", "n_user_symbols", plan->user_symbols.count);
	if (plan->unwinds)
		cw_element(w, ".unwind = &rt_unwind");
	if (plan->shows_debug_info)
		cw_element(w, ".debug = &rt_debug");
	if (plan->tool.n_types) {
		cw_element(w, ".types = tool_types");
		cw_element(w, ".n_types = %u", plan->tool.n_types);
	}
	cw_element(w, ".object = %s__elf_bytes", names->skeleton_prefix);
	cw_close_type(w);
}

static void put_user_symbols(struct host *host)
{
	struct strbuf list;

	if (!host->plan->user_symbols.count)
		return;
	strbuf_init(&list, host->arena);
	vec_foreach(const char *, symbol, &host->plan->user_symbols)
		put_element_text(&list, list.size > 0, *symbol);
	cw_statement(&host->w, "static const char *const tool_user_symbols[] = { %s }",
		     strbuf_text(&list));
	cw_blank(&host->w);
}

static void put_source(struct host *host)
{
	cw_string_statement(&host->w, "static const char tool_source[] =", host->plan->tool.source,
			    host->plan->tool.source_size);
	cw_blank(&host->w);
}

static void put_entry(struct cwriter *w, struct arena *arena, const char *run, const char *name,
		      const char *compiler_version, size_t n_tools)
{
	struct strbuf texts;

	strbuf_init(&texts, arena);
	host_string(&texts, "name", name);
	host_string(&texts, "compiler_version", compiler_version);
	cw_blank(w);
	cw_open(w, "const struct abi_entry tool_entry =");
	cw_element(w, ".run = %s", run);
	cw_element(w, "%s", strbuf_text(&texts));
	cw_element(w, ".tools = entry_tools");
	cw_element(w, ".n_tools = %zu", n_tools);
	cw_element(w, ".parts = entry_parts");
	cw_element(w, ".n_parts = sizeof(entry_parts) / sizeof(entry_parts[0])");
	cw_close_type(w);
}

void emit_host_c(const struct plan *plan, const struct emit_host *names, struct strbuf *out)
{
	struct host host = { .plan = plan, .arena = plan->arena };

	cw_init(&host.w, out, names->skeleton_header_name, plan->script_path);
	host.types.arena = plan->arena;
	vec_init(&host.types.types, plan->arena);
	while (host.n_subprograms < plan->programs.count &&
	       plan->programs.items[host.n_subprograms]->is_subprogram)
		host.n_subprograms++;
	note_types(&host);
	cw_comment(&host.w, print(&host, "Made by tracec from %s.", plan->tool.script_name));
	cw_include(&host.w, "abi.h");
	if (!names->bundled_symbol)
		cw_include(&host.w, "parts.h");
	cw_blank(&host.w);
	cw_comment(&host.w, "Of this header only the object's bytes are used.");
	cw_include(&host.w, names->skeleton_header_name);
	if (plan->tool.n_types)
		cw_include(&host.w, names->types_header_name);
	cw_blank(&host.w);
	host_types_print(&host.types, &host.w);
	put_events(&host);
	put_maps(&host);
	put_programs(&host);
	put_user_symbols(&host);
	put_probes(&host);
	put_patches(&host);
	put_params(&host);
	put_settings(&host);
	put_source(&host);
	put_tool(&host, names);
	if (names->bundled_symbol)
		return;
	cw_statement(&host.w, "static const struct abi_tool *const entry_tools[] = { &tool }");
	put_entry(&host.w, host.arena, "rt_run_tool", plan->tool.name, plan->tool.compiler_version,
		  1);
}

void emit_bundle_c(struct arena *arena, const char *name, const char *compiler_version,
		   const char *const *symbols, size_t n, struct strbuf *out)
{
	struct cwriter w;

	cw_init(&w, out, name, name);
	cw_comment(&w, "Made by tracec: the entry of a bundle.");
	cw_include(&w, "abi.h");
	cw_include(&w, "parts.h");
	cw_blank(&w);
	for (size_t i = 0; i < n; i++)
		cw_statement(&w, "extern const struct abi_tool %s", symbols[i]);
	cw_blank(&w);
	cw_open(&w, "static const struct abi_tool *const entry_tools[] =");
	for (size_t i = 0; i < n; i++)
		cw_element(&w, "&%s", symbols[i]);
	cw_close_type(&w);
	put_entry(&w, arena, "rt_run_bundle", name, compiler_version, n);
}
