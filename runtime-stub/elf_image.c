#include "elf_image.h"

#include <elf.h>
#include <endian.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Tables larger than this are not read. */
#define MAX_PART (512u << 20)

#if __BYTE_ORDER == __LITTLE_ENDIAN
#	define HOST_ORDER ELFDATA2LSB
#else
#	define HOST_ORDER ELFDATA2MSB
#endif

static bool read_file(int fd, char *data, uint64_t offset, uint64_t size)
{
	uint64_t done = 0;
	while (done < size) {
		ssize_t n = pread(fd, data + done, size - done, (off_t)(offset + done));
		if (n <= 0)
			return false;
		done += (uint64_t)n;
	}
	return true;
}

char *rt_elf_image_part(const struct rt_elf_image *image, uint64_t offset, uint64_t size)
{
	if (!size || size > MAX_PART || offset > image->size || size > image->size - offset)
		return NULL;
	char *data = malloc(size + 1);
	if (!data)
		return NULL;
	data[size] = '\0';
	if (image->fd < 0) {
		memcpy(data, image->bytes + offset, size);
	} else if (!read_file(image->fd, data, offset, size)) {
		free(data);
		return NULL;
	}
	return data;
}

static struct rt_elf_section section_64(const char *bytes)
{
	Elf64_Shdr header;
	memcpy(&header, bytes, sizeof(header));
	return (struct rt_elf_section){ header.sh_name, header.sh_type,   header.sh_link,
					header.sh_addr, header.sh_offset, header.sh_size,
					header.sh_flags };
}

static struct rt_elf_section section_32(const char *bytes)
{
	Elf32_Shdr header;
	memcpy(&header, bytes, sizeof(header));
	return (struct rt_elf_section){ header.sh_name, header.sh_type,   header.sh_link,
					header.sh_addr, header.sh_offset, header.sh_size,
					header.sh_flags };
}

static struct rt_elf_segment segment_64(const char *bytes)
{
	Elf64_Phdr header;
	memcpy(&header, bytes, sizeof(header));
	return (struct rt_elf_segment){ header.p_offset, header.p_filesz, header.p_vaddr,
					header.p_type == PT_LOAD && header.p_flags & PF_X };
}

static struct rt_elf_segment segment_32(const char *bytes)
{
	Elf32_Phdr header;
	memcpy(&header, bytes, sizeof(header));
	return (struct rt_elf_segment){ header.p_offset, header.p_filesz, header.p_vaddr,
					header.p_type == PT_LOAD && header.p_flags & PF_X };
}

/* Where the tables are, of either word size. */
struct tables {
	uint64_t segments, sections;
	uint32_t n_segments, n_sections, names;
};

static int read_header(struct rt_elf_image *image, struct tables *tables)
{
	Elf64_Ehdr wide;
	Elf32_Ehdr narrow;
	int err = -ENOEXEC;
	char *bytes = rt_elf_image_part(image, 0, sizeof(narrow));
	if (!bytes)
		return err;
	memcpy(&narrow, bytes, sizeof(narrow));
	free(bytes);
	if (memcmp(narrow.e_ident, ELFMAG, SELFMAG) != 0 || narrow.e_ident[EI_DATA] != HOST_ORDER)
		return err;
	image->machine = narrow.e_machine; // in the same place in both word sizes
	image->is_64 = narrow.e_ident[EI_CLASS] == ELFCLASS64;
	if (!image->is_64) {
		*tables = (struct tables){ narrow.e_phoff, narrow.e_shoff, narrow.e_phnum,
					   narrow.e_shnum, narrow.e_shstrndx };
		return 0;
	}
	bytes = rt_elf_image_part(image, 0, sizeof(wide));
	if (!bytes)
		return err;
	memcpy(&wide, bytes, sizeof(wide));
	free(bytes);
	*tables = (struct tables){ wide.e_phoff, wide.e_shoff, wide.e_phnum, wide.e_shnum,
				   wide.e_shstrndx };
	return 0;
}

static int read_segments(struct rt_elf_image *image, const struct tables *tables)
{
	size_t entry = image->is_64 ? sizeof(Elf64_Phdr) : sizeof(Elf32_Phdr);
	char *bytes = rt_elf_image_part(image, tables->segments, tables->n_segments * entry);
	if (!bytes)
		return 0; // an object file
	image->segments = calloc(tables->n_segments, sizeof(*image->segments));
	for (size_t i = 0; image->segments && i < tables->n_segments; i++)
		image->segments[i] = image->is_64 ? segment_64(bytes + i * entry)
						  : segment_32(bytes + i * entry);
	image->n_segments = image->segments ? tables->n_segments : 0;
	free(bytes);
	return image->segments ? 0 : -ENOMEM;
}

static int read_sections(struct rt_elf_image *image, const struct tables *tables)
{
	size_t entry = image->is_64 ? sizeof(Elf64_Shdr) : sizeof(Elf32_Shdr);
	char *bytes = rt_elf_image_part(image, tables->sections, tables->n_sections * entry);
	if (!bytes)
		return 0; // stripped of them
	image->sections = calloc(tables->n_sections, sizeof(*image->sections));
	for (size_t i = 0; image->sections && i < tables->n_sections; i++)
		image->sections[i] = image->is_64 ? section_64(bytes + i * entry)
						  : section_32(bytes + i * entry);
	image->n_sections = image->sections ? tables->n_sections : 0;
	free(bytes);
	if (!image->sections)
		return -ENOMEM;
	if (tables->names < image->n_sections) {
		const struct rt_elf_section *names = &image->sections[tables->names];
		image->section_names = rt_elf_image_part(image, names->offset, names->size);
		image->section_names_size = image->section_names ? names->size : 0;
	}
	return 0;
}

