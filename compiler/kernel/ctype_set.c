#include "kernel/ctype_set.h"

#include <string.h>

#include "base/vec.h"
#include "kernel/btf_open.h"

/* Longest chain of const, typedef, pointer and array to follow; more is a broken BTF. */
#define MAX_CHAIN 64

struct ctype_set {
	struct ctype_maker *maker;
	struct btf *btf;
	struct ctype_set *base;
	uint32_t first_id, end_id;
	struct ctype_node **nodes; /* by id - first_id */
	VEC(uint32_t) unfilled;    /* structs and prototypes whose members are still to be made */
	struct btf_index *index;   /* NULL until asked for */
	bool enum_signs_known, has_enum_signs;
};

struct ctype_set *ctype_set_new(struct ctype_maker *maker, struct btf *btf, struct ctype_set *base)
{
	struct ctype_set *set = arena_new_of(maker->arena, struct ctype_set);

	set->maker = maker;
	set->btf = btf;
	set->base = base;
	set->first_id = base != NULL ? base->end_id : 1;
	set->end_id = btf__type_cnt(btf);
	set->nodes = arena_alloc(maker->arena,
				 (set->end_id - set->first_id) * sizeof(struct ctype_node *));
	vec_init(&set->unfilled, maker->arena);
	return set;
}

void ctype_set_close(struct ctype_set *set)
{
	if (set == NULL)
		return;
	btf__free(set->btf);
	set->btf = NULL;
}

struct ctype_set *ctype_read_object(struct arena *arena, struct interner *interner,
				    const char *path, enum ctype_origin origin, const char **error)
{
	struct btf *btf = btf_open_file(arena, path, NULL, error);

	if (btf == NULL)
		return NULL;
	return ctype_set_new(
		ctype_maker_new(arena, interner, origin, (unsigned)btf__pointer_size(btf)), btf,
		NULL);
}

const struct btf *ctype_set_btf(const struct ctype_set *set)
{
	return set->btf;
}

const void *ctype_set_bytes(const struct ctype_set *set, size_t *size)
{
	uint32_t n = 0;
	const void *bytes = btf__raw_data(set->btf, &n);

	*size = n;
	return bytes;
}

struct btf_index *ctype_set_index(struct ctype_set *set)
{
	if (set->index == NULL)
		set->index = btf_index_new(set->maker->arena, set->btf, set->first_id);
	return set->index;
}

uint32_t ctype_set_first_id(const struct ctype_set *set)
{
	return set->first_id;
}

uint32_t ctype_set_end_id(const struct ctype_set *set)
{
	return set->end_id;
}

static const char *name_of(const struct ctype_set *set, uint32_t name_offset)
{
	const char *name = btf_type_name(set->btf, name_offset);

	return name[0] != '\0' ? intern(set->maker->interner, name) : NULL;
}

static struct ctype_node *get_shell(struct ctype_set *set, uint32_t id, int depth);

/* What stands between a reference and the type it means. */
struct stripped {
	uint32_t id;
	const char *typedef_name; /* of the last typedef on the way; "" if none */
	bool is_user;
};

static struct stripped strip(const struct ctype_set *set, uint32_t id)
{
	struct stripped result = { .id = id, .typedef_name = "" };

	for (int i = 0; i < MAX_CHAIN; i++) {
		const struct btf_type *type = btf__type_by_id(set->btf, result.id);

		if (result.id == 0 || type == NULL)
			break;
		if (btf_is_typedef(type))
			result.typedef_name = btf_type_name(set->btf, type->name_off);
		else if (btf_is_type_tag(type))
			result.is_user |=
				strcmp(btf_type_name(set->btf, type->name_off), "user") == 0;
		else if (!btf_is_mod(type))
			return result;
		result.id = type->type;
	}
	result.id = 0;
	return result;
}

static struct ctype_node *make_int(struct ctype_set *set, const struct btf_type *type)
{
	uint8_t encoding = btf_int_encoding(type);
	struct ctype_node *node =
		ctype_make(set->maker, encoding & BTF_INT_BOOL ? CTYPE_BOOL : CTYPE_INT);
	const char *name = btf_type_name(set->btf, type->name_off);

	node->type.size = type->size;
	node->type.is_signed = encoding & BTF_INT_SIGNED;
	/* Compilers do not set the encoding CHAR. */
	node->type.is_char = strcmp(name, "char") == 0;
	return node;
}

/*
 * Whether the BTF says which enums are signed. Compilers before Linux 6.0 did not, and never
 * set the flag; then an enum with a small negative value is taken as signed.
 */
static bool has_enum_signs(struct ctype_set *set)
{
	for (uint32_t id = set->first_id; !set->enum_signs_known && id < set->end_id; id++) {
		const struct btf_type *type = btf__type_by_id(set->btf, id);

		if (btf_is_any_enum(type) && btf_kflag(type)) {
			set->has_enum_signs = true;
			break;
		}
	}
	set->enum_signs_known = true;
	return set->has_enum_signs;
}

#define SMALLEST_ERROR (-4095)

