/*
 * Loops: each body is a function that the kernel calls back (skeleton/loop.bpf.h).
 * It gives tl_go_on() or tl_leave().
 */
#include "emit/bpf.h"

#include "base/diag.h"

static const struct plan_statement *loop_of(const struct bpf_function *fn)
{
	return fn->frame->loops.items[fn->index - 1];
}

/* Whether a kernel without bpf_loop may have to leave it early: then the body is called in one more way. */
static bool is_long(const struct plan_statement *loop)
{
	return loop->cut >= 0;
}

const char *bpf_loop_name(const struct bpf_function *fn, int loop)
{
	return arena_printf(fn->bpf->arena, "%s_loop_%d", fn->program->name, loop);
}

const char *bpf_loop_head(const struct bpf_function *fn)
{
	const char *name = bpf_loop_name(fn, fn->index);

	if (loop_of(fn)->kind == PLAN_FOR_MAP)
		return arena_printf(fn->bpf->arena,
				    "static long %s(void *map, const void *key, void *value, "
				    "struct tl_loop *loop)",
				    name);
	if (is_long(loop_of(fn)))
		return arena_printf(fn->bpf->arena,
				    "static __always_inline long %s_step(__u32 index, struct "
				    "tl_loop *loop)",
				    name);
	/* Not inlined: a kernel that cannot call it back still finds it by a call. */
	return arena_printf(fn->bpf->arena,
			    "static __noinline long %s(__u32 index, struct tl_loop *loop)", name);
}

static void begin_while(const struct bpf_function *fn, const struct plan_statement *s)
{
	struct cwriter *w = &fn->bpf->w;

	bpf_block(fn, &s->condition);
	cw_at(w, s->line);
	cw_open(w, "if (!%s)", bpf_operand(fn, s->expr));
	cw_statement(w, "return tl_leave()");
	cw_close(w);
}

static void begin_for_map(const struct bpf_function *fn, const struct plan_statement *s)
{
	struct plan_scalar type;

	if (s->place.size) {
		bpf_need(fn->bpf, HEADER_memory);
		cw_statement(&fn->bpf->w, "tl_copy(%s, key, %u)", bpf_place(fn, s->place),
			     s->place.size);
	}
	if (s->temp >= 0) {
		type = fn->program->temps.items[s->temp].scalar;
		cw_statement(&fn->bpf->w, "%s = *(const %s *)key", bpf_temp(fn, s->temp),
			     bpf_access_name(fn->bpf->arena, type, 0));
	}
}

void bpf_loop_begin(const struct bpf_function *fn)
{
	const struct plan_statement *s = loop_of(fn);

	if (s->kind == PLAN_WHILE)
		begin_while(fn, s);
	else if (s->kind == PLAN_FOR_MAP)
		begin_for_map(fn, s);
	else if (s->temp >= 0)
		cw_statement(&fn->bpf->w, "%s = (__u64)f->begin_%d + index", bpf_temp(fn, s->temp),
			     fn->index);
}

void bpf_loop_end(const struct bpf_function *fn)
{
	if (is_long(loop_of(fn)))
		cw_statement(&fn->bpf->w, "TL_LOOP_CALLS(%s)", bpf_loop_name(fn, fn->index));
}

/* The call of tl_loop, or of what takes its place for a body of TL_LOOP_CALLS. */
static const char *loop_call(const struct bpf_function *fn, const struct plan_statement *s, int loop,
			     const char *rounds)
{
	const char *body = bpf_loop_name(fn, loop);

	if (!is_long(s))
		return arena_printf(fn->bpf->arena, "tl_loop(%s, %s, loop)", rounds, body);
	bpf_need(fn->bpf, HEADER_rounds);
	return arena_printf(fn->bpf->arena, "tl_loop_long(%s, %s, %s_visit, loop)", rounds, body,
			    body);
}

static void put_loop(const struct bpf_function *fn, const struct plan_statement *s, int loop)
{
	struct cwriter *w = &fn->bpf->w;
	const char *rounds;

	switch ((int)s->kind) {
	case PLAN_WHILE:
		bpf_assign(fn, s->cut, loop_call(fn, s, loop, "TL_LOOP_ENDLESS"));
		return;
	case PLAN_REPEAT:
		cw_statement(w, "f->begin_%d = %s", loop, bpf_number(fn, s->expr));
		rounds = arena_printf(fn->bpf->arena, "tl_rounds(f->begin_%d, %s)", loop,
				      bpf_number(fn, s->end));
		bpf_assign(fn, s->cut, loop_call(fn, s, loop, rounds));
		return;
	case PLAN_FOR_MAP:
		cw_statement(w, "bpf_for_each_map_elem(%s, %s, loop, 0)",
			     bpf_map_pointer(fn, s->map), bpf_loop_name(fn, loop));
		return;
	}
	BUG("no loop");
}

/* Bytes that a function gives are copied at its end, where its caller wants them. */
static void put_result_bytes(const struct bpf_function *fn)
{
	const struct plan_program *program = fn->program;
	struct plan_place from = { .kind = PLACE_TEMP, .temp = program->result_temp };

	if (!program->gives_bytes || fn->index > 0)
		return;
	bpf_need(fn->bpf, HEADER_memory);
	cw_statement(&fn->bpf->w, "tl_copy(%s, %s, %u)", bpf_temp(fn, program->result_param),
		     bpf_place(fn, from), program->temps.items[program->result_temp].size);
}

/* Leaves the function at work as a RETURN inside of a loop's body asked for. */
static void put_return_on(const struct bpf_function *fn)
{
	struct cwriter *w = &fn->bpf->w;

	cw_open(w, "if (f->returned)");
	put_result_bytes(fn);
	if (fn->index > 0)
		cw_statement(w, "return tl_leave()");
	else
		cw_statement(w, "return %s", fn->program->result.size ? "f->result" : "0");
	cw_close(w);
}

void bpf_loop_statement(const struct bpf_function *fn, const struct plan_statement *s)
{
	int loop = frame_loop(fn->frame, s);

	bpf_need(fn->bpf, HEADER_loop);
	put_loop(fn, s, loop);
	if (block_holds(&s->body, PLAN_RETURN))
		put_return_on(fn);
}

static void put_return(const struct bpf_function *fn, const struct plan_statement *s)
{
	struct cwriter *w = &fn->bpf->w;
	const char *value = s->expr ? bpf_expr(fn, s->expr) : "0";

	put_result_bytes(fn);
	if (fn->index == 0) {
		cw_statement(w, "return %s", value);
		return;
	}
	if (s->expr && fn->program->result.size)
		cw_statement(w, "f->result = %s", value);
	cw_statement(w, "f->returned = true");
	cw_statement(w, "return tl_leave()");
}

void bpf_leave(const struct bpf_function *fn, const struct plan_statement *s)
{
	if (s->kind == PLAN_RETURN) {
		put_return(fn, s);
		return;
	}
	if (fn->index == 0)
		BUG("break or continue outside of a loop");
	cw_statement(&fn->bpf->w, "return %s", s->kind == PLAN_BREAK ? "tl_leave()" : "tl_go_on()");
}
