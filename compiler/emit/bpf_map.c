/*
 * The script's maps: their declarations, and the statements that use them, by the
 * way that a map stores its values.
 */
#include "emit/bpf.h"

#include <string.h>

#include "base/diag.h"

/* How a map stores its values (abi.h, layout.h). */
enum storage {
	STORE_HASH,       /* plain values by key; a scalar one has the key 0 */
	STORE_CELL,       /* one integer: ARRAY of struct abi_aggregate */
	STORE_AGGREGATES, /* struct abi_aggregate by key and CPU */
	STORE_AGGREGATE,  /* one per CPU */
	STORE_BUCKETS,    /* u64 by key, bucket and CPU; the key may be the bucket alone */
	STORE_SERIES, /* struct abi_tseries by key, slot and CPU; the key may be the slot alone */
	STORE_BUCKET_ROW, /* PERCPU_ARRAY of u64, indexed by bucket */
};

static bool is_aggregate(uint8_t kind)
{
	return kind == ABI_VALUE_COUNT || kind == ABI_VALUE_SUM || kind == ABI_VALUE_MIN ||
	       kind == ABI_VALUE_MAX || kind == ABI_VALUE_AVG || kind == ABI_VALUE_STATS;
}

static enum storage storage_of(const struct abi_map *map)
{
	if (map->value->kind == ABI_VALUE_TSERIES)
		return STORE_SERIES;
	if (map->value->kind == ABI_VALUE_HIST || map->value->kind == ABI_VALUE_LHIST)
		return map->is_array ? STORE_BUCKET_ROW : STORE_BUCKETS;
	if (is_aggregate(map->value->kind))
		return map->is_array ? STORE_AGGREGATE : STORE_AGGREGATES;
	return map->is_array ? STORE_CELL : STORE_HASH;
}

static const char *type_of_size(struct arena *arena, uint32_t size)
{
	if (size == 8)
		return "__u64";
	if (size == 4)
		return "__u32";
	return arena_printf(arena, "__u8[%u]", size);
}

static const char *value_type(struct arena *arena, const struct abi_map *map)
{
	switch (storage_of(map)) {
	case STORE_CELL:
	case STORE_AGGREGATES:
	case STORE_AGGREGATE:
		return "struct abi_aggregate";
	case STORE_SERIES:
		return "struct abi_tseries";
	case STORE_HASH:
	case STORE_BUCKETS:
	case STORE_BUCKET_ROW:
		break;
	}
	return type_of_size(arena, map->value_size);
}

void bpf_map_members(struct bpf *bpf, const struct plan_map *map)
{
	struct cwriter *w = &bpf->w;

	cw_statement(w, "__uint(type, %s)", map->bpf_type);
	cw_statement(w, "__uint(max_entries, %u)", map->abi.max_entries);
	if (map->no_prealloc)
		cw_statement(w, "__uint(map_flags, BPF_F_NO_PREALLOC)");
	cw_statement(w, "__type(key, %s)",
		     map->abi.keys_name ? "struct abi_digest"
					: type_of_size(bpf->arena, map->abi.key_size));
	cw_statement(w, "__type(value, %s)", value_type(bpf->arena, &map->abi));
}

const char *bpf_map_shape(struct arena *arena, const struct plan_map *map)
{
	return arena_printf(arena, "%s %u %d %u %s", map->bpf_type, map->abi.max_entries,
			    map->no_prealloc, map->abi.key_size, value_type(arena, &map->abi));
}

/* Two maps, and the one that holds the one of them that is in use. */
static void put_double_map(struct bpf *bpf, const struct plan_map *map)
{
	struct cwriter *w = &bpf->w;

	cw_open(w, "struct of_%s", map->abi.object_name);
	bpf_map_members(bpf, map);
	cw_close_statement(w, "%s SEC(\".maps\"), %s SEC(\".maps\")", map->abi.object_name,
			   map->abi.spare_name);
	cw_open(w, "struct");
	cw_statement(w, "__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS)");
	cw_statement(w, "__uint(max_entries, 1)");
	cw_statement(w, "__type(key, __u32)");
	cw_statement(w, "__array(values, struct of_%s)", map->abi.object_name);
	cw_close_open(w, "%s SEC(\".maps\")", map->abi.live_name);
	cw_element(w, ".values = { (void *)&%s }", map->abi.object_name);
	cw_close_type(w);
	cw_blank(w);
}

