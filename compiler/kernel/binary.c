#include "kernel/binary.h"

#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/vec.h"

typedef VEC(struct binary_probe) probe_vec;

/* Adds what one section has. */
typedef void (*reader)(struct arena *arena, Elf *elf, Elf_Scn *scn, const GElf_Shdr *header,
		       probe_vec *probes);

static void read_symbols(struct arena *arena, Elf *elf, Elf_Scn *scn, const GElf_Shdr *header,
			 probe_vec *probes)
{
	bool is_table = header->sh_type == SHT_SYMTAB || header->sh_type == SHT_DYNSYM;
	Elf_Data *data = is_table ? elf_getdata(scn, NULL) : NULL;
	GElf_Sym symbol;

	for (int i = 0; data != NULL && gelf_getsym(data, i, &symbol) != NULL; i++) {
		unsigned char type = GELF_ST_TYPE(symbol.st_info);
		const char *name = elf_strptr(elf, header->sh_link, symbol.st_name);
		struct binary_probe probe = { 0 };

		if ((type != STT_FUNC && type != STT_GNU_IFUNC) || symbol.st_shndx == SHN_UNDEF ||
		    name == NULL || name[0] == '\0')
			continue;
		/* Without the version that the symbol table may have behind it. */
		probe.name = arena_strndup(arena, name, strcspn(name, "@"));
		vec_push(probes, probe);
	}
}

/* A text that ends before the end; what is behind it to *text. NULL if there is none. */
static const char *take_text(const char **text, const char *end)
{
	const char *begin = *text;
	const char *nul = begin < end ? memchr(begin, '\0', (size_t)(end - begin)) : NULL;

	if (nul == NULL)
		return NULL;
	*text = nul + 1;
	return begin;
}

/* Three addresses, then provider, name and arguments. */
static void read_note(struct arena *arena, const char *text, const char *end, size_t address_size,
		      probe_vec *probes)
{
	struct binary_probe probe = { 0 };
	const char *provider, *name, *arguments;

	if ((size_t)(end - text) < 3 * address_size)
		return;
	text += 3 * address_size;
	provider = take_text(&text, end);
	name = take_text(&text, end);
	arguments = take_text(&text, end);
	if (provider == NULL || name == NULL)
		return;
	probe.name = arena_printf(arena, "%s:%s", provider, name);
	probe.arguments = arena_strdup(arena, arguments != NULL ? arguments : "");
	vec_push(probes, probe);
}

static void read_notes(struct arena *arena, Elf *elf, Elf_Scn *scn, const GElf_Shdr *header,
		       probe_vec *probes)
{
	static const char owner[] = "stapsdt";
	Elf_Data *data = header->sh_type == SHT_NOTE ? elf_getdata(scn, NULL) : NULL;
	size_t at, name, text;
	GElf_Nhdr note;

	if (data == NULL)
		return;
	for (at = gelf_getnote(data, 0, &note, &name, &text); at > 0;
	     at = gelf_getnote(data, at, &note, &name, &text)) {
		const char *bytes = data->d_buf;

		if (note.n_type == 3 && note.n_namesz == sizeof(owner) &&
		    memcmp(bytes + name, owner, sizeof(owner)) == 0)
			read_note(arena, bytes + text, bytes + text + note.n_descsz,
				  gelf_fsize(elf, ELF_T_ADDR, 1, EV_CURRENT), probes);
	}
}

static int compare_probes(const void *a, const void *b)
{
	const struct binary_probe *first = a, *second = b;
	int order = strcmp(first->name, second->name);

	if (order == 0 && first->arguments != NULL)
		order = strcmp(first->arguments, second->arguments);
	return order;
}

static size_t sort_unique(probe_vec *probes)
{
	size_t n = 0;

	if (probes->count > 0)
		qsort(probes->items, probes->count, sizeof(*probes->items), compare_probes);
	for (size_t i = 0; i < probes->count; i++) {
		if (n == 0 || strcmp(probes->items[n - 1].name, probes->items[i].name) != 0)
			probes->items[n++] = probes->items[i];
	}
	return n;
}

static void read_sections(struct arena *arena, Elf *elf, reader read, probe_vec *probes)
{
	for (Elf_Scn *scn = elf_nextscn(elf, NULL); scn != NULL; scn = elf_nextscn(elf, scn)) {
		GElf_Shdr header;

		if (gelf_getshdr(scn, &header) != NULL)
			read(arena, elf, scn, &header, probes);
	}
}

static const struct binary_probe *read_file(struct arena *arena, const char *path, reader read,
					    size_t *count, const char **error)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	Elf *elf = NULL;
	probe_vec probes;
	bool is_elf;

	if (fd < 0) {
		*error = arena_printf(arena, "cannot read '%s': %s", path, strerror(errno));
		return NULL;
	}
	if (elf_version(EV_CURRENT) != EV_NONE)
		elf = elf_begin(fd, ELF_C_READ, NULL);
	is_elf = elf != NULL && elf_kind(elf) == ELF_K_ELF;
	vec_init(&probes, arena);
	if (is_elf)
		read_sections(arena, elf, read, &probes);
	else
		*error = arena_printf(arena, "'%s' is neither a program nor a library", path);
	elf_end(elf);
	close(fd);
	if (!is_elf)
		return NULL;
	*count = sort_unique(&probes);
	return probes.items != NULL ? probes.items : arena_alloc(arena, 0);
}

const struct binary_probe *binary_functions(struct arena *arena, const char *path, size_t *count,
					    const char **error)
{
	return read_file(arena, path, read_symbols, count, error);
}

const struct binary_probe *binary_static_probes(struct arena *arena, const char *path,
						size_t *count, const char **error)
{
	return read_file(arena, path, read_notes, count, error);
}

/* ".cold" of GCC and clang, with ".N" behind it in older ones; ".part.N" is code that several functions share. */
bool binary_is_piece(const char *symbol)
{
	const char *cold = strstr(symbol, ".cold");

	return (cold != NULL && (cold[5] == '\0' || cold[5] == '.')) ||
	       strstr(symbol, ".part.") != NULL;
}

uint64_t binary_symbol_size(const char *path, const char *symbol)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	Elf *elf = NULL;
	uint64_t size = 0;

	if (fd >= 0 && elf_version(EV_CURRENT) != EV_NONE)
		elf = elf_begin(fd, ELF_C_READ, NULL);
	for (Elf_Scn *scn = elf != NULL ? elf_nextscn(elf, NULL) : NULL; scn != NULL && size == 0;
	     scn = elf_nextscn(elf, scn)) {
		GElf_Shdr header;
		GElf_Sym found;
		bool is_table = gelf_getshdr(scn, &header) != NULL &&
				(header.sh_type == SHT_SYMTAB || header.sh_type == SHT_DYNSYM);
		Elf_Data *data = is_table ? elf_getdata(scn, NULL) : NULL;

		for (int i = 0; data != NULL && gelf_getsym(data, i, &found) != NULL; i++) {
			const char *name = elf_strptr(elf, header.sh_link, found.st_name);

			if (found.st_shndx != SHN_UNDEF && name != NULL &&
			    strcmp(name, symbol) == 0)
				size = found.st_size;
		}
	}
	elf_end(elf);
	if (fd >= 0)
		close(fd);
	return size;
}
