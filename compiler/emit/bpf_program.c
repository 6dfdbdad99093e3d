/*
 * A program as C functions: the bodies of its loops, its own body, and the entry
 * that gets it a frame.
 */
#include "emit/bpf.h"

static const char *frame_type(const struct bpf_function *fn)
{
	return arena_printf(fn->bpf->arena, "struct frame_%s", fn->program->name);
}

static void put_member(struct cwriter *w, const struct frame_member *member)
{
	if (member->type)
		cw_statement(w, "%s %s", member->type, member->name);
	else
		cw_statement(w, "TL_BYTES(%s, %u)", member->name, member->size);
}

static void put_slot(struct cwriter *w, const struct frame_slot *slot)
{
	if (slot->members.count == 1) {
		put_member(w, &slot->members.items[0]);
		return;
	}
	cw_open(w, "union");
	vec_foreach(const struct frame_member, member, &slot->members)
		put_member(w, member);
	cw_close_type(w);
}

static void put_frame(const struct bpf_function *fn)
{
	struct cwriter *w = &fn->bpf->w;

	cw_open(w, "%s", frame_type(fn));
	vec_foreach(const struct frame_slot, slot, &fn->frame->slots)
		put_slot(w, slot);
	cw_close_statement(w, "__attribute__((__aligned__(8)))");
	cw_statement(w, "_Static_assert(sizeof(%s) == %u, \"the frame is as large as planned\")",
		     frame_type(fn), fn->frame->size);
	cw_blank(w);
}

static bool is_local(const struct bpf_function *fn, size_t temp)
{
	const struct frame_temp *t = &fn->frame->temps[temp];

	return t->function == fn->index && !t->in_frame && !t->is_parameter;
}

static bool same_scalar(struct plan_scalar a, struct plan_scalar b)
{
	return a.size == b.size && a.is_signed == b.is_signed && a.is_bool == b.is_bool;
}

static bool has_local_before(const struct bpf_function *fn, size_t temp)
{
	for (size_t i = 0; i < temp; i++)
		if (is_local(fn, i) && same_scalar(fn->program->temps.items[i].scalar,
						   fn->program->temps.items[temp].scalar))
			return true;
	return false;
}

/* One declaration for all locals of a type. */
static void put_locals(const struct bpf_function *fn)
{
	const struct plan_program *program = fn->program;

	for (size_t i = 0; i < program->temps.count; i++) {
		struct plan_scalar type = program->temps.items[i].scalar;
		struct strbuf names;

		if (!is_local(fn, i) || has_local_before(fn, i))
			continue;
		strbuf_init(&names, fn->bpf->arena);
		for (size_t k = i; k < program->temps.count; k++)
			if (is_local(fn, k) && same_scalar(type, program->temps.items[k].scalar))
				strbuf_printf(&names, "%s%s = 0", k == i ? "" : ", ",
					      fn->frame->temps[k].name);
		cw_statement(&fn->bpf->w, "%s %s", bpf_scalar_name(type), strbuf_text(&names));
	}
}

/* Scalars of the frame begin as 0, or as the parameter that they are. */
static void put_frame_scalars(const struct bpf_function *fn)
{
	for (size_t i = 0; i < fn->program->temps.count; i++) {
		const struct frame_temp *t = &fn->frame->temps[i];

		if (!t->in_frame || fn->program->temps.items[i].is_bytes || t->function < 0)
			continue;
		cw_statement(&fn->bpf->w, "f->%s = %s", t->name, t->is_parameter ? t->name : "0");
	}
	if (fn->frame->is_loop_return)
		cw_statement(&fn->bpf->w, "f->returned = false");
}

static bool is_left(const plan_block *block)
{
	enum plan_statement_kind last;

	if (!block->count)
		return false;
	last = vec_last(block)->kind;
	return last == PLAN_RETURN || last == PLAN_BREAK || last == PLAN_CONTINUE;
}

static void put_statements(const struct bpf_function *fn, const plan_block *block)
{
	bpf_block(fn, block);
	if (!is_left(block))
		cw_statement(&fn->bpf->w, "return %s", fn->index > 0 ? "tl_go_on()" : "0");
}

