/*
 * Compilations whose entries are in a file of their own (-gsplit-dwarf), beside the object file: they count by addresses and, before
 * DWARF 5, ranges that the program has, and by tables of their own for all else.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dwarf_file.h"

/* Of all other halves of a file; beyond it they are read anew when they are asked for. */
#define MAX_BYTES (128u << 20)

struct rt_dwarf_split {
	struct rt_dwarf_split *next;
	uint64_t offset; /* of the unit in the program */
	struct rt_dwarf dwarf;
	const struct rt_unit *unit; /* NULL: not to be had */
	bool is_packed;             /* its strings are the package's */
};

/* A regular file, where the compiler left it. */
static int open_split(const struct rt_unit *unit)
{
	bool is_whole = *unit->split_name == '/' || !unit->directory;
	struct stat status;
	char *path = NULL;
	if (asprintf(&path, "%s%s%s", is_whole ? "" : unit->directory, is_whole ? "" : "/",
		     unit->split_name) < 0)
		return -1;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	free(path);
	if (fd < 0 || (!fstat(fd, &status) && S_ISREG(status.st_mode)))
		return fd;
	close(fd);
	return -1;
}

/* What only the first half tells. Tables of DWARF 5 are behind their heads, and of one unit each. */
static void complete(struct rt_unit *half, const struct rt_unit *first)
{
	bool is_wide = half->offset_size == 8;
	bool has_heads = half->version >= 5;
	half->addr_base = first->addr_base;
	half->ranges_base = first->ranges_base;
	half->low = first->low;
	half->str_offsets_base = 0;
	half->rnglists_base = 0;
	if (has_heads) {
		half->str_offsets_base = is_wide ? 16 : 8;
		half->rnglists_base = is_wide ? 20 : 12;
	}
}

static void take_parts(const struct rt_dwarf *of, const struct rt_unit *unit,
		       struct rt_dwarf_split *split)
{
	struct rt_dwarf *dwarf = &split->dwarf;
	// Borrowed; see release_split.
	free(dwarf->parts[RT_DEBUG_ADDR].bytes);
	free(dwarf->parts[RT_DEBUG_RANGES].bytes);
	dwarf->parts[RT_DEBUG_ADDR] = of->parts[RT_DEBUG_ADDR];
	dwarf->parts[RT_DEBUG_RANGES] = of->parts[RT_DEBUG_RANGES];
	rt_dwarf_index_units(dwarf);
	for (size_t i = 0; i < dwarf->n_units; i++) {
		if (dwarf->units[i].id != unit->id)
			continue;
		complete(&dwarf->units[i], unit);
		split->unit = &dwarf->units[i];
	}
}

static void release_split(struct rt_dwarf_split *split)
{
	split->dwarf.parts[RT_DEBUG_ADDR] = (struct rt_dwarf_section){ 0 };
	split->dwarf.parts[RT_DEBUG_RANGES] = (struct rt_dwarf_section){ 0 };
	if (split->is_packed)
		split->dwarf.parts[RT_DEBUG_STR] = (struct rt_dwarf_section){ 0 };
	rt_dwarf_release(&split->dwarf);
	free(split);
}

void rt_dwarf_release_splits(struct rt_dwarf *dwarf)
{
	while (dwarf->splits) {
		struct rt_dwarf_split *split = dwarf->splits;
		dwarf->splits = split->next;
		release_split(split);
	}
}

/* Without what is borrowed. */
size_t rt_dwarf_splits_size(const struct rt_dwarf *dwarf)
{
	size_t size = 0;
	for (const struct rt_dwarf_split *split = dwarf->splits; split; split = split->next) {
		size += sizeof(*split);
		for (int i = 0; i < N_RT_DWARF_PARTS; i++)
			if (i != RT_DEBUG_ADDR && i != RT_DEBUG_RANGES &&
			    !(i == RT_DEBUG_STR && split->is_packed))
				size += split->dwarf.parts[i].size;
	}
	return size;
}

static void read_file(const struct rt_dwarf *of, const struct rt_unit *unit,
		      struct rt_dwarf_split *split)
{
	struct rt_elf_image image;
	int fd = open_split(unit);
	if (fd < 0)
		return;
	if (!rt_elf_image_open(fd, &image)) {
		rt_dwarf_read_parts(&image, ".dwo", &split->dwarf);
		take_parts(of, unit, split);
	}
	rt_elf_image_release(&image);
	close(fd);
}

static struct rt_dwarf_split *open_half(struct rt_dwarf *of, const struct rt_unit *unit)
{
	if (rt_dwarf_splits_size(of) > MAX_BYTES)
		rt_dwarf_release_splits(of);
	struct rt_dwarf_split *split = calloc(1, sizeof(*split));
	if (!split)
		return NULL;
	split->offset = unit->offset;
	split->next = of->splits;
	of->splits = split;
	split->is_packed = rt_dwarf_read_packed(of, unit->id, &split->dwarf);
	if (split->is_packed)
		take_parts(of, unit, split);
	else
		read_file(of, unit, split);
	return split;
}

const struct rt_unit *rt_dwarf_whole_unit(struct rt_dwarf *of, const struct rt_unit *unit,
					  const struct rt_dwarf **dwarf)
{
	*dwarf = of;
	if (!unit->split_name)
		return unit;
	struct rt_dwarf_split *split = of->splits;
	while (split && split->offset != unit->offset)
		split = split->next;
	if (!split)
		split = open_half(of, unit);
	if (!split)
		return NULL;
	*dwarf = &split->dwarf;
	return split->unit;
}
