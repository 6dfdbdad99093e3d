/*
 * Statements of a plan as text: "12: v_x = (v_x + 1)".
 */
#include "plan/plan_dump.h"

#include "base/diag.h"

static const char *const library[] = {
#define LIBRARY(name, header, returns, has_site, help) [LIBRARY_##name] = #name,
#include "library.def"
};

static const char *const field_modes[] = {
	[PLAN_FIELD_CONTEXT] = "context",
	[PLAN_FIELD_DIRECT] = "direct",
	[PLAN_FIELD_KERNEL] = "kernel",
	[PLAN_FIELD_USER] = "user",
};

void dump_text(struct dump *d, const char *text, size_t size)
{
	strbuf_putc(d->out, '"');
	strbuf_put_c_escaped(d->out, text, size);
	strbuf_putc(d->out, '"');
}

static void dump_begin(struct dump *d, int depth)
{
	for (int i = 0; i < depth; i++)
		strbuf_putc(d->out, '\t');
}

/* "t1 = ", or "t2[0..8] = ", or nothing. */
static void dump_result(struct dump *d, const struct plan_statement *s)
{
	if (s->temp >= 0)
		dump_temp(d, s->temp);
	else if (s->place.size)
		dump_place(d, &s->place);
	else
		return;
	strbuf_puts(d->out, " = ");
}

static const char *map_name(const struct dump *d, const struct plan_statement *s)
{
	return d->plan->maps.items[s->map].abi.name;
}

static void dump_failure(struct dump *d, int failure)
{
	if (failure >= 0)
		strbuf_printf(d->out, " else failure %d", failure);
}

static void dump_arg(struct dump *d, const struct plan_arg *arg)
{
	switch (arg->kind) {
	case PLAN_ARG_EXPR:
		dump_expr(d, arg->expr);
		return;
	case PLAN_ARG_PLACE:
		dump_place(d, &arg->place);
		return;
	case PLAN_ARG_CONTEXT:
		strbuf_puts(d->out, "ctx");
		return;
	case PLAN_ARG_MAP:
		strbuf_puts(d->out, d->plan->maps.items[arg->map].abi.name);
		return;
	case PLAN_ARG_TEXT:
		dump_text(d, arg->text, arg->text_size);
		return;
	case PLAN_ARG_FRAME:
		strbuf_puts(d->out, "frame");
		return;
	}
}

static void dump_call(struct dump *d, const struct plan_statement *s, const char *name)
{
	dump_result(d, s);
	strbuf_printf(d->out, "%s(", name);
	for (size_t i = 0; i < s->args.count; i++) {
		if (i)
			strbuf_puts(d->out, ", ");
		dump_arg(d, &s->args.items[i]);
	}
	strbuf_putc(d->out, ')');
}

static void dump_field(struct dump *d, const struct plan_statement *s)
{
	dump_result(d, s);
	strbuf_printf(d->out, "%s ", field_modes[s->field.mode]);
	dump_path(d, s->field.root, s->field.path);
	if (s->field.is_bitfield)
		strbuf_puts(d->out, " (bits)");
	if (s->field.base) {
		strbuf_puts(d->out, " of ");
		dump_expr(d, s->field.base);
	}
	if (s->field.offset_patch >= 0)
		strbuf_printf(d->out, " or patch %d", s->field.offset_patch);
}

/* "verb @x[key]" */
static void dump_map(struct dump *d, const struct plan_statement *s, const char *verb)
{
	strbuf_printf(d->out, "%s %s", verb, map_name(d, s));
	if (s->key.size) {
		strbuf_putc(d->out, '[');
		dump_place(d, &s->key);
		strbuf_putc(d->out, ']');
	}
}

static void dump_event_arg(struct dump *d, const struct plan_event_arg *arg)
{
	const char *space = arg->is_user ? "user" : "kernel";

	switch (arg->kind) {
	case PLAN_EVENT_SCALAR:
		dump_expr(d, arg->expr);
		return;
	case PLAN_EVENT_BYTES:
		dump_place(d, &arg->place);
		return;
	case PLAN_EVENT_STRING:
		strbuf_puts(d->out, "string ");
		dump_place(d, &arg->place);
		return;
	case PLAN_EVENT_BUFFER:
		strbuf_puts(d->out, "buffer ");
		dump_place(d, &arg->place);
		return;
	case PLAN_EVENT_READ_STRING:
		strbuf_printf(d->out, "%s string(%u) at ", space, arg->limit);
		dump_expr(d, arg->expr);
		dump_failure(d, arg->failure);
		return;
	case PLAN_EVENT_READ_BUFFER:
		strbuf_printf(d->out, "%s bytes(%u) at ", space, arg->limit);
		dump_expr(d, arg->expr);
		strbuf_puts(d->out, " of ");
		dump_expr(d, arg->length);
		dump_failure(d, arg->failure);
		return;
	case PLAN_EVENT_KSTACK:
		strbuf_printf(d->out, "kstack(%u)", arg->limit);
		return;
	case PLAN_EVENT_USTACK:
		strbuf_printf(d->out, "ustack(%u)", arg->limit);
		return;
	case PLAN_EVENT_BUILD_IDS:
		strbuf_printf(d->out, "ustack(build_id, %u)", arg->limit);
		return;
	}
}

static void dump_event(struct dump *d, const struct plan_statement *s)
{
	strbuf_printf(d->out, "event %d(", s->event);
	for (size_t i = 0; i < s->event_args.count; i++) {
		if (i)
			strbuf_puts(d->out, ", ");
		dump_event_arg(d, &s->event_args.items[i]);
	}
	strbuf_putc(d->out, ')');
}

