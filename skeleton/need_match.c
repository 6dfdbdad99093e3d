/*
 * Relocations of types (CO-RE) as libbpf resolves them: a type of the object finds those of the target with its kind
 * and name (what stands behind "___" does not count), in the kernel, else in its modules; then the path of members and
 * elements is gone in each of them by name.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "need_state.h"

#define PATH_MAX_STEPS 64
#define DEPTH_MAX      32

struct candidate {
	const struct btf *types;
	uint32_t id;
};

/* Of one type of the object; looked for once. */
struct need_candidates {
	uint32_t type;
	struct candidate *items;
	uint32_t n;
};

/* One step of a path: a member by its name, or an element. */
struct step {
	const char *name; /* NULL: an element */
	uint32_t index;
	uint32_t type; /* of what the step leads to, in the object */
	uint32_t owner; /* of a member: the struct that has it, in the object */
};

struct path {
	struct step steps[PATH_MAX_STEPS];
	uint32_t n;
	uint32_t type; /* what it ends at */
};

/* Where a path ends in the target. */
struct spot {
	uint64_t bits; /* from the start */
	uint32_t type;
	uint32_t bit_size; /* of a bit field; else 0 */
};

static const struct btf_type *type_at(const struct btf *types, uint32_t id)
{
	return btf__type_by_id(types, id);
}

static const char *name_at(const struct btf *types, uint32_t offset)
{
	const char *name = btf__name_by_offset(types, offset);
	return name ? name : "";
}

/* Without modifiers and typedefs. */
static uint32_t strip(const struct btf *types, uint32_t id)
{
	const struct btf_type *type = type_at(types, id);
	while (type && (btf_is_mod(type) || btf_is_typedef(type))) {
		id = type->type;
		type = type_at(types, id);
	}
	return id;
}

/* Length of a name without the flavour behind "___". */
static size_t plain_length(const char *name)
{
	size_t length = strlen(name);
	for (size_t i = length > 4 ? length - 4 : 0; i > 0; i--)
		if (name[i - 1] != '_' && !strncmp(name + i, "___", 3) && name[i + 3] != '_')
			return i;
	return length;
}

static bool is_same_name(const char *a, const char *b)
{
	size_t length = plain_length(a);
	return length == plain_length(b) && !strncmp(a, b, length);
}

static bool is_enumeration(const struct btf_type *type)
{
	return btf_is_any_enum(type);
}

static bool is_same_kind(const struct btf_type *a, const struct btf_type *b)
{
	return btf_kind(a) == btf_kind(b) || (is_enumeration(a) && is_enumeration(b));
}

/* --- candidates --- */

static int add_candidate(struct need_candidates *found, const struct btf *types, uint32_t id)
{
	struct candidate *grown = realloc(found->items, (found->n + 1) * sizeof(*grown));
	if (!grown)
		return -ENOMEM;
	found->items = grown;
	grown[found->n++] = (struct candidate){ types, id };
	return 0;
}

static int search(struct need_candidates *found, const struct btf *types, uint32_t from,
		  const struct btf_type *wanted, const char *name)
{
	uint32_t n = btf__type_cnt(types);
	size_t length = plain_length(name);
	int err = 0;
	for (uint32_t i = from; i < n && !err; i++) {
		const struct btf_type *type = type_at(types, i);
		if (!is_same_kind(type, wanted))
			continue;
		const char *other = name_at(types, type->name_off);
		if (!strncmp(name, other, length) && is_same_name(name, other))
			err = add_candidate(found, types, i);
	}
	return err;
}

static int fill(struct need_state *state, struct need_candidates *found)
{
	const struct need_target *target = state->target;
	const struct btf_type *wanted = type_at(state->types, found->type);
	const char *name = name_at(state->types, wanted->name_off);
	const struct btf *kernel = target->types(target->context, 0);
	int err = kernel && *name ? search(found, kernel, 1, wanted, name) : 0;
	for (size_t i = 1; kernel && *name && !found->n && !err; i++) {
		const struct btf *module = target->types(target->context, i);
		if (!module)
			break;
		err = search(found, module, btf__type_cnt(kernel), wanted, name);
	}
	return err;
}

