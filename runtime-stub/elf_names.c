#include "elf_names.h"

#include <elf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "elf_debugdata.h"

/* How far a lookup goes back for a function that contains the address: past those inside of it. */
#define MAX_INNER 16

/* A function of one of the tables of a file. */
struct candidate {
	struct rt_elf_function function;
	uint32_t length;      /* of the name, without a version */
	uint32_t underscores; /* in front of it */
};

struct candidates {
	struct candidate *items;
	size_t n, room;
};

static int add_candidate(struct candidates *list, const struct rt_elf_function *function,
			 uint64_t bias)
{
	if (list->n == list->room) {
		size_t room = list->room ? list->room * 2 : 256;
		struct candidate *grown = realloc(list->items, room * sizeof(*grown));
		if (!grown)
			return -ENOMEM;
		list->items = grown;
		list->room = room;
	}
	struct candidate *added = &list->items[list->n++];
	*added = (struct candidate){ .function = *function };
	added->function.address += bias;
	added->length = (uint32_t)strcspn(function->name, "@");
	added->underscores = (uint32_t)strspn(function->name, "_");
	return 0;
}

static int add_table(struct candidates *list, const struct rt_elf_symbols *table, uint64_t bias)
{
	int err = 0;
	for (uint64_t i = 0; i < table->n && !err; i++) {
		struct rt_elf_function function;
		if (rt_elf_symbols_function(table, i, &function))
			err = add_candidate(list, &function, bias);
	}
	return err;
}

/* By address; of one address, the name that people use comes first. */
static int by_address(const void *a, const void *b)
{
	const struct candidate *left = a;
	const struct candidate *right = b;
	if (left->function.address != right->function.address)
		return left->function.address < right->function.address ? -1 : 1;
	if (left->function.is_local != right->function.is_local)
		return left->function.is_local ? 1 : -1;
	if (left->underscores != right->underscores)
		return left->underscores < right->underscores ? -1 : 1;
	if (left->length != right->length)
		return left->length < right->length ? -1 : 1;
	return strcmp(left->function.name, right->function.name);
}

static void add_name(struct rt_elf_names *names, const struct candidate *candidate)
{
	uint64_t size = candidate->function.size;
	names->functions[names->n++] = (struct rt_elf_name){
		.address = candidate->function.address,
		.size = size < UINT32_MAX ? (uint32_t)size : UINT32_MAX,
		.name = (uint32_t)names->names.length,
	};
	rt_text_add(&names->names, candidate->function.name, candidate->length);
	rt_text_add_char(&names->names, '\0');
}

/* One name of each address; its size may be that of another name. */
static int take(struct rt_elf_names *names, struct candidates *list)
{
	if (!list->n)
		return -ENOENT;
	qsort(list->items, list->n, sizeof(*list->items), by_address);
	names->functions = malloc(list->n * sizeof(*names->functions));
	if (!names->functions)
		return -ENOMEM;
	for (size_t i = 0; i < list->n && names->names.length < UINT32_MAX / 2; i++) {
		const struct candidate *candidate = &list->items[i];
		struct rt_elf_name *last = names->n ? &names->functions[names->n - 1] : NULL;
		if (!last || last->address != candidate->function.address)
			add_name(names, candidate);
		else if (!last->size && candidate->function.size < UINT32_MAX)
			last->size = (uint32_t)candidate->function.size;
	}
	if (names->names.failed)
		return -ENOMEM;
	struct rt_elf_name *shrunk =
		realloc(names->functions, names->n * sizeof(*names->functions));
	names->functions = shrunk ? shrunk : names->functions;
	return 0;
}

static uint64_t text_address(const struct rt_elf_image *image)
{
	const struct rt_elf_section *text = rt_elf_image_section(image, ".text");
	return text ? text->address : 0;
}

/* A file that was moved by prelink has its symbols moved, but not those in .gnu_debugdata. */
static int add_inner(struct candidates *list, const struct rt_elf_image *image,
		     const struct rt_elf_image *inner, struct rt_elf_symbols *table)
{
	int err = rt_elf_symbols_open(inner, SHT_SYMTAB, table);
	return err ? err : add_table(list, table, text_address(image) - text_address(inner));
}

/* The tables of a file that are open while its names are chosen. */
struct tables {
	struct rt_elf_symbols full, dynamic, inner;
	struct rt_elf_image inner_image;
	void *inner_bytes;
};

