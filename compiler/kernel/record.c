#include "kernel/record.h"

#include <string.h>

static bool has_prefix(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool record_is_frame(const char *member)
{
	return strcmp(member, "ent") == 0 || strcmp(member, "__data") == 0 || member[0] == '\0';
}

static const char *location_prefix(const struct format_field *field)
{
	if (field->is_data_loc)
		return "__data_loc_";
	return field->is_rel_loc ? "__rel_loc_" : "";
}

static bool is_member_of_field(const struct btf *btf, const struct btf_type *record, uint32_t i,
			       const struct format_field *field)
{
	const struct btf_member *member = &btf_members(record)[i];
	const char *name = btf_type_name(btf, member->name_off);
	const char *prefix = location_prefix(field);

	return has_prefix(name, prefix) && strcmp(name + strlen(prefix), field->name) == 0 &&
	       btf_member_bit_offset(record, i) == 8 * field->offset &&
	       (field->size == 0 || btf__resolve_size(btf, member->type) == (__s64)field->size);
}

/* Whether the members are the fields, one for one and in order. */
static bool is_record_of(const struct btf *btf, const struct btf_type *record,
			 const struct format_field *fields, size_t n_fields)
{
	size_t n = 0;

	for (uint32_t i = 0; i < btf_vlen(record); i++) {
		if (record_is_frame(btf_type_name(btf, btf_members(record)[i].name_off)))
			continue;
		if (n >= n_fields || !is_member_of_field(btf, record, i, &fields[n]))
			return false;
		n++;
	}
	return n == n_fields;
}

static size_t common_prefix(const char *a, const char *b)
{
	size_t n = 0;

	while (a[n] != '\0' && a[n] == b[n])
		n++;
	return n;
}

static struct kernel_records list_records(struct kernel *kernel, struct ctype_set *types)
{
	const struct btf *btf = ctype_set_btf(types);
	struct kernel_records records = { .types = types };
	VEC(uint32_t) ids;

	vec_init(&ids, kernel->arena);
	for (uint32_t id = ctype_set_first_id(types); id < ctype_set_end_id(types); id++) {
		const struct btf_type *type = btf__type_by_id(btf, id);

		if (btf_is_struct(type) &&
		    has_prefix(btf_type_name(btf, type->name_off), RECORD_PREFIX))
			vec_push(&ids, id);
	}
	records.ids = ids.items;
	records.count = ids.count;
	return records;
}

static struct kernel_records get_records(struct kernel *kernel, struct ctype_set *types)
{
	vec_foreach(struct kernel_records, known, &kernel->records) {
		if (known->types == types)
			return *known;
	}
	vec_push(&kernel->records, list_records(kernel, types));
	return vec_last(&kernel->records);
}

static const struct ctype *find_in(struct kernel *kernel, struct ctype_set *types,
				   const char *event, const struct format_field *fields,
				   size_t n_fields)
{
	const struct btf *btf = ctype_set_btf(types);
	struct kernel_records records = get_records(kernel, types);
	const char *best_name = NULL;
	uint32_t best = 0;
	size_t best_length = 0;

	for (size_t i = 0; i < records.count; i++) {
		const struct btf_type *type = btf__type_by_id(btf, records.ids[i]);
		const char *name = btf_type_name(btf, type->name_off) + strlen(RECORD_PREFIX);
		size_t length = common_prefix(name, event);

		/* A class of the event's own name is always the event's. */
		if (strcmp(name, event) == 0)
			length = SIZE_MAX;
		if (best != 0 && (length < best_length ||
				  (length == best_length && strcmp(name, best_name) >= 0)))
			continue;
		if (!is_record_of(btf, type, fields, n_fields))
			continue;
		best = records.ids[i];
		best_length = length;
		best_name = name;
	}
	return best != 0 ? ctype_set_get(types, best) : NULL;
}

const struct ctype *record_find(struct kernel *kernel, const char *event,
				const struct format_field *fields, size_t n_fields)
{
	const struct ctype *record = NULL;
	struct ctype_set *types;

	for (size_t i = 0; record == NULL && kernel_types_at(kernel, i, &types); i++) {
		if (types != NULL)
			record = find_in(kernel, types, event, fields, n_fields);
	}
	return record;
}

struct tracepoint_field record_field(const struct format_field *from)
{
	return (struct tracepoint_field){
		.name = from->name,
		.c_type = from->c_type,
		.offset = from->offset,
		.size = from->size,
		.is_signed = from->is_signed,
		.is_data_loc = from->is_data_loc,
		.is_rel_loc = from->is_rel_loc,
		.syscall_arg = -1,
	};
}
