/* Addresses and ids of the target, other tasks, and functions that act on what is traced. */
#include <string.h>

#include "sema/function_check.h"
#include "sema/type_convert.h"

static struct node *arg_of(const struct node *call, size_t i)
{
	return i < call->call.args.count ? call->call.args.items[i] : NULL;
}

/* -- looked up where the tool runs -- */

static const struct type *kernel_words(struct sema *s)
{
	return type_pointer(s->arena, type_int(8, false), SPACE_KERNEL);
}

const struct type *check_kaddr(struct sema *s, struct node *call)
{
	literal_text(s, call, 0, "the symbol");
	return kernel_words(s);
}

const struct type *check_percpu_kaddr(struct sema *s, struct node *call)
{
	literal_text(s, call, 0, "the symbol");
	if (call->call.args.count > 1)
		infer_integer(s, arg_of(call, 1), "the CPU");
	return kernel_words(s);
}

const struct type *check_cgroupid(struct sema *s, struct node *call)
{
	literal_text(s, call, 0, "the path");
	return type_int(8, false);
}

/* LINUX_KERNEL_VERSION is among them as in libbpf (bpf_helpers.h, __kconfig). */
const struct type *check_kconfig(struct sema *s, struct node *call)
{
	const struct node *name = literal_text(s, call, 0, "the name");

	if (name != NULL && !is_kconfig_name(name->string.text))
		sema_report(s, name->span, DIAG_EXPECTED,
			    "\"CONFIG_...\" or \"LINUX_KERNEL_VERSION\"", "another text");
	return type_int(8, true);
}

/* -- pointers -- */

const struct type *check_is_err(struct sema *s, struct node *call)
{
	const struct type *type = infer_value(s, arg_of(call, 0), "an argument");

	if (type != NULL && type->kind != TYPE_POINTER && type->kind != TYPE_INT)
		wrong_argument(s, call, 0, "a pointer or an integer");
	return type_bool();
}

/* The argument as a type; a bare word is the name of one. */
static struct node *type_argument(struct sema *s, struct node *arg)
{
	const char *name = arg->kind == NODE_IDENT ? arg->ident.name : NULL;

	if (name == NULL)
		return arg->kind == NODE_TYPE || arg->kind == NODE_TYPEOF ? arg : NULL;
	arg->kind = NODE_TYPE;
	memset(&arg->type_name, 0, sizeof(arg->type_name));
	arg->type_name.name = name;
	vec_init(&arg->type_name.suffixes, s->arena);
	return arg;
}

/* Becomes (type *)((uint64)pointer - offsetof(type, member)). */
const struct type *check_container_of(struct sema *s, struct node *call)
{
	struct node *type = type_argument(s, arg_of(call, 1)), *member = arg_of(call, 2);

	if (type == NULL || type->kind != NODE_TYPE || member->kind != NODE_IDENT) {
		const struct node *wrong =
			type == NULL || type->kind != NODE_TYPE ? arg_of(call, 1) : member;

		sema_report(s, wrong->span, DIAG_EXPECTED,
			    wrong == member ? "the name of a member" : "a type", "a value");
		return type_error();
	}
	expand_container_of(s, call, arg_of(call, 0), type, member);
	return infer(s, call);
}

/* ppid(task) and its kin. */
const struct type *check_task_field(struct sema *s, struct node *call)
{
	const struct type *type = infer_value(s, arg_of(call, 0), "an argument");

	if (type == NULL || type->kind == TYPE_ERROR)
		return type;
	if (type->kind != TYPE_POINTER || type->to->kind != TYPE_STRUCT ||
	    strcmp(type->to->ctype->name, "task_struct") != 0) {
		wrong_argument(s, call, 0, "a pointer to struct task_struct");
		return type_error();
	}
	expand_task_field(s, call, builtin_find(call->call.name)->id, arg_of(call, 0));
	return infer(s, call);
}

static const char *const namespaces[] = { "curr_ns", "init" };

const struct type *check_namespace_id(struct sema *s, struct node *call)
{
	struct node *word = arg_of(call, 0);

	if (word->kind != NODE_IDENT || word_index(namespaces, 2, word->ident.name) < 0)
		report_word(s, call, word, namespaces, 2);
	return type_int(4, false);
}

/* -- acting on what is traced -- */

struct signal_row {
	const char *name;
	unsigned number;
};

static const struct signal_row signals[] = {
#define SIGNAL_NAME(name, number) { #name, number },
#include "sema/signal_name.def"
};

#define N_SIGNALS (sizeof(signals) / sizeof(signals[0]))

