#include "elf_symbol.h"

#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "elf_file.h"

int rt_elf_open_fd(int fd, struct rt_elf **opened)
{
	struct rt_elf *elf = calloc(1, sizeof(*elf));
	if (!elf) {
		close(fd);
		return -ENOMEM;
	}
	elf->fd = fd;
	elf_version(EV_CURRENT);
	elf->elf = elf_begin(fd, ELF_C_READ_MMAP, NULL);
	if (elf->elf && elf_kind(elf->elf) == ELF_K_ELF) {
		*opened = elf;
		return 0;
	}
	rt_elf_close(elf);
	return -ENOEXEC;
}

int rt_elf_open(const char *path, struct rt_elf **opened)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	return fd < 0 ? -errno : rt_elf_open_fd(fd, opened);
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

/* In a loaded segment that has all of these flags. */
static int find_place(struct rt_elf *elf, uint64_t address, uint32_t flags, uint64_t *offset)
{
	size_t n;
	if (elf_getphdrnum(elf->elf, &n))
		return -ENOEXEC;
	for (size_t i = 0; i < n; i++) {
		GElf_Phdr segment;
		if (!gelf_getphdr(elf->elf, (int)i, &segment) || segment.p_type != PT_LOAD ||
		    (segment.p_flags & flags) != flags)
			continue;
		if (address < segment.p_vaddr || address - segment.p_vaddr >= segment.p_filesz)
			continue;
		*offset = address - segment.p_vaddr + segment.p_offset;
		return 0;
	}
	return -ENOENT;
}

int rt_elf_find_address(struct rt_elf *elf, uint64_t address, uint64_t *offset)
{
	return find_place(elf, address, PF_X, offset);
}