static void put_loop_function(const struct bpf_function *fn)
{
	struct cwriter *w = &fn->bpf->w;
	const struct plan_statement *s = fn->frame->loops.items[fn->index - 1];

	cw_at(w, s->line);
	cw_open_function(w, "%s", bpf_loop_head(fn));
	if (fn->frame->size)
		cw_statement(w, "%s *f = loop->frame", frame_type(fn));
	if (fn->frame->uses_context)
		cw_statement(w, "void *ctx = loop->ctx");
	put_locals(fn);
	bpf_loop_begin(fn);
	put_statements(fn, &s->body);
	cw_close(w);
	bpf_loop_end(fn);
	cw_at(w, 0);
	cw_blank(w);
}

static void put_body(const struct bpf_function *fn)
{
	struct cwriter *w = &fn->bpf->w;
	bool has_context = !fn->program->is_subprogram || fn->frame->uses_context;

	put_locals(fn);
	put_frame_scalars(fn);
	if (fn->frame->loops.count)
		cw_statement(w, "struct tl_loop *loop = &(struct tl_loop){ %s, %s }",
			     has_context ? "ctx" : "NULL", fn->frame->size ? "f" : "NULL");
	put_statements(fn, &fn->program->body);
	cw_close(w);
}

static const char *result_type(const struct plan_program *program)
{
	if (!program->is_subprogram)
		return "int";
	return program->result.size ? bpf_scalar_name(program->result) : "__u64";
}

/* Parameters of the C function, and the same as arguments of a call. */
static const char *parameters(const struct bpf_function *fn, bool is_call)
{
	struct strbuf out;
	const char *comma = "";

	if (!fn->program->is_subprogram)
		return is_call ? "ctx" : "void *ctx";
	strbuf_init(&out, fn->bpf->arena);
	if (fn->frame->uses_context) {
		strbuf_puts(&out, is_call ? "ctx" : "void *ctx");
		comma = ", ";
	}
	for (int i = 0; i < fn->program->n_params; i++) {
		const struct plan_temp *temp = &fn->program->temps.items[i];
		const char *type = temp->is_bytes ? "__u8 *"
						  : arena_printf(fn->bpf->arena, "%s ",
								 bpf_scalar_name(temp->scalar));

		strbuf_printf(&out, "%s%s%s", comma, is_call ? "" : type, fn->frame->temps[i].name);
		comma = ", ";
	}
	if (*comma == '\0' && !is_call)
		strbuf_puts(&out, "void");
	return strbuf_text(&out);
}

/* A call passes this many arguments in registers. */
#define CALL_ARGUMENTS 5

/* What more it takes, the context that a function needs to send events, only an inlined one gets. */
static const char *linkage(const struct bpf_function *fn)
{
	if (fn->program->n_params + fn->frame->uses_context > CALL_ARGUMENTS)
		return "static __always_inline ";
	return "static __noinline ";
}

static const char *head(const struct bpf_function *fn)
{
	struct arena *arena = fn->bpf->arena;
	const struct plan_program *program = fn->program;
	const char *prefix = arena_printf(arena, "SEC(\"%s\") ", program->section);

	if (program->is_member)
		prefix = "static __noinline ";
	if (program->is_subprogram)
		prefix = linkage(fn);

	return arena_printf(arena, "%s%s %s(%s)", prefix, result_type(program), program->name,
			    parameters(fn, false));
}

/* The tracepoint has all system calls. */
static void put_syscall_filter(const struct bpf_function *fn)
{
	struct cwriter *w = &fn->bpf->w;
	const struct plan_program *program = fn->program;

	if (!program->syscall && !program->syscall_set)
		return;
	bpf_need(fn->bpf, program->syscall ? HEADER_syscall : HEADER_syscall_set);
	if (program->syscall)
		cw_open(w, "if (!tl_is_syscall_%s(ctx, \"%s\"))",
			program->is_syscall_exit ? "exit" : "enter", program->syscall);
	else
		cw_open(w, "if (!tl_is_in_syscall_set(ctx, %s, %u))",
			program->is_syscall_exit ? "true" : "false", program->syscall_set - 1);
	cw_statement(w, "return 0");
	cw_close(w);
}

