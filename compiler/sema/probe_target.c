#include "sema/probe_target.h"

#include <string.h>

#include "sema/syscall_name.h"

/* What a missing probe is called, and the list in which a similar one may be. */
static void warn_unknown(struct sema *s, const struct node *point, const char *name,
			 enum kernel_names names)
{
	size_t n;
	const char *const *known;

	if (s->info->config.missing_probes != ABI_MISSING_ERROR ||
	    point->attach_point.is_optional || point->attach_point.has_others)
		return;
	known = kernel_names(s->kernel, names, &n);
	if (n == 0)
		return; /* the target does not say */
	diag_report(s->diag, point->span, DIAG_PROBE_UNKNOWN, point->attach_point.text);
	diag_did_you_mean(s->diag, name, known, n);
}

/* A record of a prototype's parameters; NULL if it has none. */
static const struct type *params_type(struct sema *s, const struct ctype *prototype)
{
	struct type_field *fields =
		arena_alloc(s->arena, (prototype->n_members + 1) * sizeof(*fields));
	size_t n = 0;

	for (size_t i = 0; i < prototype->n_members; i++) {
		const struct ctype_member *param = &prototype->members[i];

		if (param->type->kind == CTYPE_VOID)
			break; /* of a function with "..." */
		fields[n].name = param->name != NULL && param->name[0] != '\0'
					 ? param->name
					 : arena_printf(s->arena, "arg%zu", i);
		fields[n++].type = type_of_ctype(s->arena, param->type, SPACE_KERNEL);
	}
	return n > 0 ? type_fields(s->arena, fields, n) : NULL;
}

void describe_function(struct sema *s, struct probe_target *target, enum abi_probe_kind kind,
		       const char *module, const char *function)
{
	const struct ctype *prototype = kernel_find_function(s->kernel, module, function);

	target->prototype = prototype;
	if (prototype == NULL || (kind != ABI_PROBE_FENTRY && kind != ABI_PROBE_FEXIT))
		return;
	target->args = params_type(s, prototype);
	if (kind == ABI_PROBE_FEXIT && prototype->target != NULL)
		target->retval = type_of_ctype(s->arena, prototype->target, SPACE_KERNEL);
}

void find_function(struct sema *s, const struct node *point, struct probe_target *target,
		   const char *module, const char *function)
{
	bool is_traced = point->attach_point.kind->flags & PROBE_NEEDS_BTF_TARGET;

	describe_function(s, target, point->attach_point.kind->kind, module, function);
	/* Functions of modules may come with a module that is not loaded here. */
	if (target->prototype == NULL && is_traced && module == NULL)
		warn_unknown(s, point, function, KERNEL_FUNCTIONS);
}

/* Of __data_loc: a string is read whole, an array of anything else stands for its address. */
static const struct type *located_type(struct sema *s, const struct tracepoint_field *field,
				       enum address_space space)
{
	const struct ctype *element = field->type;

	if (element != NULL && element->kind == CTYPE_ARRAY)
		element = element->target;
	if (element == NULL || (element->kind == CTYPE_INT && element->is_char))
		return type_string(s->arena, (uint32_t)s->info->config.max_strlen);
	return type_pointer(s->arena, type_of_ctype(s->arena, element, space), space);
}

static const struct type *field_type(struct sema *s, const struct tracepoint_field *field,
				     enum address_space space)
{
	if (field->is_data_loc || field->is_rel_loc)
		return located_type(s, field, space);
	if (field->type != NULL)
		return type_of_ctype(s->arena, field->type, space);
	if (field->size == 1 || field->size == 2 || field->size == 4 || field->size == 8)
		return type_int(field->size, field->is_signed);
	return type_none();
}

