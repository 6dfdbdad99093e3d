/* The object taken apart: code, symbols of calls and addresses, relocations of types, lines. */
#include <elf.h>
#include <endian.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "need_state.h"

struct reader {
	struct need_state *state;
	const uint8_t *bytes;
	size_t size;
	const Elf64_Ehdr *header;
	const Elf64_Shdr *sections;
	const Elf64_Shdr *symbols; /* NULL: none */
};

/* Bytes of the file; NULL: they are not all there, or not aligned to 8 as our objects have them. */
static const void *bytes_at(const struct reader *reader, uint64_t offset, uint64_t size)
{
	if (offset > reader->size || size > reader->size - offset)
		return NULL;
	return reader->bytes + offset;
}

static const char *string_at(const struct reader *reader, const Elf64_Shdr *strings,
			     uint64_t offset)
{
	const char *text = bytes_at(reader, strings->sh_offset, strings->sh_size);
	if (!text || offset >= strings->sh_size ||
	    !memchr(text + offset, 0, strings->sh_size - offset))
		return NULL;
	return text + offset;
}

static const char *section_name(const struct reader *reader, const Elf64_Shdr *section)
{
	if (reader->header->e_shstrndx >= reader->header->e_shnum)
		return NULL;
	return string_at(reader, &reader->sections[reader->header->e_shstrndx], section->sh_name);
}

static const Elf64_Shdr *find_section(const struct reader *reader, const char *name)
{
	for (unsigned i = 0; i < reader->header->e_shnum; i++) {
		const char *found = section_name(reader, &reader->sections[i]);
		if (found && !strcmp(found, name))
			return &reader->sections[i];
	}
	return NULL;
}

static int read_header(struct reader *reader)
{
	const Elf64_Ehdr *header = bytes_at(reader, 0, sizeof(*header));
	if (!header || memcmp(header->e_ident, ELFMAG, SELFMAG) != 0 ||
	    header->e_ident[EI_CLASS] != ELFCLASS64 || header->e_machine != EM_BPF ||
	    header->e_shentsize != sizeof(Elf64_Shdr))
		return -EINVAL;
	// libbpf reads types of the other byte order, but instructions are not swapped here.
	if (header->e_ident[EI_DATA] !=
	    (__BYTE_ORDER == __LITTLE_ENDIAN ? ELFDATA2LSB : ELFDATA2MSB))
		return -EOPNOTSUPP;
	reader->header = header;
	reader->sections =
		bytes_at(reader, header->e_shoff, (uint64_t)header->e_shnum * sizeof(Elf64_Shdr));
	return reader->sections ? 0 : -EINVAL;
}

static int read_sections(struct reader *reader)
{
	struct need_state *state = reader->state;
	uint32_t n = reader->header->e_shnum;
	state->sections = calloc(n + 1, sizeof(*state->sections));
	if (!state->sections)
		return -ENOMEM;
	state->n_sections = n;
	for (uint32_t i = 0; i < n; i++) {
		const Elf64_Shdr *from = &reader->sections[i];
		struct need_section *to = &state->sections[i];
		to->name = section_name(reader, from);
		if (from->sh_type == SHT_SYMTAB)
			reader->symbols = from;
		if (from->sh_type != SHT_PROGBITS || !(from->sh_flags & SHF_EXECINSTR))
			continue;
		to->instructions = bytes_at(reader, from->sh_offset, from->sh_size);
		to->n = (uint32_t)(from->sh_size / sizeof(struct bpf_insn));
		to->notes = calloc(to->n + 1, sizeof(*to->notes));
		if (!to->instructions || !to->name)
			return -EINVAL;
		if (!to->notes)
			return -ENOMEM;
	}
	return 0;
}

static const Elf64_Sym *symbol_at(const struct reader *reader, uint64_t i)
{
	const Elf64_Shdr *table = reader->symbols;
	if (!table || i >= table->sh_size / sizeof(Elf64_Sym))
		return NULL;
	return bytes_at(reader, table->sh_offset + i * sizeof(Elf64_Sym), sizeof(Elf64_Sym));
}

