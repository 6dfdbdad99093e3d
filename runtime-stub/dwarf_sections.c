#include <elf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "dwarf_file.h"
#include "elf_debug_file.h"

/* All sections of a file together; those of larger ones are not read. */
#define MAX_BYTES (512u << 20)

static const char *const names[N_RT_DWARF_PARTS] = {
	[RT_DEBUG_LINE] = ".debug_line",
	[RT_DEBUG_LINE_STR] = ".debug_line_str",
	[RT_DEBUG_STR] = ".debug_str",
	[RT_DEBUG_INFO] = ".debug_info",
	[RT_DEBUG_ABBREV] = ".debug_abbrev",
	[RT_DEBUG_RANGES] = ".debug_ranges",
	[RT_DEBUG_RNGLISTS] = ".debug_rnglists",
	[RT_DEBUG_ADDR] = ".debug_addr",
	[RT_DEBUG_STR_OFFSETS] = ".debug_str_offsets",
};

/* Of a compressed section, behind its header: the bytes and their real number. */
static struct rt_cursor compressed(const struct rt_elf_image *image, const char *bytes, size_t size,
				   uint64_t *full)
{
	struct rt_cursor c = { .at = (const uint8_t *)bytes, .end = (const uint8_t *)bytes + size };
	uint64_t type = rt_cursor_unsigned(&c, 4);
	unsigned word = image->is_64 ? 8 : 4;
	if (image->is_64)
		rt_cursor_unsigned(&c, 4);
	*full = rt_cursor_unsigned(&c, word);
	rt_cursor_unsigned(&c, word);
	c.failed |= type != ELFCOMPRESS_ZLIB;
	return c;
}

static void uncompress_part(const struct rt_elf_image *image, struct rt_dwarf_section *part,
			    size_t room)
{
	uint64_t full;
	struct rt_cursor c = compressed(image, (const char *)part->bytes, part->size, &full);
	uint8_t *bytes = !c.failed && full && full <= room ? malloc(full) : NULL;
	uLongf size = full;
	if (bytes && uncompress(bytes, &size, c.at, (uLong)(c.end - c.at)) != Z_OK) {
		free(bytes);
		bytes = NULL;
	}
	free(part->bytes);
	part->bytes = bytes;
	part->size = bytes ? size : 0;
}

static void read_part(const struct rt_elf_image *image, const char *name, const char *suffix,
		      size_t room, struct rt_dwarf_section *part)
{
	char full_name[40];
	snprintf(full_name, sizeof(full_name), "%s%s", name, suffix);
	const struct rt_elf_section *section = rt_elf_image_section(image, full_name);
	if (!section || section->type == SHT_NOBITS || section->size > room)
		return;
	part->bytes = (uint8_t *)rt_elf_image_part(image, section->offset, section->size);
	part->size = part->bytes ? section->size : 0;
	if (part->bytes && section->flags & SHF_COMPRESSED)
		uncompress_part(image, part, room);
}

void rt_dwarf_read_parts(const struct rt_elf_image *image, const char *suffix,
			 struct rt_dwarf *dwarf)
{
	size_t room = MAX_BYTES;
	*dwarf = (struct rt_dwarf){ 0 };
	for (int i = 0; i < N_RT_DWARF_PARTS; i++) {
		read_part(image, names[i], suffix, room, &dwarf->parts[i]);
		room -= dwarf->parts[i].size;
	}
}

int rt_dwarf_open(const struct rt_elf_image *image, struct rt_dwarf *dwarf)
{
	rt_dwarf_read_parts(image, "", dwarf);
	if (!dwarf->parts[RT_DEBUG_LINE].size)
		return -ENOENT;
	rt_dwarf_index_lines(dwarf);
	rt_dwarf_index_units(dwarf);
	return 0;
}

void rt_dwarf_open_supplement(const struct rt_elf_image *image, struct rt_dwarf *dwarf)
{
	struct rt_elf_image other;
	int fd = rt_supplement_open(image);
	if (fd < 0)
		return;
	dwarf->supplement = calloc(1, sizeof(*dwarf->supplement));
	if (dwarf->supplement && !rt_elf_image_open(fd, &other)) {
		rt_dwarf_read_parts(&other, "", dwarf->supplement);
		rt_dwarf_index_units(dwarf->supplement);
		rt_elf_image_release(&other);
	}
	close(fd);
}

size_t rt_dwarf_size(const struct rt_dwarf *dwarf)
{
	size_t size = rt_dwarf_splits_size(dwarf) + rt_dwarf_package_size(dwarf);
	size += dwarf->supplement ? rt_dwarf_size(dwarf->supplement) : 0;
	for (int i = 0; i < N_RT_DWARF_PARTS; i++)
		size += dwarf->parts[i].size;
	return size;
}

void rt_dwarf_release(struct rt_dwarf *dwarf)
{
	rt_dwarf_release_splits(dwarf);
	rt_dwarf_release_package(dwarf);
	if (dwarf->supplement)
		rt_dwarf_release(dwarf->supplement);
	free(dwarf->supplement);
	for (int i = 0; i < N_RT_DWARF_PARTS; i++)
		free(dwarf->parts[i].bytes);
	free(dwarf->ranges);
	free(dwarf->units);
	*dwarf = (struct rt_dwarf){ 0 };
}

struct rt_cursor rt_dwarf_at(const struct rt_dwarf *dwarf, enum rt_dwarf_part part, uint64_t offset)
{
	const struct rt_dwarf_section *section = &dwarf->parts[part];
	struct rt_cursor c = { .at = section->bytes, .end = section->bytes };
	if (offset >= section->size)
		return c;
	c.at += offset;
	c.end += section->size;
	return c;
}

const char *rt_dwarf_string(const struct rt_dwarf *dwarf, enum rt_dwarf_part part, uint64_t offset)
{
	struct rt_cursor c = rt_dwarf_at(dwarf, part, offset);
	const char *text = c.at < c.end ? rt_cursor_string(&c) : NULL;
	return c.failed ? NULL : text;
}