static bool is_signed_enum(struct ctype_set *set, const struct btf_type *type)
{
	bool has_negative = false;

	if (btf_kflag(type))
		return true;
	if (btf_is_enum64(type))
		return false;
	for (uint32_t i = 0; i < btf_vlen(type); i++) {
		int32_t value = btf_enum(type)[i].val;

		has_negative |= value < 0 && value >= SMALLEST_ERROR;
	}
	return has_negative && !has_enum_signs(set);
}

static struct ctype_node *make_enum(struct ctype_set *set, const struct btf_type *type)
{
	struct ctype_node *node = ctype_make(set->maker, CTYPE_ENUM);
	uint32_t n = btf_vlen(type);
	struct ctype_enumerator *enumerators =
		arena_alloc(set->maker->arena, n * sizeof(*enumerators));

	node->type.size = type->size;
	node->type.is_signed = is_signed_enum(set, type);
	for (uint32_t i = 0; i < n; i++) {
		if (btf_is_enum64(type)) {
			enumerators[i].name = name_of(set, btf_enum64(type)[i].name_off);
			enumerators[i].value = btf_enum64_value(&btf_enum64(type)[i]);
			continue;
		}
		enumerators[i].name = name_of(set, btf_enum(type)[i].name_off);
		enumerators[i].value = node->type.is_signed
					       ? (uint64_t)(int64_t)btf_enum(type)[i].val
					       : (uint32_t)btf_enum(type)[i].val;
	}
	node->type.enumerators = enumerators;
	node->type.n_enumerators = n;
	return node;
}

static struct ctype_node *make_struct(struct ctype_set *set, const struct btf_type *type,
				      uint32_t id)
{
	struct ctype_node *node =
		ctype_make(set->maker, btf_is_union(type) ? CTYPE_UNION : CTYPE_STRUCT);

	node->type.size = type->size;
	vec_push(&set->unfilled, id);
	return node;
}

/* Deduplication leaves declarations beside a definition when there are several; take the first. */
static struct ctype_node *make_forward(struct ctype_set *set, const struct btf_type *type,
				       int depth)
{
	const char *name = btf_type_name(set->btf, type->name_off);
	uint32_t kind = btf_kflag(type) ? BTF_KIND_UNION : BTF_KIND_STRUCT;
	struct ctype_node *node;

	for (struct ctype_set *in = set; in != NULL && name[0] != '\0'; in = in->base) {
		uint32_t id = btf_index_find(ctype_set_index(in), kind, name);

		if (id != 0)
			return get_shell(in, id, depth + 1);
	}
	node = ctype_make(set->maker, CTYPE_FORWARD);
	node->type.is_union = btf_kflag(type);
	return node;
}

static struct ctype_node *make_shell(struct ctype_set *set, const struct btf_type *type,
				     uint32_t id, int depth)
{
	struct ctype_node *node;

	switch (btf_kind(type)) {
	case BTF_KIND_PTR:
		return ctype_make_pointer(set->maker, get_shell(set, type->type, depth + 1),
					  strip(set, type->type).is_user);
	case BTF_KIND_ARRAY:
		return ctype_make_array(set->maker,
					get_shell(set, btf_array(type)->type, depth + 1),
					btf_array(type)->nelems);
	case BTF_KIND_FWD:
		node = make_forward(set, type, depth);
		if (node->type.kind != CTYPE_FORWARD)
			return node;
		break;
	case BTF_KIND_INT:
		node = make_int(set, type);
		break;
	case BTF_KIND_FLOAT:
		node = ctype_make(set->maker, CTYPE_FLOAT);
		node->type.size = type->size;
		break;
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64:
		node = make_enum(set, type);
		break;
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		node = make_struct(set, type, id);
		break;
	case BTF_KIND_FUNC_PROTO:
		node = ctype_make(set->maker, CTYPE_FUNCTION);
		vec_push(&set->unfilled, id);
		break;
	default: /* no type of C */
		return ctype_make_void(set->maker);
	}
	node->type.name = name_of(set, type->name_off);
	node->type.id = id;
	return node;
}

/* The type without const, typedef and the like; members of structs and prototypes may come later. */
static struct ctype_node *get_shell(struct ctype_set *set, uint32_t id, int depth)
{
	struct stripped stripped = strip(set, id);
	struct ctype_set *owner = set;
	struct ctype_node **node;

	while (owner->base != NULL && stripped.id < owner->first_id)
		owner = owner->base;
	if (stripped.id == 0 || stripped.id >= owner->end_id || depth > MAX_CHAIN)
		return ctype_make_void(set->maker);
	node = &owner->nodes[stripped.id - owner->first_id];
	if (*node == NULL)
		*node = make_shell(owner, btf__type_by_id(owner->btf, stripped.id), stripped.id,
				   depth);
	if ((*node)->type.name == NULL && (*node)->type.typedef_name == NULL &&
	    ((*node)->type.kind == CTYPE_STRUCT || (*node)->type.kind == CTYPE_UNION ||
	     (*node)->type.kind == CTYPE_ENUM) &&
	    stripped.typedef_name[0] != '\0')
		(*node)->type.typedef_name = intern(set->maker->interner, stripped.typedef_name);
	return *node;
}