static const char *symbol_name(const struct reader *reader, const Elf64_Sym *symbol)
{
	if (reader->symbols->sh_link >= reader->header->e_shnum)
		return NULL;
	return string_at(reader, &reader->sections[reader->symbols->sh_link], symbol->st_name);
}

/* Global functions in sections of their own are programs; those of .text are called by them. */
static int read_entries(struct reader *reader)
{
	struct need_state *state = reader->state;
	uint64_t n = reader->symbols ? reader->symbols->sh_size / sizeof(Elf64_Sym) : 0;
	state->entries = calloc(n + 1, sizeof(*state->entries));
	if (!state->entries)
		return -ENOMEM;
	for (uint64_t i = 0; i < n; i++) {
		const Elf64_Sym *symbol = symbol_at(reader, i);
		const char *name = symbol ? symbol_name(reader, symbol) : NULL;
		if (!name || ELF64_ST_TYPE(symbol->st_info) != STT_FUNC ||
		    symbol->st_shndx >= state->n_sections)
			continue;
		const struct need_section *section = &state->sections[symbol->st_shndx];
		uint64_t at = symbol->st_value / sizeof(struct bpf_insn);
		if (!section->instructions || !strcmp(section->name, ".text") || at >= section->n)
			continue;
		state->entries[state->n_entries++] =
			(struct need_entry){ name, symbol->st_shndx, (uint32_t)at };
	}
	return 0;
}

static void note_symbol(struct reader *reader, struct need_section *section, const Elf64_Rel *rel)
{
	const Elf64_Sym *symbol = symbol_at(reader, ELF64_R_SYM(rel->r_info));
	uint64_t at = rel->r_offset / sizeof(struct bpf_insn);
	if (!symbol || at >= section->n)
		return;
	struct need_note *note = &section->notes[at];
	note->has_symbol = true;
	note->section = symbol->st_shndx;
	note->value = symbol->st_value;
	if (symbol->st_shndx == SHN_UNDEF)
		note->external = symbol_name(reader, symbol);
}

static void read_symbols(struct reader *reader)
{
	for (unsigned i = 0; i < reader->header->e_shnum; i++) {
		const Elf64_Shdr *from = &reader->sections[i];
		uint64_t n = from->sh_size / sizeof(Elf64_Rel);
		const Elf64_Rel *rels = bytes_at(reader, from->sh_offset, from->sh_size);
		if (from->sh_type != SHT_REL || from->sh_info >= reader->state->n_sections ||
		    !rels || !reader->state->sections[from->sh_info].instructions)
			continue;
		for (uint64_t k = 0; k < n; k++)
			note_symbol(reader, &reader->state->sections[from->sh_info], &rels[k]);
	}
}

/* --- .BTF.ext --- */

/* The head that all of its versions have, with relocations of types (LLVM 10+). */
struct ext_header {
	uint16_t magic;
	uint8_t version, flags;
	uint32_t size;
	uint32_t functions, functions_size, lines, lines_size, relocations, relocations_size;
};

struct ext_part {
	uint32_t name, n;
	uint8_t records[];
};

typedef void take_record(struct need_section *section, const void *records, uint32_t n);

static void take_lines(struct need_section *section, const void *records, uint32_t n)
{
	section->lines = records;
	section->n_lines = n;
}

static void take_relocations(struct need_section *section, const void *records, uint32_t n)
{
	const struct bpf_core_relo *relocations = records;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t at = relocations[i].insn_off / sizeof(struct bpf_insn);
		if (at < section->n)
			section->notes[at].relocation = &relocations[i];
	}
}

static struct need_section *section_of(struct need_state *state, uint32_t name)
{
	const char *wanted = btf__name_by_offset(state->types, name);
	for (uint32_t i = 0; wanted && i < state->n_sections; i++)
		if (state->sections[i].instructions && !strcmp(state->sections[i].name, wanted))
			return &state->sections[i];
	return NULL;
}

