#include "elf_symbol.h"

#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define USDT_NOTE_NAME "stapsdt"
#define USDT_NOTE_TYPE 3

struct rt_elf {
	int fd;
	Elf *elf;
};

int rt_elf_open(const char *path, struct rt_elf **opened)
{
	struct rt_elf *elf = calloc(1, sizeof(*elf));
	if (!elf)
		return -ENOMEM;
	elf->fd = open(path, O_RDONLY | O_CLOEXEC);
	int err = elf->fd < 0 ? -errno : 0;
	if (!err) {
		elf_version(EV_CURRENT);
		elf->elf = elf_begin(elf->fd, ELF_C_READ_MMAP, NULL);
		if (!elf->elf || elf_kind(elf->elf) != ELF_K_ELF)
			err = -ENOEXEC;
	}
	if (err)
		rt_elf_close(elf);
	else
		*opened = elf;
	return err;
}

void rt_elf_close(struct rt_elf *elf)
{
	if (!elf)
		return;
	if (elf->elf)
		elf_end(elf->elf);
	if (elf->fd >= 0)
		close(elf->fd);
	free(elf);
}

int rt_elf_find_address(struct rt_elf *elf, uint64_t address, uint64_t *offset)
{
	size_t n;
	if (elf_getphdrnum(elf->elf, &n))
		return -ENOEXEC;
	for (size_t i = 0; i < n; i++) {
		GElf_Phdr segment;
		if (!gelf_getphdr(elf->elf, (int)i, &segment) || segment.p_type != PT_LOAD ||
		    !(segment.p_flags & PF_X))
			continue;
		if (address < segment.p_vaddr || address - segment.p_vaddr >= segment.p_filesz)
			continue;
		*offset = address - segment.p_vaddr + segment.p_offset;
		return 0;
	}
	return -ENOENT;
}

/* "name" is also the name of "name@VERSION" in a .symtab. */
static bool is_named(const char *symbol, const char *name)
{
	size_t size = strlen(name);
	return symbol && !strncmp(symbol, name, size) && (!symbol[size] || symbol[size] == '@');
}

static bool is_function(const GElf_Sym *symbol)
{
	int type = GELF_ST_TYPE(symbol->st_info);
	return symbol->st_shndx != SHN_UNDEF && symbol->st_value &&
	       (type == STT_FUNC || type == STT_GNU_IFUNC);
}

static int find_in_section(Elf *elf, Elf_Scn *section, const GElf_Shdr *header, const char *name,
			   GElf_Sym *found)
{
	Elf_Data *data = elf_getdata(section, NULL);
	size_t n = data && header->sh_entsize ? data->d_size / header->sh_entsize : 0;
	for (size_t i = 0; i < n; i++) {
		GElf_Sym symbol;
		if (!gelf_getsym(data, (int)i, &symbol) || !is_function(&symbol))
			continue;
		if (!is_named(elf_strptr(elf, header->sh_link, symbol.st_name), name))
			continue;
		*found = symbol;
		return 0;
	}
	return -ENOENT;
}

static int find_symbol(Elf *elf, const char *name, GElf_Word type, GElf_Sym *found)
{
	for (Elf_Scn *section = elf_nextscn(elf, NULL); section;
	     section = elf_nextscn(elf, section)) {
		GElf_Shdr header;
		if (!gelf_getshdr(section, &header) || header.sh_type != type)
			continue;
		if (!find_in_section(elf, section, &header, name, found))
			return 0;
	}
	return -ENOENT;
}

int rt_elf_find_function(struct rt_elf *elf, const char *name, uint64_t *offset, uint64_t *size)
{
	GElf_Sym symbol;
	int err = find_symbol(elf->elf, name, SHT_SYMTAB, &symbol);
	if (err)
		err = find_symbol(elf->elf, name, SHT_DYNSYM, &symbol);
	if (err)
		return err;
	*size = symbol.st_size;
	return rt_elf_find_address(elf, symbol.st_value, offset);
}

/* Of an IFUNC the code chooses a function; it is not one that anybody means. */
static int each_in_section(struct rt_elf *elf, Elf_Scn *section, const GElf_Shdr *header,
			   int (*visit)(void *context, const char *name, uint64_t offset),
			   void *context)
{
	Elf_Data *data = elf_getdata(section, NULL);
	size_t n = data && header->sh_entsize ? data->d_size / header->sh_entsize : 0;
	int err = 0;
	for (size_t i = 0; i < n && !err; i++) {
		char name[512];
		GElf_Sym symbol;
		uint64_t offset;
		if (!gelf_getsym(data, (int)i, &symbol) || !is_function(&symbol) ||
		    GELF_ST_TYPE(symbol.st_info) == STT_GNU_IFUNC ||
		    rt_elf_find_address(elf, symbol.st_value, &offset))
			continue;
		const char *full = elf_strptr(elf->elf, header->sh_link, symbol.st_name);
		size_t length = full ? strcspn(full, "@") : 0;
		if (!length || length >= sizeof(name))
			continue;
		memcpy(name, full, length);
		name[length] = 0;
		err = visit(context, name, offset);
	}
	return err;
}

int rt_elf_each_function(struct rt_elf *elf,
			 int (*visit)(void *context, const char *name, uint64_t offset),
			 void *context)
{
	int err = 0;
	for (Elf_Scn *section = elf_nextscn(elf->elf, NULL); section && !err;
	     section = elf_nextscn(elf->elf, section)) {
		GElf_Shdr header;
		if (gelf_getshdr(section, &header) &&
		    (header.sh_type == SHT_SYMTAB || header.sh_type == SHT_DYNSYM))
			err = each_in_section(elf, section, &header, visit, context);
	}
	return err;
}

/* The description of a note: three addresses, then provider, name and arguments as strings. */
static int visit_note(const char *text, size_t size, size_t word,
		      int (*visit)(void *context, const char *provider, const char *name),
		      void *context)
{
	if (size < 3 * word + 1 || text[size - 1])
		return 0;
	const char *end = text + size;
	const char *provider = text + 3 * word;
	const char *name = provider + strlen(provider) + 1;
	return name < end ? visit(context, provider, name) : 0;
}

static int each_note(Elf_Data *data, size_t word,
		     int (*visit)(void *context, const char *provider, const char *name),
		     void *context)
{
	GElf_Nhdr note;
	size_t name_at, text_at;
	int err = 0;
	for (size_t at = gelf_getnote(data, 0, &note, &name_at, &text_at); at > 0 && !err;
	     at = gelf_getnote(data, at, &note, &name_at, &text_at)) {
		const char *bytes = data->d_buf;
		if (note.n_type == USDT_NOTE_TYPE && note.n_namesz == sizeof(USDT_NOTE_NAME) &&
		    !memcmp(bytes + name_at, USDT_NOTE_NAME, sizeof(USDT_NOTE_NAME)))
			err = visit_note(bytes + text_at, note.n_descsz, word, visit, context);
	}
	return err;
}

int rt_elf_each_usdt(struct rt_elf *elf,
		     int (*visit)(void *context, const char *provider, const char *name),
		     void *context)
{
	size_t word = gelf_getclass(elf->elf) == ELFCLASS64 ? 8 : 4;
	int err = 0;
	for (Elf_Scn *section = elf_nextscn(elf->elf, NULL); section && !err;
	     section = elf_nextscn(elf->elf, section)) {
		GElf_Shdr header;
		if (!gelf_getshdr(section, &header) || header.sh_type != SHT_NOTE)
			continue;
		Elf_Data *data = elf_getdata(section, NULL);
		if (data)
			err = each_note(data, word, visit, context);
	}
	return err;
}
