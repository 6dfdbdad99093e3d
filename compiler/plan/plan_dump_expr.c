/*
 * Expressions, places and scalar types of a plan as text.
 */
#include "plan/plan_dump.h"

#include <inttypes.h>

#include "base/diag.h"

static const char *const operators[] = {
	[PLAN_NEGATE] = "-",
	[PLAN_NOT] = "!",
	[PLAN_BIT_NOT] = "~",
	[PLAN_ADD] = "+",
	[PLAN_SUBTRACT] = "-",
	[PLAN_MULTIPLY] = "*",
	[PLAN_DIVIDE] = "/",
	[PLAN_MODULO] = "%",
	[PLAN_AND] = "&",
	[PLAN_OR] = "|",
	[PLAN_XOR] = "^",
	[PLAN_SHIFT_LEFT] = "<<",
	[PLAN_SHIFT_RIGHT] = ">>",
	[PLAN_EQUAL] = "==",
	[PLAN_NOT_EQUAL] = "!=",
	[PLAN_LESS] = "<",
	[PLAN_LESS_EQUAL] = "<=",
	[PLAN_GREATER] = ">",
	[PLAN_GREATER_EQUAL] = ">=",
	[PLAN_LOGICAL_AND] = "&&",
	[PLAN_LOGICAL_OR] = "||",
};

void dump_scalar(struct dump *d, struct plan_scalar type)
{
	if (type.is_bool)
		strbuf_puts(d->out, "bool");
	else
		strbuf_printf(d->out, "%c%u", type.is_signed ? 's' : 'u', 8u * type.size);
}

void dump_temp(struct dump *d, int temp)
{
	const char *name = d->program->temps.items[temp].name;

	if (name)
		strbuf_puts(d->out, name);
	else
		strbuf_printf(d->out, "t%d", temp);
}

/* "t3[8..24]", "t3" for all of it, "constant[120..376]" */
void dump_place(struct dump *d, const struct plan_place *place)
{
	if (place->kind == PLACE_CONSTANT) {
		strbuf_puts(d->out, "constant");
	} else {
		dump_temp(d, place->temp);
		if (place->offset == 0 && place->size == d->program->temps.items[place->temp].size)
			return;
	}
	strbuf_printf(d->out, "[%u..%u]", place->offset, place->offset + place->size);
}

void dump_ctype(struct dump *d, const struct plan_ctype *ctype)
{
	strbuf_printf(d->out, "%s %s", ctype->tag, ctype->name ? ctype->name : "<unnamed>");
	if (ctype->flavour)
		strbuf_printf(d->out, "___%s", ctype->flavour);
}

/* "struct dentry.d_name.len" */
void dump_path(struct dump *d, const struct plan_ctype *root, const char *path)
{
	dump_ctype(d, root);
	if (path && *path)
		strbuf_printf(d->out, ".%s", path);
}

static void dump_const(struct dump *d, const struct plan_expr *expr)
{
	if (expr->type.is_bool)
		strbuf_puts(d->out, expr->value ? "true" : "false");
	else if (expr->type.is_signed)
		strbuf_printf(d->out, "%" PRId64, (int64_t)expr->value);
	else
		strbuf_printf(d->out, "%" PRIu64, expr->value);
}

static void dump_typed(struct dump *d, const struct plan_expr *expr, const char *before,
		       const char *behind)
{
	dump_scalar(d, expr->type);
	strbuf_puts(d->out, before);
	if (expr->left)
		dump_expr(d, expr->left);
	strbuf_puts(d->out, behind);
}

static void dump_binary(struct dump *d, const struct plan_expr *expr)
{
	strbuf_putc(d->out, '(');
	dump_expr(d, expr->left);
	strbuf_printf(d->out, " %s ", operators[expr->op]);
	dump_expr(d, expr->right);
	strbuf_putc(d->out, ')');
}

