#include "sema/user_type.h"

#include <string.h>

#include "dwarf/debug_info.h"
#include "kernel/binary.h"
#include "kernel/binary_path.h"
#include "sema/call_abi.h"
#include "sema/function_check.h"
#include "sema/probe_part.h"
#include "sema/user_match.h"

static struct user_binary open_binary(struct sema *s, const char *name)
{
	struct user_binary binary = { .name = name };
	binary_path_vec paths = binary_paths(s->arena, name);

	if (paths.count == 0)
		binary.error = arena_printf(s->arena,
					    strchr(name, '/') != NULL
						    ? "there is no file '%s' here"
						    : "there is no program or library '%s' here",
					    name);
	else {
		binary.path = paths.items[0];
		binary.info = debug_info_open(s->arena, s->interner, binary.path, &binary.error);
	}
	return binary;
}

static const struct user_binary *get_binary(struct sema *s, const char *name)
{
	vec_foreach(struct user_binary, known, &s->user_binaries) {
		if (strcmp(known->name, name) == 0)
			return known;
	}
	vec_push(&s->user_binaries, open_binary(s, name));
	return &vec_last(&s->user_binaries);
}

/* The file that a probe of a program names, if it names one. */
static const char *binary_of(const struct node *point)
{
	const struct probe_kind *kind = point->attach_point.kind;
	const char *name;

	if (kind == NULL || !(kind->flags & PROBE_IS_USER) || point->attach_point.parts.count == 0)
		return NULL;
	name = arena_strndup(point->attach_point.parts.arena, point->attach_point.parts.items[0],
			     strcspn(point->attach_point.parts.items[0], "@"));
	return name[0] == '\0' || strpbrk(name, "*$") != NULL ? NULL : name;
}

/* The argument's type; none of what is in registers that nobody can read. */
static const struct type *argument_type(struct sema *s, const struct ctype *type,
					const struct call_place *place)
{
	if (place->kind == CALL_FLOATS)
		return type_none();
	return type_of_ctype(s->arena, type, SPACE_USER);
}

const char *user_argument_name(struct sema *s, const struct ctype *prototype, size_t i)
{
	const char *name = prototype->members[i].name;

	return name != NULL ? name : arena_printf(s->arena, "arg%zu", i);
}

void set_user_args(struct sema *s, struct probe_target *target)
{
	const struct ctype *prototype = target->prototype;
	struct type_field *fields =
		arena_alloc(s->arena, (prototype->n_members + 1) * sizeof(*fields));
	struct call_place *places =
		arena_alloc(s->arena, (prototype->n_members + 1) * sizeof(*places));
	size_t n = 0;

	call_abi_places(s->info->machine, prototype, places);
	for (size_t i = 0; i < prototype->n_members; i++) {
		const struct ctype_member *param = &prototype->members[i];

		if (param->type->kind == CTYPE_VOID)
			break; /* of a function with "..." */
		fields[n].name = user_argument_name(s, prototype, i);
		fields[n++].type = argument_type(s, param->type, &places[i]);
	}
	target->places = places;
	if (n > 0)
		target->args = type_fields(s->arena, fields, n);
	else
		target->args_error = "the function takes no arguments";
}

static const char *unusable_place(const struct node *point)
{
	size_t n = point->attach_point.parts.count;
	const char *function = n > 0 ? point->attach_point.parts.items[n - 1] : "";

	if (n < 2)
		return "arguments are known at the start of a function alone";
	if (point_is_source_line(point))
		return "arguments are known at the start of a function alone";
	if (strchr(function, '$') != NULL)
		return "a parameter names its function when the tool runs";
	if (n == 2 && strchr(function, '+') != NULL)
		return "arguments are known at the start of a function alone";
	return NULL;
}

