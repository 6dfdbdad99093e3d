#include "kernel/snapshot.h"

#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/strbuf.h"
#include "base/vec.h"
#include "kernel/target.h"

struct section {
	const char *name;
	const void *data;
	size_t size;
};

typedef VEC(struct section) section_vec;

static void add(section_vec *sections, const char *name, const void *data, size_t size)
{
	struct section section = { .name = name, .data = data, .size = size };

	if (size > 0)
		vec_push(sections, section);
}

static const char *text_of(const struct facts *facts, enum facts_text which)
{
	return facts->operations->text != NULL ? facts->operations->text(facts, which) : NULL;
}

static void add_info(section_vec *sections, const struct facts *facts)
{
	static const char *const keys[N_FACTS_TEXTS] = {
		[FACTS_RELEASE] = "release",
		[FACTS_VERSION] = "version",
		[FACTS_MACHINE] = "machine",
		[FACTS_SOURCE_OF_FUNCTIONS] = "functions",
	};
	struct strbuf info;

	strbuf_init(&info, facts->arena);
	strbuf_puts(&info, "snapshot: " SNAPSHOT_VERSION "\n");
	for (int i = 0; i < N_FACTS_TEXTS; i++) {
		const char *value = keys[i] != NULL ? text_of(facts, (enum facts_text)i) : NULL;

		if (value != NULL)
			strbuf_printf(&info, "%s: %s\n", keys[i], value);
	}
	add(sections, SNAPSHOT_INFO, strbuf_text(&info), info.size);
}

static void add_types(section_vec *sections, struct kernel *kernel, struct snapshot *snapshot)
{
	struct ctype_set *types;

	for (size_t i = 0; kernel_types_at(kernel, i, &types); i++) {
		const char *name = SNAPSHOT_BTF;
		const void *data;
		size_t size;

		if (types == NULL)
			continue;
		if (i > 0)
			name = arena_printf(kernel->arena, SNAPSHOT_MODULE "%s",
					    kernel_name_at(kernel, i));
		data = ctype_set_bytes(types, &size);
		add(sections, name, data, size);
		snapshot->has_types = true;
		snapshot->n_modules += i > 0;
	}
}

static void add_formats(section_vec *sections, struct kernel *kernel, struct snapshot *snapshot)
{
	const struct facts *facts = kernel->facts;
	const char *const *names;
	size_t n_names;
	struct strbuf formats;

	if (facts->operations->has_formats == NULL || !facts->operations->has_formats(facts))
		return;
	strbuf_init(&formats, facts->arena);
	names = kernel_names(kernel, KERNEL_TRACEPOINTS, &n_names);
	for (size_t i = 0; i < n_names; i++) {
		const char *colon = strchr(names[i], ':');
		const char *text = facts->operations->format(
			facts, arena_strndup(facts->arena, names[i], (size_t)(colon - names[i])),
			colon + 1);

		if (text == NULL)
			continue;
		strbuf_write(&formats, names[i], strlen(names[i]) + 1);
		strbuf_write(&formats, text, strlen(text) + 1);
		snapshot->n_tracepoints++;
	}
	add(sections, SNAPSHOT_FORMATS, formats.data, formats.size);
}

static void add_functions(section_vec *sections, struct kernel *kernel, struct snapshot *snapshot)
{
	const char *const *names = kernel_names(kernel, KERNEL_TRACEABLE, &snapshot->n_functions);
	struct strbuf lines;

	strbuf_init(&lines, kernel->arena);
	for (size_t i = 0; i < snapshot->n_functions; i++)
		strbuf_printf(&lines, "%s\n", names[i]);
	add(sections, SNAPSHOT_FUNCTIONS, strbuf_text(&lines), lines.size);
}

static void add_config(section_vec *sections, const struct facts *facts, struct snapshot *snapshot)
{
	const char *config = text_of(facts, FACTS_CONFIG);

	snapshot->has_config = config != NULL;
	if (config != NULL)
		add(sections, SNAPSHOT_CONFIG, config, strlen(config));
}

