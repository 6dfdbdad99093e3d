/*
 * Expressions in BPF C. The plan's arithmetic wraps, C's does not where numbers are
 * signed: signed operations are done on unsigned numbers and cast back.
 */
#include <inttypes.h>
#include <string.h>

#include "base/diag.h"
#include "emit/bpf.h"

/* Where an expression stands: decides whether it needs parentheses. */
enum level {
	LEVEL_WHOLE,   /* right of =, an argument, inside of parentheses */
	LEVEL_OPERAND, /* of a binary operator */
	LEVEL_PREFIX,  /* behind a cast or a unary operator, or before -> */
};

enum operator_class {
	CLASS_UNARY,
	CLASS_ARITHMETIC,
	CLASS_DIVISION,
	CLASS_SHIFT,
	CLASS_BITS,
	CLASS_TEST, /* gives bool; the sign is that of the operands */
};

static const struct {
	const char *text;
	enum operator_class class;
} operators[] = {
	[PLAN_NEGATE] = { "-", CLASS_UNARY },
	[PLAN_NOT] = { "!", CLASS_UNARY },
	[PLAN_BIT_NOT] = { "~", CLASS_UNARY },
	[PLAN_ADD] = { "+", CLASS_ARITHMETIC },
	[PLAN_SUBTRACT] = { "-", CLASS_ARITHMETIC },
	[PLAN_MULTIPLY] = { "*", CLASS_ARITHMETIC },
	[PLAN_DIVIDE] = { "/", CLASS_DIVISION },
	[PLAN_MODULO] = { "%", CLASS_DIVISION },
	[PLAN_AND] = { "&", CLASS_BITS },
	[PLAN_OR] = { "|", CLASS_BITS },
	[PLAN_XOR] = { "^", CLASS_BITS },
	[PLAN_SHIFT_LEFT] = { "<<", CLASS_SHIFT },
	[PLAN_SHIFT_RIGHT] = { ">>", CLASS_SHIFT },
	[PLAN_EQUAL] = { "==", CLASS_TEST },
	[PLAN_NOT_EQUAL] = { "!=", CLASS_TEST },
	[PLAN_LESS] = { "<", CLASS_TEST },
	[PLAN_LESS_EQUAL] = { "<=", CLASS_TEST },
	[PLAN_GREATER] = { ">", CLASS_TEST },
	[PLAN_GREATER_EQUAL] = { ">=", CLASS_TEST },
	[PLAN_LOGICAL_AND] = { "&&", CLASS_TEST },
	[PLAN_LOGICAL_OR] = { "||", CLASS_TEST },
};

static const char *put(const struct bpf_function *fn, const struct plan_expr *expr,
		       enum level level);

static const char *wrap(const struct bpf_function *fn, const char *text, bool is_wrapped)
{
	return is_wrapped ? arena_printf(fn->bpf->arena, "(%s)", text) : text;
}

static struct plan_scalar as_unsigned(struct plan_scalar type)
{
	type.is_signed = false;
	return type;
}

const char *bpf_number_text(struct arena *arena, struct plan_scalar type, uint64_t number)
{
	int64_t value = (int64_t)number;

	if (type.is_bool)
		return number ? "true" : "false";
	if (!type.is_signed && (value < 0 || (type.size == 4 && value > INT32_MAX)))
		return arena_printf(arena, "%" PRIu64 "%s", number, type.size == 8 ? "ULL" : "U");
	if (type.is_signed && value == INT64_MIN)
		return "(-9223372036854775807LL - 1)";
	return arena_printf(arena, "%" PRId64, value);
}

static const char *constant(struct arena *arena, const struct plan_expr *expr)
{
	return bpf_number_text(arena, expr->type, expr->value);
}

/* A number of the expression's own C type, which a bare constant is not. */
static const char *typed(const struct bpf_function *fn, const struct plan_expr *expr,
			 enum level level)
{
	const char *text;

	if (expr->kind != PLAN_EXPR_CONST)
		return put(fn, expr, level);
	text = constant(fn->bpf->arena, expr);
	if (expr->type.size >= 4 && strpbrk(text, "U(") == NULL)
		text = arena_printf(fn->bpf->arena, "%s%s%s", text, expr->type.is_signed ? "" : "U",
				    expr->type.size == 8 ? "LL" : "");
	return wrap(fn, text, level == LEVEL_PREFIX && text[0] == '-');
}

/*
 * Whether the verifier may take the expression for a pointer, which it lets nobody
 * calculate with. What was calculated is none.
 */
