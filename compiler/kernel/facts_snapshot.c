#include <fcntl.h>
#include <gelf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/vec.h"
#include "kernel/btf_open.h"
#include "kernel/facts.h"
#include "kernel/snapshot.h"

struct part {
	const char *name; /* of a tracepoint, a module */
	const void *data; /* a format's text, BTF */
	size_t size;
};

typedef VEC(struct part) part_vec;

struct recorded {
	struct facts facts;
	struct btf *btf; /* until it is asked for; NULL if there is none */
	bool has_btf, has_formats;
	const char *info, *config;
	const char *functions; /* lines; NULL if unknown */
	part_vec formats;      /* sorted */
	part_vec modules;
};

static const struct recorded *recorded_of(const struct facts *facts)
{
	return (const struct recorded *)facts;
}

static bool recorded_has_btf(const struct facts *facts)
{
	return recorded_of(facts)->has_btf;
}

static struct btf *recorded_vmlinux(struct facts *facts)
{
	struct recorded *recorded = (struct recorded *)facts;
	struct btf *btf = recorded->btf;

	recorded->btf = NULL;
	return btf;
}

static const char *const *names_of(const struct facts *facts, const part_vec *parts, size_t *count)
{
	const char **names = arena_alloc(facts->arena, parts->count * sizeof(*names));

	for (size_t i = 0; i < parts->count; i++)
		names[i] = parts->items[i].name;
	*count = parts->count;
	return names;
}

static const char *const *recorded_modules(const struct facts *facts, size_t *count)
{
	return names_of(facts, &recorded_of(facts)->modules, count);
}

static struct btf *recorded_module(const struct facts *facts, const char *name, struct btf *base)
{
	const struct recorded *recorded = recorded_of(facts);

	vec_foreach(struct part, module, &recorded->modules) {
		if (strcmp(module->name, name) == 0)
			return btf_open_data(facts->arena, module->data, module->size, base);
	}
	return NULL;
}

static bool recorded_has_formats(const struct facts *facts)
{
	return recorded_of(facts)->has_formats;
}

static int compare_parts(const void *a, const void *b)
{
	return strcmp(((const struct part *)a)->name, ((const struct part *)b)->name);
}

static const char *recorded_format(const struct facts *facts, const char *category,
				   const char *name)
{
	const part_vec *formats = &recorded_of(facts)->formats;
	struct part key = { .name = arena_printf(facts->arena, "%s:%s", category, name) };
	const struct part *found = NULL;

	if (formats->count > 0)
		found = bsearch(&key, formats->items, formats->count, sizeof(key), compare_parts);
	return found != NULL ? found->data : NULL;
}

static const char *const *recorded_tracepoints(const struct facts *facts, size_t *count)
{
	return names_of(facts, &recorded_of(facts)->formats, count);
}

static const char *const *recorded_functions(const struct facts *facts, size_t *count)
{
	VEC(const char *) names;

	vec_init(&names, facts->arena);
	for (const char *at = recorded_of(facts)->functions; at != NULL && *at != '\0';) {
		size_t size = strcspn(at, "\n");

		vec_push(&names, arena_strndup(facts->arena, at, size));
		at += size + (at[size] == '\n');
	}
	*count = names.count;
	return names.items;
}

/* The value of a line "KEY: VALUE". */
static const char *find_info(const struct recorded *recorded, const char *key)
{
	size_t size = strlen(key);

	for (const char *at = recorded->info; *at != '\0';) {
		size_t line = strcspn(at, "\n");

		if (line > size + 1 && strncmp(at, key, size) == 0 &&
		    strncmp(at + size, ": ", 2) == 0)
			return arena_strndup(recorded->facts.arena, at + size + 2, line - size - 2);
		at += line + (at[line] == '\n');
	}
	return NULL;
}

static const char *recorded_text(const struct facts *facts, enum facts_text which)
{
	const struct recorded *recorded = recorded_of(facts);

	switch (which) {
	case FACTS_RELEASE:
		return find_info(recorded, "release");
	case FACTS_VERSION:
		return find_info(recorded, "version");
	case FACTS_MACHINE:
		return find_info(recorded, "machine");
	case FACTS_SOURCE_OF_FUNCTIONS:
		return find_info(recorded, "functions");
	case FACTS_CONFIG:
		return recorded->config;
	}
	return NULL;
}

static const struct facts_operations recorded_operations = {
	.has_btf = recorded_has_btf,
	.vmlinux = recorded_vmlinux,
	.modules = recorded_modules,
	.module = recorded_module,
	.has_formats = recorded_has_formats,
	.format = recorded_format,
	.tracepoints = recorded_tracepoints,
	.functions = recorded_functions,
	.text = recorded_text,
};

