#include "json_keys.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "hash.h"
#include "json.h"
#include "map_print.h"
#include "text.h"

#define MARK	 '#'
#define N_DIGITS 16

/* Whether different values of the type may have one text. */
static bool may_share(const struct abi_type *type)
{
	switch (type->kind) {
	case ABI_VALUE_INT:
	case ABI_VALUE_BOOL:
	case ABI_VALUE_POINTER:
	case ABI_VALUE_ENUM:
		return false;
	case ABI_VALUE_TUPLE:
	case ABI_VALUE_RECORD:
	case ABI_VALUE_KERNEL_RECORD:
		for (uint32_t i = 0; i < type->count; i++) {
			if (may_share(type->fields[i].type))
				return true;
		}
		return false;
	default: // texts of others may leave something out, or run together
		return true;
	}
}

static void add_text(struct rt *rt, const struct abi_type *type, const uint8_t *key,
		     struct rt_text *out)
{
	out->is_compact = true;
	rt_map_key_text(rt, type, key, out);
	out->is_compact = false;
}

static int by_number(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a;
	uint64_t right = *(const uint64_t *)b;
	return (left > right) - (left < right);
}

/* Of sorted hashes those that come several times, each once. */
static size_t keep_shared(uint64_t *hashes, size_t n)
{
	size_t kept = 0;
	for (size_t i = 1; i < n; i++) {
		if (hashes[i] == hashes[i - 1] && (!kept || hashes[kept - 1] != hashes[i]))
			hashes[kept++] = hashes[i];
	}
	return kept;
}

int rt_json_keys_find(struct rt *rt, const struct abi_type *type, size_t n,
		      const uint8_t *(*key_at)(const void *context, size_t i), const void *context,
		      struct rt_json_keys *keys)
{
	struct rt_text text = { 0 };
	*keys = (struct rt_json_keys){ 0 };
	if (!type || n < 2 || !may_share(type))
		return 0;
	uint64_t *hashes = malloc(n * sizeof(*hashes));
	if (!hashes)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++) {
		rt_text_cut(&text, 0);
		add_text(rt, type, key_at(context, i), &text);
		hashes[i] = rt_json_hash(text.data, text.length);
	}
	qsort(hashes, n, sizeof(*hashes), by_number);
	keys->shared = hashes;
	keys->n = keep_shared(hashes, n);
	rt_text_release(&text);
	return 0;
}

void rt_json_keys_release(struct rt_json_keys *keys)
{
	free(keys->shared);
	*keys = (struct rt_json_keys){ 0 };
}

/* So that no text is what another key becomes. */
static bool ends_marked(const char *text, size_t length)
{
	static const char digits[] = "0123456789abcdef";
	if (length < 1 + N_DIGITS || text[length - 1 - N_DIGITS] != MARK)
		return false;
	for (size_t i = length - N_DIGITS; i < length; i++) {
		if (!text[i] || !strchr(digits, text[i]))
			return false;
	}
	return true;
}

static bool is_shared(const struct rt_json_keys *keys, const char *text, size_t length)
{
	if (ends_marked(text, length))
		return true;
	if (!keys->n)
		return false;
	uint64_t hash = rt_json_hash(text, length);
	return bsearch(&hash, keys->shared, keys->n, sizeof(hash), by_number) != NULL;
}

void rt_json_key(struct rt *rt, const struct rt_json_keys *keys, const struct abi_type *type,
		 const uint8_t *key, struct rt_text *out)
{
	size_t from = out->length;
	add_text(rt, type, key, out);
	if (!out->failed && is_shared(keys, out->data + from, out->length - from)) {
		rt_text_add_char(out, MARK);
		rt_text_add_digits(out, rt_hash(RT_HASH_START, key, type->size), 16, N_DIGITS);
	}
	rt_json_quote(out, from);
}
