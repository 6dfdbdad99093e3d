/* Functions that ask the tool to do something: printf and its kin, print, exit, time, join. */
#include <string.h>

#include "sema/call_detail.h"
#include "sema/format.h"
#include "sema/function_check.h"
#include "sema/type_convert.h"
#include "sema/value_bits.h"

/* -- printf -- */

/* "%-8d" to "%-8ld". */
static const char *with_long(struct sema *s, const char *spec)
{
	size_t end = strlen(spec) - 1, begin = end;

	while (begin > 0 && strchr("hljztL", spec[begin - 1]) != NULL)
		begin--;
	return arena_printf(s->arena, "%.*sl%c", (int)begin, spec, spec[end]);
}

static const struct abi_piece *piece_of(const struct format *format, size_t conversion)
{
	for (size_t i = 0; i < format->pieces.count; i++) {
		if (format->pieces.items[i].literal == NULL && conversion-- == 0)
			return &format->pieces.items[i];
	}
	return NULL;
}

static void check_narrowing(struct sema *s, const struct node *arg, const struct format *format,
			    size_t i)
{
	const struct abi_piece *piece = piece_of(format, i);

	if (format->accepts.items[i] != FORMAT_NUMBER || piece->conversion == 'p' ||
	    piece->int_size != 4 || arg->type->size <= 4 || value_bits(arg) <= 32)
		return;
	sema_report(s, arg->span, DIAG_LOSSY_FORMAT, format->specs.items[i], piece->int_size * 8,
		    describe(s, arg->type), with_long(s, format->specs.items[i]));
}

static bool is_accepted(enum format_accepts accepts, const struct type *type)
{
	switch (accepts) {
	case FORMAT_NUMBER:
		return type_is_scalar(type);
	case FORMAT_INTEGER:
		return type_is_integer(type);
	case FORMAT_BUFFER:
		return type->kind == TYPE_BUFFER;
	case FORMAT_ANY:
		return true;
	}
	return false;
}

static const char *const accepted_names[] = {
	[FORMAT_NUMBER] = "an integer or pointer",
	[FORMAT_INTEGER] = "an integer",
	[FORMAT_BUFFER] = "a buffer",
	[FORMAT_ANY] = "a value",
};

static void check_conversion(struct sema *s, struct node *arg, const struct format *format,
			     size_t i)
{
	enum format_accepts accepts = format->accepts.items[i];
	const struct type *type;

	prefer_probe_number(arg);
	type = infer(s, arg);

	if (type == NULL || type->kind == TYPE_ERROR)
		return;
	if (type_is_aggregation(type)) {
		sema_report(s, arg->span, DIAG_FORMAT_AGGREGATION, describe(s, type));
		if (type_is_castable(type))
			sema_note(s, (struct span){ 0 }, "cast it to print its number: (int64)");
		else
			sema_note(s, (struct span){ 0 }, "print() shows it");
		return;
	}
	if (type->kind == TYPE_NONE) {
		sema_report(s, arg->span, DIAG_NO_VALUE, "an argument");
		return;
	}
	if (!is_accepted(accepts, type)) {
		sema_report(s, arg->span, DIAG_FORMAT_TYPE, format->specs.items[i],
			    accepted_names[accepts], describe(s, type));
		return;
	}
	check_narrowing(s, arg, format, i);
}

/* As many arguments as conversions. */
static void check_count_of(struct sema *s, const struct node *call, const struct format *format)
{
	size_t supplied = call->call.args.count - 1, expected = format->accepts.count;

	if (supplied < expected)
		sema_report(s, call->span, DIAG_FORMAT_FEW, supplied, expected);
	else if (supplied > expected)
		sema_report(s, call->call.args.items[expected + 1]->span, DIAG_FORMAT_MANY,
			    supplied, expected);
}

const struct type *check_printf(struct sema *s, struct node *call)
{
	const struct node *text = literal_text(s, call, 0, "the format");
	size_t n_args = call->call.args.count - 1;
	struct call_format *detail = call_detail(s, call, sizeof(*detail));
	struct format format = { 0 };

	if (text != NULL)
		format_scan(s->arena, text->string.text, text->string.size, &format);
	if (text == NULL || format.bad_spec != NULL) {
		if (text != NULL)
			sema_report(s, text->span, DIAG_FORMAT_SPEC, format.bad_spec);
		for (size_t i = 0; i < n_args; i++)
			infer(s, call->call.args.items[i + 1]);
		return type_none();
	}
	detail->format = (struct abi_format){ format.pieces.items, (uint32_t)format.pieces.count };
	for (size_t i = 0; i < n_args; i++) {
		if (i < format.accepts.count)
			check_conversion(s, call->call.args.items[i + 1], &format, i);
		else
			infer(s, call->call.args.items[i + 1]);
	}
	check_count_of(s, call, &format);
	return type_none();
}

/* -- debugf -- */

/* What bpf_trace_printk (bpf-helpers(7)) knows in every kernel: neither widths nor flags. */
static bool is_kernel_spec(const char *spec)
{
	static const char *const specs[] = { "%d",  "%u",  "%x",   "%p",   "%s",  "%ld",
					     "%lu", "%lx", "%lld", "%llu", "%llx" };

	for (size_t i = 0; i < sizeof(specs) / sizeof(specs[0]); i++) {
		if (strcmp(specs[i], spec) == 0)
			return true;
	}
	return false;
}

