#include "elf_names.h"

#include <elf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "elf_debug_file.h"
#include "elf_debugdata.h"

/* How far a lookup goes back for a function that contains the address: past those inside of it. */
#define MAX_INNER 16

/* A function of one of the tables of a file. */
struct candidate {
	struct rt_elf_function function;
	uint64_t limit;       /* where its section ends; 0: not known */
	uint32_t length;      /* of the name, without a version */
	uint32_t underscores; /* in front of it */
};

struct candidates {
	struct candidate *items;
	size_t n, room;
	bool with_labels;
};

static uint64_t section_end(const struct rt_elf_image *image, uint32_t i)
{
	const struct rt_elf_section *section = i < image->n_sections ? &image->sections[i] : NULL;
	return section ? section->address + section->size : 0;
}

static int add_candidate(struct candidates *list, const struct rt_elf_image *image,
			 const struct rt_elf_function *function, uint64_t bias)
{
	uint64_t limit = section_end(image, function->section);
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
	added->limit = limit ? limit + bias : 0;
	added->length = (uint32_t)strcspn(function->name, "@");
	added->underscores = (uint32_t)strspn(function->name, "_");
	return 0;
}

static int add_table(struct candidates *list, const struct rt_elf_image *image,
		     const struct rt_elf_symbols *table, uint64_t bias)
{
	int err = 0;
	for (uint64_t i = 0; i < table->n && !err; i++) {
		struct rt_elf_function function;
		if (rt_elf_symbols_code(image, table, i, &function) &&
		    (list->with_labels || !function.is_label))
			err = add_candidate(list, image, &function, bias);
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
	if (left->function.is_label != right->function.is_label)
		return left->function.is_label ? 1 : -1;
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

/* A function without a size reaches to the next one, or to the end of its section. */
static void close_open_end(struct rt_elf_names *names, uint64_t limit, uint64_t next)
{
	struct rt_elf_name *last = names->n ? &names->functions[names->n - 1] : NULL;
	if (!last || last->size)
		return;
	uint64_t end = limit > last->address && limit < next ? limit : next;
	uint64_t size = end - last->address;
	if (end != UINT64_MAX && size < UINT32_MAX)
		last->size = (uint32_t)size;
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
	uint64_t limit = 0;
	uint64_t end = 0; // of all functions so far: labels inside of them are none
	for (size_t i = 0; i < list->n && names->names.length < UINT32_MAX / 2; i++) {
		const struct candidate *candidate = &list->items[i];
		const struct rt_elf_function *function = &candidate->function;
		if (function->is_label && function->address < end)
			continue;
		if (function->size && function->address + function->size > end)
			end = function->address + function->size;
		struct rt_elf_name *last = names->n ? &names->functions[names->n - 1] : NULL;
		if (!last || last->address != candidate->function.address) {
			close_open_end(names, limit, candidate->function.address);
			add_name(names, candidate);
		} else if (!last->size && candidate->function.size < UINT32_MAX) {
			last->size = (uint32_t)candidate->function.size;
		}
		limit = candidate->limit;
	}
	close_open_end(names, limit, UINT64_MAX);
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
	uint64_t bias = text_address(image) - text_address(inner);
	return err ? err : add_table(list, inner, table, bias);
}

/* The tables of a file that are open while its names are chosen. */
struct tables {
	struct rt_elf_symbols full, dynamic, inner;
	struct rt_elf_image inner_image;
	void *inner_bytes;
	int debug_fd;
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

/* The symbols that a distribution's package of debug files brings. */
static bool add_debug_file(struct candidates *list, const struct rt_elf_image *image,
			   struct tables *tables)
{
	tables->debug_fd = rt_debug_file_open(image);
	return tables->debug_fd >= 0 &&
	       !rt_elf_image_open(tables->debug_fd, &tables->inner_image) &&
	       !add_inner(list, image, &tables->inner_image, &tables->inner);
}

/* .symtab has the names of .dynsym too, unless somebody has taken some away. */
static int add_tables(struct candidates *list, const struct rt_elf_image *image,
		      struct tables *tables)
{
	int err = rt_elf_symbols_open(image, SHT_SYMTAB, &tables->full);
	if (!err)
		err = add_table(list, image, &tables->full, 0);
	bool is_stripped = !list->n;
	if (err == -ENOMEM)
		return err;
	err = rt_elf_symbols_open(image, SHT_DYNSYM, &tables->dynamic);
	if (!err)
		err = add_table(list, image, &tables->dynamic, 0);
	if (is_stripped && !add_debug_file(list, image, tables)) {
		rt_elf_image_release(&tables->inner_image);
		rt_elf_symbols_release(&tables->inner);
		add_debugdata(list, image, tables);
	}
	return err;
}

static int read_functions(struct rt_elf_names *names, const struct rt_elf_image *image,
			  bool with_labels)
{
	struct tables tables = { .debug_fd = -1 };
	struct candidates list = { .with_labels = with_labels };
	int err = add_tables(&list, image, &tables);
	if (err != -ENOMEM)
		err = take(names, &list);
	free(list.items);
	rt_elf_symbols_release(&tables.full);
	rt_elf_symbols_release(&tables.dynamic);
	rt_elf_symbols_release(&tables.inner);
	rt_elf_image_release(&tables.inner_image);
	free(tables.inner_bytes);
	if (tables.debug_fd >= 0)
		close(tables.debug_fd);
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

static int read_image(struct rt_elf_names *names, const struct rt_elf_image *image,
		      bool with_labels)
{
	int err = keep_segments(names, image);
	return err ? err : read_functions(names, image, with_labels);
}

int rt_elf_names_read(int fd, bool with_labels, struct rt_elf_names *names)
{
	struct rt_elf_image image;
	*names = (struct rt_elf_names){ 0 };
	int err = rt_elf_image_open(fd, &image);
	if (!err)
		err = read_image(names, &image, with_labels);
	rt_elf_image_release(&image);
	return err;
}

int rt_elf_names_read_memory(const void *bytes, size_t size, struct rt_elf_names *names)
{
	struct rt_elf_image image;
	*names = (struct rt_elf_names){ 0 };
	int err = rt_elf_image_of_memory(bytes, size, &image);
	if (!err)
		err = read_image(names, &image, true);
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
	return address - function->address < function->size;
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