static void dump_add(struct dump *d, const struct plan_statement *s)
{
	dump_result(d, s);
	if (s->temp >= 0)
		strbuf_puts(d->out, s->wants_new ? "new of " : "old of ");
	dump_map(d, s, "add to");
	strbuf_puts(d->out, ": ");
	dump_expr(d, s->expr);
}

static void dump_result_of_map(struct dump *d, const struct plan_statement *s, const char *verb)
{
	dump_result(d, s);
	dump_map(d, s, verb);
}

static void dump_set(struct dump *d, const struct plan_statement *s)
{
	dump_map(d, s, "set");
	strbuf_puts(d->out, " = ");
	if (s->expr)
		dump_expr(d, s->expr);
	else
		dump_place(d, &s->source);
}

static void dump_update(struct dump *d, const struct plan_statement *s)
{
	dump_map(d, s, "update");
	if (s->expr) {
		strbuf_puts(d->out, " with ");
		dump_expr(d, s->expr);
	}
}

/* "t1 = value" */
static void dump_assignment(struct dump *d, const struct plan_statement *s)
{
	dump_result(d, s);
	if (s->kind == PLAN_LITERAL)
		dump_text(d, s->text, s->text_size);
	else if (s->kind == PLAN_COPY)
		dump_place(d, &s->source);
	else if (s->kind == PLAN_ZERO)
		strbuf_puts(d->out, "zero");
	else
		dump_expr(d, s->expr);
}

/* "word", "word expr" */
static void dump_word(struct dump *d, const struct plan_statement *s, const char *word)
{
	strbuf_puts(d->out, word);
	if (s->expr && s->kind != PLAN_WHILE) {
		strbuf_putc(d->out, ' ');
		dump_expr(d, s->expr);
	}
}

static void dump_cut(struct dump *d, const struct plan_statement *s)
{
	if (s->cut < 0)
		return;
	strbuf_puts(d->out, ", cut to ");
	dump_temp(d, s->cut);
}

static void dump_repeat(struct dump *d, const struct plan_statement *s)
{
	strbuf_puts(d->out, "repeat ");
	dump_result(d, s);
	dump_expr(d, s->expr);
	strbuf_puts(d->out, " .. ");
	dump_expr(d, s->end);
	dump_cut(d, s);
}

static void dump_while(struct dump *d, const struct plan_statement *s)
{
	strbuf_puts(d->out, "while");
	dump_cut(d, s);
}

static void dump_for_map(struct dump *d, const struct plan_statement *s)
{
	strbuf_puts(d->out, "for ");
	dump_result(d, s);
	strbuf_printf(d->out, "keys of %s", map_name(d, s));
}

/* The statement's own line, without what is inside of it. */
static void dump_head(struct dump *d, const struct plan_statement *s)
{
	static const char *const parts[] = { [PLAN_PART_VALUE] = "reduce",
					     [PLAN_PART_COUNT] = "reduce to count",
					     [PLAN_PART_TOTAL] = "reduce to total" };

	switch (s->kind) {
	case PLAN_SET:
	case PLAN_STORE:
	case PLAN_ZERO:
	case PLAN_COPY:
	case PLAN_LITERAL:
		return dump_assignment(d, s);
	case PLAN_CALL:
		return dump_call(d, s, library[s->library]);
	case PLAN_SUBPROGRAM:
		return dump_call(d, s, d->plan->programs.items[s->program]->name);
	case PLAN_C_CALL:
		return dump_call(d, s, d->plan->c_functions.items[s->program].name);
	case PLAN_FIELD:
		return dump_field(d, s);
	case PLAN_MAP_GET:
		return dump_result_of_map(d, s, "get");
	case PLAN_MAP_SET:
		return dump_set(d, s);
	case PLAN_MAP_ADD:
		return dump_add(d, s);
	case PLAN_MAP_UPDATE:
		return dump_update(d, s);
	case PLAN_MAP_REDUCE:
		return dump_result_of_map(d, s, parts[s->part]);
	case PLAN_MAP_DELETE:
		return dump_result_of_map(d, s, "delete");
	case PLAN_MAP_HAS:
		return dump_result_of_map(d, s, "has");
	case PLAN_MAP_LENGTH:
		return dump_result_of_map(d, s, "length of");
	case PLAN_MAP_ADDRESS:
		return dump_result_of_map(d, s, "address of");
	case PLAN_EVENT:
		return dump_event(d, s);
	case PLAN_IF:
		return dump_word(d, s, "if");
	case PLAN_WHILE:
		return dump_while(d, s);
	case PLAN_REPEAT:
		return dump_repeat(d, s);
	case PLAN_FOR_MAP:
		return dump_for_map(d, s);
	case PLAN_BREAK:
		return dump_word(d, s, "break");
	case PLAN_CONTINUE:
		return dump_word(d, s, "continue");
	case PLAN_RETURN:
		return dump_word(d, s, "return");
	case N_PLAN_STATEMENTS:
		break;
	}
	BUG("statement of kind %d", (int)s->kind);
}

void dump_block(struct dump *d, const plan_block *block, int depth)
{
	vec_foreach(struct plan_statement *, item, block) {
		const struct plan_statement *s = *item;

		dump_begin(d, depth);
		strbuf_printf(d->out, "%u: ", s->line);
		dump_head(d, s);
		dump_failure(d, s->failure);
		strbuf_putc(d->out, '\n');
		if (s->kind == PLAN_WHILE) {
			dump_block(d, &s->condition, depth + 1);
			dump_begin(d, depth + 1);
			strbuf_puts(d->out, "test ");
			dump_expr(d, s->expr);
			strbuf_putc(d->out, '\n');
		}
		dump_block(d, &s->body, depth + 1);
		if (s->orelse.count) {
			dump_begin(d, depth);
			strbuf_puts(d->out, "else\n");
			dump_block(d, &s->orelse, depth + 1);
		}
	}
}
