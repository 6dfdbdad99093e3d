/* Functions that give a value: strings, buffers, stacks, symbols, integers. */
#include <string.h>

#include "sema/call_detail.h"
#include "sema/feature.h"
#include "sema/function_check.h"
#include "sema/register.h"
#include "sema/type_convert.h"

static struct node *arg_of(const struct node *call, size_t i)
{
	return i < call->call.args.count ? call->call.args.items[i] : NULL;
}

static bool is_wrong(const struct type *type)
{
	return type == NULL || type->kind == TYPE_ERROR;
}

static bool is_address(const struct type *type)
{
	return type->kind == TYPE_INT || type->kind == TYPE_POINTER;
}

static bool is_byte_array(const struct type *type)
{
	return type->kind == TYPE_ARRAY && type->to->kind == TYPE_INT && type->to->size == 1;
}

/* -- strings and buffers -- */

/* Bytes that a length argument makes room for: a literal's, with `extra` behind them, else the most. */
static uint32_t room(struct sema *s, struct node *length, uint32_t extra, uint32_t most)
{
	uint64_t wanted;

	if (length == NULL)
		return most;
	infer_integer(s, length, "the length");
	if (length->kind != NODE_INT)
		return most;
	if (length->type->is_signed && (int64_t)length->integer.value < 0) {
		sema_report(s, length->span, DIAG_NEGATIVE_LENGTH,
			    (long long)length->integer.value);
		return most;
	}
	wanted = length->integer.value;
	if (wanted > most) {
		sema_report(s, length->span, DIAG_LENGTH_CLAMPED, (unsigned long long)wanted, most);
		return most;
	}
	return wanted + extra > most ? most : (uint32_t)wanted + extra;
}

/* str($1), and what the language means by str($1 + 2): the text behind its second byte. */
static bool is_parameter_text(const struct node *source)
{
	return source->kind == NODE_PARAM ||
	       (source->kind == NODE_BINARY && source->binary.op == OPERATOR_ADD &&
		source->binary.left->kind == NODE_PARAM);
}

static const struct type *parameter_text(struct sema *s, const struct node *call, uint32_t size)
{
	const struct node *source = arg_of(call, 0);
	const struct node *skipped = source->kind == NODE_BINARY ? source->binary.right : NULL;

	if (skipped != NULL &&
	    (skipped->kind != NODE_INT || skipped->integer.value > LIMIT_PARAM_TEXT))
		sema_report(s, skipped->span, DIAG_NOT_LITERAL, "the start", "str", "number");
	if (call->call.args.count > 1 && size < LIMIT_PARAM_TEXT)
		return type_string(s->arena, size);
	return type_string(s->arena, LIMIT_PARAM_TEXT);
}

const struct type *check_str(struct sema *s, struct node *call)
{
	struct node *source = arg_of(call, 0);
	const struct type *type = infer_value(s, source, "an argument");
	uint32_t most = (uint32_t)s->info->config.max_strlen;
	uint32_t size = room(s, arg_of(call, 1), 1, most);

	if (is_parameter_text(source))
		return parameter_text(s, call, size);
	if (is_wrong(type))
		return type;
	if (type->kind == TYPE_STRING && call->call.args.count == 1)
		return type;
	if (is_byte_array(type) && type->count > 0 && call->call.args.count == 1)
		return type_string(s->arena, (uint32_t)type->count);
	if (!is_address(type) && !is_byte_array(type) && type->kind != TYPE_STRING) {
		wrong_argument(s, call, 0, "a pointer, an integer or a byte array");
		return type_error();
	}
	return type_string(s->arena, size);
}

const struct type *check_buf(struct sema *s, struct node *call)
{
	const struct type *type = infer_value(s, arg_of(call, 0), "an argument");
	const struct call_room *own = call->call.detail;
	uint32_t most = own != NULL ? own->most : (uint32_t)s->info->config.max_strlen - 4;
	bool has_length = call->call.args.count > 1;
	uint32_t capacity = room(s, arg_of(call, 1), 0, most);

	if (is_wrong(type))
		return type;
	if (is_address(type)) {
		if (!has_length) {
			sema_report(s, call->span, DIAG_BUF_LENGTH, describe(s, type));
			return type_error();
		}
		return type_buffer(s->arena, capacity);
	}
	if (type->kind != TYPE_STRING && (type->kind != TYPE_ARRAY || type->to->kind != TYPE_INT)) {
		wrong_argument(s, call, 0,
			       "a pointer, an integer, a string or an array of integers");
		return type_error();
	}
	if (!has_length)
		capacity = type->size < most && type->size > 0 ? type->size : most;
	return type_buffer(s->arena, capacity);
}

const struct type *string_argument(struct sema *s, struct node *call, size_t i)
{
	const struct type *type = infer_value(s, arg_of(call, i), "an argument");

	if (type != NULL && type->kind != TYPE_STRING)
		wrong_argument(s, call, i, "a string");
	return type;
}

