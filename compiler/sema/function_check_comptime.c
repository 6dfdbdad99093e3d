/* Functions whose result is known when the script is compiled: nothing of them is left behind sema. */
#include <string.h>

#include "base/strbuf.h"
#include "sema/call_detail.h"
#include "sema/format.h"
#include "sema/function_check.h"
#include "sema/kfunc.h"

/* -- is_str() and its kin -- */

static bool is_literal(const struct node *node)
{
	return node->kind == NODE_INT || node->kind == NODE_BOOL || node->kind == NODE_STRING;
}

static bool is_integer(const struct type *type)
{
	return type->kind == TYPE_INT || type->kind == TYPE_ENUM;
}

static bool answer(const struct node *call, const struct node *arg, const struct type *type)
{
	switch (call->call.function->id) {
	case FUNCTION_is_literal:
		return is_literal(arg);
	case FUNCTION_is_str:
		return type->kind == TYPE_STRING;
	case FUNCTION_is_integer:
		return is_integer(type);
	case FUNCTION_is_unsigned_integer:
		return is_integer(type) && !type->is_signed;
	case FUNCTION_is_ptr:
		return type->kind == TYPE_POINTER;
	case FUNCTION_is_array:
		return type->kind == TYPE_ARRAY;
	default:
		return type_is_scalar(type);
	}
}

/* Keeps the result for call_become_literal, which is at once in the last walk. */
static const struct type *result(struct sema *s, struct node *call, bool is_bool, uint64_t value)
{
	struct call_constant *detail = call_detail(s, call, sizeof(*detail));

	detail->is_known = true;
	detail->is_bool = is_bool;
	detail->value = value;
	if (s->reports)
		call_become_literal(call);
	return is_bool ? type_bool() : type_int(8, false);
}

void call_become_literal(struct node *call)
{
	const struct call_constant *detail = call->call.detail;
	struct call_constant known;

	if (call->call.function == NULL || !(call->call.function->flags & FUNCTION_COMPTIME) ||
	    call->call.function->flags & FUNCTION_STATEMENT || detail == NULL || !detail->is_known)
		return;
	known = *detail;
	call->kind = known.is_bool ? NODE_BOOL : NODE_INT;
	if (known.is_bool) {
		call->boolean = known.value != 0;
		return;
	}
	memset(&call->integer, 0, sizeof(call->integer));
	call->integer.value = known.value;
	call->type = NULL;
}

const struct type *check_is(struct sema *s, struct node *call)
{
	struct node *arg = call->call.args.items[0];
	const struct type *type;

	if (arg->kind == NODE_MAP && arg->map.key == NULL &&
	    call->call.function->id == FUNCTION_is_scalar)
		return result(s, call, true, map_state_of(s, arg)->keyed_use.begin == 0);
	type = infer(s, arg);
	if (type == NULL)
		return type_bool();
	return result(s, call, true, answer(call, arg, type));
}

const struct type *check_default_str_length(struct sema *s, struct node *call)
{
	return result(s, call, false, s->info->config.max_strlen);
}

const struct type *check_kfunc(struct sema *s, struct node *call)
{
	const struct node *name = literal_text(s, call, 0, "the name");
	bool is_allowed = call->call.function->id == FUNCTION_kfunc_allowed;

	if (name == NULL)
		return result(s, call, true, false);
	return result(s, call, true,
		      is_allowed ? kfunc_is_allowed(s, name->string.text)
				 : kernel_find_function(s->kernel, NULL, name->string.text) != NULL);
}

/* -- errors that a script makes -- */

const struct type *check_static_assert(struct sema *s, struct node *call)
{
	struct node *condition = call->call.args.items[0];
	const struct node *message = literal_text(s, call, 1, "the message");
	const struct node *value;

	infer_condition(s, condition);
	if (!s->reports || message == NULL)
		return type_none();
	value = comptime_value(s, condition);
	if (value == NULL)
		diag_report(s->diag, condition->span, DIAG_NOT_COMPTIME);
	else if (value->kind != NODE_STRING &&
		 !(value->kind == NODE_BOOL ? value->boolean : value->integer.value != 0))
		diag_report(s->diag, call->span, DIAG_STATIC_ASSERT, message->string.text);
	return type_none();
}

static void put_literal(struct strbuf *text, const struct node *arg)
{
	if (arg->kind == NODE_STRING)
		strbuf_printf(text, "%s", arg->string.text);
	else if (arg->kind == NODE_BOOL)
		strbuf_printf(text, "%s", arg->boolean ? "true" : "false");
	else
		strbuf_printf(text, "%lld", (long long)arg->integer.value);
}

/* The format with literals in the place of its conversions. */
static const char *fail_text(struct sema *s, const struct node *call, const struct node *format)
{
	struct format scanned;
	struct strbuf text;
	size_t next = 1;

	strbuf_init(&text, s->arena);
	format_scan(s->arena, format->string.text, format->string.size, &scanned);
	for (size_t i = 0; i < scanned.pieces.count; i++) {
		const struct abi_piece *piece = &scanned.pieces.items[i];

		if (piece->literal != NULL)
			strbuf_printf(&text, "%.*s", (int)piece->literal_size, piece->literal);
		else if (next < call->call.args.count)
			put_literal(&text, call->call.args.items[next++]);
	}
	return strbuf_text(&text);
}

const struct type *check_fail(struct sema *s, struct node *call)
{
	const struct node *format = literal_text(s, call, 0, "the format");
	bool is_right = format != NULL;

	for (size_t i = 1; i < call->call.args.count; i++) {
		struct node *arg = call->call.args.items[i];

		infer(s, arg);
		if (is_literal(arg) || arg->kind == NODE_ERROR)
			continue;
		sema_report(s, arg->span, DIAG_NOT_LITERAL, "an argument", "fail", "value");
		is_right = false;
	}
	if (is_right && s->reports)
		diag_report(s->diag, call->span, DIAG_FAIL, fail_text(s, call, format));
	return type_none();
}

const struct type *check_assert_str(struct sema *s, struct node *call)
{
	string_argument(s, call, 0);
	return type_none();
}
