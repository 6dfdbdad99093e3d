#include "ksym_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hash.h"

/* kallsyms tells no sizes; nothing is that far behind the start of its function. */
#define MAX_FUNCTION_SIZE (4u << 20)

/* Functions of modules that have been unloaded. */
#define MAX_GONE (1u << 16)

/* Makes room for one more item of an array. */
static bool grow(void **items, size_t n, size_t *room, size_t item_size, size_t least)
{
	if (n < *room)
		return true;
	size_t larger = *room ? *room * 2 : least;
	void *grown = realloc(*items, larger * item_size);
	if (!grown)
		return false;
	*items = grown;
	*room = larger;
	return true;
}

static uint32_t add_name(struct rt_ksym_table *table, const char *name, size_t length)
{
	uint32_t at = (uint32_t)table->names.length;
	rt_text_add(&table->names, name, length);
	rt_text_add_char(&table->names, '\0');
	return at;
}

static void add_symbol(struct rt_ksym_table *table, uint64_t address, uint32_t owner,
		       const char *name, size_t length)
{
	if (table->names.length > UINT32_MAX / 2 ||
	    !grow((void **)&table->symbols, table->n, &table->room, sizeof(*table->symbols), 1 << 16))
		return;
	table->symbols[table->n++] =
		(struct rt_ksym){ address, add_name(table, name, length), owner };
}

static void add_module(struct rt_ksym_table *table, uint64_t start, uint64_t end, const char *name)
{
	if (!grow((void **)&table->modules, table->n_modules, &table->modules_room,
		  sizeof(*table->modules), 64))
		return;
	table->modules[table->n_modules++] =
		(struct rt_kmodule){ start, end, add_name(table, name, strlen(name)) };
}

/* "name size references users state address" of a line of /proc/modules. */
static bool parse_module(const char *line, char name[64], uint64_t *start, uint64_t *size)
{
	unsigned long long found_size, address;
	if (sscanf(line, "%63s %llu %*s %*s %*s %llx", name, &found_size, &address) != 3)
		return false;
	*start = address;
	*size = found_size;
	return true;
}

uint64_t rt_kmodules_hash(const char *modules)
{
	FILE *file = fopen(modules, "re");
	char *line = NULL;
	size_t room = 0;
	uint64_t hash = RT_HASH_START;
	while (file && getline(&line, &room, file) > 0) {
		uint64_t place[2];
		char name[64];
		if (!parse_module(line, name, &place[0], &place[1]))
			continue;
		hash = rt_hash(rt_hash(hash, name, strlen(name)), place, sizeof(place));
	}
	if (file)
		fclose(file);
	free(line);
	return hash;
}

static void read_modules(struct rt_ksym_table *table, const char *path)
{
	FILE *file = fopen(path, "re");
	char *line = NULL;
	size_t room = 0;
	while (file && getline(&line, &room, file) > 0) {
		uint64_t start, size;
		char name[64];
		if (parse_module(line, name, &start, &size) && start)
			add_module(table, start, start + size, name);
	}
	if (file)
		fclose(file);
	free(line);
	table->n_present = table->n_modules;
}

/* The owner of the name in "[name]". The symbols of a module stand together: it is likely that of before. */
static uint32_t owner_of(const struct rt_ksym_table *table, const char *name, size_t length,
			 uint32_t before)
{
	for (size_t i = 0; i <= table->n_present; i++) {
		uint32_t owner = i ? (uint32_t)i : before;
		if (!owner || owner > table->n_present)
			continue;
		const char *found = table->names.data + table->modules[owner - 1].name;
		if (!strncmp(found, name, length) && !found[length])
			return owner;
	}
	return RT_KSYM_OTHER;
}