const struct type *check_strncmp(struct sema *s, struct node *call)
{
	uint64_t n;

	string_argument(s, call, 0);
	string_argument(s, call, 1);
	literal_number(s, call, 2, "the length", 0, INT32_MAX, &n);
	return type_int(8, false);
}

const struct type *check_strlen(struct sema *s, struct node *call)
{
	string_argument(s, call, 0);
	return type_int(8, false);
}

/* -- stacks and symbols -- */

static const char *const stack_modes[] = {
	[ABI_STACK_BPFTRACE] = "bpftrace",
	[ABI_STACK_PERF] = "perf",
	[ABI_STACK_RAW] = "raw",
	[ABI_STACK_BUILD_ID] = "build_id",
};

int word_index(const char *const *words, size_t n, const char *text)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(words[i], text) == 0)
			return (int)i;
	}
	return -1;
}

#define N_WORDS(words) (sizeof(words) / sizeof((words)[0]))

void report_word(struct sema *s, const struct node *call, struct node *word,
		 const char *const *words, size_t n)
{
	if (word->kind != NODE_IDENT) {
		const struct type *type = infer(s, word);

		if (type != NULL && type->kind != TYPE_ERROR)
			sema_report(s, word->span, DIAG_NOT_WORD, call->call.name,
				    describe(s, type));
		return;
	}
	sema_report(s, word->span, DIAG_UNKNOWN_WORD, word->ident.name, call->call.name);
	if (s->reports)
		diag_did_you_mean(s->diag, word->ident.name, words, n);
}

/* Whose rows unwind.bpf.h walks. */
static const char *const unwound_machines[] = { "x86_64", "aarch64" };

void check_unwinding(struct sema *s, struct span span)
{
	if (word_index(unwound_machines, N_WORDS(unwound_machines), s->info->machine) < 0)
		sema_report(s, span, DIAG_NOT_ON_MACHINE, "dw_ustack", s->info->machine);
	feature_is_allowed(s, span, "dw_ustack()", "unstable_dw_ustack");
}

enum abi_stack_mode stack_mode_of(const struct sema *s, bool unwinds)
{
	int mode = s->info->config.stack_mode;

	return unwinds && mode == ABI_STACK_BUILD_ID ? ABI_STACK_BPFTRACE
						     : (enum abi_stack_mode)mode;
}

/* kstack(), kstack(mode), kstack(limit), kstack(mode, limit) */
const struct type *check_stack(struct sema *s, struct node *call)
{
	bool unwinds = call->call.function->id == FUNCTION_dw_ustack;
	enum type_kind kind =
		call->call.function->id == FUNCTION_kstack ? TYPE_KSTACK : TYPE_USTACK;
	/*
	 * build_id, the last, is a matter of files, which the kernel's code is not in, and
	 * what the kernel finds, not our own programs.
	 */
	size_t n_modes = N_WORDS(stack_modes) - (kind == TYPE_KSTACK || unwinds);
	int mode = (int)stack_mode_of(s, unwinds);
	uint64_t limit = LIMIT_STACK_DEPTH_DEFAULT;

	for (size_t i = 0; i < call->call.args.count; i++) {
		struct node *arg = arg_of(call, i);

		if (i == 0 && arg->kind == NODE_IDENT) {
			int found = word_index(stack_modes, n_modes, arg->ident.name);

			if (found >= 0)
				mode = found;
			else
				report_word(s, call, arg, stack_modes, n_modes);
			continue;
		}
		literal_number(s, call, i, "the limit", 1, LIMIT_STACK_DEPTH_MAX, &limit);
		if (i == 0 && call->call.args.count == 2)
			report_word(s, call, arg, stack_modes, n_modes);
	}
	if (unwinds)
		check_unwinding(s, call->call.name_span);
	return type_stack(s->arena, kind, limit, (enum abi_stack_mode)mode);
}

const struct type *check_symbol(struct sema *s, struct node *call)
{
	enum type_kind kind = call->call.function->id == FUNCTION_usym ? TYPE_USYM : TYPE_KSYM;
	const struct type *type = infer_value(s, arg_of(call, 0), "an argument");

	if (type != NULL && !is_address(type))
		wrong_argument(s, call, 0, "an address");
	return type_of_kind(kind);
}

const struct type *check_reg(struct sema *s, struct node *call)
{
	const struct node *name = literal_text(s, call, 0, "the register");

	if (name != NULL && register_member(s->info->machine, name->string.text) == NULL) {
		const char *names[REGISTERS_MAX];
		size_t n_names = register_names(s->info->machine, names);

		sema_report(s, name->span, DIAG_UNKNOWN_WORD, name->string.text, "reg");
		if (s->reports)
			diag_did_you_mean(s->diag, name->string.text, names, n_names);
	}
	return type_int(8, false);
}

/* -- integers and addresses -- */

