#include "build/hash.h"

#include <sha1.h>
#include <sha2.h>
#include <stdint.h>
#include <string.h>

struct hash {
	struct arena *arena;
	SHA2_CTX context;
};

static const char *finish(struct arena *arena, SHA2_CTX *context)
{
	char *text = arena_alloc(arena, SHA256_DIGEST_STRING_LENGTH);
	return SHA256End(context, text);
}

const char *hash_sha256(struct arena *arena, const void *data, size_t size)
{
	SHA2_CTX context;
	SHA256Init(&context);
	SHA256Update(&context, data, size);
	return finish(arena, &context);
}

const char *hash_sha1(struct arena *arena, const void *data, size_t size)
{
	char *text = arena_alloc(arena, SHA1_DIGEST_STRING_LENGTH);
	return SHA1Data(data, size, text);
}

struct hash *hash_new(struct arena *arena)
{
	struct hash *hash = arena_new_of(arena, struct hash);
	hash->arena = arena;
	SHA256Init(&hash->context);
	return hash;
}

void hash_add(struct hash *hash, const void *data, size_t size)
{
	uint64_t length = size;
	SHA256Update(&hash->context, (const uint8_t *)&length, sizeof(length));
	SHA256Update(&hash->context, data, size);
}

void hash_add_text(struct hash *hash, const char *text)
{
	uint64_t absent = UINT64_MAX;
	if (text)
		hash_add(hash, text, strlen(text));
	else
		SHA256Update(&hash->context, (const uint8_t *)&absent, sizeof(absent));
}

const char *hash_finish(struct hash *hash)
{
	return finish(hash->arena, &hash->context);
}