/* A line "address type name", then for modules a tab and "[module]". */
static void add_line(struct rt_ksym_table *table, const char *line, uint32_t *owner)
{
	char *end;
	uint64_t address = strtoull(line, &end, 16);
	// Without privilege all addresses are 0.
	if (!address || end[0] != ' ' || !end[1] || !strchr("tTwW", end[1]) || end[2] != ' ')
		return;
	const char *name = end + 3;
	size_t length = strcspn(name, "\t\n");
	const char *module = strchr(name + length, '[');
	*owner = module ? owner_of(table, module + 1, strcspn(module + 1, "]\n"), *owner) : 0;
	add_symbol(table, address, *owner, name, length);
}

static bool is_present(const struct rt_ksym_table *table, uint64_t address)
{
	for (size_t i = 0; i < table->n_present; i++)
		if (address >= table->modules[i].start && address < table->modules[i].end)
			return true;
	return false;
}

static void keep_gone(struct rt_ksym_table *table, const struct rt_ksym_table *old)
{
	size_t n_kept = 0;
	uint32_t owner = 0;
	uint32_t old_owner = 0; // what owner stands for
	for (size_t i = 0; i < old->n && n_kept < MAX_GONE; i++) {
		const struct rt_ksym *symbol = &old->symbols[i];
		if (!symbol->owner || symbol->owner == RT_KSYM_OTHER ||
		    is_present(table, symbol->address))
			continue;
		if (symbol->owner != old_owner) {
			const struct rt_kmodule *module = &old->modules[symbol->owner - 1];
			add_module(table, module->start, module->end,
				   old->names.data + module->name);
			old_owner = symbol->owner;
			owner = (uint32_t)table->n_modules;
		}
		const char *name = rt_ksym_name(old, symbol);
		add_symbol(table, symbol->address, owner, name, strlen(name));
		n_kept++;
	}
}

static int by_address(const void *a, const void *b)
{
	const struct rt_ksym *left = a;
	const struct rt_ksym *right = b;
	if (left->address != right->address)
		return left->address < right->address ? -1 : 1;
	return left->name < right->name ? -1 : 1;
}

void rt_ksym_table_read(struct rt_ksym_table *table, const char *kallsyms, const char *modules,
			const struct rt_ksym_table *old)
{
	char *line = NULL;
	size_t room = 0;
	uint32_t owner = 0;
	*table = (struct rt_ksym_table){ .modules_hash = rt_kmodules_hash(modules) };
	read_modules(table, modules);
	FILE *file = fopen(kallsyms, "re");
	while (file && getline(&line, &room, file) > 0)
		add_line(table, line, &owner);
	if (file)
		fclose(file);
	free(line);
	if (old)
		keep_gone(table, old);
	if (table->names.failed)
		table->n = 0;
	if (table->n)
		qsort(table->symbols, table->n, sizeof(*table->symbols), by_address);
}

void rt_ksym_table_release(struct rt_ksym_table *table)
{
	free(table->symbols);
	free(table->modules);
	rt_text_release(&table->names);
	*table = (struct rt_ksym_table){ 0 };
}

const char *rt_ksym_name(const struct rt_ksym_table *table, const struct rt_ksym *symbol)
{
	return table->names.data + symbol->name;
}

/* Whether what the symbol names may reach to the address, which is not before it. */
static bool reaches(const struct rt_ksym_table *table, const struct rt_ksym *symbol,
		    uint64_t address)
{
	if (address - symbol->address >= MAX_FUNCTION_SIZE)
		return false;
	if (symbol->owner && symbol->owner != RT_KSYM_OTHER)
		return address < table->modules[symbol->owner - 1].end;
	// The code of the kernel itself ends with these.
	const char *name = rt_ksym_name(table, symbol);
	return symbol->owner || (strcmp(name, "_etext") != 0 && strcmp(name, "_einittext") != 0);
}

const struct rt_ksym *rt_ksym_table_find(const struct rt_ksym_table *table, uint64_t address)
{
	size_t low = 0;
	size_t high = table->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (table->symbols[middle].address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low)
		return NULL;
	// Of several names of one address the first, as the kernel itself does.
	low--;
	while (low && table->symbols[low - 1].address == table->symbols[low].address)
		low--;
	return reaches(table, &table->symbols[low], address) ? &table->symbols[low] : NULL;
}