static int read_records(struct reader *reader, uint64_t offset, uint64_t size, size_t record_size,
			take_record *take)
{
	uint64_t end = offset + size;
	const uint32_t *found_size = bytes_at(reader, offset, size);
	if (!size)
		return 0;
	if (!found_size || size < sizeof(uint32_t) || *found_size != record_size)
		return -EINVAL;
	offset += sizeof(uint32_t);
	while (offset < end) {
		const struct ext_part *part = bytes_at(reader, offset, sizeof(*part));
		uint64_t part_size = part ? (uint64_t)part->n * record_size : 0;
		if (!part || !bytes_at(reader, offset + sizeof(*part), part_size))
			return -EINVAL;
		struct need_section *section = section_of(reader->state, part->name);
		if (section)
			take(section, part->records, part->n);
		offset += sizeof(*part) + part_size;
	}
	return 0;
}

static int read_types(struct reader *reader)
{
	const Elf64_Shdr *types = find_section(reader, ".BTF");
	const Elf64_Shdr *ext = find_section(reader, ".BTF.ext");
	const void *bytes = types ? bytes_at(reader, types->sh_offset, types->sh_size) : NULL;
	const struct ext_header *header = ext && ext->sh_size >= sizeof(*header)
						  ? bytes_at(reader, ext->sh_offset, ext->sh_size)
						  : NULL;
	if (!bytes || !header || header->size < sizeof(*header))
		return -EINVAL;
	reader->state->types = btf__new(bytes, (uint32_t)types->sh_size);
	if (!reader->state->types)
		return -EINVAL;
	uint64_t start = ext->sh_offset + header->size;
	int err = read_records(reader, start + header->lines, header->lines_size,
			       sizeof(struct bpf_line_info), take_lines);
	if (err)
		return err;
	return read_records(reader, start + header->relocations, header->relocations_size,
			    sizeof(struct bpf_core_relo), take_relocations);
}

int need_object_read(struct need_state *state, const uint8_t *bytes, size_t size)
{
	struct reader reader = { .state = state, .bytes = bytes, .size = size };
	int err = read_header(&reader);
	if (!err)
		err = read_sections(&reader);
	if (!err)
		err = read_entries(&reader);
	if (!err)
		err = read_types(&reader);
	if (!err)
		read_symbols(&reader);
	return err;
}

void need_object_release(struct need_state *state)
{
	for (uint32_t i = 0; i < state->n_sections; i++)
		free(state->sections[i].notes);
	free(state->sections);
	free(state->entries);
	btf__free(state->types);
}

/* Lines of the library and of the generated file are no places for a reader. */
static bool is_ours(const char *file)
{
	size_t size = strlen(file);
	return strncmp(file, "tracec/", strlen("tracec/")) == 0 ||
	       (size > 2 && (!strcmp(file + size - 2, ".c") || !strcmp(file + size - 2, ".h")));
}

/*
 * The last line of a script before the instruction, else the first one behind it: that of the function. The answer to a
 * question is loaded before the condition that it stands in, at the line behind it.
 */
const char *need_object_place(const struct need_state *state, uint32_t section, uint32_t at,
			      uint32_t *line)
{
	const struct need_section *code = &state->sections[section];
	const struct bpf_core_relo *relocation = code->notes[at].relocation;
	bool is_question = relocation && need_match_is_question(relocation);
	const char *found = NULL;
	for (uint32_t i = 0; i < code->n_lines; i++) {
		const struct bpf_line_info *info = &code->lines[i];
		const char *file = btf__name_by_offset(state->types, info->file_name_off);
		bool is_behind = info->insn_off > at * sizeof(struct bpf_insn);
		if (found && is_behind && !is_question)
			break;
		if (!file || is_ours(file))
			continue;
		const char *slash = strrchr(file, '/');
		found = slash ? slash + 1 : file;
		*line = BPF_LINE_INFO_LINE_NUM(info->line_col);
		if (is_behind)
			break;
	}
	return found;
}