static const struct need_candidates *candidates(struct need_state *state, uint32_t type, int *err)
{
	for (uint32_t i = 0; i < state->n_candidates; i++)
		if (state->candidates[i].type == type)
			return &state->candidates[i];
	size_t n = state->n_candidates;
	struct need_candidates *grown = realloc(state->candidates, (n + 1) * sizeof(*grown));
	if (!grown) {
		*err = -ENOMEM;
		return NULL;
	}
	state->candidates = grown;
	grown[n] = (struct need_candidates){ .type = type };
	state->n_candidates++;
	*err = fill(state, &grown[n]);
	return &grown[n];
}

void need_match_release(struct need_state *state)
{
	for (uint32_t i = 0; i < state->n_candidates; i++)
		free(state->candidates[i].items);
	free(state->candidates);
}

/* --- paths --- */

static bool next_number(const char **text, uint32_t *number)
{
	char *end;
	if (**text == ':')
		++*text;
	*number = (uint32_t)strtoul(*text, &end, 10);
	bool is_read = end != *text;
	*text = end;
	return is_read;
}

static bool step_into(const struct btf *types, uint32_t index, struct path *path)
{
	uint32_t id = strip(types, path->type);
	const struct btf_type *type = type_at(types, id);
	struct step step = { NULL, index, 0, id };
	if (btf_is_composite(type)) {
		if (index >= btf_vlen(type))
			return false;
		step.name = name_at(types, btf_members(type)[index].name_off);
		step.type = btf_members(type)[index].type;
	} else if (btf_is_array(type)) {
		step.type = btf_array(type)->type;
	} else {
		return false;
	}
	path->type = step.type;
	// An unnamed member is gone through by whoever looks for those in it.
	if (!step.name || *step.name)
		path->steps[path->n++] = step;
	return true;
}

static bool read_path(const struct btf *types, const struct bpf_core_relo *relocation,
		      struct path *path)
{
	const char *text = name_at(types, relocation->access_str_off);
	uint32_t number;
	*path = (struct path){ .type = relocation->type_id };
	if (!next_number(&text, &number))
		return false;
	path->steps[path->n++] = (struct step){ NULL, number, relocation->type_id, 0 };
	while (*text && path->n < PATH_MAX_STEPS)
		if (!next_number(&text, &number) || !step_into(types, number, path))
			return false;
	return true;
}

/* Whether a field of the target may stand for one of the object. */
static bool is_compatible_field(const struct btf *types, uint32_t id, const struct btf *others,
				uint32_t other_id)
{
	for (;;) {
		const struct btf_type *a = type_at(types, strip(types, id));
		const struct btf_type *b = type_at(others, strip(others, other_id));
		if (!a || !b)
			return false;
		if (btf_is_composite(a) && btf_is_composite(b))
			return true;
		if (!is_same_kind(a, b))
			return false;
		if (btf_is_array(a)) {
			id = btf_array(a)->type;
			other_id = btf_array(b)->type;
			continue;
		}
		if (btf_is_fwd(a) || is_enumeration(a)) {
			const char *name = name_at(types, a->name_off);
			const char *other = name_at(others, b->name_off);
			return !*name || !*other || is_same_name(name, other);
		}
		if (btf_is_int(a))
			return !btf_int_offset(a) && !btf_int_offset(b);
		return btf_is_ptr(a) || btf_kind(a) == BTF_KIND_FLOAT;
	}
}

/* The member of that name, in unnamed ones too. */
static bool find_member(const struct btf *others, uint32_t id, const struct btf *types,
			const struct step *step, struct spot *spot, unsigned depth)
{
	const struct btf_type *type = type_at(others, strip(others, id));
	if (!type || !btf_is_composite(type) || depth > DEPTH_MAX)
		return false;
	const struct btf_member *members = btf_members(type);
	for (uint32_t i = 0; i < btf_vlen(type); i++) {
		const char *name = name_at(others, members[i].name_off);
		struct spot inner = *spot;
		inner.bits += btf_member_bit_offset(type, i);
		inner.bit_size = btf_member_bitfield_size(type, i);
		inner.type = members[i].type;
		if (!*name && find_member(others, inner.type, types, step, &inner, depth + 1)) {
			*spot = inner;
			return true;
		}
		if (!*name || strcmp(name, step->name) != 0)
			continue;
		if (!is_compatible_field(types, step->type, others, inner.type))
			return false;
		*spot = inner;
		return true;
	}
	return false;
}