/* The keys that the digests stand for. */
static void put_keys_map(struct bpf *bpf, const struct plan_map *map)
{
	struct cwriter *w = &bpf->w;

	cw_open(w, "struct");
	cw_statement(w, "__uint(type, BPF_MAP_TYPE_HASH)");
	cw_statement(w, "__uint(max_entries, %u)", map->n_keys);
	cw_statement(w, "__type(key, struct abi_digest)");
	cw_statement(w, "__type(value, __u8[%u])", map->abi.key->size);
	cw_close_statement(w, "%s SEC(\".maps\")", map->abi.keys_name);
	cw_blank(w);
}

static void put_map(struct bpf *bpf, const struct plan_map *map)
{
	struct cwriter *w = &bpf->w;

	cw_comment(w, map->abi.name);
	if (map->abi.live_name) {
		put_double_map(bpf, map);
	} else {
		cw_open(w, "struct");
		bpf_map_members(bpf, map);
		cw_close_statement(w, "%s SEC(\".maps\")", map->abi.object_name);
		cw_blank(w);
	}
	if (map->abi.keys_name)
		put_keys_map(bpf, map);
}

void bpf_maps(struct bpf *bpf)
{
	for (size_t i = 0; i < bpf->plan->maps.count; i++)
		if (bpf->shelves[i].shelf < 0)
			put_map(bpf, &bpf->plan->maps.items[i]);
	bpf_shelves(bpf);
}

bool bpf_map_is_found(const struct bpf_function *fn, int map)
{
	return fn->bpf->plan->maps.items[map].abi.live_name || fn->bpf->shelves[map].shelf >= 0;
}

const char *bpf_map_pointer(const struct bpf_function *fn, int map)
{
	const struct abi_map *abi = &fn->bpf->plan->maps.items[map].abi;

	return bpf_map_is_found(fn, map) ? "live"
					 : arena_printf(fn->bpf->arena, "&%s", abi->object_name);
}

void bpf_map_begin(const struct bpf_function *fn, int map)
{
	const char *live = fn->bpf->plan->maps.items[map].abi.live_name;
	const struct bpf_shelf *shelf = &fn->bpf->shelves[map];

	bpf_need(fn->bpf, HEADER_map);
	cw_open_block(&fn->bpf->w);
	if (live)
		cw_statement(&fn->bpf->w, "void *live = tl_live(&%s)", live);
	else
		cw_statement(&fn->bpf->w, "void *live = tl_map_of(&shelf_%d, %u)", shelf->shelf,
			     shelf->place);
	cw_open(&fn->bpf->w, "if (live)");
}

void bpf_map_end(const struct bpf_function *fn)
{
	cw_close(&fn->bpf->w);
	cw_close(&fn->bpf->w);
}

/* --- statements --- */

struct use {
	const struct bpf_function *fn;
	const struct plan_statement *s;
	const struct abi_map *map;
	const char *name;    /* "m_x" */
	const char *pointer; /* "&m_x", or "live" */
	const char *key;     /* pointer to it */
};

/* A scalar map has the one key 0, which the library knows. */
static const char *key_text(const struct bpf_function *fn, const struct plan_statement *s)
{
	return s->key.size ? bpf_place_argument(fn, s->key) : "NULL";
}