/* kptr() and uptr(): the same address in the other space. */
const struct type *check_space(struct sema *s, struct node *call)
{
	const struct type *type = infer_value(s, arg_of(call, 0), "an argument");
	enum address_space space =
		call->call.function->id == FUNCTION_uptr ? SPACE_USER : SPACE_KERNEL;

	if (is_wrong(type))
		return type;
	if (!is_address(type)) {
		wrong_argument(s, call, 0, "a pointer or an integer");
		return type_error();
	}
	return type_pointer(s->arena, type->kind == TYPE_POINTER ? type->to : type_none(), space);
}

const struct type *check_bswap(struct sema *s, struct node *call)
{
	const struct type *type = infer_integer(s, arg_of(call, 0), "the argument of bswap()");

	if (is_wrong(type))
		return type;
	return type_int(type_as_integer(arg_of(call, 0)->type)->size, false);
}

/* -- printed as text by the tool -- */

static const char *const clock_words[] = {
	[ABI_CLOCK_BOOT] = "boot",
	[ABI_CLOCK_MONOTONIC] = "monotonic",
	[ABI_CLOCK_TAI] = "tai",
	[ABI_CLOCK_SW_TAI] = "sw_tai",
};

static int clock_of(const struct node *call)
{
	const struct node *word = arg_of(call, 0);

	return word != NULL && word->kind == NODE_IDENT
		       ? word_index(clock_words, N_WORDS(clock_words), word->ident.name)
		       : -1;
}

const struct type *check_nsecs(struct sema *s, struct node *call)
{
	struct call_clock *detail = call_detail(s, call, sizeof(*detail));

	if (call->call.args.count > 0 && clock_of(call) < 0)
		report_word(s, call, arg_of(call, 0), clock_words, N_WORDS(clock_words));
	else if (call->call.args.count > 0)
		detail->clock = (enum abi_clock)clock_of(call);
	return type_int(8, false);
}

#define BOOT (1u << ABI_CLOCK_BOOT)

unsigned infer_clocks(struct sema *s, const struct node *node)
{
	int clock;

	switch (node->kind) {
	case NODE_INT:
		return 0;
	case NODE_VAR:
		return variable_state_of(s, node)->value.clocks;
	case NODE_MAP:
		return map_state_of(s, node)->value.clocks;
	case NODE_CALL:
		clock = node->call.function != NULL && node->call.function->id == FUNCTION_nsecs
				? clock_of(node)
				: -1;
		return clock < 0 ? BOOT : 1u << clock;
	default: /* a number of any other origin counts from boot */
		return BOOT;
	}
}

/* Several clocks in one variable: nobody knows which, so it is the usual one. */
static enum abi_clock only_clock(unsigned clocks)
{
	for (size_t i = 0; i < N_WORDS(clock_words); i++)
		if (clocks == 1u << i)
			return (enum abi_clock)i;
	return ABI_CLOCK_BOOT;
}

const struct type *check_strftime(struct sema *s, struct node *call)
{
	const struct node *format = literal_text(s, call, 0, "the format");
	struct node *time = arg_of(call, 1);
	const struct type *type = infer_integer(s, time, "the time of strftime()");
	struct call_clock *detail = call_detail(s, call, sizeof(*detail));

	detail->clock = only_clock(infer_clocks(s, time));
	if (time->kind == NODE_INT && type->is_signed && (int64_t)time->integer.value < 0)
		sema_report(s, time->span, DIAG_NEGATIVE_TIME);
	if (detail->clock == ABI_CLOCK_MONOTONIC)
		sema_report(s, time->span, DIAG_MONOTONIC_TIME);
	return format != NULL ? type_text(s->arena, TYPE_TIMESTAMP, format->string.text)
			      : type_error();
}

const struct type *check_ntop(struct sema *s, struct node *call)
{
	bool has_family = call->call.args.count == 2;
	size_t i = has_family ? 1 : 0;
	const struct type *type;

	if (has_family)
		infer_integer(s, arg_of(call, 0), "the address family");
	type = infer_value(s, arg_of(call, i), "an argument");
	if (is_wrong(type))
		return type_of_kind(TYPE_INET);
	if (type->kind != TYPE_INT && !((type->kind == TYPE_STRING || is_byte_array(type)) &&
					(type->size == 4 || type->size == 16)))
		wrong_argument(s, call, i, "an integer or an array of 4 or 16 bytes");
	return type_of_kind(TYPE_INET);
}

const struct type *check_macaddr(struct sema *s, struct node *call)
{
	const struct type *type = infer_value(s, arg_of(call, 0), "an argument");

	if (!is_wrong(type) &&
	    !((type->kind == TYPE_STRING || is_byte_array(type)) && type->size == 6))
		wrong_argument(s, call, 0, "an array of 6 bytes");
	return type_of_kind(TYPE_MAC);
}

const struct type *check_cgroup_path(struct sema *s, struct node *call)
{
	const struct node *filter = NULL;

	infer_integer(s, arg_of(call, 0), "the cgroup id");
	if (call->call.args.count > 1)
		filter = literal_text(s, call, 1, "the filter");
	return type_text(s->arena, TYPE_CGROUP_PATH, filter != NULL ? filter->string.text : NULL);
}
