/*
 * Statements in BPF C. Each is one line of C where it can be, because a line of C
 * is what #line gives to a line of the script.
 */
#include "emit/bpf.h"

#include <string.h>

#include "base/diag.h"

/* The most stores that clearing or copying bytes is expanded to; more is a helper's work. */
#define INLINE_STORES 32

/* The same for bytes of a constant, which are immediates of the instructions. */
#define INLINE_TEXT_STORES 8

void bpf_need(struct bpf *bpf, enum bpf_header header)
{
	bpf->needs[header] = true;
}

const char *bpf_text_name(struct bpf *bpf, const char *text, uint32_t size)
{
	size_t i;

	for (i = 0; i < bpf->texts.count; i++) {
		const struct bpf_text *known = &bpf->texts.items[i];

		if (known->size == size && memcmp(known->text, text, size) == 0)
			break;
	}
	if (i == bpf->texts.count)
		vec_push(&bpf->texts, ((struct bpf_text){ text, size }));
	return arena_printf(bpf->arena, "text_%zu", i);
}

void bpf_assign(const struct bpf_function *fn, int temp, const char *value)
{
	if (temp < 0)
		cw_statement(&fn->bpf->w, "%s", value);
	else
		cw_statement(&fn->bpf->w, "%s = %s", bpf_temp(fn, temp), value);
}

/* Largest power of two, at most 8, that divides the offset. */
static uint32_t alignment(uint32_t offset)
{
	uint32_t align = offset & -offset;

	return align == 0 || align > 8 ? 8 : align;
}

static bool is_few_stores(struct plan_place place, uint32_t most)
{
	return place.size <= most * alignment(place.offset);
}

static void put_zero(const struct bpf_function *fn, struct plan_place place)
{
	const char *bytes = bpf_place(fn, place);

	if (is_few_stores(place, INLINE_STORES)) {
		cw_statement(&fn->bpf->w, "__builtin_memset(%s, 0, %u)", bytes, place.size);
		return;
	}
	bpf_need(fn->bpf, HEADER_memory);
	cw_statement(&fn->bpf->w, "tl_zero(%s, %u)", bytes, place.size);
}

/* A pointer that were stored on the stack could not be read or copied in parts. */
static void put_store(const struct bpf_function *fn, const struct plan_statement *s)
{
	struct plan_scalar type = s->expr->type;

	type.size = s->place.size;
	cw_statement(&fn->bpf->w, "*(%s *)%s = %s",
		     bpf_access_name(fn->bpf->arena, type, s->place.offset),
		     bpf_place(fn, s->place), bpf_number(fn, s->expr));
}

/*
 * Clang knows the alignment of what the program owns. Bytes of the caller it loads one by one, and
 * keeps them all on the stack of the function until it stores them.
 */
static bool is_copied_inline(const struct bpf_function *fn, struct plan_place from)
{
	if (from.kind != PLACE_TEMP || !is_few_stores(from, INLINE_STORES))
		return false;
	return !fn->frame->temps[from.temp].is_parameter || from.size <= sizeof(uint64_t);
}

void bpf_copy(const struct bpf_function *fn, const char *to, uint32_t to_offset,
	      struct plan_place from)
{
	struct plan_place destination = { .offset = to_offset, .size = from.size };
	bool is_inline = is_copied_inline(fn, from) && is_few_stores(destination, INLINE_STORES);

	if (!is_inline)
		bpf_need(fn->bpf, HEADER_memory);
	cw_statement(&fn->bpf->w, "%s(%s, %s, %u)", is_inline ? "__builtin_memcpy" : "tl_copy", to,
		     bpf_place(fn, from), from.size);
}

static void put_copy(const struct bpf_function *fn, const struct plan_statement *s)
{
	struct plan_place from = s->source;

	if (from.size > s->place.size)
		from.size = s->place.size;
	if (from.size < s->place.size)
		put_zero(fn, s->place);
	bpf_copy(fn, bpf_place(fn, s->place), s->place.offset, from);
}

