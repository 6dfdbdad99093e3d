#include "kernel/btf_sound.h"

/* Deeper than any declaration of a person. */
#define MAX_DEPTH 200

/* What makes a type contain another. */
enum containment {
	BY_VALUE, /* as memory: members, elements */
	BY_TEXT,  /* as a declaration: all that is written out instead of named */
};

enum state { UNSEEN, OPEN, SOUND };

struct check {
	const struct btf *btf;
	enum containment containment;
	uint32_t first_id, end_id;
	unsigned char *states; /* by id - first_id */
};

/* Number of the types that a type refers to. */
static uint32_t count_references(const struct btf_type *type)
{
	switch (btf_kind(type)) {
	case BTF_KIND_PTR:
	case BTF_KIND_TYPEDEF:
	case BTF_KIND_CONST:
	case BTF_KIND_VOLATILE:
	case BTF_KIND_RESTRICT:
	case BTF_KIND_FUNC:
	case BTF_KIND_VAR:
	case BTF_KIND_DECL_TAG:
	case BTF_KIND_TYPE_TAG:
		return 1;
	case BTF_KIND_ARRAY:
		return 2;
	case BTF_KIND_FUNC_PROTO:
		return btf_vlen(type) + 1;
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
	case BTF_KIND_DATASEC:
		return btf_vlen(type);
	}
	return 0;
}

static uint32_t get_reference(const struct btf_type *type, uint32_t i)
{
	switch (btf_kind(type)) {
	case BTF_KIND_ARRAY:
		return i == 0 ? btf_array(type)->type : btf_array(type)->index_type;
	case BTF_KIND_FUNC_PROTO:
		return i < btf_vlen(type) ? btf_params(type)[i].type : type->type;
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		return btf_members(type)[i].type;
	case BTF_KIND_DATASEC:
		return btf_var_secinfos(type)[i].type;
	}
	return type->type;
}

/* Place of the name of a member, parameter or enumerator. */
static uint32_t get_name(const struct btf_type *type, uint32_t i)
{
	switch (btf_kind(type)) {
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		return btf_members(type)[i].name_off;
	case BTF_KIND_FUNC_PROTO:
		return btf_params(type)[i].name_off;
	case BTF_KIND_ENUM:
		return btf_enum(type)[i].name_off;
	case BTF_KIND_ENUM64:
		return btf_enum64(type)[i].name_off;
	}
	return 0;
}

/* Whether all names lie in the BTF's strings. */
static bool has_names(const struct btf *btf, const struct btf_type *type)
{
	bool has_all = btf__name_by_offset(btf, type->name_off) != NULL;

	for (uint32_t i = 0; has_all && i < btf_vlen(type); i++)
		has_all = btf__name_by_offset(btf, get_name(type, i)) != NULL;
	return has_all;
}

/* Whether the types that it refers to are parts of it. */
static bool is_container(const struct btf_type *type, enum containment containment)
{
	switch (btf_kind(type)) {
	case BTF_KIND_PTR:
	case BTF_KIND_FUNC_PROTO:
		return containment == BY_TEXT;
	case BTF_KIND_TYPEDEF:
		return containment == BY_VALUE;
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		return containment == BY_VALUE || type->name_off == 0;
	case BTF_KIND_CONST:
	case BTF_KIND_VOLATILE:
	case BTF_KIND_RESTRICT:
	case BTF_KIND_TYPE_TAG:
	case BTF_KIND_ARRAY:
		return true;
	}
	return false;
}

static bool is_sound(struct check *check, uint32_t id, int depth)
{
	const struct btf_type *type = btf__type_by_id(check->btf, id);
	unsigned char *state;

	if (id >= check->end_id || type == NULL)
		return false;
	if (id < check->first_id || id == 0)
		return true;
	state = &check->states[id - check->first_id];
	if (*state != UNSEEN)
		return *state == SOUND;
	if (depth > MAX_DEPTH || !has_names(check->btf, type))
		return false;
	*state = OPEN;
	for (uint32_t i = 0; i < count_references(type); i++) {
		uint32_t to = get_reference(type, i);

		if (to >= check->end_id)
			return false;
		if (is_container(type, check->containment) && !is_sound(check, to, depth + 1))
			return false;
	}
	*state = SOUND;
	return true;
}

bool btf_is_sound(struct arena *arena, const struct btf *btf, uint32_t first_id)
{
	static const enum containment containments[] = { BY_VALUE, BY_TEXT };
	struct check check = { .btf = btf, .first_id = first_id, .end_id = btf__type_cnt(btf) };
	bool sound = true;

	for (size_t i = 0; sound && i < sizeof(containments) / sizeof(containments[0]); i++) {
		check.containment = containments[i];
		check.states = arena_alloc(arena, check.end_id - first_id + 1);
		for (uint32_t id = first_id; sound && id < check.end_id; id++)
			sound = is_sound(&check, id, 0);
	}
	return sound;
}