static bool is_pointer(const struct bpf_function *fn, const struct plan_expr *expr)
{
	uint8_t kind = fn->program->kind;

	if (expr->kind == PLAN_EXPR_TEMP)
		return fn->frame->temps[expr->temp].may_point;
	if (expr->kind == PLAN_EXPR_ARGUMENT)
		return kind == ABI_PROBE_RAWTRACEPOINT;
	if (expr->kind == PLAN_EXPR_SLOT)
		return expr->may_point;
	if (expr->kind == PLAN_EXPR_CAST)
		return expr->type.size == 8 && is_pointer(fn, expr->left);
	if (expr->kind == PLAN_EXPR_SELECT)
		return is_pointer(fn, expr->left) || is_pointer(fn, expr->right);
	if (expr->kind == PLAN_EXPR_FIELD_ADDRESS)
		return is_pointer(fn, expr->left);
	return expr->kind == PLAN_EXPR_CONTEXT || expr->kind == PLAN_EXPR_ADDRESS;
}

/* An operand to calculate with. */
static const char *number(const struct bpf_function *fn, const struct plan_expr *expr,
			  enum level level)
{
	if (!is_pointer(fn, expr))
		return put(fn, expr, level);
	bpf_need(fn->bpf, HEADER_memory);
	return arena_printf(fn->bpf->arena, "tl_number(%s)", put(fn, expr, LEVEL_WHOLE));
}

/* The first operand, which gives the calculation its C type. */
static const char *first_number(const struct bpf_function *fn, const struct plan_expr *expr,
				enum level level)
{
	return expr->kind == PLAN_EXPR_CONST ? typed(fn, expr, level) : number(fn, expr, level);
}

static const char *unary(const struct bpf_function *fn, const struct plan_expr *expr,
			 enum level level)
{
	struct arena *arena = fn->bpf->arena;
	struct plan_scalar type = expr->type;
	const char *op = operators[expr->op].text;
	const char *operand;

	if (expr->op == PLAN_NOT)
		return arena_printf(arena, "!%s", put(fn, expr->left, LEVEL_PREFIX));
	operand = first_number(fn, expr->left, LEVEL_PREFIX);
	if (type.size < 4 || type.is_signed)
		return arena_printf(arena, "(%s)%s(%s)%s", bpf_scalar_name(type), op,
				    bpf_scalar_name(as_unsigned(type)), operand);
	return wrap(fn, arena_printf(arena, "%s%s", op, operand), level == LEVEL_PREFIX);
}

/* The left operand as an unsigned number that is as wide as the calculation. */
static const char *unsigned_left(const struct bpf_function *fn, const struct plan_expr *left)
{
	struct arena *arena = fn->bpf->arena;
	struct plan_scalar type = left->type;
	const char *zero_extend = "";

	if (type.size >= 4 && !type.is_signed && !type.is_bool)
		return first_number(fn, left, LEVEL_OPERAND);
	if (type.size < 4 && type.is_signed)
		zero_extend = arena_printf(arena, "(%s)", bpf_scalar_name(as_unsigned(type)));
	return arena_printf(arena, "(__u%u)%s%s", type.size < 8 ? 32 : 64, zero_extend,
			    number(fn, left, LEVEL_PREFIX));
}

static const char *right_operand(const struct bpf_function *fn, const struct plan_expr *expr)
{
	struct arena *arena = fn->bpf->arena;
	const struct plan_expr *right = expr->right;
	unsigned mask = expr->type.size * 8u - 1;

	if (operators[expr->op].class == CLASS_SHIFT) {
		if (right->kind == PLAN_EXPR_CONST)
			return arena_printf(arena, "%u", (unsigned)right->value & mask);
		return arena_printf(arena, "(%s & %u)", number(fn, right, LEVEL_OPERAND), mask);
	}
	if (operators[expr->op].class == CLASS_DIVISION && right->type.is_signed)
		return arena_printf(arena, "(%s)%s", bpf_scalar_name(as_unsigned(right->type)),
				    number(fn, right, LEVEL_PREFIX));
	return number(fn, right, LEVEL_OPERAND);
}

static const char *binary(const struct bpf_function *fn, const struct plan_expr *expr,
			  enum level level)
{
	struct arena *arena = fn->bpf->arena;
	struct plan_scalar type = expr->type;
	const char *op = operators[expr->op].text;
	enum operator_class class = operators[expr->op].class;
	const char *text;

	if (class == CLASS_TEST) {
		text = arena_printf(arena, "%s %s %s", put(fn, expr->left, LEVEL_OPERAND), op,
				    put(fn, expr->right, LEVEL_OPERAND));
		return wrap(fn, text, level != LEVEL_WHOLE);
	}
	if (class == CLASS_BITS) {
		text = arena_printf(arena, "%s %s %s", first_number(fn, expr->left, LEVEL_OPERAND),
				    op, number(fn, expr->right, LEVEL_OPERAND));
		return wrap(fn, text, level != LEVEL_WHOLE);
	}
	text = arena_printf(arena, "%s %s %s", unsigned_left(fn, expr->left), op,
			    right_operand(fn, expr));
	if (type.size < 4 || type.is_signed)
		return arena_printf(arena, "(%s)(%s)", bpf_scalar_name(type), text);
	return wrap(fn, text, level != LEVEL_WHOLE);
}

