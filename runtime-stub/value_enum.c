/*
 * Values of enums, by their names. Names of the kernel's enums are its own, for their numbers change from
 * version to version (those of enum skb_drop_reason are others in 6.12 than in 6.1).
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cache.h"
#include "load_btf.h"
#include "map.h"
#include "text.h"
#include "value.h"

/* What this kernel calls the values of a type. */
struct names {
	const struct abi_type *type;
	struct abi_enumerator *list;
	size_t n, room;
};

struct enums {
	struct rt_cache head;
	struct names *enums;
	size_t n;
};

static void release_names(struct names *names)
{
	for (size_t i = 0; i < names->n; i++)
		free((char *)names->list[i].name);
	free(names->list);
}

static void release_enums(struct rt_cache *cache)
{
	struct enums *enums = (struct enums *)cache;
	for (size_t i = 0; i < enums->n; i++)
		release_names(&enums->enums[i]);
	free(enums->enums);
}

static const struct rt_cache_kind enums_kind = { sizeof(struct enums), release_enums };

static int add_name(void *context, const char *name, uint64_t value)
{
	struct names *names = context;
	if (names->n == names->room) {
		size_t room = names->room ? 2 * names->room : 16;
		struct abi_enumerator *grown = realloc(names->list, room * sizeof(*grown));
		if (!grown)
			return -ENOMEM;
		names->list = grown;
		names->room = room;
	}
	char *copy = strdup(name);
	if (!copy)
		return -ENOMEM;
	names->list[names->n++] = (struct abi_enumerator){ .name = copy, .value = value };
	return 0;
}

static const struct names *find_names(struct rt *rt, const struct abi_type *type)
{
	struct enums *enums = (struct enums *)rt_cache_get(rt, &enums_kind);
	for (size_t i = 0; enums && i < enums->n; i++) {
		if (enums->enums[i].type == type)
			return &enums->enums[i];
	}
	return NULL;
}

static int keep_names(struct rt *rt, const struct names *names)
{
	struct enums *enums = (struct enums *)rt_cache_get(rt, &enums_kind);
	struct names *grown =
		enums ? realloc(enums->enums, (enums->n + 1) * sizeof(*grown)) : NULL;
	if (!grown)
		return -ENOMEM;
	enums->enums = grown;
	grown[enums->n++] = *names;
	return 0;
}

/* A kernel that does not say what it has leaves the names that the builder knew. */
static int prepare_enum(struct rt *rt, const struct abi_type *type)
{
	struct names names = { .type = type };
	struct rt_btf_place place;
	struct rt_btf *btf = type->text && !find_names(rt, type) ? rt_btf_get(rt) : NULL;
	if (!btf)
		return 0;
	if (rt_btf_find_enum(btf, type->text, &place)) {
		rt_explain(rt, "enum %s: names are those of the kernel that the tool was built for",
			   type->text);
		return 0;
	}
	int err = rt_btf_each_enumerator(&place, add_name, &names);
	if (!err)
		err = keep_names(rt, &names);
	if (err)
		release_names(&names);
	return err;
}

static const char *name_in(const struct abi_enumerator *list, size_t n, uint64_t wanted,
			   uint64_t mask)
{
	for (size_t i = 0; i < n; i++) {
		if (((list[i].value ^ wanted) & mask) == 0)
			return list[i].name;
	}
	return NULL;
}

/* The name of the enumerator with this value; NULL if none has it. */
static const char *enumerator_name(struct rt *rt, const struct rt_value *value)
{
	const struct abi_type *type = value->type;
	const struct names *names = type->text ? find_names(rt, type) : NULL;
	uint64_t wanted = rt_value_integer(value);
	// In a map the value has 8 bytes, whatever the enum's own size.
	uint64_t mask = type->size < 8 ? (1ULL << 8 * type->size) - 1 : UINT64_MAX;
	return names ? name_in(names->list, names->n, wanted, mask)
		     : name_in(type->enumerators, type->n_enumerators, wanted, mask);
}

static void enum_text(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	const char *name = enumerator_name(rt, value);
	if (name)
		rt_text_add_string(out, name);
	else
		rt_value_int.text(rt, value, out);
}

static void enum_json(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	rt_value_int.json(rt, value, out);
}

const struct rt_value_ops rt_value_enum = {
	.name = "enum",
	.text = enum_text,
	.json = enum_json,
	.prepare = prepare_enum,
	.map = &rt_map_integers,
};
