/* Functions of strings, texts of numbers, and named parameters. */
#include <arpa/inet.h>
#include <string.h>

#include "sema/call_detail.h"
#include "sema/function_check.h"
#include "sema/type_convert.h"

/* -- getopt -- */

static const struct type *param_type(struct sema *s, const struct node *fallback)
{
	if (fallback == NULL || fallback->kind == NODE_BOOL)
		return type_bool();
	if (fallback->kind == NODE_STRING)
		return type_string(s->arena, (uint32_t)s->info->config.max_strlen);
	return type_int(8, fallback->type->is_signed && (int64_t)fallback->integer.value < 0);
}

/* As it would be typed. */
static const char *param_default(struct sema *s, const struct node *fallback)
{
	if (fallback == NULL)
		return NULL;
	if (fallback->kind == NODE_BOOL)
		return fallback->boolean ? "true" : "false";
	if (fallback->kind == NODE_STRING)
		return fallback->string.text;
	if (fallback->type->is_signed)
		return arena_printf(s->arena, "%lld", (long long)fallback->integer.value);
	return arena_printf(s->arena, "%llu", (unsigned long long)fallback->integer.value);
}

static bool is_same_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* What stands behind "--" or before "=" on a command line, in any shell and without quotes. */
static bool is_param_name(const char *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789_.-";

	return *name != '\0' && *name != '-' && name[strspn(name, letters)] == '\0';
}

/* All uses of a name must agree; the first description counts. */
static void add_param(struct sema *s, const struct node *name, const struct named_param *param)
{
	vec_foreach(struct named_param, known, &s->info->named_params) {
		if (strcmp(known->name, param->name) != 0)
			continue;
		if (!type_equal(known->type, param->type) ||
		    !is_same_text(known->default_text, param->default_text))
			diag_report(s->diag, name->span, DIAG_PARAM_DIFFERS, param->name);
		if (known->description == NULL)
			known->description = param->description;
		return;
	}
	vec_push(&s->info->named_params, *param);
}

/* The literal that is the default, NULL if there is none; false, reported, if it is no literal. */
static bool find_default(struct sema *s, struct node *call, const struct node **fallback)
{
	struct node *arg = call->call.args.count > 1 ? call->call.args.items[1] : NULL;

	*fallback = arg;
	if (arg == NULL)
		return true;
	infer(s, arg);
	if (arg->kind == NODE_INT || arg->kind == NODE_BOOL || arg->kind == NODE_STRING)
		return true;
	if (arg->kind != NODE_ERROR)
		sema_report(s, arg->span, DIAG_NOT_LITERAL, "the default", "getopt",
			    "number, bool or string");
	return false;
}

const struct type *check_getopt(struct sema *s, struct node *call)
{
	const struct node *name = literal_text(s, call, 0, "the name");
	const struct node *fallback, *description = NULL;
	struct named_param param = { 0 };

	if (!find_default(s, call, &fallback))
		return type_error();
	if (call->call.args.count > 2)
		description = literal_text(s, call, 2, "the description");
	if (name == NULL)
		return type_error();
	param.name = name->string.text;
	if (!is_param_name(param.name)) {
		sema_report(s, name->span, DIAG_PARAM_NAME, param.name);
		return type_error();
	}
	param.type = param_type(s, fallback);
	param.default_text = param_default(s, fallback);
	param.description = description != NULL ? description->string.text : NULL;
	if (s->reports)
		add_param(s, name, &param);
	return param.type;
}

/* -- strings -- */

const struct type *check_strcontains(struct sema *s, struct node *call)
{
	string_argument(s, call, 0);
	string_argument(s, call, 1);
	return type_bool();
}

const struct type *check_strstr(struct sema *s, struct node *call)
{
	string_argument(s, call, 0);
	string_argument(s, call, 1);
	return type_int(8, true);
}

const struct type *check_strcap(struct sema *s, struct node *call)
{
	string_argument(s, call, 0);
	return type_int(8, false);
}

const struct type *check_str_concat(struct sema *s, struct node *call)
{
	string_argument(s, call, 0);
	string_argument(s, call, 1);
	return type_string(s->arena, LIMIT_CONCAT_SIZE);
}

static bool has_bytes(const struct type *type)
{
	return type->kind == TYPE_STRING || type->kind == TYPE_ARRAY || type->kind == TYPE_TUPLE ||
	       type->kind == TYPE_RECORD;
}

/* n may be no more than what the values have. */
const struct type *check_memcmp(struct sema *s, struct node *call)
{
	uint64_t n;

	for (size_t i = 0; i < 2; i++) {
		struct node *arg = call->call.args.items[i];
		const struct type *type = infer_value(s, arg, "an argument");

		if (type == NULL || type->kind == TYPE_ERROR || type->kind == TYPE_POINTER)
			continue;
		if (!has_bytes(type))
			wrong_argument(s, call, i, "a pointer, a string, an array or a tuple");
		else
			literal_number(s, call, 2, "the size", 0, type->size, &n);
	}
	literal_number(s, call, 2, "the size", 0, LIMIT_CONCAT_SIZE, &n);
	return type_int(4, true);
}

/* -- texts of numbers -- */

const struct type *check_number_name(struct sema *s, struct node *call)
{
	uint32_t size =
		call->call.function->id == FUNCTION_strerror ? LIMIT_ERROR_TEXT : LIMIT_NAME_TEXT;

	infer_integer(s, call->call.args.items[0], "the number");
	return type_string(s->arena, size);
}

const struct type *check_comm_of(struct sema *s, struct node *call)
{
	infer_integer(s, call->call.args.items[0], "the process id");
	return type_string(s->arena, LIMIT_COMM_SIZE);
}

const struct type *check_pton(struct sema *s, struct node *call)
{
	const struct node *text = literal_text(s, call, 0, "the address");
	struct call_text *detail = call_detail(s, call, sizeof(*detail));
	char *bytes;

	if (text == NULL)
		return type_error();
	bytes = arena_alloc(s->arena, sizeof(struct in6_addr));
	detail->text = bytes;
	if (inet_pton(AF_INET, text->string.text, bytes) == 1)
		detail->size = sizeof(struct in_addr);
	else if (inet_pton(AF_INET6, text->string.text, bytes) == 1)
		detail->size = sizeof(struct in6_addr);
	else
		sema_report(s, text->span, DIAG_IP_ADDRESS, text->string.text);
	return detail->size > 0 ? type_array(s->arena, type_int(1, false), detail->size)
				: type_error();
}
