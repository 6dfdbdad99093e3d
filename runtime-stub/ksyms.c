#include "ksyms.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cache.h"
#include "rt.h"
#include "text.h"

/* kallsyms tells no sizes; nothing is that far behind the start of its function. */
#define MAX_FUNCTION_SIZE (4u << 20)

struct kernel_symbol {
	uint64_t address;
	uint32_t name; /* where it begins in names, NUL-terminated */
};

struct ksyms {
	struct rt_cache head;
	bool is_loaded;
	struct kernel_symbol *symbols; /* by address, equal ones as in the file */
	size_t n, capacity;
	struct rt_text names;
};

static void release_ksyms(struct rt_cache *cache)
{
	struct ksyms *ksyms = (struct ksyms *)cache;
	free(ksyms->symbols);
	rt_text_release(&ksyms->names);
}

static const struct rt_cache_kind ksyms_kind = { sizeof(struct ksyms), release_ksyms };

static void add_symbol(struct ksyms *ksyms, uint64_t address, const char *name, size_t length)
{
	if (ksyms->names.length > UINT32_MAX)
		return;
	if (ksyms->n == ksyms->capacity) {
		size_t capacity = ksyms->capacity ? ksyms->capacity * 2 : 1 << 16;
		struct kernel_symbol *grown =
			realloc(ksyms->symbols, capacity * sizeof(*ksyms->symbols));
		if (!grown)
			return;
		ksyms->symbols = grown;
		ksyms->capacity = capacity;
	}
	ksyms->symbols[ksyms->n++] =
		(struct kernel_symbol){ address, (uint32_t)ksyms->names.length };
	rt_text_add(&ksyms->names, name, length);
	rt_text_add_char(&ksyms->names, '\0');
}

/* A line "address type name", then for modules a tab and "[module]". */
static void add_line(struct ksyms *ksyms, const char *line)
{
	char *end;
	uint64_t address = strtoull(line, &end, 16);
	// Without privilege all addresses are 0.
	if (!address || end[0] != ' ' || !end[1] || !strchr("tTwW", end[1]) || end[2] != ' ')
		return;
	const char *name = end + 3;
	add_symbol(ksyms, address, name, strcspn(name, "\t\n"));
}

static int by_address(const void *a, const void *b)
{
	const struct kernel_symbol *left = a;
	const struct kernel_symbol *right = b;
	if (left->address != right->address)
		return left->address < right->address ? -1 : 1;
	return left->name < right->name ? -1 : 1;
}

static void load(struct rt *rt, struct ksyms *ksyms)
{
	char *line = NULL;
	size_t room = 0;
	FILE *file = fopen("/proc/kallsyms", "re");
	ksyms->is_loaded = true;
	while (file && getline(&line, &room, file) > 0)
		add_line(ksyms, line);
	if (file)
		fclose(file);
	free(line);
	if (ksyms->names.failed)
		ksyms->n = 0;
	if (ksyms->n)
		qsort(ksyms->symbols, ksyms->n, sizeof(*ksyms->symbols), by_address);
	else
		rt_warning(rt, "kernel addresses have no names here: /proc/kallsyms shows none");
}

const char *rt_ksym_find(struct rt *rt, uint64_t address, uint64_t *offset)
{
	struct ksyms *ksyms = (struct ksyms *)rt_cache_get(rt, &ksyms_kind);
	if (!ksyms)
		return NULL;
	if (!ksyms->is_loaded)
		load(rt, ksyms);
	size_t low = 0;
	size_t high = ksyms->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (ksyms->symbols[middle].address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low || address - ksyms->symbols[low - 1].address >= MAX_FUNCTION_SIZE)
		return NULL;
	// Of several names of one address the first, as the kernel itself does.
	low--;
	while (low && ksyms->symbols[low - 1].address == ksyms->symbols[low].address)
		low--;
	*offset = address - ksyms->symbols[low].address;
	return ksyms->names.data + ksyms->symbols[low].name;
}
