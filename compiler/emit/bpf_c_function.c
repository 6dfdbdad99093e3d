/*
 * Functions of imported C. The generated program and the file that defines them are compiled apart and
 * linked; so that no type of either side is needed by the other, the file gets a way in for each
 * function, in numbers of 64 bits and pointers to anything.
 */
#include <string.h>

#include "emit/bpf.h"
#include "emit/emit.h"

static const char *type_text(bool is_pointer)
{
	return is_pointer ? "void *" : "unsigned long long ";
}

static const char *head_of(struct arena *arena, const struct plan_c_function *function)
{
	struct strbuf out;

	strbuf_init(&out, arena);
	strbuf_printf(&out, "unsigned long long tl_c_%s(", function->name);
	for (unsigned i = 0; i < function->n_params; i++)
		strbuf_printf(&out, "%s%sp%u", i ? ", " : "", type_text(function->is_pointer[i]),
			      i);
	strbuf_puts(&out, function->n_params ? ")" : "void)");
	return strbuf_text(&out);
}

void bpf_c_functions(struct bpf *bpf)
{
	vec_foreach(const struct plan_c_function, function, &bpf->plan->c_functions)
		cw_statement(&bpf->w, "extern %s", head_of(bpf->arena, function));
	if (bpf->plan->c_functions.count)
		cw_blank(&bpf->w);
}

void bpf_c_call(const struct bpf_function *fn, const struct plan_statement *s)
{
	const struct plan_c_function *function = &fn->bpf->plan->c_functions.items[s->program];
	struct strbuf call;

	strbuf_init(&call, fn->bpf->arena);
	strbuf_printf(&call, "tl_c_%s(", function->name);
	for (size_t i = 0; i < s->args.count; i++) {
		const struct plan_arg *arg = &s->args.items[i];
		bool is_place = arg->kind == PLAN_ARG_PLACE;

		strbuf_printf(&call, "%s%s%s", i ? ", " : "",
			      function->is_pointer[i] ? "(void *)" : "",
			      is_place ? bpf_place_argument(fn, arg->place)
				       : bpf_operand(fn, arg->expr));
	}
	strbuf_putc(&call, ')');
	bpf_assign(fn, s->temp, strbuf_text(&call));
}

static void put_way_in(struct cwriter *w, struct arena *arena,
		       const struct plan_c_function *function)
{
	struct strbuf call;

	strbuf_init(&call, arena);
	strbuf_printf(&call, "%s(", function->name);
	for (unsigned i = 0; i < function->n_params; i++)
		strbuf_printf(&call, "%sp%u", i ? ", " : "", i);
	strbuf_putc(&call, ')');
	cw_statement(w, "%s", head_of(arena, function));
	cw_open_function(w, "%s", head_of(arena, function));
	if (function->result.size)
		cw_statement(w, "return (unsigned long long)%s", strbuf_text(&call));
	else
		cw_statement(w, "%s", strbuf_text(&call));
	if (!function->result.size)
		cw_statement(w, "return 0");
	cw_close(w);
	cw_blank(w);
}

void emit_c_part(const struct plan *plan, const char *file, struct strbuf *out)
{
	struct cwriter w;

	cw_init(&w, out, NULL, NULL);
	cw_include(&w, file);
	cw_blank(&w);
	vec_foreach(const struct plan_c_function, function, &plan->c_functions)
		if (strcmp(function->file, file) == 0)
			put_way_in(&w, plan->arena, function);
}