void find_user_function(struct sema *s, const struct node *point, struct probe_target *target)
{
	const char *name = binary_of(point);
	size_t n = point->attach_point.parts.count;
	const struct user_binary *binary;
	const char *function, *error = NULL;

	if (target->args != NULL || target->args_error != NULL)
		return;
	if (!call_abi_is_known(s->info->machine))
		target->args_error = arena_printf(
			s->arena, "where %s passes arguments is not known", s->info->machine);
	else
		target->args_error = unusable_place(point);
	if (target->args_error == NULL && name == NULL)
		target->args_error = "it does not name one program or library";
	if (target->args_error != NULL)
		return;
	binary = get_binary(s, name);
	target->args_error = binary->error;
	if (binary->info == NULL)
		return;
	target->build_id = debug_info_build_id(binary->info);
	function = point->attach_point.parts.items[n - 1];
	/* In a name of C++ a star may be that of a pointer: if the text is a name as it stands, that one is meant. */
	if (n == 3 || !point_has_wildcard(function))
		target->prototype = debug_info_function(binary->info, function, n == 3, &error);
	if (target->prototype != NULL)
		set_user_args(s, target);
	else if (point_has_wildcard(function))
		match_user_functions(s, binary, function, n == 3, target);
	else
		target->args_error = error;
}

typedef const struct ctype *finder(struct debug_info *info, enum ctype_kind kind, const char *name);

static const struct ctype *find_typedef(struct debug_info *info, enum ctype_kind kind,
					const char *name)
{
	(void)kind;
	return debug_info_typedef(info, name);
}

static const struct ctype *find_in_block(struct sema *s, finder *find, enum ctype_kind kind,
					 const char *name)
{
	const struct ctype *found = NULL;

	for (size_t i = 0; s->probe != NULL && i < s->probe->probe.attach_points.count; i++) {
		const char *file = binary_of(s->probe->probe.attach_points.items[i]);
		const struct user_binary *binary = file != NULL ? get_binary(s, file) : NULL;

		if (binary != NULL && binary->info != NULL && found == NULL)
			found = find(binary->info, kind, name);
	}
	return found;
}

const struct ctype *find_user_tag(struct sema *s, enum ctype_kind kind, const char *name)
{
	return find_in_block(s, debug_info_type, kind, name);
}

const struct ctype *find_user_typedef(struct sema *s, const char *name)
{
	return find_in_block(s, find_typedef, CTYPE_VOID, name);
}

void close_user_binaries(struct sema *s)
{
	vec_foreach(struct user_binary, binary, &s->user_binaries)
		debug_info_close(binary->info);
}

/* Bytes of the symbol in the first binary of the block; 0 if it is not known here. */
static uint64_t symbol_size(struct sema *s, const char *symbol)
{
	const char *file = binary_of(s->probe->probe.attach_points.items[0]);
	binary_path_vec paths;

	if (file == NULL)
		return 0;
	paths = binary_paths(s->arena, file);
	return paths.count > 0 ? binary_symbol_size(paths.items[0], symbol) : 0;
}

static void note_symbol(struct sema *s, const struct node *call, const char *symbol)
{
	vec_foreach(const char *, known, &s->info->user_symbols) {
		if (strcmp(*known, symbol) == 0)
			return;
	}
	if (s->info->user_symbols.count == LIMIT_USER_SYMBOLS)
		sema_report(s, call->span, DIAG_USER_SYMBOLS, LIMIT_USER_SYMBOLS);
	else
		vec_push(&s->info->user_symbols, symbol);
}

/* A pointer to an integer as large as the symbol is in the binary on this machine, else of 8 bytes. */
const struct type *check_uaddr(struct sema *s, struct node *call)
{
	const struct probe_kind *kind = current_kind(s);
	const struct node *symbol = literal_text(s, call, 0, "the symbol");
	uint64_t size;

	if (s->for_depth > 0 && s->subprogram == NULL)
		sema_report(s, call->span, DIAG_NOT_IN_FOR, "uaddr()");
	else if (symbol != NULL && kind != NULL && kind->flags & PROBE_IS_USER) {
		note_symbol(s, call, symbol->string.text);
		size = symbol_size(s, symbol->string.text);
		if (size == 1 || size == 2 || size == 4)
			return type_pointer(s->arena, type_int((uint32_t)size, false), SPACE_USER);
	}
	return type_pointer(s->arena, type_int(8, false), SPACE_USER);
}
