/*
 * EVENT: records for the tool. One of a fixed size is filled in the buffer
 * itself; one with packed arguments in the frame, and sent in its real length.
 */
#include "emit/bpf.h"

#include "base/diag.h"

static bool is_integer_size(uint32_t size)
{
	return size == 1 || size == 2 || size == 4 || size == 8;
}

/* Size of the argument's part of the record, and its alignment in C. */
static uint32_t put_member(struct bpf *bpf, const struct abi_arg *arg, uint32_t index,
			   bool is_scalar)
{
	struct cwriter *w = &bpf->w;
	uint32_t align = is_scalar ? arg->type->size : 1;

	if (arg->is_packed) {
		cw_statement(w, "struct abi_packed a%u", index);
		align = sizeof(uint32_t);
	} else if (is_scalar) {
		cw_statement(w, "__u%u a%u", arg->type->size * 8, index);
	} else {
		cw_statement(w, "__u8 a%u[%u]", index, arg->type->size);
	}
	if (arg->offset % align != 0)
		BUG("argument %u of an event at offset %u", index, arg->offset);
	return arg->is_packed ? sizeof(struct abi_packed) : arg->type->size;
}

static void put_gap(struct bpf *bpf, uint32_t *at, uint32_t end, uint32_t index)
{
	if (*at > end)
		BUG("arguments of an event overlap");
	if (*at < end)
		cw_statement(&bpf->w, "__u8 gap_%u[%u]", index, end - *at);
	*at = end;
}

static const struct plan_statement *find_event(const plan_block *block, int event)
{
	vec_foreach(struct plan_statement *, s, block) {
		const struct plan_statement *found = NULL;

		if ((*s)->kind == PLAN_EVENT && (*s)->event == event)
			return *s;
		if (!found)
			found = find_event(&(*s)->condition, event);
		if (!found)
			found = find_event(&(*s)->body, event);
		if (!found)
			found = find_event(&(*s)->orelse, event);
		if (found)
			return found;
	}
	return NULL;
}

static const struct plan_statement *statement_of(const struct plan *plan, int event)
{
	vec_foreach(struct plan_program *, program, &plan->programs) {
		const struct plan_statement *s = find_event(&(*program)->body, event);

		if (s)
			return s;
	}
	return NULL;
}

static void put_record(struct bpf *bpf, int index)
{
	const struct abi_event *event = &bpf->plan->events.items[index];
	const struct plan_statement *s = statement_of(bpf->plan, index);
	uint32_t at = sizeof(struct abi_record);

	if (!s)
		return;
	cw_open(&bpf->w, "struct event_%d", index);
	cw_statement(&bpf->w, "struct abi_record head");
	for (uint32_t i = 0; i < event->n_args; i++) {
		bool is_scalar = s->event_args.items[i].kind == PLAN_EVENT_SCALAR;

		put_gap(bpf, &at, event->args[i].offset, i);
		if (is_scalar && !is_integer_size(event->args[i].type->size))
			BUG("scalar argument of %u bytes", event->args[i].type->size);
		at += put_member(bpf, &event->args[i], i, is_scalar);
	}
	put_gap(bpf, &at, event->fixed_size, event->n_args);
	if (bpf->records[index].tail)
		cw_statement(&bpf->w, "__u8 tail[%u]", bpf->records[index].tail);
	cw_close_statement(&bpf->w, "__attribute__((__aligned__(8)))");
	cw_blank(&bpf->w);
}

void bpf_records(struct bpf *bpf)
{
	for (size_t i = 0; i < bpf->plan->events.count; i++)
		put_record(bpf, (int)i);
}

/* --- filling --- */

struct filling {
	const struct bpf_function *fn;
	const struct plan_statement *s;
	const struct abi_event *event;
	uint32_t index; /* of the argument */
	const struct plan_event_arg *arg;
};

static void put_gaps(const struct bpf_function *fn, const struct abi_event *event)
{
	uint32_t at = sizeof(struct abi_record);

	for (uint32_t i = 0; i <= event->n_args; i++) {
		bool is_end = i == event->n_args;
		uint32_t begin = is_end ? event->fixed_size : event->args[i].offset;

		if (at < begin)
			cw_statement(&fn->bpf->w, "__builtin_memset(r->gap_%u, 0, %u)", i,
				     begin - at);
		if (is_end)
			return;
		at = begin + (event->args[i].is_packed ? sizeof(struct abi_packed)
						       : event->args[i].type->size);
	}
}

static void put_bytes(const struct filling *g)
{
	struct plan_place from = g->arg->place;
	const struct abi_arg *abi = &g->event->args[g->index];
	const char *to = arena_printf(g->fn->bpf->arena, "r->a%u", g->index);

	if (!abi->type->size)
		return;
	if (from.size > abi->type->size)
		from.size = abi->type->size;
	if (from.size < abi->type->size)
		cw_statement(&g->fn->bpf->w, "__builtin_memset(%s, 0, %u)", to, abi->type->size);
	bpf_copy(g->fn, to, abi->offset, from);
}

