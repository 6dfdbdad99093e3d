/*
 * A script to a plan: the tool's description, then maps, then the blocks in the order of the text.
 */
#include "plan/lower.h"

#include "plan/lowering.h"

static const struct abi_settings *make_settings(struct lower *l)
{
	const struct config *config = l->config;
	struct abi_settings *settings = arena_new_of(l->arena, struct abi_settings);
	settings->print_maps_on_exit = config->print_maps_on_exit;
	settings->cpp_demangle = config->cpp_demangle;
	settings->lazy_symbolication = config->lazy_symbolication;
	settings->missing_probes = config->missing_probes;
	settings->cache_user_symbols = config->cache_user_symbols;
	settings->max_cat_bytes = config->max_cat_bytes;
	settings->max_probes = config->max_probes;
	settings->max_bpf_progs = config->max_bpf_progs;
	settings->perf_rb_pages = config->perf_rb_pages;
	settings->log_size = config->log_size;
	settings->str_trunc_trailer = config->str_trunc_trailer;
	return settings;
}

/* The tables themselves are the plan's vectors; emit sets pointers and counts. */
static void describe_tool(struct lower *l)
{
	const struct lower_input *input = l->input;
	struct abi_tool *described = &l->plan->tool;
	described->abi_version = ABI_VERSION;
	described->name = input->tool_name;
	described->script_name = input->script_name;
	described->source = input->source;
	described->source_size = input->source_size;
	described->source_sha256 = input->source_sha256;
	described->source_sha1 = input->source_sha1;
	described->description = input->script->leading_comment;
	described->compiler_version = input->compiler_version;
	described->license = l->config->license;
	described->settings = make_settings(l);
	l->plan->shows_debug_info = l->config->show_debug_info;
	l->plan->stack_limit = (uint32_t)l->config->on_stack_limit;
	described->n_positional = input->info->n_positional;
	described->uses_unsafe = input->info->uses_unsafe;
	described->is_unsafe = input->info->allows_unsafe;
}

static void add_params(struct lower *l)
{
	vec_foreach(struct named_param, named, &l->input->info->named_params) {
		struct abi_param param = { .name = named->name };
		param.type = layout_type(&l->layout, named->type);
		param.default_text = named->default_text;
		param.description = named->description;
		vec_push(&l->plan->params, param);
	}
}

static struct plan *plan_new(struct arena *arena, const char *script_path)
{
	struct plan *plan = arena_new_of(arena, struct plan);
	plan->arena = arena;
	plan->script_path = script_path;
	vec_init(&plan->programs, arena);
	vec_init(&plan->probes, arena);
	vec_init(&plan->maps, arena);
	vec_init(&plan->events, arena);
	vec_init(&plan->failures, arena);
	vec_init(&plan->patches, arena);
	vec_init(&plan->params, arena);
	vec_init(&plan->user_symbols, arena);
	vec_init(&plan->constants, arena);
	vec_init(&plan->c_functions, arena);
	vec_init(&plan->ctypes, arena);
	vec_init(&plan->enums, arena);
	return plan;
}

static void list_enums(struct lower *l)
{
	vec_foreach(struct abi_type *, type, &l->layout.types) {
		if ((*type)->kind == ABI_VALUE_ENUM && (*type)->text)
			vec_push(&l->plan->enums, (*type)->text);
	}
}

struct plan *lower(struct arena *arena, const struct lower_input *input)
{
	struct lower l = { .arena = arena, .input = input, .config = &input->info->config };
	l.plan = plan_new(arena, input->script_path);
	l.layout.arena = arena;
	vec_init(&l.layout.types, arena);
	vec_init(&l.ctypes, arena);
	vec_init(&l.places, arena);
	vec_init(&l.uses, arena);
	vec_init(&l.asked, arena);
	describe_tool(&l);
	add_params(&l);
	vec_foreach(const char *, symbol, &input->info->user_symbols)
		vec_push(&l.plan->user_symbols, *symbol);
	lower_note_uses(&l);
	lower_maps(&l);
	lower_functions(&l);
	vec_foreach(struct node *, root, &input->script->roots) {
		if ((*root)->kind == NODE_PROBE)
			lower_probe_root(&l, *root);
	}
	lower_stop(&l);
	lower_groups(&l);
	lower_sessions(&l);
	lower_ctypes_finish(&l);
	lower_digests(&l);
	list_enums(&l);
	return l.plan;
}
