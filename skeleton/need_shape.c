/*
 * What a program has of the builder's types though the target may have it otherwise: how many elements of an array it
 * copies, which members of a struct, where it reads those of a struct without a name, how wide integers are. The object
 * tells by tags of its declarations (layout.h, ABI_TAG_...), and by the types of members.
 */
#include <errno.h>
#include <linux/types.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "layout.h"
#include "need_state.h"

#define DEPTH_MAX   32
#define NAMES_SHOWN 3
#define IS_WHOLE    (-1)

/* One type or member of the object that has been compared. */
struct need_shape {
	uint32_t owner;
	int32_t member; /* IS_WHOLE: the type */
};

struct comparison {
	struct need_state *state;
	need_shape_visit *visit;
	void *context;
};

static const char *name_of(const struct btf *types, uint32_t offset)
{
	const char *name = btf__name_by_offset(types, offset);
	return name ? name : "";
}

static const struct btf_type *plain(const struct btf *types, uint32_t id)
{
	const struct btf_type *type = btf__type_by_id(types, id);
	while (type && (btf_is_mod(type) || btf_is_typedef(type)))
		type = btf__type_by_id(types, type->type);
	return type;
}

/* What stands behind the tag of a type (member IS_WHOLE) or of its member; NULL: it has none. */
static const char *tag_of(const struct btf *types, uint32_t owner, int32_t member, const char *tag)
{
	uint32_t n = btf__type_cnt(types);
	for (uint32_t i = 1; i < n; i++) {
		const struct btf_type *type = btf__type_by_id(types, i);
		if (!btf_is_decl_tag(type) || type->type != owner ||
		    btf_decl_tag(type)->component_idx != member)
			continue;
		const char *text = name_of(types, type->name_off);
		if (!strncmp(text, tag, strlen(tag)))
			return text + strlen(tag);
	}
	return NULL;
}

/* False if it is not the first time, or no memory is left to know it by. */
static bool is_first(struct need_state *state, uint32_t owner, int32_t member)
{
	for (uint32_t i = 0; i < state->n_shapes; i++)
		if (state->shapes[i].owner == owner && state->shapes[i].member == member)
			return false;
	struct need_shape *grown = realloc(state->shapes, (state->n_shapes + 1) * sizeof(*grown));
	if (!grown)
		return false;
	state->shapes = grown;
	grown[state->n_shapes++] = (struct need_shape){ owner, member };
	return true;
}

/* Takes ownership of detail; NULL: out of memory. */
static int tell(const struct comparison *c, enum need_kind kind, const struct need_step *step,
		char *detail)
{
	const char *kept = detail ? need_keep(c->state, detail) : NULL;
	const char *name = need_match_step_name(c->state, step, kind == NEED_TYPE);
	return kept && name ? c->visit(c->context, kind, name, kept) : -ENOMEM;
}

/* --- arrays --- */

/* The type of the elements of all dimensions; *count of them. */
static const struct btf_type *elements(const struct btf *types, uint32_t id, uint64_t *count,
				       int64_t *size)
{
	const struct btf_type *type = plain(types, id);
	*count = 1;
	for (int depth = 0; type && btf_is_array(type) && depth < DEPTH_MAX; depth++) {
		*count *= btf_array(type)->nelems;
		id = btf_array(type)->type;
		type = plain(types, id);
	}
	*size = btf__resolve_size(types, id);
	return type;
}

/* Text is seen to be cut, and its shortness is no loss. */
static bool is_text(const struct btf *types, const struct btf_type *element)
{
	return btf_is_int(element) && !strcmp(name_of(types, element->name_off), "char");
}

static int compare_array(const struct comparison *c, const struct need_step *step)
{
	const struct btf *types = c->state->types;
	const struct btf_type *owner = btf__type_by_id(types, step->owner);
	uint64_t ours, theirs;
	int64_t our_size, their_size;
	const struct btf_type *element =
		elements(types, btf_members(owner)[step->member].type, &ours, &our_size);
	const struct btf_type *other = elements(step->others, step->other, &theirs, &their_size);
	char *detail = NULL;
	int length = 0;
	if (!element || !other)
		return 0;
	if (theirs > ours)
		length = asprintf(&detail, "%llu elements on this kernel, of which the tool has %llu",
				  (unsigned long long)theirs, (unsigned long long)ours);
	else if (theirs < ours && !is_text(types, element))
		length = asprintf(&detail, "%llu elements on this kernel, where the tool has %llu",
				  (unsigned long long)theirs, (unsigned long long)ours);
	else if (!btf_is_composite(element) && our_size != their_size)
		length = asprintf(&detail,
				  "elements of %lld bytes on this kernel, where the tool has %lld",
				  (long long)their_size, (long long)our_size);
	else
		return 0;
	return tell(c, NEED_FIELD, step, length < 0 ? NULL : detail);
}

/* --- integers --- */

static bool is_number(const struct btf_type *type)
{
	return type && (btf_is_int(type) || btf_is_any_enum(type));
}

/* A wider one than the builder knows is cut to what a script's variables have room for. */
static int compare_number(const struct comparison *c, const struct need_step *step)
{
	const struct btf *types = c->state->types;
	const struct btf_type *owner = btf__type_by_id(types, step->owner);
	const struct btf_type *ours = plain(types, btf_members(owner)[step->member].type);
	const struct btf_type *theirs = plain(step->others, step->other);
	char *detail = NULL;
	if (step->is_bits || btf_member_bitfield_size(owner, step->member) || !is_number(ours) ||
	    !is_number(theirs) || theirs->size <= ours->size)
		return 0;
	int length = asprintf(&detail, "%u bytes on this kernel, of which the tool has %u",
			      theirs->size, ours->size);
	return tell(c, NEED_FIELD, step, length < 0 ? NULL : detail);
}