/* Behind the first packed argument the tail moves on by what the others took. */
static void put_packed(const struct filling *g, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void put_packed(const struct filling *g, const char *format, ...)
{
	va_list args;
	const char *text;

	va_start(args, format);
	text = arena_vprintf(g->fn->bpf->arena, format, args);
	va_end(args);
	cw_statement(&g->fn->bpf->w, "n += tl_pack_%s", text);
}

/* The site of a read's failure; behind the end of a list there is nothing to read. */
static const char *read_site(const struct filling *g)
{
	const char *site = bpf_site(g->fn, g->arg->failure);

	if (!g->arg->is_list)
		return site;
	bpf_need(g->fn->bpf, HEADER_memory);
	return arena_printf(g->fn->bpf->arena, "tl_list_site(%s, %s)", bpf_expr(g->fn, g->arg->expr),
			    site);
}

static void put_arg(const struct filling *g)
{
	const struct bpf_function *fn = g->fn;
	const struct plan_event_arg *arg = g->arg;
	const char *space = arg->is_user ? "user" : "kernel";
	uint32_t room = event_arg_room(arg);
	uint32_t i = g->index;

	switch (arg->kind) {
	case PLAN_EVENT_SCALAR:
		cw_statement(&fn->bpf->w, "r->a%u = %s", i, bpf_number(fn, arg->expr));
		return;
	case PLAN_EVENT_BYTES:
		put_bytes(g);
		return;
	case PLAN_EVENT_STRING:
		put_packed(g, "str(&r->a%u, r->tail + n, %u, %s)", i, room,
			   bpf_place(fn, arg->place));
		return;
	case PLAN_EVENT_BUFFER:
		put_packed(g, "buffer(&r->a%u, r->tail + n, %u, %s)", i, room,
			   bpf_place(fn, arg->place));
		return;
	case PLAN_EVENT_READ_STRING:
		put_packed(g, "%s_str(&r->a%u, r->tail + n, %u, %s, %s)", space, i, room,
			   bpf_expr(fn, arg->expr), read_site(g));
		return;
	case PLAN_EVENT_READ_BUFFER:
		put_packed(g, "%s_bytes(&r->a%u, r->tail + n, %u, %s, %s, %s)", space, i, room,
			   bpf_expr(fn, arg->expr), bpf_number(fn, arg->length),
			   bpf_site(fn, arg->failure));
		return;
	case PLAN_EVENT_KSTACK:
		put_packed(g, "kstack(&r->a%u, r->tail + n, %u, ctx)", i, room);
		return;
	case PLAN_EVENT_USTACK:
		put_packed(g, "ustack(&r->a%u, r->tail + n, %u, ctx)", i, room);
		return;
	case PLAN_EVENT_BUILD_IDS:
		put_packed(g, "build_ids(&r->a%u, r->tail + n, %u, ctx)", i, room);
		return;
	}
}

static void put_args(const struct bpf_function *fn, const struct plan_statement *s,
		     const struct abi_event *event)
{
	struct filling g = { .fn = fn, .s = s, .event = event };

	put_gaps(fn, event);
	for (g.index = 0; g.index < event->n_args; g.index++) {
		g.arg = &s->event_args.items[g.index];
		put_arg(&g);
	}
}

static bool is_control(const struct abi_event *event)
{
	return event->kind == ABI_EVENT_EXIT || event->kind == ABI_EVENT_PRINT_MAP ||
	       event->kind == ABI_EVENT_CLEAR_MAP || event->kind == ABI_EVENT_ZERO_MAP;
}

static void put_fixed(const struct bpf_function *fn, const struct plan_statement *s,
		      const struct abi_event *event)
{
	struct cwriter *w = &fn->bpf->w;

	if (is_control(event))
		bpf_need(fn->bpf, HEADER_control);
	cw_statement(w, "struct event_%d *r = tl_reserve%s(%d, %u)", s->event,
		     is_control(event) ? "_control" : "", s->event, event->fixed_size);
	cw_open(w, "if (r)");
	put_args(fn, s, event);
	cw_statement(w, "tl_submit%s(ctx, r, %u)", is_control(event) ? "_control" : "",
		     event->fixed_size);
	cw_close(w);
}

/* On the stack the verifier wants every byte written before the record is sent. */
static void put_dynamic(const struct bpf_function *fn, const struct plan_statement *s,
			const struct abi_event *event)
{
	struct cwriter *w = &fn->bpf->w;

	cw_statement(w, "struct event_%d *r = &f->event_%d", s->event, s->event);
	cw_statement(w, "__u64 n = 0");
	if (!fn->frame->is_scratch)
		cw_statement(w, "__builtin_memset(r, 0, sizeof(*r))");
	put_args(fn, s, event);
	cw_statement(w, "tl_output(ctx, &r->head, %d, %u + n)", s->event, event->fixed_size);
}

void bpf_event(const struct bpf_function *fn, const struct plan_statement *s)
{
	const struct abi_event *event = &fn->bpf->plan->events.items[s->event];

	if (event->n_args != s->event_args.count)
		BUG("event %d has %u arguments, not %zu", s->event, event->n_args,
		    s->event_args.count);
	bpf_need(fn->bpf, HEADER_event);
	cw_open_block(&fn->bpf->w);
	if (fn->bpf->records[s->event].is_packed)
		put_dynamic(fn, s, event);
	else
		put_fixed(fn, s, event);
	cw_close(&fn->bpf->w);
}
