/*
 * Small ELF files for tests of what reads them: an executable segment, a section .text
 * there, one symbol table, and perhaps .gnu_debugdata.
 */
#ifndef TESTS_UNIT_ELF_FIXTURE_H
#define TESTS_UNIT_ELF_FIXTURE_H

#include <elf.h>
#include <endian.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

struct made_symbol {
	const char *name;
	uint64_t address, size;
	unsigned char bind;
};

struct made_elf {
	bool is_64;
	uint64_t text;                     /* address of .text, at offset 0x100 of the file */
	uint32_t table;                    /* SHT_SYMTAB or SHT_DYNSYM; 0: none */
	const struct made_symbol *symbols; /* up to one without a name */
	const void *debugdata;             /* NULL: none */
	size_t debugdata_size;
};

enum { MADE_TEXT = 0x100, MADE_TEXT_SIZE = 0x1000 };

struct maker {
	uint8_t *bytes;
	size_t size;
	bool is_64;
	Elf64_Shdr sections[8];
	size_t n_sections;
};

static inline size_t make_bytes(struct maker *m, const void *data, size_t size)
{
	size_t at = (m->size + 7) & ~(size_t)7;
	memcpy(m->bytes + at, data, size);
	m->size = at + size;
	return at;
}

static inline size_t make_section(struct maker *m, uint32_t name, uint32_t type, const void *data,
				  size_t size, uint32_t link)
{
	m->sections[m->n_sections] =
		(Elf64_Shdr){ .sh_name = name, .sh_type = type, .sh_size = size, .sh_link = link };
	m->sections[m->n_sections].sh_offset = make_bytes(m, data, size);
	return m->n_sections++;
}

static inline void make_symbols(struct maker *m, const struct made_elf *elf)
{
	char names[1024] = "";
	uint8_t table[2048] = { 0 };
	size_t n_names = 1, entry = m->is_64 ? sizeof(Elf64_Sym) : sizeof(Elf32_Sym), n = 1;
	for (const struct made_symbol *s = elf->symbols; s && s->name; s++, n++) {
		unsigned char info = ELF64_ST_INFO(s->bind, STT_FUNC);
		Elf64_Sym wide = { (Elf64_Word)n_names, info, 0, 1, s->address, s->size };
		Elf32_Sym narrow = {
			(Elf32_Word)n_names, (Elf32_Addr)s->address, (Elf32_Word)s->size, info, 0, 1
		};
		memcpy(table + n * entry, m->is_64 ? (void *)&wide : (void *)&narrow, entry);
		memcpy(names + n_names, s->name, strlen(s->name) + 1);
		n_names += strlen(s->name) + 1;
	}
	uint32_t strings = (uint32_t)make_section(m, 0, SHT_STRTAB, names, n_names, 0);
	make_section(m, 0, elf->table, table, n * entry, strings);
}

static inline void make_section_headers(struct maker *m)
{
	for (size_t i = 0; i < m->n_sections; i++) {
		const Elf64_Shdr *s = &m->sections[i];
		Elf32_Shdr narrow = { .sh_name = s->sh_name,
				      .sh_type = s->sh_type,
				      .sh_addr = (Elf32_Addr)s->sh_addr,
				      .sh_offset = (Elf32_Off)s->sh_offset,
				      .sh_size = (Elf32_Word)s->sh_size,
				      .sh_link = s->sh_link };
		size_t size = m->is_64 ? sizeof(*s) : sizeof(narrow);
		memcpy(m->bytes + m->size, m->is_64 ? (const void *)s : &narrow, size);
		m->size += size;
	}
}

static inline void make_head(struct maker *m, const struct made_elf *elf, size_t sections,
			     uint16_t names)
{
	unsigned char ident[EI_NIDENT] = { ELFMAG0,
					   ELFMAG1,
					   ELFMAG2,
					   ELFMAG3,
					   m->is_64 ? ELFCLASS64 : ELFCLASS32,
					   __BYTE_ORDER == __LITTLE_ENDIAN ? ELFDATA2LSB
									   : ELFDATA2MSB,
					   EV_CURRENT };
	Elf64_Ehdr wide = { .e_phoff = 64,
			    .e_shoff = sections,
			    .e_phnum = 1,
			    .e_shnum = (Elf64_Half)m->n_sections,
			    .e_shstrndx = names };
	Elf32_Ehdr narrow = { .e_phoff = 64,
			      .e_shoff = (Elf32_Off)sections,
			      .e_phnum = 1,
			      .e_shnum = (Elf32_Half)m->n_sections,
			      .e_shstrndx = names };
	Elf64_Phdr wide_segment = { .p_type = PT_LOAD,
				    .p_flags = PF_R | PF_X,
				    .p_offset = MADE_TEXT,
				    .p_vaddr = elf->text,
				    .p_filesz = MADE_TEXT_SIZE };
	Elf32_Phdr narrow_segment = { .p_type = PT_LOAD,
				      .p_flags = PF_R | PF_X,
				      .p_offset = MADE_TEXT,
				      .p_vaddr = (Elf32_Addr)elf->text,
				      .p_filesz = MADE_TEXT_SIZE };
	memcpy(wide.e_ident, ident, sizeof(ident));
	memcpy(narrow.e_ident, ident, sizeof(ident));
	memcpy(m->bytes, m->is_64 ? (void *)&wide : (void *)&narrow,
	       m->is_64 ? sizeof(wide) : sizeof(narrow));
	memcpy(m->bytes + 64, m->is_64 ? (void *)&wide_segment : (void *)&narrow_segment,
	       m->is_64 ? sizeof(wide_segment) : sizeof(narrow_segment));
}

/* Writes the file into bytes, which has room for it; its size. */
static inline size_t make_elf(uint8_t bytes[16384], const struct made_elf *elf)
{
	static const char names[] = "\0.text\0.gnu_debugdata";
	struct maker m = { .bytes = bytes,
			   .size = MADE_TEXT + MADE_TEXT_SIZE,
			   .is_64 = elf->is_64,
			   .n_sections = 1 };
	memset(bytes, 0, 16384);
	m.sections[m.n_sections++] = (Elf64_Shdr){ .sh_name = 1,
						   .sh_type = SHT_PROGBITS,
						   .sh_addr = elf->text,
						   .sh_offset = MADE_TEXT,
						   .sh_size = MADE_TEXT_SIZE };
	if (elf->table)
		make_symbols(&m, elf);
	if (elf->debugdata)
		make_section(&m, 7, SHT_PROGBITS, elf->debugdata, elf->debugdata_size, 0);
	uint16_t named = (uint16_t)make_section(&m, 0, SHT_STRTAB, names, sizeof(names), 0);
	size_t at = make_bytes(&m, "", 0);
	m.size = at;
	make_section_headers(&m);
	make_head(&m, elf, at, named);
	return m.size;
}

#endif