static const char *print(const struct use *u, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static const char *print(const struct use *u, const char *format, ...)
{
	va_list args;
	const char *text;

	va_start(args, format);
	text = arena_vprintf(u->fn->bpf->arena, format, args);
	va_end(args);
	return text;
}

static struct plan_scalar result_type(const struct use *u)
{
	return u->fn->program->temps.items[u->s->temp].scalar;
}

static void put_get(const struct use *u, enum storage storage)
{
	if (u->s->place.size)
		cw_statement(&u->fn->bpf->w, "tl_map_get_bytes(%s, %s, %s, %u, %s)", u->pointer,
			     u->key, bpf_place(u->fn, u->s->place), u->s->place.size,
			     bpf_site(u->fn, u->s->failure));
	else if (storage == STORE_CELL)
		bpf_assign(u->fn, u->s->temp, print(u, "tl_cell_get(%s)", u->pointer));
	else
		bpf_assign(u->fn, u->s->temp,
			   print(u, "tl_map_get(%s, %s, %s)", u->pointer, u->key,
				 bpf_site(u->fn, u->s->failure)));
}

static void put_set(const struct use *u, enum storage storage)
{
	struct cwriter *w = &u->fn->bpf->w;

	if (!u->s->expr)
		cw_statement(w, "tl_map_set_bytes(%s, %s, %s, %d)", u->pointer, u->key,
			     bpf_place(u->fn, u->s->source),
			     bpf_failure(u->fn->bpf, u->s->failure));
	else if (storage == STORE_CELL)
		cw_statement(w, "tl_cell_set(%s, %s)", u->pointer, bpf_expr(u->fn, u->s->expr));
	else
		cw_statement(w, "tl_map_set(%s, %s, %s, %d)", u->pointer, u->key,
			     bpf_expr(u->fn, u->s->expr), bpf_failure(u->fn->bpf, u->s->failure));
}

static void put_add(const struct use *u, enum storage storage)
{
	const char *delta = bpf_number(u->fn, u->s->expr);
	const char *old = storage == STORE_CELL
				  ? print(u, "tl_cell_add(%s, %s)", u->pointer, delta)
				  : print(u, "tl_map_add(%s, %s, %s, %d)", u->pointer, u->key,
					  delta, bpf_failure(u->fn->bpf, u->s->failure));

	if (u->s->temp >= 0 && u->s->wants_new)
		old = print(u, "%s + (__u64)%s", old, bpf_operand(u->fn, u->s->expr));
	bpf_assign(u->fn, u->s->temp, old);
}

static const char *sign_of(bool is_signed)
{
	return is_signed ? "signed" : "unsigned";
}

/* This CPU's element. */
static const char *element_text(const struct use *u, enum storage storage)
{
	int failure = bpf_failure(u->fn->bpf, u->s->failure);

	if (storage == STORE_AGGREGATE)
		return print(u, "tl_cell(%s)", u->pointer);
	if (u->map->keys_name)
		return print(u, "tl_digest_aggregate(%s, &%s, &digest, %s, %d)", u->pointer,
			     u->map->keys_name, u->key, failure);
	return print(u, "tl_aggregate(%s, %s, %d)", u->pointer, u->key, failure);
}

static void put_aggregate(const struct use *u, enum storage storage)
{
	struct cwriter *w = &u->fn->bpf->w;
	const char *element = element_text(u, storage);
	const char *sample = u->s->expr ? bpf_number(u->fn, u->s->expr) : "1";
	const char *sign = sign_of(u->s->expr && u->s->expr->type.is_signed);

	switch (u->map->value->kind) {
	case ABI_VALUE_COUNT:
		cw_statement(w, "tl_sum(%s, 1)", element);
		return;
	case ABI_VALUE_SUM:
		cw_statement(w, "tl_sum(%s, %s)", element, sample);
		return;
	case ABI_VALUE_MIN:
		cw_statement(w, "tl_min_%s(%s, %s)", sign, element, sample);
		return;
	case ABI_VALUE_MAX:
		cw_statement(w, "tl_max_%s(%s, %s)", sign, element, sample);
		return;
	case ABI_VALUE_AVG:
	case ABI_VALUE_STATS:
		cw_statement(w, "tl_avg(%s, %s)", element, sample);
		return;
	}
	BUG("no aggregation: %s", u->name);
}

static const char *bucket_text(const struct use *u)
{
	const struct abi_type *value = u->map->value;
	const char *sample = bpf_number(u->fn, u->s->expr);
	const char *sign = sign_of(u->s->expr->type.is_signed);

	if (value->kind == ABI_VALUE_HIST)
		return print(u, "tl_hist_%s(%s, %u)", sign, sample, value->bits);
	return print(u, "tl_lhist_%s(%s, %lld, %lld, %lld)", sign, sample, (long long)value->min,
		     (long long)value->max, (long long)value->step);
}

static void put_bucket(const struct use *u, enum storage storage)
{
	struct cwriter *w = &u->fn->bpf->w;
	struct plan_place bucket = u->s->key;

	if (storage == STORE_BUCKET_ROW) {
		cw_statement(w, "tl_bucket_row(%s, %s)", u->pointer, bucket_text(u));
		return;
	}
	if (!u->s->key.size) {
		cw_statement(w, "tl_bucket_alone(%s, %s, %d)", u->pointer, bucket_text(u),
			     bpf_failure(u->fn->bpf, u->s->failure));
		return;
	}
	bucket.offset += bucket.size - sizeof(uint64_t);
	cw_statement(w, "*(tl_u64 *)%s = %s", bpf_place(u->fn, bucket), bucket_text(u));
	cw_statement(w, "tl_bucket(%s, %s, %d)", u->pointer, u->key,
		     bpf_failure(u->fn->bpf, u->s->failure));
}

static void put_series(const struct use *u)
{
	const struct abi_type *value = u->map->value;
	const char *rest =
		print(u, "%s, %lldULL, %lldULL, %lld, %s, %d", bpf_number(u->fn, u->s->expr),
		      (long long)value->min, (long long)value->max, (long long)value->step,
		      value->is_signed ? "true" : "false", bpf_failure(u->fn->bpf, u->s->failure));

	bpf_need(u->fn->bpf, HEADER_series);
	if (u->s->key.size)
		cw_statement(&u->fn->bpf->w, "tl_series(%s, %s, %u, %s)", u->pointer,
			     bpf_place(u->fn, u->s->key), u->s->key.size, rest);
	else
		cw_statement(&u->fn->bpf->w, "tl_series_alone(%s, %s)", u->pointer, rest);
}

/* The bytes of the key from *at to `end`, which is behind a stack or the end. */
static void put_digest_bytes(const struct use *u, uint32_t *at, uint32_t end)
{
	struct plan_place part = u->s->key;

	part.offset += *at;
	part.size = end - *at;
	if (part.size)
		cw_statement(&u->fn->bpf->w, "tl_digest_bytes(&digest, %s, %u)",
			     bpf_place(u->fn, part), part.size);
	*at = end;
}

/* Of a stack no more than the frames that it has. */
static void put_digest_stack(const struct use *u, const struct abi_type *type, uint32_t offset,
			     uint32_t *at)
{
	uint32_t count = type->kind == ABI_VALUE_USTACK ? offsetof(struct abi_ustack, count)
							: offsetof(struct abi_kstack, count);
	struct plan_place stack = u->s->key;

	if (type->kind != ABI_VALUE_KSTACK && type->kind != ABI_VALUE_USTACK)
		return;
	put_digest_bytes(u, at, offset + count);
	stack.offset += offset + count;
	cw_statement(&u->fn->bpf->w, "tl_digest_stack(&digest, %s, %u)", bpf_place(u->fn, stack),
		     type->count);
	*at = offset + type->size;
}

static void put_digest_aggregate(const struct use *u, enum storage storage)
{
	const struct abi_type *key = u->map->key;
	uint32_t at = 0;

	bpf_need(u->fn->bpf, HEADER_digest);
	cw_open_block(&u->fn->bpf->w);
	cw_statement(&u->fn->bpf->w, "struct abi_digest digest = { 0, 0 }");
	put_digest_stack(u, key, 0, &at);
	for (uint32_t i = 0; key->kind == ABI_VALUE_TUPLE && i < key->count; i++)
		put_digest_stack(u, key->fields[i].type, key->fields[i].offset, &at);
	put_digest_bytes(u, &at, key->size);
	put_aggregate(u, storage);
	cw_close(&u->fn->bpf->w);
}

static void put_update(const struct use *u, enum storage storage)
{
	if (storage == STORE_SERIES) {
		put_series(u);
		return;
	}
	bpf_need(u->fn->bpf, HEADER_aggregate);
	if (storage == STORE_BUCKETS || storage == STORE_BUCKET_ROW)
		put_bucket(u, storage);
	else if (u->map->keys_name)
		put_digest_aggregate(u, storage);
	else
		put_aggregate(u, storage);
}

static void put_reduce(const struct use *u)
{
	static const char *const functions[N_ABI_VALUES] = {
		[ABI_VALUE_COUNT] = "sum", [ABI_VALUE_SUM] = "sum", [ABI_VALUE_MIN] = "min",
		[ABI_VALUE_MAX] = "max",   [ABI_VALUE_AVG] = "avg", [ABI_VALUE_STATS] = "avg",
	};
	uint8_t kind = u->map->value->kind;
	const char *function = functions[kind];
	const char *sign = sign_of(result_type(u).is_signed);

	bpf_need(u->fn->bpf, HEADER_aggregate);
	if (!function)
		BUG("a map that cannot be reduced");
	if (u->s->part != PLAN_PART_VALUE)
		function = u->s->part == PLAN_PART_COUNT ? "set" : "sum";
	if (kind == ABI_VALUE_COUNT || kind == ABI_VALUE_SUM || u->s->part != PLAN_PART_VALUE)
		sign = "";
	bpf_assign(u->fn, u->s->temp,
		   print(u, "tl_total_%s%s%s(%s, %s)", function, *sign ? "_" : "", sign, u->pointer,
			 u->key));
}

/* Buckets that a key can have. */
static uint32_t n_buckets(const struct abi_type *value)
{
	if (value->kind == ABI_VALUE_HIST)
		return ((65u - value->bits) << value->bits) + 1;
	if (value->kind == ABI_VALUE_TSERIES)
		return (uint32_t)value->max;
	return (uint32_t)((value->max - value->min) / value->step + 2);
}

/*
 * DELETE and HAS differ in the verb only. Lowering keeps no histogram in an array
 * that it deletes.
 */
static void put_verb(const struct use *u, enum storage storage, const char *verb)
{
	const char *call = NULL;

	switch (storage) {
	case STORE_HASH:
	case STORE_AGGREGATES:
		call = print(u, "tl_map_%s(%s, %s)", verb, u->pointer, u->key);
		break;
	case STORE_CELL:
		call = print(u, "tl_cell_%s(%s)", verb, u->pointer);
		break;
	case STORE_AGGREGATE:
		call = print(u, "tl_total_%s(%s)", verb, u->pointer);
		break;
	case STORE_BUCKETS:
	case STORE_SERIES:
		call = print(u, "tl_buckets_%s(%s, %s, %u, %u)", verb, u->pointer, u->key,
			     u->map->key_size, n_buckets(u->map->value));
		break;
	case STORE_BUCKET_ROW:
		BUG("%s of %s, an array of buckets", verb, u->name);
	}
	if (storage == STORE_AGGREGATE || storage == STORE_BUCKETS || storage == STORE_SERIES)
		bpf_need(u->fn->bpf, HEADER_aggregate);
	bpf_assign(u->fn, u->s->temp, call);
}

static void put_address(const struct use *u, enum storage storage)
{
	bool has_value = storage == STORE_CELL || (storage == STORE_HASH && !u->map->key);

	bpf_need(u->fn->bpf, HEADER_memory);
	bpf_assign(u->fn, u->s->temp,
		   has_value ? print(u, "tl_map_value(%s)", u->pointer)
			     : print(u, "tl_number((__u64)%s)", u->pointer));
}

void bpf_map_statement(const struct bpf_function *fn, const struct plan_statement *s)
{
	const struct abi_map *map = &fn->bpf->plan->maps.items[s->map].abi;
	enum storage storage = storage_of(map);
	struct use u = {
		.fn = fn,
		.s = s,
		.map = map,
		.name = map->object_name,
		.pointer = bpf_map_pointer(fn, s->map),
		.key = key_text(fn, s),
	};

	bpf_need(fn->bpf, HEADER_map);
	if (s->kind == PLAN_MAP_GET)
		put_get(&u, storage);
	else if (s->kind == PLAN_MAP_SET)
		put_set(&u, storage);
	else if (s->kind == PLAN_MAP_ADD)
		put_add(&u, storage);
	else if (s->kind == PLAN_MAP_UPDATE)
		put_update(&u, storage);
	else if (s->kind == PLAN_MAP_REDUCE)
		put_reduce(&u);
	else if (s->kind == PLAN_MAP_DELETE)
		put_verb(&u, storage, "delete");
	else if (s->kind == PLAN_MAP_HAS)
		put_verb(&u, storage, "has");
	else if (s->kind == PLAN_MAP_ADDRESS)
		put_address(&u, storage);
	else
		bpf_assign(fn, s->temp, print(&u, "tl_map_length(%s)", u.pointer));
}
