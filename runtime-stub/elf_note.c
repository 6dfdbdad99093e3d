#include "elf_note.h"

#include <errno.h>
#include <gelf.h>
#include <stdbool.h>
#include <string.h>

#include "elf_file.h"
#include "elf_symbol.h"

#define NOTE_OWNER "stapsdt"
#define NOTE_TYPE  3

/* A linker that moves sections moves this one, too, and does not know the addresses in notes. */
#define BASE_SECTION ".stapsdt.base"

static bool find_base(Elf *elf, uint64_t *base)
{
	size_t names;
	if (elf_getshdrstrndx(elf, &names))
		return false;
	for (Elf_Scn *section = elf_nextscn(elf, NULL); section;
	     section = elf_nextscn(elf, section)) {
		GElf_Shdr header;
		const char *name = gelf_getshdr(section, &header)
					   ? elf_strptr(elf, names, header.sh_name)
					   : NULL;
		if (!name || strcmp(name, BASE_SECTION) != 0)
			continue;
		*base = header.sh_addr;
		return true;
	}
	return false;
}

struct reader {
	struct rt_elf *elf;
	bool has_base;
	uint64_t base;
	int (*visit)(void *context, const struct rt_usdt_note *note);
	void *context;
};

static uint64_t word_at(const char *text, size_t word, size_t n)
{
	uint64_t wide;
	uint32_t narrow;
	if (word == 8) {
		memcpy(&wide, text + 8 * n, sizeof(wide));
		return wide;
	}
	memcpy(&narrow, text + 4 * n, sizeof(narrow));
	return narrow;
}

/* The next of several strings; NULL if the space ends before it does. */
static const char *next_text(const char **text, const char *end)
{
	const char *begin = *text;
	const char *nul = begin < end ? memchr(begin, 0, (size_t)(end - begin)) : NULL;
	*text = nul ? nul + 1 : end;
	return nul ? begin : NULL;
}

/* The description: three addresses (of the place, the base, the semaphore), then three strings. */
static int visit_note(const struct reader *reader, const char *text, size_t size)
{
	size_t word = gelf_getclass(reader->elf->elf) == ELFCLASS64 ? 8 : 4;
	const char *end = text + size;
	const char *strings = text + 3 * word;
	if (size < 3 * word)
		return 0;
	struct rt_usdt_note note = { .address = word_at(text, word, 0) };
	uint64_t moved = reader->has_base ? reader->base - word_at(text, word, 1) : 0;
	uint64_t semaphore = word_at(text, word, 2);
	note.address += moved;
	note.provider = next_text(&strings, end);
	note.name = next_text(&strings, end);
	note.arguments = next_text(&strings, end);
	if (!note.provider || !note.name || !note.arguments ||
	    rt_elf_find_address(reader->elf, note.address, &note.offset))
		return 0;
	if (semaphore && rt_elf_find_data(reader->elf, semaphore + moved, &note.semaphore))
		note.semaphore = 0;
	return reader->visit(reader->context, &note);
}

static int each_note(const struct reader *reader, Elf_Data *data)
{
	GElf_Nhdr note;
	size_t name_at, text_at;
	int err = 0;
	for (size_t at = gelf_getnote(data, 0, &note, &name_at, &text_at); at > 0 && !err;
	     at = gelf_getnote(data, at, &note, &name_at, &text_at)) {
		const char *bytes = data->d_buf;
		if (note.n_type == NOTE_TYPE && note.n_namesz == sizeof(NOTE_OWNER) &&
		    !memcmp(bytes + name_at, NOTE_OWNER, sizeof(NOTE_OWNER)))
			err = visit_note(reader, bytes + text_at, note.n_descsz);
	}
	return err;
}

int rt_elf_each_usdt(struct rt_elf *elf,
		     int (*visit)(void *context, const struct rt_usdt_note *note), void *context)
{
	struct reader reader = { .elf = elf, .visit = visit, .context = context };
	int err = 0;
	reader.has_base = find_base(elf->elf, &reader.base);
	for (Elf_Scn *section = elf_nextscn(elf->elf, NULL); section && !err;
	     section = elf_nextscn(elf->elf, section)) {
		GElf_Shdr header;
		if (!gelf_getshdr(section, &header) || header.sh_type != SHT_NOTE)
			continue;
		Elf_Data *data = elf_getdata(section, NULL);
		if (data)
			err = each_note(&reader, data);
	}
	return err;
}