/* The name, with or without SIG, becomes its number. */
static void signal_by_name(struct sema *s, struct node *arg)
{
	const char *names[N_SIGNALS];

	for (size_t i = 0; i < N_SIGNALS; i++) {
		names[i] = signals[i].name;
		if (strcmp(names[i], arg->string.text) != 0 &&
		    strcmp(names[i] + strlen("SIG"), arg->string.text) != 0)
			continue;
		arg->kind = NODE_INT;
		memset(&arg->integer, 0, sizeof(arg->integer));
		arg->integer.value = signals[i].number;
		arg->type = type_int(4, false);
		return;
	}
	sema_report(s, arg->span, DIAG_SIGNAL_NAME, arg->string.text);
	if (s->reports)
		diag_did_you_mean(s->diag, arg->string.text, names, N_SIGNALS);
}

#define SIGNAL_MAX 64 /* _NSIG of include/uapi/asm-generic/signal.h */

const struct type *check_signal(struct sema *s, struct node *call)
{
	struct node *arg = arg_of(call, 0);
	uint64_t number;

	if (arg->kind == NODE_STRING)
		signal_by_name(s, arg);
	else
		infer_integer(s, arg, "the signal");
	if (arg->kind == NODE_INT)
		literal_number(s, call, 0, "the signal", 1, SIGNAL_MAX, &number);
	return type_none();
}

const struct type *check_override(struct sema *s, struct node *call)
{
	infer_integer(s, arg_of(call, 0), "the value");
	return type_none();
}

const struct type *check_write_user(struct sema *s, struct node *call)
{
	const struct type *to = infer_value(s, arg_of(call, 0), "an argument");
	const struct type *from = infer_value(s, arg_of(call, 1), "an argument");
	uint64_t most = from != NULL && from->size > 0 ? from->size : 8, size;

	if (to != NULL && to->kind != TYPE_POINTER && to->kind != TYPE_INT)
		wrong_argument(s, call, 0, "a pointer or an integer");
	literal_number(s, call, 2, "the size", 1, most, &size);
	return type_bool();
}

const struct type *check_assert(struct sema *s, struct node *call)
{
	infer_condition(s, arg_of(call, 0));
	literal_text(s, call, 1, "the message");
	if (s->for_depth > 0)
		sema_report(s, call->span, DIAG_NOT_IN_FOR, "assert()");
	return type_none();
}

static bool is_struct(const struct type *type, const char *name)
{
	if (type->kind == TYPE_POINTER)
		type = type->to;
	return type->kind == TYPE_STRUCT && type->ctype->name != NULL &&
	       strcmp(type->ctype->name, name) == 0;
}

/* A struct path, or a pointer to one. */
const struct type *check_path(struct sema *s, struct node *call)
{
	const struct type *type = infer_value(s, arg_of(call, 0), "an argument");
	uint64_t size = s->info->config.max_strlen;

	if (call->call.args.count > 1)
		literal_number(s, call, 1, "the size", 1, s->info->config.max_strlen, &size);
	if (type != NULL && type->kind != TYPE_ERROR && !is_struct(type, "path"))
		wrong_argument(s, call, 0, "a struct path or a pointer to one");
	return type_string(s->arena, (uint32_t)size);
}

const struct type *check_socket_cookie(struct sema *s, struct node *call)
{
	const struct type *type = infer_value(s, arg_of(call, 0), "an argument");

	if (type != NULL && type->kind != TYPE_POINTER && type->kind != TYPE_ERROR)
		wrong_argument(s, call, 0, "a pointer to a socket");
	return type_int(8, false);
}

/* Checked once as it is written; from then on the call has the record's values as arguments. */
const struct type *check_skboutput(struct sema *s, struct node *call)
{
	const struct node *file = literal_text(s, call, 0, "the file");
	const struct type *skb;

	if (call->call.detail == NULL) {
		skb = infer_value(s, arg_of(call, 1), "an argument");
		infer_integer(s, arg_of(call, 2), "the length");
		infer_integer(s, arg_of(call, 3), "the offset");
		if (skb == NULL)
			return type_int(8, true);
		if (skb->kind != TYPE_POINTER || !is_struct(skb, "sk_buff")) {
			wrong_argument(s, call, 1, "a pointer to struct sk_buff");
			return type_error();
		}
		expand_skboutput(s, call);
		call_detail(s, call, 1);
	}
	for (size_t i = 1; i < call->call.args.count; i++)
		infer(s, arg_of(call, i));
	return file != NULL ? type_int(8, true) : type_error();
}

const struct type *check_unwatch(struct sema *s, struct node *call)
{
	const struct type *type = infer_value(s, arg_of(call, 0), "an argument");

	if (type != NULL && type->kind != TYPE_POINTER && type->kind != TYPE_INT &&
	    type->kind != TYPE_ERROR)
		wrong_argument(s, call, 0, "an address");
	return type_none();
}
