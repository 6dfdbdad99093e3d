#include "symbols/functions.h"

#include <elfutils/libdwfl.h>
#include <gelf.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* How far a search goes back for a function that contains the address: past those inside of it. */
#define MAX_INNER 16

struct candidate {
	struct function function;
	bool is_label, is_local;
	size_t underscores, length;
};

struct functions {
	struct function *items;
	size_t count;
};

/* By address; of one address the name that people use comes first, as in the tools themselves. */
static int by_address(const void *a, const void *b)
{
	const struct candidate *left = a, *right = b;

	if (left->function.address != right->function.address)
		return left->function.address < right->function.address ? -1 : 1;
	if (left->is_label != right->is_label)
		return left->is_label ? 1 : -1;
	if (left->is_local != right->is_local)
		return left->is_local ? 1 : -1;
	if (left->underscores != right->underscores)
		return left->underscores < right->underscores ? -1 : 1;
	if (left->length != right->length)
		return left->length < right->length ? -1 : 1;
	return strcmp(left->function.name, right->function.name);
}

/* As the tools do it (rt_elf_symbols_code in runtime-stub/elf_image.c). */
static bool is_label(Elf *elf, const GElf_Sym *symbol, const char *name)
{
	Elf_Scn *section = elf ? elf_getscn(elf, symbol->st_shndx) : NULL;
	GElf_Shdr header;

	return GELF_ST_TYPE(symbol->st_info) == STT_NOTYPE && !symbol->st_size && *name != '$' &&
	       *name != '.' && section && gelf_getshdr(section, &header) &&
	       header.sh_flags & SHF_EXECINSTR && symbol->st_value >= header.sh_addr &&
	       symbol->st_value - header.sh_addr < header.sh_size;
}

static bool read_candidate(struct Dwfl_Module *module, int i, struct candidate *c)
{
	GElf_Sym symbol;
	GElf_Addr address;
	Elf *elf = NULL;
	const char *name = dwfl_module_getsym_info(module, i, &symbol, &address, NULL, &elf, NULL);
	int type = GELF_ST_TYPE(symbol.st_info);
	bool is_function = type == STT_FUNC || type == STT_GNU_IFUNC;

	if (!name || !*name || symbol.st_shndx == SHN_UNDEF ||
	    (!is_function && !is_label(elf, &symbol, name)))
		return false;
	*c = (struct candidate){
		.function = { address, symbol.st_size, name },
		.is_label = !is_function,
		.is_local = GELF_ST_BIND(symbol.st_info) == STB_LOCAL,
		.underscores = strspn(name, "_"),
		.length = strcspn(name, "@"),
	};
	return true;
}

/* One name of each address; its size may be that of another one. */
static void take(struct functions *functions, struct arena *arena, const struct candidate *list,
		 size_t count)
{
	uint64_t end = 0; /* of all functions so far: labels inside of them are none */

	for (size_t i = 0; i < count; i++) {
		const struct function *from = &list[i].function;
		struct function *last =
			functions->count ? &functions->items[functions->count - 1] : NULL;

		if (list[i].is_label && from->address < end)
			continue;
		if (from->size && from->address + from->size > end)
			end = from->address + from->size;
		if (last && last->address == from->address) {
			if (!last->size)
				last->size = from->size;
			continue;
		}
		functions->items[functions->count++] =
			(struct function){ from->address, from->size,
					   arena_strndup(arena, from->name, list[i].length) };
	}
}

struct functions *functions_of(struct arena *arena, struct Dwfl_Module *module)
{
	struct functions *functions = arena_new_of(arena, struct functions);
	int n = dwfl_module_getsymtab(module);
	struct candidate *list;
	size_t count = 0;

	if (n <= 0)
		return functions;
	list = arena_alloc(arena, (size_t)n * sizeof(*list));
	for (int i = 0; i < n; i++)
		count += read_candidate(module, i, &list[count]);
	qsort(list, count, sizeof(*list), by_address);
	functions->items = arena_alloc(arena, (count + 1) * sizeof(*functions->items));
	take(functions, arena, list, count);
	return functions;
}

static bool contains(const struct functions *functions, size_t i, uint64_t address)
{
	const struct function *f = &functions->items[i];

	if (f->size)
		return address - f->address < f->size;
	/* Without a size it reaches to the next one. */
	return i + 1 < functions->count && address < functions->items[i + 1].address;
}

const struct function *functions_find(const struct functions *functions, uint64_t address)
{
	size_t low = 0, high = functions->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (functions->items[middle].address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	for (size_t i = low; i > 0 && low - i < MAX_INNER; i--)
		if (contains(functions, i - 1, address))
			return &functions->items[i - 1];
	return NULL;
}
