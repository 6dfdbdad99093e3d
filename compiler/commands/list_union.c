#include "commands/list_union.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"

struct block {
	const char *text;
	size_t size;
	uint64_t targets; /* bit n: the n-th has it */
	uint32_t next;    /* in the order of the list; 0: none. Number 0 stands before the first. */
	uint32_t chain;   /* of the same hash */
};

struct table {
	VEC(struct block) blocks;
	uint32_t *heads; /* by hash; 0: none */
	size_t n_heads;
};

static size_t block_size(const char *text)
{
	const char *end = text;
	do {
		const char *line = strchr(end, '\n');
		end = line ? line + 1 : end + strlen(end);
	} while (*end == '\t' || *end == ' ' || *end == '}');
	return (size_t)(end - text);
}

static size_t hash_of(const struct table *table, const char *text, size_t size)
{
	uint64_t hash = 14695981039346656037ULL;
	for (size_t i = 0; i < size; i++)
		hash = (hash ^ (unsigned char)text[i]) * 1099511628211ULL;
	return (size_t)(hash % table->n_heads);
}

static uint32_t find(const struct table *table, size_t hash, const char *text, size_t size)
{
	uint32_t i = table->heads[hash];
	while (i && (table->blocks.items[i].size != size ||
		     memcmp(table->blocks.items[i].text, text, size) != 0))
		i = table->blocks.items[i].chain;
	return i;
}

/* The provider is what the lists are sorted by first, in an order of its own. */
static bool is_before(const struct block *block, const char *text, size_t size)
{
	size_t provider = strcspn(text, ":\n");
	size_t least = block->size < size ? block->size : size;
	return strcspn(block->text, ":\n") == provider && !memcmp(block->text, text, provider) &&
	       memcmp(block->text, text, least) < 0;
}

/* Behind `last`, and behind those of others that come before it in the order. Returns its number. */
static uint32_t insert(struct table *table, uint32_t last, size_t hash, const char *text,
		       size_t size)
{
	struct block *blocks = table->blocks.items;
	while (blocks[last].next && is_before(&blocks[blocks[last].next], text, size))
		last = blocks[last].next;
	struct block block = {
		.text = text, .size = size, .next = blocks[last].next, .chain = table->heads[hash]
	};
	uint32_t number = (uint32_t)table->blocks.count;
	blocks[last].next = number;
	table->heads[hash] = number;
	vec_push(&table->blocks, block);
	return number;
}

static void add_all(struct table *table, const char *text, size_t target)
{
	uint32_t last = 0;
	while (*text) {
		size_t size = block_size(text);
		size_t hash = hash_of(table, text, size);
		uint32_t known = find(table, hash, text, size);
		uint32_t number = known ? known : insert(table, last, hash, text, size);
		table->blocks.items[number].targets |= UINT64_C(1) << target;
		last = number;
		text += size;
	}
}

static void put(const struct block *block, size_t n, struct strbuf *out)
{
	const char *text = block->text;
	const char *end = text + block->size;
	while (text < end) {
		size_t size = strcspn(text, "\n") + 1;
		for (size_t i = 0; i < n; i++) {
			bool is_here = block->targets >> i & 1;
			if (text != block->text)
				strbuf_printf(out, "%*s", i < 9 ? 2 : 3, "");
			else if (is_here)
				strbuf_printf(out, "%zu ", i + 1);
			else
				strbuf_puts(out, i < 9 ? "- " : "-- ");
		}
		strbuf_putc(out, ' ');
		strbuf_write(out, text, size);
		text += size;
	}
}

void list_unite(struct arena *arena, const char *const *texts, size_t n, struct strbuf *out)
{
	struct table table = { .n_heads = 65536 };
	struct block first = { .text = "" };
	vec_init(&table.blocks, arena);
	vec_push(&table.blocks, first);
	table.heads = arena_alloc(arena, table.n_heads * sizeof(*table.heads));
	memset(table.heads, 0, table.n_heads * sizeof(*table.heads));
	for (size_t i = 0; i < n; i++)
		add_all(&table, texts[i], i);
	for (uint32_t i = table.blocks.items[0].next; i; i = table.blocks.items[i].next)
		put(&table.blocks.items[i], n, out);
}