/* Clang joins the stores of a short text with those of the zero bytes behind it. */
static void put_literal(const struct bpf_function *fn, const struct plan_statement *s)
{
	struct plan_place text = s->place;
	struct strbuf literal;

	if (s->text_size < text.size)
		text.size = s->text_size;
	if (text.size < s->place.size)
		put_zero(fn, s->place);
	if (text.size == 0)
		return;
	if (is_few_stores(text, INLINE_TEXT_STORES)) {
		strbuf_init(&literal, fn->bpf->arena);
		strbuf_put_c_escaped(&literal, s->text, text.size);
		cw_statement(&fn->bpf->w, "__builtin_memcpy(%s, \"%s\", %u)", bpf_place(fn, text),
			     strbuf_text(&literal), text.size);
		return;
	}
	bpf_need(fn->bpf, HEADER_memory);
	cw_statement(&fn->bpf->w, "tl_copy(%s, %s, %u)", bpf_place(fn, text),
		     bpf_text_name(fn->bpf, s->text, s->text_size), text.size);
}

/* --- calls --- */

struct library_function {
	const char *name;
	enum bpf_header header;
	bool is_void;
	bool has_site;
};

static const struct library_function library[] = {
#define LIBRARY(name, header, returns, site, help)         \
	[LIBRARY_##name] = { "tl_" #name, HEADER_##header, \
			     sizeof(#returns) == sizeof("void") && #returns[0] == 'v', site },
#include "library.def"
};

int bpf_failure(const struct bpf *bpf, int failure)
{
	return failure < 0 ? -1 : (int)bpf->plan->events.count + failure;
}

const char *bpf_site(const struct bpf_function *fn, int failure)
{
	if (failure < 0)
		return "-1";
	bpf_need(fn->bpf, HEADER_event);
	fn->bpf->reports_failures = true;
	return arena_printf(fn->bpf->arena, "%d", bpf_failure(fn->bpf, failure));
}

static const char *argument(const struct bpf_function *fn, const struct plan_arg *arg)
{
	struct bpf *bpf = fn->bpf;

	switch (arg->kind) {
	case PLAN_ARG_EXPR:
		return bpf_expr(fn, arg->expr);
	case PLAN_ARG_PLACE:
		return bpf_place_argument(fn, arg->place);
	case PLAN_ARG_CONTEXT:
		return "ctx";
	case PLAN_ARG_MAP:
		return bpf_map_pointer(fn, arg->map);
	case PLAN_ARG_TEXT:
		return bpf_text_name(bpf, arg->text, arg->text_size);
	case PLAN_ARG_FRAME:
		return fn->frame->size ? "f" : "NULL";
	}
	BUG("argument of kind %d", (int)arg->kind);
}

static void put_call(const struct bpf_function *fn, const struct plan_statement *s,
		     const char *name, const char *first, bool has_site)
{
	struct strbuf call;
	const char *comma = *first ? ", " : "";

	strbuf_init(&call, fn->bpf->arena);
	strbuf_printf(&call, "%s(%s", name, first);
	vec_foreach(const struct plan_arg, arg, &s->args) {
		strbuf_printf(&call, "%s%s", comma, argument(fn, arg));
		comma = ", ";
	}
	if (has_site)
		strbuf_printf(&call, ", %s", bpf_site(fn, s->failure));
	strbuf_putc(&call, ')');
	bpf_assign(fn, s->temp, strbuf_text(&call));
}

static void put_library_call(const struct bpf_function *fn, const struct plan_statement *s)
{
	const struct library_function *function = &library[s->library];

	if (function->is_void && s->temp >= 0)
		BUG("%s has no result", function->name);
	bpf_need(fn->bpf, function->header);
	put_call(fn, s, function->name, "", function->has_site);
}

static void put_subprogram_call(const struct bpf_function *fn, const struct plan_statement *s)
{
	const struct plan_program *called = fn->bpf->plan->programs.items[s->program];
	bool takes_context = called->is_member || fn->bpf->frames[s->program]->uses_context;

	put_call(fn, s, called->name, takes_context ? "ctx" : "", false);
}

static void put_if(const struct bpf_function *fn, const struct plan_statement *s)
{
	cw_open(&fn->bpf->w, "if (%s)", bpf_expr(fn, s->expr));
	bpf_block(fn, &s->body);
	if (s->orelse.count) {
		cw_else(&fn->bpf->w);
		bpf_block(fn, &s->orelse);
	}
	cw_close(&fn->bpf->w);
}

static void put_statement(const struct bpf_function *fn, const struct plan_statement *s)
{
	switch (s->kind) {
	case PLAN_SET:
		bpf_assign(fn, s->temp, bpf_expr(fn, s->expr));
		return;
	case PLAN_STORE:
		put_store(fn, s);
		return;
	case PLAN_ZERO:
		put_zero(fn, s->place);
		return;
	case PLAN_COPY:
		put_copy(fn, s);
		return;
	case PLAN_LITERAL:
		put_literal(fn, s);
		return;
	case PLAN_CALL:
		put_library_call(fn, s);
		return;
	case PLAN_SUBPROGRAM:
		put_subprogram_call(fn, s);
		return;
	case PLAN_C_CALL:
		bpf_c_call(fn, s);
		return;
	case PLAN_FIELD:
		bpf_field(fn, s);
		return;
	case PLAN_MAP_GET:
	case PLAN_MAP_SET:
	case PLAN_MAP_ADD:
	case PLAN_MAP_UPDATE:
	case PLAN_MAP_REDUCE:
	case PLAN_MAP_DELETE:
	case PLAN_MAP_HAS:
	case PLAN_MAP_LENGTH:
	case PLAN_MAP_ADDRESS:
		bpf_map_statement(fn, s);
		return;
	case PLAN_EVENT:
		bpf_event(fn, s);
		return;
	case PLAN_IF:
		put_if(fn, s);
		return;
	case PLAN_WHILE:
	case PLAN_REPEAT:
	case PLAN_FOR_MAP:
		bpf_loop_statement(fn, s);
		return;
	case PLAN_BREAK:
	case PLAN_CONTINUE:
	case PLAN_RETURN:
		bpf_leave(fn, s);
		return;
	case N_PLAN_STATEMENTS:
		break;
	}
	BUG("statement of kind %d", (int)s->kind);
}

/* The script's map that a statement needs a pointer to; -1: none. */
static int map_of(const struct plan_statement *s)
{
	if (s->kind == PLAN_CALL) {
		vec_foreach(const struct plan_arg, arg, &s->args)
			if (arg->kind == PLAN_ARG_MAP)
				return arg->map;
	}
	return s->kind == PLAN_EVENT ? -1 : s->map;
}

/* What the statement gives, if there were no map. There always is one, but the verifier wants it tested. */
static void put_no_map(const struct bpf_function *fn, const struct plan_statement *s)
{
	if (s->kind == PLAN_FOR_MAP)
		return;
	if (s->temp >= 0)
		bpf_assign(fn, s->temp, "0");
	if (s->place.size)
		put_zero(fn, s->place);
}

static void put_with_map(const struct bpf_function *fn, const struct plan_statement *s)
{
	int map = map_of(s);

	if (map >= 0 && bpf_map_is_found(fn, map)) {
		put_no_map(fn, s);
		bpf_map_begin(fn, map);
		put_statement(fn, s);
		bpf_map_end(fn);
	} else {
		put_statement(fn, s);
	}
}

void bpf_block(const struct bpf_function *fn, const plan_block *block)
{
	vec_foreach(struct plan_statement *, s, block) {
		if ((*s)->line)
			cw_at(&fn->bpf->w, (*s)->line);
		put_with_map(fn, *s);
	}
}