static const char *cast(const struct bpf_function *fn, const struct plan_expr *expr,
			enum level level)
{
	struct arena *arena = fn->bpf->arena;
	const struct plan_expr *left = expr->left;

	if (expr->type.is_bool)
		return wrap(fn, arena_printf(arena, "%s != 0", put(fn, left, LEVEL_OPERAND)),
			    level != LEVEL_WHOLE);
	if (expr->type.size == 8)
		return arena_printf(arena, "(%s)%s", bpf_scalar_name(expr->type),
				    put(fn, left, LEVEL_PREFIX));
	return arena_printf(arena, "(%s)%s", bpf_scalar_name(expr->type),
			    number(fn, left, LEVEL_PREFIX));
}

static const char *load(const struct bpf_function *fn, const struct plan_expr *expr,
			enum level level)
{
	struct arena *arena = fn->bpf->arena;
	struct plan_scalar type = expr->type;
	bool is_constant = expr->place.kind == PLACE_CONSTANT;
	const char *place = bpf_place(fn, expr->place);
	const char *text;

	text = arena_printf(arena, "*(%s%s *)%s", is_constant ? "const volatile " : "",
			    bpf_access_name(arena, type, expr->place.offset), place);
	if (!type.is_bool)
		return text;
	return wrap(fn, arena_printf(arena, "%s != 0", text), level != LEVEL_WHOLE);
}

/* argN: from registers, or from the array that the kernel passes. */
static const char *argument(const struct bpf_function *fn, const struct plan_expr *expr)
{
	uint8_t kind = fn->program->kind;
	unsigned n = expr->value;

	if (kind == ABI_PROBE_USDT) {
		bpf_need(fn->bpf, HEADER_usdt);
		return arena_printf(fn->bpf->arena, "tl_usdt_argument(ctx, %u)", n);
	}
	bpf_need(fn->bpf, HEADER_probe);
	if (kind == ABI_PROBE_KPROBE || kind == ABI_PROBE_UPROBE)
		return arena_printf(fn->bpf->arena, "tl_register_argument(ctx, %u)", n);
	return arena_printf(fn->bpf->arena, "tl_context_argument(ctx, %u)", n);
}

static const char *slot(const struct bpf_function *fn, const struct plan_expr *expr)
{
	bpf_need(fn->bpf, HEADER_probe);
	return arena_printf(fn->bpf->arena, "TL_SLOT(ctx, %u)",
			    fn->program->first_slot + (unsigned)expr->value);
}

/* "((struct file *)left)->path", of which the compiler makes a relocation. */
static const char *member(const struct bpf_function *fn, const struct plan_expr *expr,
			  const char *base)
{
	struct arena *arena = fn->bpf->arena;

	return arena_printf(arena, "((%s *)%s)->%s", bpf_ctype_name(arena, expr->root), base,
			    expr->path);
}

static const char *relocated(const struct bpf_function *fn, const struct plan_expr *expr)
{
	struct arena *arena = fn->bpf->arena;
	const char *root = bpf_ctype_name(arena, expr->root);
	const char *type = bpf_scalar_name(expr->type);
	bool is_fixed = !expr->root->is_relocatable;

	switch (expr->kind) {
	case PLAN_EXPR_FIELD_ADDRESS:
		return arena_printf(arena, "(%s)&%s", type,
				    member(fn, expr, put(fn, expr->left, LEVEL_PREFIX)));
	case PLAN_EXPR_FIELD_OFFSET:
		return arena_printf(arena,
				    is_fixed ? "(%s)offsetof(%s, %s)"
					     : "(%s)bpf_core_field_offset(%s, %s)",
				    type, root, expr->path);
	case PLAN_EXPR_FIELD_SIZE:
		bpf_need(fn->bpf, HEADER_field);
		return arena_printf(arena, "(%s)TL_FIELD_SIZE(%s, %s)", type, root, expr->path);
	case PLAN_EXPR_ELEMENTS:
		bpf_need(fn->bpf, HEADER_field);
		return arena_printf(arena, "TL_ELEMENTS(%s, %s)", root, expr->path);
	case PLAN_EXPR_FIELD_EXISTS:
		return is_fixed ? "1"
				: arena_printf(arena, "(%s)bpf_core_field_exists(%s, %s)", type,
					       root, expr->path);
	case PLAN_EXPR_NAME_EXISTS:
		return bpf_name_exists(arena, expr->root, expr->path);
	case PLAN_EXPR_TYPE_SIZE:
		return arena_printf(arena,
				    is_fixed ? "(%s)sizeof(%s)" : "(%s)bpf_core_type_size(%s)",
				    type, root);
	case PLAN_EXPR_TYPE_ID:
		return arena_printf(arena, "(%s)bpf_core_type_id_kernel(%s)", type, root);
	case PLAN_EXPR_TYPE_EXISTS:
		return is_fixed ? "1" : bpf_type_exists(arena, expr->root);
	case PLAN_EXPR_ENUM_EXISTS:
		return arena_printf(arena, "(%s)bpf_core_enum_value_exists(%s___tl, %s___tl)", type,
				    root, expr->path);
	default:
		BUG("no relocated expression");
	}
}

