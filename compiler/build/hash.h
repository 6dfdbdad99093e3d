/*
 * SHA-256 and SHA-1 of texts and files, by libmd.
 */
#ifndef BUILD_HASH_H
#define BUILD_HASH_H

#include <stddef.h>

#include "base/arena.h"

/* 64 hex digits. */
const char *hash_sha256(struct arena *arena, const void *data, size_t size);

/* 40 hex digits: no proof of anything, but what SPDX names files by. */
const char *hash_sha1(struct arena *arena, const void *data, size_t size);

/* A hash over several pieces: feed, then finish. A piece's size is part of the hash. */
struct hash;

struct hash *hash_new(struct arena *arena);
void hash_add(struct hash *hash, const void *data, size_t size);
void hash_add_text(struct hash *hash, const char *text); /* NULL counts as its own value */
const char *hash_finish(struct hash *hash);

#endif