/* All but the kernel's own types are compressed. */
static bool put_section(Elf *elf, const struct section *section, size_t name, bool is_table)
{
	bool is_plain = is_table || strcmp(section->name, SNAPSHOT_BTF) == 0;
	Elf_Scn *scn = elf_newscn(elf);
	Elf_Data *data = scn != NULL ? elf_newdata(scn) : NULL;
	GElf_Shdr header;

	if (data == NULL || gelf_getshdr(scn, &header) == NULL)
		return false;
	data->d_buf = (void *)(uintptr_t)section->data;
	data->d_size = section->size;
	data->d_align = 1;
	data->d_type = ELF_T_BYTE;
	header.sh_name = (GElf_Word)name;
	header.sh_type = is_table ? SHT_STRTAB : SHT_PROGBITS;
	header.sh_addralign = 1;
	header.sh_size = section->size;
	return gelf_update_shdr(scn, &header) != 0 &&
	       (is_plain || elf_compress(scn, ELFCOMPRESS_ZLIB, 0) >= 0);
}

static bool put_header(Elf *elf, size_t n_sections)
{
	int class = sizeof(void *) == 8 ? ELFCLASS64 : ELFCLASS32;
	GElf_Ehdr header;

	if (gelf_newehdr(elf, class) == NULL || gelf_getehdr(elf, &header) == NULL)
		return false;
	header.e_ident[EI_DATA] =
		__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? ELFDATA2LSB : ELFDATA2MSB;
	header.e_type = ET_REL;
	header.e_machine = EM_NONE;
	header.e_version = EV_CURRENT;
	header.e_shstrndx = (GElf_Half)n_sections;
	return gelf_update_ehdr(elf, &header) != 0;
}

static bool put_file(int fd, struct arena *arena, const section_vec *sections)
{
	Elf *elf = elf_version(EV_CURRENT) != EV_NONE ? elf_begin(fd, ELF_C_WRITE, NULL) : NULL;
	struct strbuf names;
	bool is_good = elf != NULL && put_header(elf, sections->count + 1);

	strbuf_init(&names, arena);
	strbuf_putc(&names, '\0');
	for (size_t i = 0; is_good && i < sections->count; i++) {
		const struct section *section = &sections->items[i];

		is_good = put_section(elf, section, names.size, false);
		strbuf_write(&names, section->name, strlen(section->name) + 1);
	}
	if (is_good) {
		size_t name = names.size;
		struct section table = { .name = ".shstrtab" };

		strbuf_write(&names, table.name, strlen(table.name) + 1);
		table.data = names.data;
		table.size = names.size;
		is_good = put_section(elf, &table, name, true) && elf_update(elf, ELF_C_WRITE) >= 0;
	}
	elf_end(elf);
	return is_good;
}

static void *read_back(int fd, struct arena *arena, size_t *size)
{
	struct stat status;
	char *data;
	size_t n = 0;
	ssize_t got = 1;

	if (fstat(fd, &status) != 0)
		return NULL;
	data = arena_alloc(arena, (size_t)status.st_size);
	while (got > 0) {
		got = pread(fd, data + n, (size_t)status.st_size - n, (off_t)n);
		n += got > 0 ? (size_t)got : 0;
	}
	*size = n;
	return got == 0 ? data : NULL;
}

bool snapshot_record(struct arena *arena, struct kernel *kernel, struct snapshot *snapshot,
		     const char **error)
{
	section_vec sections;
	int fd = memfd_create("snapshot", MFD_CLOEXEC);

	*snapshot = (struct snapshot){ 0 };
	vec_init(&sections, arena);
	add_info(&sections, kernel->facts);
	add_types(&sections, kernel, snapshot);
	add_formats(&sections, kernel, snapshot);
	add_functions(&sections, kernel, snapshot);
	add_config(&sections, kernel->facts, snapshot);
	if (fd >= 0 && put_file(fd, arena, &sections))
		snapshot->data = read_back(fd, arena, &snapshot->size);
	if (snapshot->data == NULL)
		*error = fd >= 0 ? elf_errmsg(-1) : strerror(errno);
	if (fd >= 0)
		close(fd);
	return snapshot->data != NULL;
}