static const char *enum_value(const struct bpf_function *fn, const struct plan_expr *expr)
{
	struct arena *arena = fn->bpf->arena;

	if (!expr->root || !expr->root->name)
		return constant(arena, expr);
	return arena_printf(arena, "(%s)bpf_core_enum_value(%s___tl, %s___tl)",
			    bpf_scalar_name(expr->type), bpf_ctype_name(arena, expr->root),
			    expr->path);
}

/* Bytes are arrays in C. */
static bool is_scalar_temp(const struct bpf_function *fn, const struct plan_expr *address)
{
	return address->place.kind == PLACE_TEMP &&
	       !fn->program->temps.items[address->place.temp].is_bytes;
}

static const char *put(const struct bpf_function *fn, const struct plan_expr *expr,
		       enum level level)
{
	struct arena *arena = fn->bpf->arena;
	const char *text;

	switch (expr->kind) {
	case PLAN_EXPR_CONST:
		text = constant(arena, expr);
		return wrap(fn, text, level == LEVEL_PREFIX && text[0] == '-');
	case PLAN_EXPR_TEMP:
		return bpf_temp(fn, expr->temp);
	case PLAN_EXPR_LOAD:
		return load(fn, expr, level);
	case PLAN_EXPR_UNARY:
		return unary(fn, expr, level);
	case PLAN_EXPR_BINARY:
		return binary(fn, expr, level);
	case PLAN_EXPR_SELECT:
		text = arena_printf(arena, "%s ? %s : %s", put(fn, expr->condition, LEVEL_OPERAND),
				    typed(fn, expr->left, LEVEL_OPERAND),
				    typed(fn, expr->right, LEVEL_OPERAND));
		return wrap(fn, text, level != LEVEL_WHOLE);
	case PLAN_EXPR_CAST:
		return cast(fn, expr, level);
	case PLAN_EXPR_CONSTANT:
		return bpf_constant(fn->bpf, expr->offset);
	case PLAN_EXPR_ADDRESS:
		return arena_printf(arena, "(__u64)(%s%s)", is_scalar_temp(fn, expr) ? "&" : "",
				    bpf_place(fn, expr->place));
	case PLAN_EXPR_CONTEXT:
		return "(__u64)ctx";
	case PLAN_EXPR_ARGUMENT:
		return argument(fn, expr);
	case PLAN_EXPR_RETURN_VALUE:
		bpf_need(fn->bpf, HEADER_probe);
		return "tl_register_result(ctx)";
	case PLAN_EXPR_SLOT:
		return slot(fn, expr);
	case PLAN_EXPR_REGISTER:
		bpf_need(fn->bpf, HEADER_probe);
		return arena_printf(arena, "(__u64)((const struct tl_registers *)ctx)->%s",
				    expr->path);
	case PLAN_EXPR_FIELD_ADDRESS:
	case PLAN_EXPR_FIELD_OFFSET:
	case PLAN_EXPR_FIELD_SIZE:
	case PLAN_EXPR_ELEMENTS:
	case PLAN_EXPR_FIELD_EXISTS:
	case PLAN_EXPR_NAME_EXISTS:
	case PLAN_EXPR_TYPE_SIZE:
	case PLAN_EXPR_TYPE_ID:
	case PLAN_EXPR_TYPE_EXISTS:
	case PLAN_EXPR_ENUM_EXISTS:
		return relocated(fn, expr);
	case PLAN_EXPR_ENUM_VALUE:
		return enum_value(fn, expr);
	case N_PLAN_EXPRS:
		break;
	}
	BUG("expression of kind %d", (int)expr->kind);
}

const char *bpf_expr(const struct bpf_function *fn, const struct plan_expr *expr)
{
	return put(fn, expr, LEVEL_WHOLE);
}

const char *bpf_operand(const struct bpf_function *fn, const struct plan_expr *expr)
{
	return put(fn, expr, LEVEL_PREFIX);
}

const char *bpf_number(const struct bpf_function *fn, const struct plan_expr *expr)
{
	return number(fn, expr, LEVEL_WHOLE);
}

const char *bpf_number_operand(const struct bpf_function *fn, const struct plan_expr *expr)
{
	return number(fn, expr, LEVEL_PREFIX);
}
