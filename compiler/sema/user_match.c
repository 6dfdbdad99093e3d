#include "sema/user_match.h"

#include <fnmatch.h>
#include <string.h>

#include "dwarf/cpp_name.h"
#include "dwarf/debug_info.h"
#include "kernel/binary.h"
#include "sema/call_abi.h"
#include "sema/user_type.h"

static bool is_same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool is_same_place(const struct call_place *a, const struct call_place *b)
{
	return a->kind == b->kind && a->offset == b->offset &&
	       is_same_text(a->registers[0], b->registers[0]) &&
	       is_same_text(a->registers[1], b->registers[1]);
}

size_t user_argument_index(struct sema *s, const struct probe_target *target, const char *name)
{
	size_t i = 0;

	while (i < target->prototype->n_members &&
	       strcmp(user_argument_name(s, target->prototype, i), name) != 0)
		i++;
	return i;
}

/* As the tool matches: '*' is the one wildcard, and a name of C++ without '(' is one without parameters. */
static bool is_match(struct sema *s, const char *pattern, bool is_cpp, const char *symbol)
{
	const char *name = is_cpp ? cpp_name(s->arena, symbol) : symbol;

	if (name == NULL)
		name = symbol;
	if (is_cpp && strchr(pattern, '(') == NULL)
		name = arena_strndup(s->arena, name, cpp_name_size(name));
	return fnmatch(pattern, name, FNM_NOESCAPE) == 0;
}

/* What the target's args and those of another function have in common; NULL: nothing. */
static const struct type *common_args(struct sema *s, const struct probe_target *target,
				      const struct probe_target *other)
{
	const struct type *args = target->args;
	struct type_field *fields = arena_alloc(s->arena, args->n_fields * sizeof(*fields));
	size_t n = 0;

	for (size_t i = 0; i < args->n_fields; i++) {
		const char *name = args->fields[i].name;
		size_t at = user_argument_index(s, target, name);
		size_t there = user_argument_index(s, other, name);

		if (there < other->args->n_fields &&
		    type_equal(args->fields[i].type, other->args->fields[there].type) &&
		    is_same_place(&target->places[at], &other->places[there]))
			fields[n++] = args->fields[i];
	}
	if (n == args->n_fields)
		return args;
	return n > 0 ? type_fields(s->arena, fields, n) : NULL;
}

/* False once nothing is in common. */
static bool take(struct sema *s, const char *symbol, const struct ctype *prototype,
		 struct probe_target *target)
{
	struct probe_target match = { .prototype = prototype };
	const struct type *common;

	set_user_args(s, &match);
	if (match.args == NULL) {
		target->args = NULL;
		target->args_error = arena_printf(s->arena, "'%s' matches and takes no arguments", symbol);
		return false;
	}
	if (target->match == NULL) {
		target->prototype = match.prototype;
		target->places = match.places;
		target->args = match.args;
		target->match = symbol;
		return true;
	}
	common = common_args(s, target, &match);
	if (common != target->args)
		target->other = symbol;
	target->args = common;
	if (common == NULL)
		target->args_error =
			arena_printf(s->arena, "'%s' and '%s' match and have no argument in common",
				     target->match, symbol);
	return common != NULL;
}

void match_user_functions(struct sema *s, const struct user_binary *binary, const char *pattern,
			  bool is_cpp, struct probe_target *target)
{
	size_t count = 0;
	const struct binary_probe *symbols =
		binary_functions(s->arena, binary->path, &count, &target->args_error);

	for (size_t i = 0; symbols != NULL && i < count; i++) {
		const struct ctype *prototype;

		if (binary_is_piece(symbols[i].name) ||
		    !is_match(s, pattern, is_cpp, symbols[i].name))
			continue;
		prototype = debug_info_symbol(binary->info, symbols[i].name);
		if (prototype == NULL) {
			target->args = NULL;
			target->args_error = arena_printf(
				s->arena, "'%s' matches, and the debug information has it not",
				symbols[i].name);
			return;
		}
		if (!take(s, symbols[i].name, prototype, target))
			return;
	}
	if (target->match == NULL && target->args_error == NULL)
		target->args_error = "no function here matches";
}
