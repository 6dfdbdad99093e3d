#include <string.h>

#include "kernel/format.h"
#include "kernel/record.h"
#include "kernel/syscall.h"
#include "kernel/target.h"
#include "kernel/type_text.h"

#define ENTER_PREFIX "sys_enter_"
#define EXIT_PREFIX  "sys_exit_"

static bool has_prefix(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* The record's types are better than the format's text, which has lost some; not for data elsewhere. */
static void fill_event(struct kernel *kernel, struct tracepoint *event,
		       const struct format_field *fields, size_t n_fields)
{
	struct tracepoint_field *to = arena_alloc(kernel->arena, n_fields * sizeof(*to));
	const struct ctype *record = record_find(kernel, event->name, fields, n_fields);

	for (size_t i = 0; i < n_fields; i++) {
		const struct format_field *from = &fields[i];
		const struct ctype_member *member = NULL;

		if (record != NULL && !from->is_data_loc && !from->is_rel_loc)
			member = ctype_find_member(record, from->name, NULL);
		to[i] = record_field(from);
		to[i].type = member != NULL ? member->type : type_of_text(kernel, from);
	}
	event->fields = to;
	event->n_fields = n_fields;
	event->record = record;
}

/* What a record's member says of its field. */
static bool field_of_member(struct kernel *kernel, const struct ctype_member *member,
			    struct tracepoint_field *field)
{
	struct ctype_maker *maker = kernel_maker(kernel);
	const char *name = member->name;

	if (name == NULL || record_is_frame(name))
		return false;
	*field = (struct tracepoint_field){
		.name = name,
		.type = member->type,
		.offset = member->bit_offset / 8,
		.size = (unsigned)member->type->size,
		.is_signed = member->type->is_signed,
		.is_data_loc = has_prefix(name, "__data_loc_"),
		.is_rel_loc = has_prefix(name, "__rel_loc_"),
		.syscall_arg = -1,
	};
	if (field->is_data_loc || field->is_rel_loc) {
		size_t skip = strlen(field->is_data_loc ? "__data_loc_" : "__rel_loc_");

		field->name = intern(kernel->interner, name + skip);
		/* BTF does not say of what. Nearly all are strings. */
		field->type = &ctype_make_array(maker, ctype_make_char(maker), 0)->type;
	}
	return true;
}

/* An event that only BTF knows, if its class has its name. */
static bool fill_from_btf(struct kernel *kernel, struct tracepoint *event)
{
	const struct ctype *record = kernel_find_type(
		kernel, CTYPE_STRUCT, arena_printf(kernel->arena, RECORD_PREFIX "%s", event->name));
	struct tracepoint_field *fields;

	if (record == NULL || record->kind != CTYPE_STRUCT || record->n_members == 0 ||
	    record->members[0].name == NULL || strcmp(record->members[0].name, "ent") != 0)
		return false;
	fields = arena_alloc(kernel->arena, record->n_members * sizeof(*fields));
	for (size_t i = 0; i < record->n_members; i++)
		event->n_fields +=
			field_of_member(kernel, &record->members[i], &fields[event->n_fields]);
	event->fields = fields;
	event->record = record;
	return true;
}

static bool fill_tracepoint(struct kernel *kernel, struct tracepoint *event)
{
	const struct facts *facts = kernel->facts;
	bool is_syscall = syscall_is_event(event);
	const struct format_field *fields;
	const char *text = NULL;
	bool has_formats =
		facts->operations->has_formats != NULL && facts->operations->has_formats(facts);
	size_t n_fields;

	if (facts->operations->format != NULL)
		text = facts->operations->format(facts, event->category, event->name);
	if (has_formats && text == NULL)
		return false;
	if (text == NULL)
		return is_syscall ? syscall_fill_from_btf(kernel, event)
				  : fill_from_btf(kernel, event);
	fields = format_parse(kernel->arena, kernel->interner, text, &n_fields);
	if (is_syscall)
		syscall_fill(kernel, event, fields, n_fields);
	else
		fill_event(kernel, event, fields, n_fields);
	return true;
}

const struct tracepoint *kernel_find_tracepoint(struct kernel *kernel, const char *category,
						const char *name)
{
	struct tracepoint *event;

	category = intern(kernel->interner, category);
	name = intern(kernel->interner, name);
	vec_foreach(const struct tracepoint *, known, &kernel->tracepoints) {
		if ((*known)->category == category && (*known)->name == name)
			return *known;
	}
	event = arena_new_of(kernel->arena, struct tracepoint);
	event->category = category;
	event->name = name;
	if (!fill_tracepoint(kernel, event))
		return NULL;
	vec_push(&kernel->tracepoints, event);
	return event;
}
