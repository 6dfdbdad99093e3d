#include "kernel/syscall.h"

#include <string.h>

#include "kernel/record.h"
#include "kernel/type_text.h"

#define ENTER_PREFIX "sys_enter_"
#define EXIT_PREFIX  "sys_exit_"

static bool has_prefix(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

static bool is_enter(const struct tracepoint *event)
{
	return has_prefix(event->name, ENTER_PREFIX);
}

bool syscall_is_event(const struct tracepoint *event)
{
	return strcmp(event->category, "syscalls") == 0 &&
	       (is_enter(event) || has_prefix(event->name, EXIT_PREFIX));
}

static const struct ctype *find_record(struct kernel *kernel, const struct tracepoint *event)
{
	const struct ctype *record = kernel_find_type(kernel, CTYPE_STRUCT,
						      is_enter(event) ? RECORD_PREFIX "sys_enter"
								      : RECORD_PREFIX "sys_exit");

	return record != NULL && record->kind == CTYPE_STRUCT ? record : NULL;
}

/*
 * The number comes first, then the arguments or the result, a register each. Newer kernels
 * add copies of what user pointers point to (__data_loc), which only perf sees.
 */
void syscall_fill(struct kernel *kernel, struct tracepoint *event,
		  const struct format_field *fields, size_t n_fields)
{
	struct tracepoint_field *to = arena_alloc(kernel->arena, n_fields * sizeof(*to));
	size_t n = 0;

	for (size_t i = 0; i < n_fields; i++) {
		const struct format_field *from = &fields[i];
		bool is_argument = i > 0 && is_enter(event);

		if (from->is_data_loc || from->is_rel_loc)
			continue;
		to[n] = record_field(from);
		to[n].type = is_argument ? type_of_syscall_text(kernel, from)
					 : type_of_text(kernel, from);
		to[n].is_syscall_number = i == 0;
		to[n].is_syscall_return = i > 0 && !is_argument;
		if (is_argument)
			to[n].syscall_arg = (int)n - 1;
		n++;
	}
	event->fields = to;
	event->n_fields = n;
	event->record = find_record(kernel, event);
}

/* The field at a place of the record: a register, the number's the half of one. */
static struct tracepoint_field make_field(struct kernel *kernel, unsigned place, const char *name,
					  const struct ctype *type)
{
	unsigned size = kernel_maker(kernel)->pointer_size;

	/* Behind struct trace_entry, which has 8 bytes. */
	return (struct tracepoint_field){
		.name = intern(kernel->interner, name),
		.type = type,
		.offset = 8 + place * size,
		.size = place == 0 ? 4 : size,
		.is_signed = type->is_signed,
		.syscall_arg = -1,
	};
}

static bool has_names(const struct ctype *prototype)
{
	for (size_t i = 0; i < prototype->n_members; i++) {
		if (prototype->members[i].name == NULL)
			return false;
	}
	return true;
}

bool syscall_fill_from_btf(struct kernel *kernel, struct tracepoint *event)
{
	struct ctype_maker *maker = kernel_maker(kernel);
	const char *name = event->name + strlen(is_enter(event) ? ENTER_PREFIX : EXIT_PREFIX);
	const struct ctype *prototype = kernel_find_function(
		kernel, NULL, arena_printf(kernel->arena, "__do_sys_%s", name));
	struct tracepoint_field *to;
	size_t n = 0;

	event->record = find_record(kernel, event);
	if (prototype == NULL || event->record == NULL || !has_names(prototype))
		return false;
	to = arena_alloc(kernel->arena, (prototype->n_members + 2) * sizeof(*to));
	to[n] = make_field(kernel, 0, "__syscall_nr", &ctype_make_int(maker, 4, true)->type);
	to[n++].is_syscall_number = true;
	for (size_t i = 0; is_enter(event) && i < prototype->n_members; i++, n++) {
		to[n] = make_field(kernel, (unsigned)n, prototype->members[i].name,
				   type_of_user(kernel, prototype->members[i].type));
		to[n].syscall_arg = (int)i;
	}
	if (!is_enter(event)) {
		to[n] = make_field(kernel, 1, "ret",
				   &ctype_make_int(maker, maker->pointer_size, true)->type);
		to[n++].is_syscall_return = true;
	}
	event->fields = to;
	event->n_fields = n;
	return true;
}