static int read_tables(struct rt_elf_image *image)
{
	struct tables tables;
	int err = read_header(image, &tables);
	if (!err)
		err = read_segments(image, &tables);
	return err ? err : read_sections(image, &tables);
}

int rt_elf_image_open(int fd, struct rt_elf_image *image)
{
	struct stat status;
	*image = (struct rt_elf_image){ .fd = fd };
	if (fstat(fd, &status))
		return -errno;
	if (!S_ISREG(status.st_mode))
		return -ENOEXEC;
	image->size = (uint64_t)status.st_size;
	return read_tables(image);
}

int rt_elf_image_of_memory(const void *bytes, size_t size, struct rt_elf_image *image)
{
	*image = (struct rt_elf_image){ .fd = -1, .bytes = bytes, .size = size };
	return read_tables(image);
}

void rt_elf_image_release(struct rt_elf_image *image)
{
	free(image->sections);
	free(image->segments);
	free(image->section_names);
	*image = (struct rt_elf_image){ .fd = -1 };
}

const struct rt_elf_section *rt_elf_image_section(const struct rt_elf_image *image,
						  const char *name)
{
	for (size_t i = 0; i < image->n_sections; i++) {
		const struct rt_elf_section *section = &image->sections[i];
		if (section->name < image->section_names_size &&
		    !strcmp(image->section_names + section->name, name))
			return section;
	}
	return NULL;
}

int rt_elf_symbols_open(const struct rt_elf_image *image, uint32_t type,
			struct rt_elf_symbols *symbols)
{
	const struct rt_elf_section *table = NULL;
	*symbols = (struct rt_elf_symbols){ .is_64 = image->is_64 };
	for (size_t i = 0; i < image->n_sections && !table; i++)
		if (image->sections[i].type == type && image->sections[i].link < image->n_sections)
			table = &image->sections[i];
	if (!table)
		return -ENOENT;
	const struct rt_elf_section *strings = &image->sections[table->link];
	symbols->symbols = rt_elf_image_part(image, table->offset, table->size);
	symbols->strings = rt_elf_image_part(image, strings->offset, strings->size);
	if (!symbols->symbols || !symbols->strings)
		return -ENOEXEC;
	symbols->n = table->size / (image->is_64 ? sizeof(Elf64_Sym) : sizeof(Elf32_Sym));
	symbols->strings_size = strings->size;
	return 0;
}

static Elf64_Sym symbol_at(const struct rt_elf_symbols *symbols, uint64_t i)
{
	Elf64_Sym wide;
	Elf32_Sym narrow;
	if (symbols->is_64) {
		memcpy(&wide, symbols->symbols + i * sizeof(wide), sizeof(wide));
		return wide;
	}
	memcpy(&narrow, symbols->symbols + i * sizeof(narrow), sizeof(narrow));
	return (Elf64_Sym){ .st_name = narrow.st_name,
			    .st_info = narrow.st_info,
			    .st_shndx = narrow.st_shndx,
			    .st_value = narrow.st_value,
			    .st_size = narrow.st_size };
}

/*
 * Code in assembler may lack the type, as __kernel_rt_sigreturn of arm64's vDSO does, but not the size. Data of this
 * sort is in other sections, and is not looked for.
 */
static bool is_function(const Elf64_Sym *symbol)
{
	unsigned type = ELF64_ST_TYPE(symbol->st_info);
	if (symbol->st_shndx == SHN_UNDEF)
		return false;
	return type == STT_FUNC || type == STT_GNU_IFUNC ||
	       (type == STT_NOTYPE && symbol->st_size &&
		ELF64_ST_BIND(symbol->st_info) == STB_GLOBAL);
}

/*
 * What assemblers make of a name and a colon. The names that begin with these characters are marks of tools: of arm64's ABI,
 * and annobin's.
 */
static bool is_label(const struct rt_elf_image *image, const Elf64_Sym *symbol, const char *name)
{
	if (ELF64_ST_TYPE(symbol->st_info) != STT_NOTYPE || symbol->st_size ||
	    symbol->st_shndx == SHN_UNDEF || symbol->st_shndx >= image->n_sections ||
	    *name == '$' || *name == '.')
		return false;
	const struct rt_elf_section *section = &image->sections[symbol->st_shndx];
	return section->flags & SHF_EXECINSTR && symbol->st_value >= section->address &&
	       symbol->st_value - section->address < section->size;
}

bool rt_elf_symbols_code(const struct rt_elf_image *image, const struct rt_elf_symbols *symbols,
			 uint64_t i, struct rt_elf_function *function)
{
	Elf64_Sym symbol = symbol_at(symbols, i);
	if (symbol.st_name >= symbols->strings_size || !symbols->strings[symbol.st_name])
		return false;
	bool is_named = is_function(&symbol);
	if (!is_named && !is_label(image, &symbol, symbols->strings + symbol.st_name))
		return false;
	*function = (struct rt_elf_function){
		.address = symbol.st_value,
		.size = symbol.st_size,
		.name = symbols->strings + symbol.st_name,
		.section = symbol.st_shndx,
		.is_local = ELF64_ST_BIND(symbol.st_info) == STB_LOCAL,
		.is_label = !is_named,
	};
	return true;
}

void rt_elf_symbols_release(struct rt_elf_symbols *symbols)
{
	free(symbols->symbols);
	free(symbols->strings);
	*symbols = (struct rt_elf_symbols){ 0 };
}