static void check_kernel_argument(struct sema *s, struct node *call, size_t i, const char *spec)
{
	struct node *arg = call->call.args.items[i];
	const struct type *type = infer_value(s, arg, "an argument");
	bool is_text = strcmp(spec, "%s") == 0;

	if (type == NULL || type->kind == TYPE_ERROR)
		return;
	if (is_text ? type->kind != TYPE_STRING && type->kind != TYPE_POINTER
		    : !type_is_scalar(type))
		sema_report(s, arg->span, DIAG_FORMAT_TYPE, spec,
			    is_text ? "a string or a pointer to one" : "an integer or pointer",
			    describe(s, type));
}

/* The kernel formats the text itself. */
const struct type *check_debugf(struct sema *s, struct node *call)
{
	const struct node *text = literal_text(s, call, 0, "the format");
	struct format format = { 0 };
	const char *bad;

	sema_report(s, call->call.name_span, DIAG_DEBUGF);
	if (text == NULL)
		return type_none();
	format_scan(s->arena, text->string.text, text->string.size, &format);
	bad = format.bad_spec;
	for (size_t i = 0; bad == NULL && i < format.specs.count; i++) {
		if (!is_kernel_spec(format.specs.items[i]))
			bad = format.specs.items[i];
	}
	if (bad != NULL) {
		sema_report(s, text->span, DIAG_FORMAT_SPEC, bad);
		sema_note(s, (struct span){ 0 }, "the kernel formats it, and knows %%d %%u %%x %%p %%s, with l and ll");
		return type_none();
	}
	for (size_t i = 1; i < call->call.args.count; i++) {
		if (i <= format.specs.count)
			check_kernel_argument(s, call, i, format.specs.items[i - 1]);
		else
			infer(s, call->call.args.items[i]);
	}
	check_count_of(s, call, &format);
	return type_none();
}

/* -- print -- */

/* print(@m): the map need not have a key here, but something must be in it. */
static void check_printed_map(struct sema *s, struct node *map)
{
	struct map_state *state = map_state_of(s, map);

	map->type = slot_read(&state->value);
	if (!s->reports)
		return;
	state->symbol->is_printed = true;
	if (state->value.type == NULL)
		report_undefined_map(s, state, map->span);
}

static void check_printed_value(struct sema *s, struct node *value)
{
	const struct type *type;

	prefer_probe_number(value);
	type = infer(s, value);
	if (type != NULL && type->kind == TYPE_NONE)
		sema_report(s, value->span, DIAG_NO_VALUE, "what print() shows");
}

const struct type *check_print(struct sema *s, struct node *call)
{
	struct node *value = call->call.args.items[0];
	bool is_map = value->kind == NODE_MAP && value->map.key == NULL;
	struct call_print *detail = call_detail(s, call, sizeof(*detail));

	detail->is_map = is_map;
	if (is_map)
		check_printed_map(s, value);
	else
		check_printed_value(s, value);
	for (size_t i = 1; i < call->call.args.count; i++) {
		if (is_map)
			literal_number(s, call, i, i == 1 ? "the number of entries" : "the divisor",
				       0, INT64_MAX, i == 1 ? &detail->top : &detail->divisor);
		else
			infer(s, call->call.args.items[i]);
	}
	if (!is_map && call->call.args.count > 1)
		sema_report(s, call->call.args.items[1]->span, DIAG_PRINT_TOP);
	return type_none();
}

/* -- the rest -- */

const struct type *check_exit(struct sema *s, struct node *call)
{
	struct node *status;

	if (s->for_depth > 0)
		sema_report(s, call->span, DIAG_NOT_IN_FOR, "exit()");
	if (call->call.args.count == 0)
		return type_none();
	status = call->call.args.items[0];
	infer_integer(s, status, "the status of exit()");
	if (status->kind == NODE_INT && !literal_fits(status, type_int(1, false)))
		sema_report(s, status->span, DIAG_ARGUMENT_RANGE, "the status", "exit", 0ull,
			    255ull);
	return type_none();
}

/* The text of literal argument i, or a default, as the call's detail. */
static void set_text(struct sema *s, struct node *call, size_t i, const char *what,
		     const char *absent)
{
	struct call_text *detail = call_detail(s, call, sizeof(*detail));
	const struct node *text = NULL;

	if (i < call->call.args.count)
		text = literal_text(s, call, i, what);
	detail->text = text != NULL ? text->string.text : absent;
	detail->size = text != NULL ? text->string.size : strlen(absent);
}

const struct type *check_time(struct sema *s, struct node *call)
{
	set_text(s, call, 0, "the format", "%H:%M:%S\n");
	return type_none();
}

/* char *[], char ** or the address of one as a number. */
const struct type *check_join(struct sema *s, struct node *call)
{
	const struct type *type = infer_value(s, call->call.args.items[0], "an argument");
	bool is_list =
		type != NULL && (type->kind == TYPE_INT ||
				 ((type->kind == TYPE_POINTER || type->kind == TYPE_ARRAY) &&
				  (type->to->kind == TYPE_POINTER || type->to->kind == TYPE_INT ||
				   type->to->kind == TYPE_NONE)));

	if (type != NULL && !is_list)
		wrong_argument(s, call, 0, "an array of strings");
	set_text(s, call, 1, "the separator", " ");
	return type_none();
}