/* A section's content as it was before compression, with a NUL behind it; NULL if it is damaged. */
static const char *read_section(struct arena *arena, Elf_Scn *scn, const GElf_Shdr *header,
				size_t *size)
{
	bool is_plain = (header->sh_flags & SHF_COMPRESSED) == 0;
	Elf_Data *data = NULL;
	char *text;

	if (is_plain || elf_compress(scn, 0, 0) >= 0)
		data = elf_getdata(scn, NULL);
	if (data == NULL || data->d_buf == NULL)
		return NULL;
	*size = data->d_size;
	text = arena_alloc(arena, data->d_size + 1);
	memcpy(text, data->d_buf, data->d_size);
	return text;
}

/* Pairs of name and text, a NUL behind each. */
static bool split_formats(struct recorded *recorded, const char *text, size_t size)
{
	const char *end = text + size;

	recorded->has_formats = true;
	while (text < end) {
		struct part part = { .name = text };

		text += strlen(text) + 1;
		if (text >= end || strchr(part.name, ':') == NULL)
			return false;
		part.data = text;
		text += strlen(text) + 1;
		vec_push(&recorded->formats, part);
	}
	if (recorded->formats.count > 0)
		qsort(recorded->formats.items, recorded->formats.count, sizeof(struct part),
		      compare_parts);
	return true;
}

/* Keeps a section's content, if it is one of ours. */
static bool take_section(struct recorded *recorded, const char *name, Elf_Scn *scn,
			 const GElf_Shdr *header)
{
	struct arena *arena = recorded->facts.arena;
	const char *text;
	size_t size = 0;

	if (strcmp(name, SNAPSHOT_BTF) == 0)
		recorded->has_btf = true;
	if (strncmp(name, ".tracec.", strlen(".tracec.")) != 0)
		return true;
	text = read_section(arena, scn, header, &size);
	if (text == NULL)
		return false;
	if (strcmp(name, SNAPSHOT_INFO) == 0)
		recorded->info = text;
	else if (strcmp(name, SNAPSHOT_CONFIG) == 0)
		recorded->config = text;
	else if (strcmp(name, SNAPSHOT_FUNCTIONS) == 0)
		recorded->functions = text;
	else if (strcmp(name, SNAPSHOT_FORMATS) == 0)
		return split_formats(recorded, text, size);
	else if (strncmp(name, SNAPSHOT_MODULE, strlen(SNAPSHOT_MODULE)) == 0) {
		struct part module = { .name = arena_strdup(arena, name + strlen(SNAPSHOT_MODULE)),
				       .data = text,
				       .size = size };

		vec_push(&recorded->modules, module);
	}
	return true;
}

/* Whether all sections could be read. */
static bool take_sections(struct recorded *recorded, Elf *elf)
{
	Elf_Scn *scn;
	size_t names;
	bool is_good = elf_getshdrstrndx(elf, &names) == 0;

	for (scn = elf_nextscn(elf, NULL); is_good && scn != NULL; scn = elf_nextscn(elf, scn)) {
		GElf_Shdr header;
		const char *name = NULL;

		if (gelf_getshdr(scn, &header) != NULL)
			name = elf_strptr(elf, names, header.sh_name);
		is_good = name != NULL && take_section(recorded, name, scn, &header);
	}
	return is_good;
}

static struct recorded *recorded_new(struct arena *arena)
{
	struct recorded *recorded = arena_new_of(arena, struct recorded);

	recorded->facts.operations = &recorded_operations;
	recorded->facts.arena = arena;
	vec_init(&recorded->formats, arena);
	vec_init(&recorded->modules, arena);
	return recorded;
}

struct facts *facts_snapshot(struct arena *arena, const char *path, const char **error)
{
	struct recorded *recorded = recorded_new(arena);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	Elf *elf = NULL;
	bool is_good = false;
	const char *release;

	*error = NULL;
	if (fd >= 0 && elf_version(EV_CURRENT) != EV_NONE)
		elf = elf_begin(fd, ELF_C_READ, NULL);
	if (elf != NULL && elf_kind(elf) == ELF_K_ELF)
		is_good = take_sections(recorded, elf);
	elf_end(elf);
	if (fd >= 0)
		close(fd);
	if (recorded->info == NULL)
		return NULL;
	if (!is_good)
		*error = arena_printf(arena, "the snapshot '%s' is damaged", path);
	else if (find_info(recorded, "snapshot") == NULL ||
		 strcmp(find_info(recorded, "snapshot"), SNAPSHOT_VERSION) != 0)
		*error = arena_printf(arena, "the snapshot '%s' is of another version of tracec",
				      path);
	else if (recorded->has_btf)
		recorded->btf = btf_open_file(arena, path, NULL, error);
	if (*error != NULL)
		return NULL;
	release = find_info(recorded, "release");
	recorded->facts.description = arena_printf(arena, "snapshot %s of kernel %s", path,
						   release != NULL ? release : "?");
	return &recorded->facts;
}
