/*
 * Packages of what -gsplit-dwarf has left beside the object files (.dwp): all of it in one file, with an index that tells
 * which part of each section belongs to a unit. DWARF 5, 7.3.5, and the form that GNU and LLVM gave it for DWARF 4.
 */
#include <elf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dwarf_file.h"
#include "elf_debug_file.h"

/* Of all units: the strings and the index. */
#define MAX_BYTES (256u << 20)

struct rt_dwarf_package {
	struct rt_elf_image image;
	struct rt_dwarf_section strings, index;
	uint16_t version;
	uint32_t n_columns, n_units, n_slots;
};

/* The head of an index; behind it a table of hashes with ids, one with numbers of rows, the kinds of the columns, and the rows
 * with offsets and then with sizes. */
#define HEAD_SIZE 16

/* Kinds of columns. */
static const struct column {
	uint32_t kind;
	uint16_t since; /* before DWARF 5 the number meant another one */
	enum rt_dwarf_part part;
	const char *section;
} columns[] = {
	{ 1, 2, RT_DEBUG_INFO, ".debug_info.dwo" },
	{ 3, 2, RT_DEBUG_ABBREV, ".debug_abbrev.dwo" },
	{ 6, 2, RT_DEBUG_STR_OFFSETS, ".debug_str_offsets.dwo" },
	{ 8, 5, RT_DEBUG_RNGLISTS, ".debug_rnglists.dwo" },
};

static uint64_t number_at(const struct rt_dwarf_package *package, uint64_t offset, unsigned size)
{
	struct rt_cursor c = { .at = package->index.bytes,
			       .end = package->index.bytes + package->index.size };
	rt_cursor_skip(&c, offset);
	return rt_cursor_unsigned(&c, size);
}

static struct rt_dwarf_section read_whole(const struct rt_elf_image *image, const char *name)
{
	const struct rt_elf_section *section = rt_elf_image_section(image, name);
	struct rt_dwarf_section whole = { 0 };
	if (!section || section->size > MAX_BYTES || section->flags & SHF_COMPRESSED)
		return whole;
	whole.bytes = (uint8_t *)rt_elf_image_part(image, section->offset, section->size);
	whole.size = whole.bytes ? section->size : 0;
	return whole;
}

static bool read_index(struct rt_dwarf_package *package)
{
	package->index = read_whole(&package->image, ".debug_cu_index");
	package->strings = read_whole(&package->image, ".debug_str.dwo");
	package->version = (uint16_t)number_at(package, 0, 2); // of 4 bytes before DWARF 5, of 2 since
	package->n_columns = (uint32_t)number_at(package, 4, 4);
	package->n_units = (uint32_t)number_at(package, 8, 4);
	package->n_slots = (uint32_t)number_at(package, 12, 4);
	uint64_t row = 4 * (uint64_t)package->n_columns;
	return package->n_slots && !(package->n_slots & (package->n_slots - 1)) &&
	       package->n_columns < 64 &&
	       HEAD_SIZE + 12 * (uint64_t)package->n_slots + row + 2 * row * package->n_units <=
		       package->index.size;
}

static bool has_split_units(const struct rt_dwarf *dwarf)
{
	for (size_t i = 0; i < dwarf->n_units; i++)
		if (dwarf->units[i].split_name)
			return true;
	return false;
}

void rt_dwarf_open_package(const struct rt_elf_image *image, struct rt_dwarf *dwarf)
{
	if (dwarf->package || !has_split_units(dwarf))
		return;
	int fd = rt_package_open(image);
	if (fd < 0)
		return;
	struct rt_dwarf_package *package = calloc(1, sizeof(*package));
	if (!package) {
		close(fd);
		return;
	}
	dwarf->package = package;
	if (rt_elf_image_open(fd, &package->image) || !read_index(package))
		rt_dwarf_release_package(dwarf);
}

void rt_dwarf_release_package(struct rt_dwarf *dwarf)
{
	struct rt_dwarf_package *package = dwarf->package;
	if (!package)
		return;
	if (package->image.fd >= 0)
		close(package->image.fd);
	rt_elf_image_release(&package->image);
	free(package->strings.bytes);
	free(package->index.bytes);
	free(package);
	dwarf->package = NULL;
}

size_t rt_dwarf_package_size(const struct rt_dwarf *dwarf)
{
	const struct rt_dwarf_package *package = dwarf->package;
	return package ? package->strings.size + package->index.size : 0;
}

/* The unit's row, from 1; 0: it has none. */
static uint32_t row_of(const struct rt_dwarf_package *package, uint64_t id)
{
	uint32_t mask = package->n_slots - 1;
	uint32_t slot = (uint32_t)id & mask;
	uint32_t step = ((uint32_t)(id >> 32) & mask) | 1;
	uint64_t rows = HEAD_SIZE + 8 * (uint64_t)package->n_slots;
	for (uint32_t i = 0; i < package->n_slots; i++) {
		uint32_t row = (uint32_t)number_at(package, rows + 4 * (uint64_t)slot, 4);
		if (!row || row > package->n_units)
			return 0;
		if (number_at(package, HEAD_SIZE + 8 * (uint64_t)slot, 8) == id)
			return row;
		slot = (slot + step) & mask;
	}
	return 0;
}

static void read_column(const struct rt_dwarf_package *package, uint32_t kind, uint64_t offset,
			uint64_t size, struct rt_dwarf *dwarf)
{
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
		const struct column *column = &columns[i];
		const struct rt_elf_section *section =
			column->kind == kind && package->version >= column->since
				? rt_elf_image_section(&package->image, column->section)
				: NULL;
		struct rt_dwarf_section *part = &dwarf->parts[column->part];
		if (!section || part->bytes || section->flags & SHF_COMPRESSED ||
		    offset > section->size || size > section->size - offset)
			continue;
		part->bytes = (uint8_t *)rt_elf_image_part(&package->image,
							   section->offset + offset, size);
		part->size = part->bytes ? size : 0;
	}
}

bool rt_dwarf_read_packed(const struct rt_dwarf *of, uint64_t id, struct rt_dwarf *dwarf)
{
	const struct rt_dwarf_package *package = of->package;
	uint32_t row = package ? row_of(package, id) : 0;
	if (!row)
		return false;
	uint64_t kinds = HEAD_SIZE + 12 * (uint64_t)package->n_slots;
	uint64_t width = 4 * (uint64_t)package->n_columns;
	uint64_t offsets = kinds + width * row;
	uint64_t sizes = offsets + width * package->n_units;
	for (uint64_t at = 0; at < width; at += 4)
		read_column(package, (uint32_t)number_at(package, kinds + at, 4),
			    number_at(package, offsets + at, 4), number_at(package, sizes + at, 4),
			    dwarf);
	dwarf->parts[RT_DEBUG_STR] = package->strings;
	return true;
}
