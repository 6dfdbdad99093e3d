#include "sema/probe_target.h"

#include <string.h>

/* What a missing probe is called, and the list in which a similar one may be. */
static void warn_unknown(struct sema *s, const struct node *point, const char *name,
			 enum kernel_names names)
{
	size_t n;
	const char *const *known;

	if (s->info->config.missing_probes != ABI_MISSING_ERROR)
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

void find_function(struct sema *s, const struct node *point, struct probe_target *target,
		   const char *module, const char *function)
{
	bool is_traced = point->attach_point.kind->flags & PROBE_NEEDS_BTF_TARGET;
	const struct ctype *prototype = kernel_find_function(s->kernel, module, function);

	target->prototype = prototype;
	if (prototype == NULL) {
		/* Functions of modules may come with a module that is not loaded here. */
		if (is_traced && module == NULL)
			warn_unknown(s, point, function, KERNEL_FUNCTIONS);
		return;
	}
	if (!is_traced)
		return;
	target->args = params_type(s, prototype);
	if (point->attach_point.kind->kind == ABI_PROBE_FEXIT && prototype->target != NULL)
		target->retval = type_of_ctype(s->arena, prototype->target, SPACE_KERNEL);
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

void find_tracepoint(struct sema *s, const struct node *point, struct probe_target *target,
		     const char *category, const char *event)
{
	const struct tracepoint *found = kernel_find_tracepoint(s->kernel, category, event);
	enum address_space space = strcmp(category, "syscalls") == 0 ? SPACE_USER : SPACE_KERNEL;
	struct type_field *fields;

	target->tracepoint = found;
	if (found == NULL) {
		warn_unknown(s, point, arena_printf(s->arena, "%s:%s", category, event),
			     KERNEL_TRACEPOINTS);
		return;
	}
	if (found->n_fields == 0)
		return;
	fields = arena_alloc(s->arena, found->n_fields * sizeof(*fields));
	for (size_t i = 0; i < found->n_fields; i++) {
		fields[i].name = found->fields[i].name;
		fields[i].type = field_type(s, &found->fields[i], space);
	}
	target->args = type_fields(s->arena, fields, found->n_fields);
}

void find_rawtracepoint(struct sema *s, const struct node *point, struct probe_target *target,
			const char *event)
{
	const struct ctype *prototype = kernel_find_raw_tracepoint(s->kernel, event);

	target->prototype = prototype;
	if (prototype == NULL)
		warn_unknown(s, point, event, KERNEL_RAW_TRACEPOINTS);
	else
		target->args = params_type(s, prototype);
}