static void dump_select(struct dump *d, const struct plan_expr *expr)
{
	strbuf_putc(d->out, '(');
	dump_expr(d, expr->condition);
	strbuf_puts(d->out, " ? ");
	dump_expr(d, expr->left);
	strbuf_puts(d->out, " : ");
	dump_expr(d, expr->right);
	strbuf_putc(d->out, ')');
}

/* word(struct root.path[, left]) */
static void dump_relocated(struct dump *d, const struct plan_expr *expr, const char *word)
{
	strbuf_printf(d->out, "%s(", word);
	dump_path(d, expr->root, expr->path);
	if (expr->left) {
		strbuf_puts(d->out, ", ");
		dump_expr(d, expr->left);
	}
	strbuf_putc(d->out, ')');
}

static void dump_enum_value(struct dump *d, const struct plan_expr *expr)
{
	strbuf_puts(d->out, "enumerator(");
	if (expr->root)
		dump_path(d, expr->root, expr->path);
	else
		strbuf_puts(d->out, expr->path);
	strbuf_printf(d->out, " = %" PRId64 ")", (int64_t)expr->value);
}

void dump_expr(struct dump *d, const struct plan_expr *expr)
{
	switch (expr->kind) {
	case PLAN_EXPR_CONST:
		dump_const(d, expr);
		return;
	case PLAN_EXPR_TEMP:
		dump_temp(d, expr->temp);
		return;
	case PLAN_EXPR_LOAD:
		dump_typed(d, expr, " ", "");
		dump_place(d, &expr->place);
		return;
	case PLAN_EXPR_UNARY:
		strbuf_puts(d->out, operators[expr->op]);
		dump_expr(d, expr->left);
		return;
	case PLAN_EXPR_BINARY:
		dump_binary(d, expr);
		return;
	case PLAN_EXPR_SELECT:
		dump_select(d, expr);
		return;
	case PLAN_EXPR_CAST:
		dump_typed(d, expr, "(", ")");
		return;
	case PLAN_EXPR_CONSTANT:
		dump_typed(d, expr, " constant", "");
		strbuf_printf(d->out, "[%u]", expr->offset);
		return;
	case PLAN_EXPR_ADDRESS:
		strbuf_putc(d->out, '&');
		dump_place(d, &expr->place);
		return;
	case PLAN_EXPR_CONTEXT:
		strbuf_puts(d->out, "ctx");
		return;
	case PLAN_EXPR_ARGUMENT:
		strbuf_printf(d->out, "arg%" PRIu64, expr->value);
		return;
	case PLAN_EXPR_RETURN_VALUE:
		strbuf_puts(d->out, "retval");
		return;
	case PLAN_EXPR_SLOT:
		strbuf_printf(d->out, "slot%" PRIu64, expr->value);
		return;
	case PLAN_EXPR_REGISTER:
		strbuf_printf(d->out, "register(%s)", expr->path);
		return;
	case PLAN_EXPR_FIELD_ADDRESS:
		dump_relocated(d, expr, "address");
		return;
	case PLAN_EXPR_FIELD_OFFSET:
		dump_relocated(d, expr, "offset");
		return;
	case PLAN_EXPR_FIELD_SIZE:
		dump_relocated(d, expr, "size");
		return;
	case PLAN_EXPR_ELEMENTS:
		dump_relocated(d, expr, "elements");
		return;
	case PLAN_EXPR_NAME_EXISTS:
		dump_relocated(d, expr, "name_exists");
		return;
	case PLAN_EXPR_FIELD_EXISTS:
	case PLAN_EXPR_TYPE_EXISTS:
	case PLAN_EXPR_ENUM_EXISTS:
		dump_relocated(d, expr, "exists");
		return;
	case PLAN_EXPR_TYPE_ID:
		dump_relocated(d, expr, "id");
		return;
	case PLAN_EXPR_TYPE_SIZE:
		dump_relocated(d, expr, "size");
		return;
	case PLAN_EXPR_ENUM_VALUE:
		dump_enum_value(d, expr);
		return;
	case N_PLAN_EXPRS:
		break;
	}
	BUG("expression of kind %d", (int)expr->kind);
}
