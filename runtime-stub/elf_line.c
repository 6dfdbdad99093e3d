#include "elf_line.h"

#include <errno.h>
#include <gelf.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "elf_debug_file.h"
#include "elf_file.h"
#include "elf_image.h"
#include "elf_symbol.h"
#include "line_program.h"

/* A section's bytes, expanded; size 0 if there is none. Lives until the file is closed. */
static struct rt_line_bytes section_of(Elf *elf, const char *wanted)
{
	size_t names;
	struct rt_line_bytes bytes = { NULL, 0 };
	if (elf_getshdrstrndx(elf, &names))
		return bytes;
	for (Elf_Scn *section = elf_nextscn(elf, NULL); section;
	     section = elf_nextscn(elf, section)) {
		GElf_Shdr header;
		const char *name = gelf_getshdr(section, &header)
					   ? elf_strptr(elf, names, header.sh_name)
					   : NULL;
		if (!name || strcmp(name, wanted) != 0 || header.sh_type == SHT_NOBITS)
			continue;
		if (header.sh_flags & SHF_COMPRESSED && elf_compress(section, 0, 0) < 0)
			continue;
		Elf_Data *data = elf_getdata(section, NULL);
		if (data && data->d_buf)
			bytes = (struct rt_line_bytes){ data->d_buf, data->d_size };
	}
	return bytes;
}

struct found {
	const struct rt_line *wanted;
	uint64_t *addresses;
	uint32_t n, room;
	uint64_t next;
	bool was_there; /* the row before was of the line */
	int err;
};

static void add(struct found *found, uint64_t address)
{
	if (found->n == found->room) {
		uint32_t room = found->room ? 2 * found->room : 16;
		uint64_t *grown = realloc(found->addresses, room * sizeof(*grown));
		if (!grown) {
			found->err = -ENOMEM;
			return;
		}
		found->addresses = grown;
		found->room = room;
	}
	found->addresses[found->n++] = address;
}

/* Of rows behind each other the first is where the line begins. */
static void take_row(void *context, const struct rt_line_row *row)
{
	struct found *found = context;
	const struct rt_line *wanted = found->wanted;
	bool is_there = !row->is_end && row->is_wanted_file && row->line == wanted->line &&
			(!wanted->column || row->column == wanted->column);
	if (is_there && !found->was_there && row->is_statement)
		add(found, row->address);
	found->was_there = is_there && (found->was_there || row->is_statement);
	if (!row->is_end && row->is_wanted_file && row->line > wanted->line &&
	    (!found->next || row->line < found->next))
		found->next = row->line;
}

static int compare(const void *a, const void *b)
{
	const uint64_t *left = a, *right = b;
	return *left < *right ? -1 : *left > *right;
}

static int search(Elf *elf, struct found *found)
{
	const struct rt_line_sections sections = {
		.lines = section_of(elf, ".debug_line"),
		.line_texts = section_of(elf, ".debug_line_str"),
		.texts = section_of(elf, ".debug_str"),
	};
	if (!sections.lines.size)
		return -ENODATA;
	rt_line_program_run(&sections, found->wanted->file, take_row, found);
	return found->err;
}

static int search_debug_file(struct rt_elf *elf, const char *path, struct found *found)
{
	struct rt_elf_image image;
	struct rt_elf *debug = NULL;
	int fd = -1;
	if (!rt_elf_image_open(elf->fd, &image)) {
		fd = rt_debug_file_open(&image);
		if (fd < 0)
			fd = rt_debug_link_open(&image, path);
	}
	rt_elf_image_release(&image);
	int err = fd < 0 || rt_elf_open_fd(fd, &debug) ? -ENODATA : search(debug->elf, found);
	rt_elf_close(debug);
	return err;
}

int rt_elf_find_line(struct rt_elf *elf, const char *path, const struct rt_line *wanted,
		     uint64_t **addresses, uint32_t *n, uint64_t *next)
{
	struct found found = { .wanted = wanted };
	int err = search(elf->elf, &found);
	if (err == -ENODATA)
		err = search_debug_file(elf, path, &found);
	if (!err && !found.n)
		err = -ENOENT;
	if (found.n)
		qsort(found.addresses, found.n, sizeof(*found.addresses), compare);
	*next = found.next;
	*n = found.n;
	*addresses = found.addresses;
	if (err) {
		free(found.addresses);
		*addresses = NULL;
	}
	return err;
}
