/*
 * The names that the keys of a map have in its JSON object. They are the keys' texts; but what is one
 * name to a parser must not stand for two keys. So a key whose text another one has, too, gets "#" and
 * 16 hex digits behind it: a hash of its bytes, the same in every print.
 */
#ifndef RUNTIME_STUB_JSON_KEYS_H
#define RUNTIME_STUB_JSON_KEYS_H

#include <stdint.h>

#include "rt.h"

/* Zeroed: no text is shared. */
struct rt_json_keys {
	uint64_t *shared; /* hashes of the texts that several keys have, ascending */
	size_t n;
};

/* Looks for shared texts among the n keys that key_at gives. 0 or -ENOMEM. Release it whatever is returned. */
int rt_json_keys_find(struct rt *rt, const struct abi_type *type, size_t n,
		      const uint8_t *(*key_at)(const void *context, size_t i), const void *context,
		      struct rt_json_keys *keys);
void rt_json_keys_release(struct rt_json_keys *keys);

/* Appends the name of a key as a JSON string. */
void rt_json_key(struct rt *rt, const struct rt_json_keys *keys, const struct abi_type *type,
		 const uint8_t *key, struct rt_text *out);

#endif