/* --- all members of a struct --- */

struct strangers {
	char names[256];
	uint32_t n;
};

static const struct btf_member *find(const struct btf *types, const struct btf_type *type,
				     const char *name, unsigned depth, uint64_t *bits)
{
	for (uint32_t i = 0; type && btf_is_composite(type) && i < btf_vlen(type); i++) {
		const struct btf_member *member = &btf_members(type)[i];
		const char *own = name_of(types, member->name_off);
		uint64_t inner = *bits + btf_member_bit_offset(type, i);
		const struct btf_member *found = !strcmp(own, name) ? member : NULL;
		if (!*own && depth < DEPTH_MAX)
			found = find(types, plain(types, member->type), name, depth + 1, &inner);
		if (!found)
			continue;
		*bits = inner;
		return found;
	}
	return NULL;
}

static void note_strangers(const struct comparison *c, const struct btf_type *ours,
			   const struct btf *others, const struct btf_type *type, unsigned depth,
			   struct strangers *strangers)
{
	for (uint32_t i = 0; type && btf_is_composite(type) && i < btf_vlen(type); i++) {
		const char *name = name_of(others, btf_members(type)[i].name_off);
		uint64_t bits = 0;
		size_t used = strlen(strangers->names);
		if (!*name && depth < DEPTH_MAX)
			note_strangers(c, ours, others, plain(others, btf_members(type)[i].type),
				       depth + 1, strangers);
		if (!*name || find(c->state->types, ours, name, 0, &bits))
			continue;
		if (strangers->n++ < NAMES_SHOWN)
			snprintf(strangers->names + used, sizeof(strangers->names) - used, "%s%s",
				 used ? ", " : "", name);
	}
}

static int compare_members(const struct comparison *c, const struct need_step *step)
{
	struct strangers strangers = { 0 };
	char *detail = NULL, more[32] = "";
	note_strangers(c, btf__type_by_id(c->state->types, step->owner), step->others,
		       plain(step->others, step->other_owner), 0, &strangers);
	if (!strangers.n)
		return 0;
	if (strangers.n > NAMES_SHOWN)
		snprintf(more, sizeof(more), " and %u more", strangers.n - NAMES_SHOWN);
	int length = asprintf(&detail, "members of this kernel that the tool does not have: %s%s",
			      strangers.names, more);
	return tell(c, NEED_TYPE, step, length < 0 ? NULL : detail);
}

/* --- structs without a name --- */

static const struct btf_type *pointee(const struct btf *types, uint32_t id)
{
	const struct btf_type *type = plain(types, id);
	while (type && (btf_is_array(type) || btf_is_ptr(type)))
		type = plain(types, btf_is_ptr(type) ? type->type : btf_array(type)->type);
	return type && btf_is_composite(type) ? type : NULL;
}

/* "NAME@BIT/BYTES" or "@BYTES"; NULL: it is so there, else what is not. */
static char *compare_place(const struct btf *types, const struct btf_type *type, const char *text)
{
	char name[128], *detail = NULL;
	uint64_t bits = 0;
	const char *at = strchr(text, '@');
	snprintf(name, sizeof(name), "%.*s", (int)(at - text), text);
	char *rest;
	uint64_t place = strtoull(at + 1, &rest, 10);
	int length = 0;
	if (!*name) {
		if (type && type->size != place)
			length = asprintf(&detail, "it points to %u bytes on this kernel, not %llu",
					  type->size, (unsigned long long)place);
		return length < 0 ? NULL : detail;
	}
	const struct btf_member *member = find(types, type, name, 0, &bits);
	int64_t size = member ? btf__resolve_size(types, member->type) : 0;
	if (!member)
		length = asprintf(&detail, "what it points to has no '%s' on this kernel", name);
	else if (bits != place || size != (int64_t)strtoull(rest + (*rest == '/'), NULL, 10))
		length = asprintf(&detail,
				  "'%s' of what it points to is not read where this kernel has it",
				  name);
	return length < 0 ? NULL : detail;
}

static int compare_places(const struct comparison *c, const struct need_step *step,
			  const char *places)
{
	const struct btf_type *type = pointee(step->others, step->other);
	char *detail = NULL;
	while (places && strchr(places, '@') && !detail) {
		detail = compare_place(step->others, type, places);
		places = strchr(places, ' ');
		places += places != NULL;
	}
	return detail ? tell(c, NEED_FIELD, step, detail) : 0;
}

/* --- all --- */

static int compare_step(void *context, const struct need_step *step)
{
	const struct comparison *c = context;
	const struct btf *types = c->state->types;
	int32_t member = (int32_t)step->member;
	int err = 0;
	if (is_first(c->state, step->owner, IS_WHOLE) &&
	    tag_of(types, step->owner, IS_WHOLE, ABI_TAG_WHOLE))
		err = compare_members(c, step);
	if (err || !is_first(c->state, step->owner, member))
		return err;
	const char *places = tag_of(types, step->owner, member, ABI_TAG_AT);
	if (tag_of(types, step->owner, member, ABI_TAG_VALUE))
		err = compare_array(c, step);
	if (!err && places)
		err = compare_places(c, step, places);
	if (!err && step->is_last)
		err = compare_number(c, step);
	return err;
}

int need_shape_find(struct need_state *state, const struct bpf_core_relo *relocation,
		    need_shape_visit *visit, void *context)
{
	struct comparison c = { state, visit, context };
	return need_match_walk(state, relocation, compare_step, &c);
}