static void add_debugdata(struct candidates *list, const struct rt_elf_image *image,
			  struct tables *tables)
{
	const struct rt_elf_section *section = rt_elf_image_section(image, ".gnu_debugdata");
	char *packed = section ? rt_elf_image_part(image, section->offset, section->size) : NULL;
	size_t size;
	if (!packed)
		return;
	tables->inner_bytes = rt_debugdata_unpack(packed, section->size, &size);
	if (tables->inner_bytes &&
	    !rt_elf_image_of_memory(tables->inner_bytes, size, &tables->inner_image))
		add_inner(list, image, &tables->inner_image, &tables->inner);
	free(packed);
}

static int read_functions(struct rt_elf_names *names, const struct rt_elf_image *image)
{
	struct tables tables = { .inner_bytes = NULL };
	struct candidates list = { 0 };
	int err = rt_elf_symbols_open(image, SHT_SYMTAB, &tables.full);
	if (!err)
		err = add_table(&list, &tables.full, 0);
	if (err != -ENOMEM && !list.n) {
		err = rt_elf_symbols_open(image, SHT_DYNSYM, &tables.dynamic);
		if (!err)
			err = add_table(&list, &tables.dynamic, 0);
		add_debugdata(&list, image, &tables);
	}
	if (err != -ENOMEM)
		err = take(names, &list);
	free(list.items);
	rt_elf_symbols_release(&tables.full);
	rt_elf_symbols_release(&tables.dynamic);
	rt_elf_symbols_release(&tables.inner);
	rt_elf_image_release(&tables.inner_image);
	free(tables.inner_bytes);
	return err;
}

static int keep_segments(struct rt_elf_names *names, const struct rt_elf_image *image)
{
	names->segments = calloc(image->n_segments + 1, sizeof(*names->segments));
	if (!names->segments)
		return -ENOMEM;
	for (size_t i = 0; i < image->n_segments; i++)
		if (image->segments[i].is_executable)
			names->segments[names->n_segments++] = image->segments[i];
	return 0;
}

static int read_image(struct rt_elf_names *names, const struct rt_elf_image *image)
{
	int err = keep_segments(names, image);
	return err ? err : read_functions(names, image);
}

int rt_elf_names_read(int fd, struct rt_elf_names *names)
{
	struct rt_elf_image image;
	*names = (struct rt_elf_names){ 0 };
	int err = rt_elf_image_open(fd, &image);
	if (!err)
		err = read_image(names, &image);
	rt_elf_image_release(&image);
	return err;
}

int rt_elf_names_read_memory(const void *bytes, size_t size, struct rt_elf_names *names)
{
	struct rt_elf_image image;
	*names = (struct rt_elf_names){ 0 };
	int err = rt_elf_image_of_memory(bytes, size, &image);
	if (!err)
		err = read_image(names, &image);
	rt_elf_image_release(&image);
	return err;
}

void rt_elf_names_release(struct rt_elf_names *names)
{
	free(names->functions);
	free(names->segments);
	rt_text_release(&names->names);
	*names = (struct rt_elf_names){ 0 };
}

size_t rt_elf_names_size(const struct rt_elf_names *names)
{
	return names->n * sizeof(*names->functions) + names->names.capacity;
}

static bool address_of(const struct rt_elf_names *names, uint64_t file_offset, uint64_t *address)
{
	for (size_t i = 0; i < names->n_segments; i++) {
		const struct rt_elf_segment *segment = &names->segments[i];
		if (file_offset >= segment->offset &&
		    file_offset - segment->offset < segment->size) {
			*address = file_offset - segment->offset + segment->address;
			return true;
		}
	}
	return false;
}

static bool contains(const struct rt_elf_names *names, size_t i, uint64_t address)
{
	const struct rt_elf_name *function = &names->functions[i];
	if (function->size)
		return address - function->address < function->size;
	// Without a size it reaches to the next one.
	return i + 1 < names->n && address < names->functions[i + 1].address;
}

const char *rt_elf_names_find(const struct rt_elf_names *names, uint64_t file_offset,
			      uint64_t *offset)
{
	uint64_t address;
	size_t low = 0;
	size_t high = names->n;
	if (!address_of(names, file_offset, &address))
		return NULL;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (names->functions[middle].address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	for (size_t i = low; i > 0 && low - i < MAX_INNER; i--) {
		if (!contains(names, i - 1, address))
			continue;
		*offset = address - names->functions[i - 1].address;
		return names->names.data + names->functions[i - 1].name;
	}
	return NULL;
}