int rt_elf_find_data(struct rt_elf *elf, uint64_t address, uint64_t *offset)
{
	return find_place(elf, address, PF_W, offset);
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

/* A function or a variable. */
static bool is_thing(const GElf_Sym *symbol)
{
	int type = GELF_ST_TYPE(symbol->st_info);
	return symbol->st_shndx != SHN_UNDEF && symbol->st_value &&
	       (type == STT_OBJECT || type == STT_NOTYPE || is_function(symbol));
}

typedef bool wanted_fn(const GElf_Sym *symbol);

static int find_in_section(Elf *elf, Elf_Scn *section, const GElf_Shdr *header, const char *name,
			   wanted_fn *is_wanted, GElf_Sym *found)
{
	Elf_Data *data = elf_getdata(section, NULL);
	size_t n = data && header->sh_entsize ? data->d_size / header->sh_entsize : 0;
	for (size_t i = 0; i < n; i++) {
		GElf_Sym symbol;
		if (!gelf_getsym(data, (int)i, &symbol) || !is_wanted(&symbol))
			continue;
		if (!is_named(elf_strptr(elf, header->sh_link, symbol.st_name), name))
			continue;
		*found = symbol;
		return 0;
	}
	return -ENOENT;
}

static int find_in_table(Elf *elf, const char *name, GElf_Word type, wanted_fn *is_wanted,
			 GElf_Sym *found)
{
	for (Elf_Scn *section = elf_nextscn(elf, NULL); section;
	     section = elf_nextscn(elf, section)) {
		GElf_Shdr header;
		if (!gelf_getshdr(section, &header) || header.sh_type != type)
			continue;
		if (!find_in_section(elf, section, &header, name, is_wanted, found))
			return 0;
	}
	return -ENOENT;
}

static int find_symbol(Elf *elf, const char *name, wanted_fn *is_wanted, GElf_Sym *found)
{
	int err = find_in_table(elf, name, SHT_SYMTAB, is_wanted, found);
	return err ? find_in_table(elf, name, SHT_DYNSYM, is_wanted, found) : 0;
}

int rt_elf_find_function(struct rt_elf *elf, const char *name, struct rt_elf_place *place)
{
	GElf_Sym symbol;
	int err = find_symbol(elf->elf, name, is_function, &symbol);
	if (err)
		return err;
	*place = (struct rt_elf_place){ symbol.st_value, symbol.st_size, name };
	return 0;
}

int rt_elf_find_symbol(struct rt_elf *elf, const char *name, uint64_t *address, uint64_t *size)
{
	GElf_Sym symbol;
	int err = find_symbol(elf->elf, name, is_thing, &symbol);
	if (err)
		return err;
	*address = symbol.st_value;
	*size = symbol.st_size;
	return 0;
}

static bool is_code(struct rt_elf *elf, uint64_t address)
{
	uint64_t offset;
	return !rt_elf_find_address(elf, address, &offset);
}

/* Of an IFUNC the code chooses a function; it is not one that anybody means. */
static int each_in_section(struct rt_elf *elf, Elf_Scn *section, const GElf_Shdr *header,
			   int (*visit)(void *context, const char *name, uint64_t address),
			   void *context)
{
	Elf_Data *data = elf_getdata(section, NULL);
	size_t n = data && header->sh_entsize ? data->d_size / header->sh_entsize : 0;
	int err = 0;
	for (size_t i = 0; i < n && !err; i++) {
		char name[512];
		GElf_Sym symbol;
		if (!gelf_getsym(data, (int)i, &symbol) || !is_function(&symbol) ||
		    GELF_ST_TYPE(symbol.st_info) == STT_GNU_IFUNC || !is_code(elf, symbol.st_value))
			continue;
		const char *full = elf_strptr(elf->elf, header->sh_link, symbol.st_name);
		size_t length = full ? strcspn(full, "@") : 0;
		if (!length || length >= sizeof(name))
			continue;
		memcpy(name, full, length);
		name[length] = 0;
		err = visit(context, name, symbol.st_value);
	}
	return err;
}

int rt_elf_each_function(struct rt_elf *elf,
			 int (*visit)(void *context, const char *name, uint64_t address),
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

static int find_around(Elf *elf, Elf_Scn *section, const GElf_Shdr *header, uint64_t address,
		       struct rt_elf_place *place)
{
	Elf_Data *data = elf_getdata(section, NULL);
	size_t n = data && header->sh_entsize ? data->d_size / header->sh_entsize : 0;
	for (size_t i = 0; i < n; i++) {
		GElf_Sym symbol;
		if (!gelf_getsym(data, (int)i, &symbol) || !is_function(&symbol) ||
		    address < symbol.st_value || address - symbol.st_value >= symbol.st_size)
			continue;
		const char *name = elf_strptr(elf, header->sh_link, symbol.st_name);
		*place = (struct rt_elf_place){ symbol.st_value, symbol.st_size, name ? name : "" };
		return 0;
	}
	return -ENOENT;
}

int rt_elf_function_at(struct rt_elf *elf, uint64_t address, struct rt_elf_place *place)
{
	int err = -ENOENT;
	for (Elf_Scn *section = elf_nextscn(elf->elf, NULL); section && err;
	     section = elf_nextscn(elf->elf, section)) {
		GElf_Shdr header;
		if (gelf_getshdr(section, &header) &&
		    (header.sh_type == SHT_SYMTAB || header.sh_type == SHT_DYNSYM))
			err = find_around(elf->elf, section, &header, address, place);
	}
	return err;
}

uint8_t *rt_elf_read_code(struct rt_elf *elf, uint64_t address, size_t size)
{
	uint64_t offset;
	uint8_t *code = malloc(size ? size : 1);
	bool is_read = code && !rt_elf_find_address(elf, address, &offset) &&
		       pread(elf->fd, code, size, (off_t)offset) == (ssize_t)size;
	if (is_read)
		return code;
	free(code);
	return NULL;
}

uint16_t rt_elf_machine(struct rt_elf *elf)
{
	GElf_Ehdr header;
	return gelf_getehdr(elf->elf, &header) ? header.e_machine : EM_NONE;
}

bool rt_elf_is_movable(struct rt_elf *elf)
{
	GElf_Ehdr header;
	return gelf_getehdr(elf->elf, &header) && header.e_type == ET_DYN;
}
