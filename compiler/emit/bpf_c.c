/*
 * The generated BPF C as a whole.
 */
#include <string.h>

#include "emit/bpf.h"
#include "emit/emit.h"

#include "base/diag.h"

static const char *const headers[] = {
#define HEADER(name) [HEADER_##name] = #name ".bpf.h",
#include "emit/header.def"
};

static void put_constant_members(struct bpf *bpf)
{
	struct cwriter *w = &bpf->w;
	uint32_t at = sizeof(struct abi_constants);

	cw_statement(w, "struct abi_constants base");
	vec_foreach(const struct plan_constant, c, &bpf->plan->constants) {
		if (c->offset < at)
			BUG("constant %s at offset %u", c->name, c->offset);
		if (c->offset > at)
			cw_statement(w, "__u8 before_%s[%u]", c->name, c->offset - at);
		if (c->scalar.size)
			cw_statement(w, "%s c_%s", bpf_scalar_name(c->scalar), c->name);
		else
			cw_statement(w, "char c_%s[%u]", c->name, c->size);
		at = c->offset + c->size;
	}
}

static void put_constants(struct bpf *bpf)
{
	struct cwriter *w = &bpf->w;
	struct strbuf text;

	cw_comment(w, "Set by the tool before load.");
	cw_open(w, "const volatile struct");
	put_constant_members(bpf);
	cw_close_open(w, "constants SEC(\".rodata.tool\")");
	cw_element(w, ".base = { 0 }");
	vec_foreach(const struct plan_constant, c, &bpf->plan->constants) {
		if (c->scalar.size && c->initial_value)
			cw_element(w, ".c_%s = %s", c->name,
				   bpf_number_text(bpf->arena, c->scalar, c->initial_value));
		if (c->scalar.size || !c->initial)
			continue;
		strbuf_init(&text, bpf->arena);
		strbuf_put_c_escaped(&text, c->initial, strlen(c->initial));
		cw_element(w, ".c_%s = \"%s\"", c->name, strbuf_text(&text));
	}
	cw_close_type(w);
	cw_blank(w);
}

static void put_own_map(struct bpf *bpf, const char *name, const char *type, uint32_t entries,
			const char *value)
{
	struct cwriter *w = &bpf->w;

	cw_open(w, "struct");
	cw_statement(w, "__uint(type, %s)", type);
	cw_statement(w, "__uint(max_entries, %u)", entries);
	cw_statement(w, "__type(key, __u32)");
	cw_statement(w, "__type(value, %s)", value);
	cw_close_statement(w, "%s SEC(\".maps\")", name);
	cw_blank(w);
}

uint32_t bpf_largest_scratch(const struct bpf *bpf)
{
	uint32_t size = 0;

	for (size_t i = 0; i < bpf->plan->programs.count; i++)
		if (bpf->frames[i]->is_scratch && bpf->frames[i]->size > size)
			size = bpf->frames[i]->size;
	return size;
}

/* The counter of the programs' runs that find no scratch memory; functions share one. */
static const char *loss_of_program(const struct bpf *bpf, size_t i)
{
	const struct plan_program *program = bpf->plan->programs.items[i];

	return program->is_subprogram ? "FUNCTIONS" : program->name;
}

static void put_loss_names(struct bpf *bpf, uint32_t n_functions)
{
	uint32_t n_events = bpf->plan->events.count + bpf->plan->failures.count;
	uint32_t n_programs = bpf->plan->programs.count - n_functions;
	bool has_function = false;

	for (uint32_t i = 0; i < n_programs + n_functions; i++) {
		bool is_function = i < n_functions;

		if (!bpf->frames[i]->is_scratch || (is_function && has_function))
			continue;
		cw_element(&bpf->w, "LOSS_%s = %u", loss_of_program(bpf, i),
			   n_events + (is_function ? n_programs : i - n_functions));
		has_function |= is_function;
	}
}

