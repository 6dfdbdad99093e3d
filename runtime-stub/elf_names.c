#include "elf_names.h"

#include <elf.h>
#include <errno.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Tables larger than this are not read. */
#define MAX_TABLE (512u << 20)

/* How far a lookup goes back for a function that contains the address: past labels inside of it. */
#define MAX_INNER_LABELS 16

/* `size` bytes at offset of the file, in new memory; NULL if the file has not that many. */
static void *read_part(int fd, uint64_t offset, uint64_t size)
{
	size_t done = 0;
	if (!size || size > MAX_TABLE || offset > INT64_MAX - size)
		return NULL;
	struct stat status;
	if (fstat(fd, &status) || (uint64_t)status.st_size < offset + size)
		return NULL;
	char *data = malloc(size);
	while (data && done < size) {
		ssize_t n = pread(fd, data + done, size - done, (off_t)(offset + done));
		if (n <= 0) {
			free(data);
			return NULL;
		}
		done += (size_t)n;
	}
	return data;
}

static int read_segments(int fd, const ElfW(Ehdr) * header, struct rt_elf_names *names)
{
	ElfW(Phdr) *segments =
		read_part(fd, header->e_phoff, (uint64_t)header->e_phnum * sizeof(*segments));
	if (!segments)
		return -ENOEXEC;
	names->segments = calloc(header->e_phnum, sizeof(*names->segments));
	for (size_t i = 0; names->segments && i < header->e_phnum; i++) {
		if (segments[i].p_type == PT_LOAD && segments[i].p_flags & PF_X)
			names->segments[names->n_segments++] =
				(struct rt_elf_segment){ segments[i].p_offset, segments[i].p_filesz,
							 segments[i].p_vaddr };
	}
	free(segments);
	return names->segments ? 0 : -ENOMEM;
}

static int by_address(const void *a, const void *b)
{
	const struct rt_elf_function *left = a;
	const struct rt_elf_function *right = b;
	if (left->address != right->address)
		return left->address < right->address ? -1 : 1;
	return left->name < right->name ? -1 : 1;
}

static bool is_function(const ElfW(Sym) * symbol, uint64_t strings_size)
{
	unsigned type = ELF64_ST_TYPE(symbol->st_info);
	return (type == STT_FUNC || type == STT_GNU_IFUNC) && symbol->st_shndx != SHN_UNDEF &&
	       symbol->st_name < strings_size;
}

/* Adds the functions of a symbol table; `strings` ends in a NUL. */
static int add_functions(struct rt_elf_names *names, const ElfW(Sym) * symbols, size_t n,
			 const char *strings, uint64_t strings_size)
{
	names->functions = calloc(n, sizeof(*names->functions));
	if (!names->functions)
		return -ENOMEM;
	for (size_t i = 0; i < n && names->names.length < MAX_TABLE; i++) {
		if (!is_function(&symbols[i], strings_size))
			continue;
		uint64_t size = symbols[i].st_size;
		names->functions[names->n++] = (struct rt_elf_function){
			.address = symbols[i].st_value,
			.size = size < UINT32_MAX ? (uint32_t)size : UINT32_MAX,
			.name = (uint32_t)names->names.length,
		};
		const char *name = strings + symbols[i].st_name;
		rt_text_add(&names->names, name, strlen(name) + 1);
	}
	if (names->names.failed)
		return -ENOMEM;
	qsort(names->functions, names->n, sizeof(*names->functions), by_address);
	return 0;
}

static int read_table(int fd, const ElfW(Shdr) * table, const ElfW(Shdr) * strings,
		      struct rt_elf_names *names)
{
	ElfW(Sym) *symbols = read_part(fd, table->sh_offset, table->sh_size);
	char *text = read_part(fd, strings->sh_offset, strings->sh_size);
	int err = -ENOEXEC;
	if (symbols && text) {
		text[strings->sh_size - 1] = '\0';
		err = add_functions(names, symbols, table->sh_size / sizeof(*symbols), text,
				    strings->sh_size);
	}
	free(symbols);
	free(text);
	return err;
}

static int read_sections(int fd, const ElfW(Ehdr) * header, struct rt_elf_names *names)
{
	static const uint32_t tables[] = { SHT_SYMTAB, SHT_DYNSYM };
	ElfW(Shdr) *sections =
		read_part(fd, header->e_shoff, (uint64_t)header->e_shnum * sizeof(*sections));
	int err = -ENOENT;
	if (!sections)
		return err;
	for (size_t t = 0; t < 2 && err && err != -ENOMEM; t++) {
		for (size_t i = 0; i < header->e_shnum && err && err != -ENOMEM; i++) {
			if (sections[i].sh_type == tables[t] &&
			    sections[i].sh_link < header->e_shnum)
				err = read_table(fd, &sections[i], &sections[sections[i].sh_link],
						 names);
		}
	}
	free(sections);
	return err;
}

int rt_elf_names_read(int fd, struct rt_elf_names *names)
{
	*names = (struct rt_elf_names){ 0 };
	ElfW(Ehdr) *header = read_part(fd, 0, sizeof(*header));
	int err = -ENOEXEC;
	// Of the host's own word size and byte order.
	if (header && !memcmp(header->e_ident, ELFMAG, SELFMAG) &&
	    header->e_ident[EI_CLASS] == (sizeof(void *) == 8 ? ELFCLASS64 : ELFCLASS32) &&
	    header->e_phentsize == sizeof(ElfW(Phdr)))
		err = read_segments(fd, header, names);
	if (!err && header->e_shentsize == sizeof(ElfW(Shdr)))
		err = read_sections(fd, header, names);
	free(header);
	return err;
}

void rt_elf_names_release(struct rt_elf_names *names)
{
	free(names->functions);
	free(names->segments);
	rt_text_release(&names->names);
	*names = (struct rt_elf_names){ 0 };
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
	const struct rt_elf_function *function = &names->functions[i];
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
	for (size_t i = low; i > 0 && low - i < MAX_INNER_LABELS; i--) {
		if (!contains(names, i - 1, address))
			continue;
		*offset = address - names->functions[i - 1].address;
		return names->names.data + names->functions[i - 1].name;
	}
	return NULL;
}