/* A bit field of the old form has its size in its type. */
static void set_bit_field(const struct ctype_set *set, const struct btf_type *type, uint32_t i,
			  struct ctype_member *member)
{
	const struct btf_type *inner;

	member->bit_offset = btf_member_bit_offset(type, i);
	member->bit_size = btf_member_bitfield_size(type, i);
	if (btf_kflag(type))
		return;
	inner = btf__type_by_id(set->btf, strip(set, btf_members(type)[i].type).id);
	if (inner != NULL && btf_is_int(inner) && btf_int_bits(inner) != inner->size * 8) {
		member->bit_offset += btf_int_offset(inner);
		member->bit_size = btf_int_bits(inner);
	}
}

static void fill_members(struct ctype_set *set, struct ctype *to, const struct btf_type *type)
{
	uint32_t n = btf_vlen(type);
	struct ctype_member *members = arena_alloc(set->maker->arena, n * sizeof(*members));

	for (uint32_t i = 0; i < n; i++) {
		if (btf_is_func_proto(type)) {
			members[i].name = name_of(set, btf_params(type)[i].name_off);
			members[i].type = &get_shell(set, btf_params(type)[i].type, 0)->type;
			continue;
		}
		members[i].name = name_of(set, btf_members(type)[i].name_off);
		members[i].type = &get_shell(set, btf_members(type)[i].type, 0)->type;
		set_bit_field(set, type, i, &members[i]);
	}
	if (btf_is_func_proto(type))
		to->target = &get_shell(set, type->type, 0)->type;
	to->members = members;
	to->n_members = n;
}

/* Types of a base never refer to those above it, so going down once is enough. */
static void fill(struct ctype_set *set)
{
	for (; set != NULL; set = set->base) {
		while (set->unfilled.count > 0) {
			uint32_t id = set->unfilled.items[--set->unfilled.count];

			fill_members(set, &set->nodes[id - set->first_id]->type,
				     btf__type_by_id(set->btf, id));
		}
	}
}

const struct ctype *ctype_set_get(struct ctype_set *set, uint32_t id)
{
	struct ctype_node *node = get_shell(set, id, 0);

	fill(set);
	return &node->type;
}

const struct ctype *ctype_set_find(struct ctype_set *set, enum ctype_kind kind, const char *name)
{
	struct btf_index *index = ctype_set_index(set);
	uint32_t id = 0;

	if (kind == CTYPE_STRUCT)
		id = btf_index_find(index, BTF_KIND_STRUCT, name);
	else if (kind == CTYPE_UNION)
		id = btf_index_find(index, BTF_KIND_UNION, name);
	else if (kind == CTYPE_ENUM)
		id = btf_index_find(index, BTF_KIND_ENUM, name);
	if (id == 0 && (kind == CTYPE_STRUCT || kind == CTYPE_UNION)) {
		id = btf_index_find(index, BTF_KIND_FWD, name);
		if (id != 0 && btf_kflag(btf__type_by_id(set->btf, id)) != (kind == CTYPE_UNION))
			id = 0;
	}
	return id != 0 ? ctype_set_get(set, id) : NULL;
}

const struct ctype *ctype_set_find_typedef(struct ctype_set *set, const char *name)
{
	static const uint32_t kinds[] = { BTF_KIND_TYPEDEF, BTF_KIND_INT, BTF_KIND_FLOAT };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		uint32_t id = btf_index_find(ctype_set_index(set), kinds[i], name);

		if (id != 0)
			return ctype_set_get(set, id);
	}
	return NULL;
}

const struct ctype *ctype_set_find_enumerator(struct ctype_set *set, const char *name,
					      uint64_t *value)
{
	const struct ctype *type;
	uint32_t place;
	uint32_t id = btf_index_find_enumerator(ctype_set_index(set), name, &place);

	if (id == 0)
		return NULL;
	type = ctype_set_get(set, id);
	if (value != NULL)
		*value = type->enumerators[place].value;
	return type;
}

const struct ctype *ctype_set_find_function(struct ctype_set *set, const char *name)
{
	uint32_t id = btf_index_find(ctype_set_index(set), BTF_KIND_FUNC, name);
	const struct ctype *type;

	if (id == 0)
		return NULL;
	type = ctype_set_get(set, btf__type_by_id(set->btf, id)->type);
	return type->kind == CTYPE_FUNCTION ? type : NULL;
}

const char *const *ctype_set_functions(struct ctype_set *set, size_t *count)
{
	VEC(const char *) names;

	vec_init(&names, set->maker->arena);
	for (uint32_t id = set->first_id; id < set->end_id; id++) {
		const struct btf_type *type = btf__type_by_id(set->btf, id);

		if (btf_is_func(type) && btf_vlen(type) == BTF_FUNC_GLOBAL)
			vec_push(&names, btf__name_by_offset(set->btf, type->name_off));
	}
	*count = names.count;
	return names.items;
}