/* A record of an event's fields; NULL if it has none. */
static const struct type *fields_type(struct sema *s, const struct tracepoint *event)
{
	enum address_space space =
		strcmp(event->category, "syscalls") == 0 ? SPACE_USER : SPACE_KERNEL;
	struct type_field *fields = arena_alloc(s->arena, (event->n_fields + 1) * sizeof(*fields));

	for (size_t i = 0; i < event->n_fields; i++) {
		fields[i].name = event->fields[i].name;
		fields[i].type = field_type(s, &event->fields[i], space);
	}
	return event->n_fields > 0 ? type_fields(s->arena, fields, event->n_fields) : NULL;
}

void describe_tracepoint(struct sema *s, struct probe_target *target, const char *category,
			 const char *event)
{
	target->tracepoint = kernel_find_tracepoint(s->kernel, category, event);
	if (target->tracepoint != NULL)
		target->args = fields_type(s, target->tracepoint);
}

void find_tracepoint(struct sema *s, const struct node *point, struct probe_target *target,
		     const char *category, const char *event)
{
	describe_tracepoint(s, target, category, event);
	if (target->tracepoint == NULL)
		warn_unknown(s, point, arena_printf(s->arena, "%s:%s", category, event),
			     KERNEL_TRACEPOINTS);
}

/* NAME of tracepoint:syscalls:sys_enter_NAME and sys_exit_NAME; NULL: it is another attach point. */
static const char *syscall_of(const struct node *point, bool *is_exit)
{
	static const char enter[] = "sys_enter_", leave[] = "sys_exit_";
	const char *event;

	if (point->kind != NODE_ATTACH_POINT || point->attach_point.kind == NULL ||
	    point->attach_point.target == NULL ||
	    point->attach_point.kind->kind != ABI_PROBE_TRACEPOINT ||
	    point->attach_point.parts.count != 2 ||
	    strcmp(point->attach_point.parts.items[0], "syscalls") != 0)
		return NULL;
	event = point->attach_point.parts.items[1];
	*is_exit = strncmp(event, leave, strlen(leave)) == 0;
	if (!*is_exit && strncmp(event, enter, strlen(enter)) != 0)
		return NULL;
	return event + strlen(*is_exit ? leave : enter);
}

static const struct probe_target *known_syscall(const node_vec *points, bool wants_exit)
{
	for (size_t i = 0; i < points->count; i++) {
		bool is_exit = false;
		const struct probe_target *target = NULL;

		if (syscall_of(points->items[i], &is_exit) != NULL && is_exit == wants_exit)
			target = points->items[i]->attach_point.target;
		if (target != NULL && target->tracepoint != NULL)
			return target;
	}
	return NULL;
}

void borrow_syscall_args(struct sema *s, const struct node *probe)
{
	const node_vec *points = &probe->probe.attach_points;

	for (size_t i = 0; i < points->count; i++) {
		bool is_exit = false;
		const char *name = syscall_of(points->items[i], &is_exit);
		struct probe_target *target =
			name != NULL ? points->items[i]->attach_point.target : NULL;
		const struct probe_target *known = NULL;

		if (target != NULL && target->tracepoint == NULL &&
		    syscall_name_is_foreign(s->info->machine, name))
			known = known_syscall(points, is_exit);
		if (known == NULL)
			continue;
		target->tracepoint = known->tracepoint;
		target->args = known->args;
	}
}

void find_iterator(struct sema *s, const struct node *point, const char *name)
{
	const char *type = arena_printf(s->arena, "bpf_iter__%s", name);

	if (kernel_find_type(s->kernel, CTYPE_STRUCT, type) == NULL)
		warn_unknown(s, point, name, KERNEL_ITERATORS);
}

void describe_raw_tracepoint(struct sema *s, struct probe_target *target, const char *event)
{
	target->prototype = kernel_find_raw_tracepoint(s->kernel, event);
	if (target->prototype != NULL)
		target->args = params_type(s, target->prototype);
}

void find_rawtracepoint(struct sema *s, const struct node *point, struct probe_target *target,
			const char *event)
{
	describe_raw_tracepoint(s, target, event);
	if (target->prototype == NULL)
		warn_unknown(s, point, event, KERNEL_RAW_TRACEPOINTS);
}