/* A flexible array at the end of its struct has any number of elements. */
static bool find_element(const struct btf *others, const struct step *step, struct spot *spot)
{
	const struct btf_type *type = type_at(others, strip(others, spot->type));
	if (!type || !btf_is_array(type))
		return false;
	uint32_t n = btf_array(type)->nelems;
	if (n && step->index >= n)
		return false;
	int64_t size = btf__resolve_size(others, btf_array(type)->type);
	if (size < 0)
		return false;
	spot->type = btf_array(type)->type;
	spot->bits += 8 * (uint64_t)size * step->index;
	spot->bit_size = 0;
	return true;
}

static bool take_step(const struct need_state *state, const struct step *step,
		      const struct candidate *candidate, struct spot *spot)
{
	return step->name ? find_member(candidate->types, spot->type, state->types, step, spot, 0)
			  : find_element(candidate->types, step, spot);
}

static bool go(const struct need_state *state, const struct path *path,
	       const struct candidate *candidate, struct spot *spot)
{
	*spot = (struct spot){ .type = candidate->id };
	if (path->steps[0].index) {
		int64_t size = btf__resolve_size(candidate->types, candidate->id);
		if (size < 0)
			return false;
		spot->bits = 8 * (uint64_t)size * path->steps[0].index;
	}
	for (uint32_t i = 1; i < path->n; i++)
		if (!take_step(state, &path->steps[i], candidate, spot))
			return false;
	return true;
}

/* --- whole types --- */

static bool is_compatible_type(const struct btf *types, uint32_t id, const struct btf *others,
			       uint32_t other_id, unsigned depth)
{
	for (; depth < DEPTH_MAX; depth++) {
		id = strip(types, id);
		other_id = strip(others, other_id);
		const struct btf_type *a = type_at(types, id);
		const struct btf_type *b = type_at(others, other_id);
		if (!a || !b || !is_same_kind(a, b))
			return false;
		if (btf_is_int(a))
			return !btf_int_offset(a) && !btf_int_offset(b);
		if (btf_is_ptr(a)) {
			id = a->type;
			other_id = b->type;
		} else if (btf_is_array(a)) {
			id = btf_array(a)->type;
			other_id = btf_array(b)->type;
		} else if (btf_is_func_proto(a)) {
			if (btf_vlen(a) != btf_vlen(b))
				return false;
			for (uint32_t i = 0; i < btf_vlen(a); i++)
				if (!is_compatible_type(types, btf_params(a)[i].type, others,
							btf_params(b)[i].type, depth + 1))
					return false;
			id = a->type;
			other_id = b->type;
		} else {
			return true;
		}
	}
	return false;
}

/* --- enumerators --- */

static const char *enumerator_at(const struct btf *types, const struct btf_type *type, uint32_t i,
				 uint64_t *value)
{
	if (btf_is_enum(type)) {
		*value = (uint64_t)(int64_t)btf_enum(type)[i].val;
		return name_at(types, btf_enum(type)[i].name_off);
	}
	*value = btf_enum64_value(&btf_enum64(type)[i]);
	return name_at(types, btf_enum64(type)[i].name_off);
}

static const char *wanted_enumerator(const struct need_state *state,
				     const struct bpf_core_relo *relocation)
{
	const char *text = name_at(state->types, relocation->access_str_off);
	const struct btf_type *type =
		type_at(state->types, strip(state->types, relocation->type_id));
	uint32_t number;
	uint64_t value;
	if (!type || !is_enumeration(type) || !next_number(&text, &number) ||
	    number >= btf_vlen(type))
		return NULL;
	return enumerator_at(state->types, type, number, &value);
}

static bool find_enumerator(const struct candidate *candidate, const char *wanted, uint64_t *value)
{
	const struct btf_type *type =
		type_at(candidate->types, strip(candidate->types, candidate->id));
	for (uint32_t i = 0; type && is_enumeration(type) && i < btf_vlen(type); i++)
		if (is_same_name(enumerator_at(candidate->types, type, i, value), wanted))
			return true;
	return false;
}

/* --- relocations --- */

enum sort { SORT_FIELD, SORT_TYPE, SORT_ENUMERATOR, SORT_OWN };