static void put_stop(const struct bpf_function *fn)
{
	struct cwriter *w = &fn->bpf->w;

	if (!fn->program->has_stop)
		return;
	bpf_need(fn->bpf, HEADER_stop);
	cw_open(w, "if (tl_is_stopped())");
	cw_statement(w, "return 0");
	cw_close(w);
}

/* What comes before the block: whether it is to run at all. */
static void put_filters(const struct bpf_function *fn)
{
	struct cwriter *w = &fn->bpf->w;

	put_stop(fn);
	put_syscall_filter(fn);
	if (!fn->program->has_pid_filter)
		return;
	bpf_need(fn->bpf, HEADER_task);
	cw_open(w, "if (!tl_is_wanted_pid())");
	cw_statement(w, "return 0");
	cw_close(w);
}

/* The body as an inlined function, so that every way out of it gives the slot back. */
static void put_with_scratch(const struct bpf_function *fn)
{
	struct cwriter *w = &fn->bpf->w;
	const struct plan_program *program = fn->program;
	const char *call = parameters(fn, true);
	const char *params = parameters(fn, false);
	bool is_alone = program->is_subprogram && !*call;

	bpf_need(fn->bpf, HEADER_scratch);
	cw_open_function(w, "static __always_inline %s %s_body(%s%s%s *f)", result_type(program),
			 program->name, is_alone ? "" : params, is_alone ? "" : ", ",
			 frame_type(fn));
	put_body(fn);
	cw_blank(w);
	cw_at(w, program->line);
	cw_open_function(w, "%s", head(fn));
	put_filters(fn);
	cw_statement(w, "__u32 slot = tl_scratch_take()");
	cw_statement(w, "%s *f = tl_scratch_memory%s(slot, LOSS_%s)", frame_type(fn),
		     bpf_largest_scratch(fn->bpf) > LIMIT_PERCPU_FRAME ? "_shared" : "",
		     program->is_subprogram ? "FUNCTIONS" : program->name);
	cw_statement(w, "%s result = 0", result_type(program));
	cw_open(w, "if (f)");
	cw_statement(w, "result = %s_body(%s%sf)", program->name, call, is_alone ? "" : ", ");
	cw_statement(w, "tl_scratch_give_back(slot)");
	if (program->gives_bytes) {
		bpf_need(fn->bpf, HEADER_memory);
		cw_else(w);
		cw_statement(w, "tl_zero(%s, %u)", fn->frame->temps[program->result_param].name,
			     program->temps.items[program->result_param].size);
	}
	cw_close(w);
	cw_statement(w, "return result");
	cw_close(w);
}

static void put_on_stack(const struct bpf_function *fn)
{
	struct cwriter *w = &fn->bpf->w;

	cw_open_function(w, "%s", head(fn));
	put_filters(fn);
	if (fn->frame->size)
		cw_statement(w, "%s memory, *f = &memory", frame_type(fn));
	put_body(fn);
}

void bpf_program(struct bpf *bpf, size_t index)
{
	struct bpf_function fn = { .bpf = bpf,
				   .program = bpf->plan->programs.items[index],
				   .frame = bpf->frames[index] };

	if (fn.frame->size)
		put_frame(&fn);
	/* An inner loop has a higher number than the one around it, and must be declared before. */
	for (fn.index = (int)fn.frame->loops.count; fn.index > 0; fn.index--)
		put_loop_function(&fn);
	if (fn.program->title)
		cw_comment(&bpf->w, fn.program->title);
	cw_at(&bpf->w, fn.program->line);
	if (fn.frame->is_scratch)
		put_with_scratch(&fn);
	else
		put_on_stack(&fn);
	cw_at(&bpf->w, 0);
	cw_blank(&bpf->w);
}