static void put_loss(struct bpf *bpf)
{
	uint32_t n_events = bpf->plan->events.count + bpf->plan->failures.count;
	uint32_t n_programs = bpf->plan->programs.count, n_functions = 0;

	while (n_functions < n_programs && bpf->plan->programs.items[n_functions]->is_subprogram)
		n_functions++;
	cw_comment(&bpf->w, "Counters of loss, in lanes: of each event, each program.");
	if (bpf_largest_scratch(bpf)) {
		cw_open(&bpf->w, "enum");
		put_loss_names(bpf, n_functions);
		cw_close_type(&bpf->w);
		cw_blank(&bpf->w);
	}
	cw_statement(&bpf->w, "__u64 loss[LIMIT_LOSS_LANES][%u] SEC(\".data.loss\")",
		     ABI_LOSS_ROW(n_events + n_programs - n_functions + 1));
	cw_blank(&bpf->w);
}

static void put_scratch(struct bpf *bpf)
{
	uint32_t size = bpf_largest_scratch(bpf);

	if (!size)
		return;
	put_own_map(bpf, "scratch",
		    size > LIMIT_PERCPU_FRAME ? "BPF_MAP_TYPE_ARRAY" : "BPF_MAP_TYPE_PERCPU_ARRAY",
		    LIMIT_SCRATCH_SLOTS,
		    arena_printf(bpf->arena, "__u8[%u]", size));
	put_own_map(bpf, "scratch_used", "BPF_MAP_TYPE_PERCPU_ARRAY", 1, "__u64");
}

static void put_includes(struct bpf *bpf)
{
	bool is_any = false;

	for (size_t i = 0; i < N_BPF_HEADERS; i++) {
		if (bpf->needs[i])
			cw_include(&bpf->w, headers[i]);
		is_any |= bpf->needs[i];
	}
	if (is_any)
		cw_blank(&bpf->w);
}

static void put_texts(struct bpf *bpf)
{
	for (size_t i = 0; i < bpf->texts.count; i++) {
		const struct bpf_text *text = &bpf->texts.items[i];
		const char *name = arena_printf(bpf->arena, "static const char text_%zu[%u] =", i,
						text->size + 1);

		cw_string_statement(&bpf->w, name, text->text, text->size);
	}
	if (bpf->texts.count)
		cw_blank(&bpf->w);
}

static void put_license(struct bpf *bpf)
{
	struct strbuf text;
	const char *license = bpf->plan->tool.license;

	strbuf_init(&text, bpf->arena);
	strbuf_put_c_escaped(&text, license, strlen(license));
	cw_statement(&bpf->w, "char tl_license[] SEC(\"license\") = \"%s\"", strbuf_text(&text));
}

/* Needs: the headers and texts that the run before found out. Leaves: the text in bpf->w.out. */
static void print_file(struct bpf *bpf)
{
	cw_comment(&bpf->w, arena_printf(bpf->arena, "Made by tracec from %s.",
					 bpf->plan->tool.script_name));
	cw_include(&bpf->w, "tracec.bpf.h");
	cw_blank(&bpf->w);
	put_constants(bpf);
	put_loss(bpf);
	put_scratch(bpf);
	bpf_maps(bpf);
	if (bpf->reports_failures)
		cw_define(&bpf->w, "TL_REPORTS_FAILURES");
	put_includes(bpf);
	bpf_ctypes(bpf);
	put_texts(bpf);
	bpf_records(bpf);
	bpf_c_functions(bpf);
	for (size_t i = 0; i < bpf->plan->programs.count; i++)
		bpf_program(bpf, i);
	put_license(bpf);
}

const struct plan_program *emit_check_frames(const struct plan *plan, uint32_t *size)
{
	struct frame **frames = frames_new(plan, records_new(plan));

	for (size_t i = 0; i < plan->programs.count; i++) {
		if (frames[i]->size > LIMIT_FRAME_SIZE) {
			*size = frames[i]->size;
			return plan->programs.items[i];
		}
	}
	return NULL;
}

void emit_bpf_c(const struct plan *plan, struct strbuf *out)
{
	struct bpf bpf = { .plan = plan, .arena = plan->arena };
	const char *own_name = arena_printf(plan->arena, "%s.bpf.c", plan->tool.name);
	struct strbuf trial;

	vec_init(&bpf.texts, plan->arena);
	bpf.records = records_new(plan);
	bpf.frames = frames_new(plan, bpf.records);
	bpf_find_shelves(&bpf);
	strbuf_init(&trial, plan->arena);
	cw_init(&bpf.w, &trial, own_name, plan->script_path);
	print_file(&bpf);
	cw_init(&bpf.w, out, own_name, plan->script_path);
	print_file(&bpf);
}