static enum sort sort_of(const struct bpf_core_relo *relocation)
{
	switch (relocation->kind) {
	case BPF_CORE_TYPE_ID_LOCAL:
		return SORT_OWN;
	case BPF_CORE_TYPE_ID_TARGET:
	case BPF_CORE_TYPE_EXISTS:
	case BPF_CORE_TYPE_SIZE:
	case BPF_CORE_TYPE_MATCHES:
		return SORT_TYPE;
	case BPF_CORE_ENUMVAL_EXISTS:
	case BPF_CORE_ENUMVAL_VALUE:
		return SORT_ENUMERATOR;
	case BPF_CORE_FIELD_BYTE_OFFSET:
	case BPF_CORE_FIELD_BYTE_SIZE:
	case BPF_CORE_FIELD_EXISTS:
	case BPF_CORE_FIELD_SIGNED:
	case BPF_CORE_FIELD_LSHIFT_U64:
	case BPF_CORE_FIELD_RSHIFT_U64:
		break;
	}
	return SORT_FIELD;
}

bool need_match_is_question(const struct bpf_core_relo *relocation)
{
	return relocation->kind == BPF_CORE_FIELD_EXISTS ||
	       relocation->kind == BPF_CORE_TYPE_EXISTS ||
	       relocation->kind == BPF_CORE_TYPE_MATCHES ||
	       relocation->kind == BPF_CORE_ENUMVAL_EXISTS;
}

/* What distinguishes two finds: where they disagree, libbpf gives up. */
static bool look(struct need_state *state, const struct bpf_core_relo *relocation,
		 const struct path *path, const struct candidate *candidate, uint64_t *value)
{
	struct spot spot = { 0 };
	switch (sort_of(relocation)) {
	case SORT_FIELD:
		if (!go(state, path, candidate, &spot))
			return false;
		*value = spot.bits;
		return true;
	case SORT_TYPE:
		if (!is_compatible_type(state->types, relocation->type_id, candidate->types,
					candidate->id, 0))
			return false;
		*value = relocation->kind == BPF_CORE_TYPE_ID_TARGET ? candidate->id : 0;
		if (relocation->kind == BPF_CORE_TYPE_SIZE)
			*value = (uint64_t)btf__resolve_size(candidate->types, candidate->id);
		return true;
	case SORT_ENUMERATOR:
		return find_enumerator(candidate, wanted_enumerator(state, relocation), value);
	case SORT_OWN:
		break;
	}
	return true;
}

static bool is_readable(const struct need_state *state, const struct bpf_core_relo *relocation,
			struct path *path)
{
	*path = (struct path){ 0 };
	if (sort_of(relocation) == SORT_FIELD)
		return read_path(state->types, relocation, path);
	return sort_of(relocation) != SORT_ENUMERATOR || wanted_enumerator(state, relocation);
}

int need_match_find(struct need_state *state, const struct bpf_core_relo *relocation,
		    struct need_match *match)
{
	struct path path;
	int err = 0;
	*match = (struct need_match){ .is_found = sort_of(relocation) == SORT_OWN };
	if (match->is_found || !type_at(state->types, relocation->type_id))
		return 0;
	if (!is_readable(state, relocation, &path))
		return -EINVAL;
	const struct need_candidates *found = candidates(state, relocation->type_id, &err);
	for (uint32_t i = 0; found && i < found->n && !err; i++) {
		uint64_t value = 0;
		if (!look(state, relocation, &path, &found->items[i], &value))
			continue;
		match->is_ambiguous |= match->is_found && value != match->value;
		match->is_found = true;
		match->value = value;
	}
	match->has_value = relocation->kind == BPF_CORE_ENUMVAL_VALUE && match->is_found;
	return err;
}

int need_match_walk(struct need_state *state, const struct bpf_core_relo *relocation,
		    int (*visit)(void *context, const struct need_step *step), void *context)
{
	struct path path;
	int err = 0;
	if (sort_of(relocation) != SORT_FIELD || !is_readable(state, relocation, &path))
		return 0;
	const struct need_candidates *found = candidates(state, relocation->type_id, &err);
	if (!found || !found->n)
		return err;
	const struct candidate *target = &found->items[0];
	struct spot spot = { .type = target->id };
	for (uint32_t i = 1; i < path.n && !err; i++) {
		struct need_step step = { relocation,	 i,	    path.steps[i].owner, path.steps[i].index,
					  target->types, spot.type, 0,	     false, false };
		if (!take_step(state, &path.steps[i], target, &spot))
			break;
		step.other = spot.type;
		step.is_bits = spot.bit_size;
		step.is_last = i + 1 == path.n;
		err = path.steps[i].name ? visit(context, &step) : 0;
	}
	return err;
}

/* --- names --- */

static void put(char *out, size_t size, const char *text, size_t length)
{
	size_t used = strlen(out);
	size_t room = size - used - 1;
	if (length > room)
		length = room;
	memcpy(out + used, text, length);
	out[used + length] = 0;
}

static void put_type(const struct need_state *state, uint32_t id, char *out, size_t size)
{
	const struct btf_type *type = type_at(state->types, id);
	const char *name = name_at(state->types, type->name_off);
	const char *word = "";
	if (btf_is_struct(type))
		word = "struct ";
	else if (btf_is_union(type))
		word = "union ";
	else if (is_enumeration(type))
		word = "enum ";
	put(out, size, word, strlen(word));
	put(out, size, name, plain_length(name));
}

static void put_path(const struct need_state *state, const struct path *path, char *out,
		     size_t size)
{
	put_type(state, path->steps[0].type, out, size);
	for (uint32_t i = 1; i < path->n; i++) {
		const struct step *step = &path->steps[i];
		char index[16];
		snprintf(index, sizeof(index), "[%u]", step->index);
		put(out, size, ".", step->name ? 1 : 0);
		put(out, size, step->name ? step->name : index,
		    step->name ? plain_length(step->name) : strlen(index));
	}
}

const char *need_match_step_name(struct need_state *state, const struct need_step *step,
				 bool of_owner)
{
	char out[512] = "";
	struct path path;
	if (!is_readable(state, step->relocation, &path))
		return NULL;
	path.n = of_owner ? step->at : step->at + 1;
	if (of_owner)
		put_type(state, step->owner, out, sizeof(out));
	else
		put_path(state, &path, out, sizeof(out));
	return need_keep(state, strdup(out));
}

const char *need_match_name(struct need_state *state, const struct bpf_core_relo *relocation)
{
	char out[512] = "";
	struct path path;
	const char *enumerator = NULL;
	if (!type_at(state->types, relocation->type_id) || !is_readable(state, relocation, &path))
		return need_keep(state, strdup("?"));
	switch (sort_of(relocation)) {
	case SORT_FIELD:
		put_path(state, &path, out, sizeof(out));
		break;
	case SORT_ENUMERATOR:
		enumerator = wanted_enumerator(state, relocation);
		put(out, sizeof(out), enumerator, plain_length(enumerator));
		break;
	case SORT_TYPE:
	case SORT_OWN:
		put_type(state, relocation->type_id, out, sizeof(out));
		break;
	}
	return need_keep(state, strdup(out));
}

/* --- what has no relocation --- */

static enum need_answer has_value(const struct btf *types, const struct btf_type *type, uint32_t value)
{
	for (uint32_t i = 0; i < btf_vlen(type); i++) {
		const char *name = name_at(types, btf_enum(type)[i].name_off);
		bool is_end = !strncmp(name, "__", 2); // behind the last one
		if ((uint32_t)btf_enum(type)[i].val == value && !is_end)
			return NEED_YES;
	}
	return NEED_NO;
}

/*
 * A BTF may have been trimmed to a few enumerators, which tell nothing: number 4 of each of the enums that are asked for
 * is of Linux 4.3 or before.
 */
enum need_answer need_match_value(const struct btf *types, const char *enumeration, uint32_t value)
{
	int id = types ? btf__find_by_name_kind(types, enumeration, BTF_KIND_ENUM) : -1;
	const struct btf_type *type = id < 0 ? NULL : type_at(types, (uint32_t)id);
	if (!type || has_value(types, type, 4) == NEED_NO)
		return NEED_PERHAPS;
	return has_value(types, type, value);
}

enum need_answer need_match_function(const struct need_state *state, const char *name)
{
	const struct need_target *target = state->target;
	const struct btf *kernel = target->types(target->context, 0);
	if (!kernel)
		return NEED_PERHAPS;
	if (btf__find_by_name_kind(kernel, name, BTF_KIND_FUNC) > 0)
		return NEED_YES;
	for (size_t i = 1;; i++) {
		const struct btf *module = target->types(target->context, i);
		if (!module)
			return NEED_NO;
		if (btf__find_by_name_kind(module, name, BTF_KIND_FUNC) > 0)
			return NEED_YES;
	}
}
