#include "debug_info.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cache.h"
#include "demangle.h"
#include "dwarf_file.h"
#include "elf_debug_file.h"
#include "process.h"
#include "rt.h"
#include "usyms.h"

/* Sections that are kept in memory; those that were not asked for longest are given back beyond it. */
#define MAX_BYTES (256u << 20)

/* Places that are kept; beyond that all are forgotten. */
#define MAX_ANSWERS 65536
#define N_BUCKETS   16384

/* A file, whose debug information may be in another one. */
struct debug_file {
	struct debug_file *next;
	struct rt_file_id id;
	uint64_t used; /* by a clock of questions */
	struct rt_elf_segment *segments;
	size_t n_segments;
	struct rt_dwarf dwarf; /* empty: it has none, or was given back */
	size_t bytes;
	bool is_read;
	bool told_split;
	const char *path; /* borrowed from the symbol file; while something is looked for */
};

struct answer {
	struct answer *next; /* of its bucket */
	const struct debug_file *file;
	uint64_t offset;
	struct rt_places places;
};

struct debug {
	struct rt_cache head;
	struct debug_file *files;
	struct answer *buckets[N_BUCKETS];
	size_t n_answers, bytes;
	uint64_t clock;
};

static void forget_answers(struct debug *debug)
{
	for (size_t i = 0; i < N_BUCKETS; i++) {
		while (debug->buckets[i]) {
			struct answer *answer = debug->buckets[i];
			debug->buckets[i] = answer->next;
			for (size_t j = 0; j < answer->places.n; j++) {
				free(answer->places.items[j].name);
				free(answer->places.items[j].source);
			}
			free(answer->places.items);
			free(answer);
		}
	}
	debug->n_answers = 0;
}

static void give_back(struct debug *debug, struct debug_file *file)
{
	rt_dwarf_release(&file->dwarf);
	debug->bytes -= file->bytes;
	file->bytes = 0;
	file->is_read = false;
}

static void release_debug(struct rt_cache *cache)
{
	struct debug *debug = (struct debug *)cache;
	forget_answers(debug);
	while (debug->files) {
		struct debug_file *file = debug->files;
		debug->files = file->next;
		give_back(debug, file);
		free(file->segments);
		free(file);
	}
}

static const struct rt_cache_kind debug_kind = { sizeof(struct debug), release_debug };

/* Out of the file itself, or of the one that has what was stripped from it. */
static void read_dwarf(struct debug_file *file, const struct rt_elf_image *image)
{
	struct rt_elf_image other;
	int fd;
	if (!rt_dwarf_open(image, &file->dwarf)) {
		rt_dwarf_open_supplement(image, &file->dwarf);
		rt_dwarf_open_package(image, &file->dwarf);
		return;
	}
	rt_dwarf_release(&file->dwarf);
	fd = rt_debug_file_open(image);
	if (fd < 0)
		return;
	if (!rt_elf_image_open(fd, &other)) {
		if (rt_dwarf_open(&other, &file->dwarf)) {
			rt_dwarf_release(&file->dwarf);
		} else {
			rt_dwarf_open_supplement(&other, &file->dwarf);
			rt_dwarf_open_package(&other, &file->dwarf);
			rt_dwarf_open_package(image, &file->dwarf);
		}
	}
	rt_elf_image_release(&other);
	close(fd);
}

static void keep_bound(struct debug *debug, const struct debug_file *newest)
{
	while (debug->bytes > MAX_BYTES) {
		struct debug_file *oldest = NULL;
		for (struct debug_file *file = debug->files; file; file = file->next)
			if (file != newest && file->bytes && (!oldest || file->used < oldest->used))
				oldest = file;
		if (!oldest)
			return;
		give_back(debug, oldest);
	}
}

static void read_file(struct debug_file *file, const struct rt_user_place *at)
{
	struct rt_elf_image image;
	file->is_read = true;
	if (!rt_symbol_file_image(at->files, at->file, at->pid, &image)) {
		read_dwarf(file, &image);
		if (!file->segments) {
			file->segments = image.segments;
			file->n_segments = image.n_segments;
			image.segments = NULL;
		}
	}
	rt_elf_image_release(&image);
}

/* What was read of a file meanwhile counts. */
static void count_bytes(struct debug *debug, struct debug_file *file)
{
	debug->bytes -= file->bytes;
	file->bytes = rt_dwarf_size(&file->dwarf);
	debug->bytes += file->bytes;
	keep_bound(debug, file);
}

static struct debug_file *file_of(struct debug *debug, const struct rt_user_place *at)
{
	struct debug_file *file = debug->files;
	while (file && !rt_file_id_is_same(&file->id, &at->file->id))
		file = file->next;
	if (file)
		return file;
	file = calloc(1, sizeof(*file));
	if (!file)
		return NULL;
	file->id = at->file->id;
	file->next = debug->files;
	debug->files = file;
	return file;
}

static bool address_of(const struct debug_file *file, uint64_t offset, uint64_t *address)
{
	for (size_t i = 0; i < file->n_segments; i++) {
		const struct rt_elf_segment *segment = &file->segments[i];
		if (!segment->is_executable || offset < segment->offset ||
		    offset - segment->offset >= segment->size)
			continue;
		*address = offset - segment->offset + segment->address;
		return true;
	}
	return false;
}

/* A place in the source as text: of a file of the program of lines. */
static char *source_text(const struct rt_dwarf *dwarf, uint64_t program, uint64_t file,
			 unsigned line, const struct rt_unit *unit)
{
	char *path = rt_dwarf_file(dwarf, program, file, unit ? unit->directory : NULL);
	char *text = NULL;
	if (path && line && asprintf(&text, "%s:%u", path, line) < 0)
		text = NULL;
	free(path);
	return text;
}

static char *plain_name(struct rt *rt, const char *name)
{
	char *plain = rt->tool->settings->cpp_demangle ? rt_demangle(name) : NULL;
	return plain ? plain : strdup(name);
}

/* Compilers can leave most of it beside the object files, where the program was built. */
static void tell_split(struct rt *rt, struct debug_file *file, const struct rt_unit *unit)
{
	if (!file->told_split)
		rt_explain(rt,
			   "%s: inlined functions of parts of it are not shown: their debug information is "
			   "not here, or of another build: '%s' of '%s'",
			   file->path, unit->split_name, unit->directory ? unit->directory : "");
	file->told_split = true;
}

static size_t find_inlined(struct rt *rt, struct debug_file *file, const struct rt_unit *unit,
			   uint64_t address, struct rt_inlined inlined[RT_MAX_INLINED])
{
	const struct rt_dwarf *dwarf;
	const struct rt_unit *whole = rt_dwarf_whole_unit(&file->dwarf, unit, &dwarf);
	if (!whole)
		tell_split(rt, file, unit);
	return whole ? rt_dwarf_inlined(dwarf, whole, address, inlined) : 0;
}

/* From the innermost outwards: each is where the one inside of it was called. */
static void find_places(struct rt *rt, struct debug_file *file_of_it, uint64_t address,
			struct rt_places *places)
{
	const struct rt_dwarf *dwarf = &file_of_it->dwarf;
	struct rt_inlined inlined[RT_MAX_INLINED];
	uint64_t program = rt_dwarf_program(dwarf, address);
	uint64_t file;
	unsigned line;
	if (program == UINT64_MAX || !rt_dwarf_line(dwarf, program, address, &file, &line))
		return;
	const struct rt_unit *unit = rt_dwarf_unit(dwarf, program);
	size_t n = unit ? find_inlined(rt, file_of_it, unit, address, inlined) : 0;
	places->items = calloc(n + 1, sizeof(*places->items));
	if (!places->items)
		return;
	for (size_t i = n; i > 0; i--) {
		const struct rt_inlined *call = &inlined[i - 1];
		struct rt_place *place = &places->items[places->n++];
		place->name = plain_name(rt, call->name ? call->name : "?");
		place->source = source_text(dwarf, program, file, line, unit);
		file = call->file;
		line = call->line;
	}
	places->items[places->n++].source = source_text(dwarf, program, file, line, unit);
}

static struct answer *answer_of(struct debug *debug, const struct debug_file *file, uint64_t offset,
				bool *is_new)
{
	uint64_t hash = (offset + (uint64_t)(uintptr_t)file) * 0x9e3779b97f4a7c15ULL;
	struct answer **bucket = &debug->buckets[(hash >> 40) % N_BUCKETS];
	struct answer *answer = *bucket;
	while (answer && (answer->file != file || answer->offset != offset))
		answer = answer->next;
	*is_new = !answer;
	if (answer)
		return answer;
	if (debug->n_answers == MAX_ANSWERS)
		forget_answers(debug);
	answer = calloc(1, sizeof(*answer));
	if (!answer)
		return NULL;
	answer->file = file;
	answer->offset = offset;
	answer->next = *bucket;
	*bucket = answer;
	debug->n_answers++;
	return answer;
}

static const struct rt_places *find(struct rt *rt, struct rt_process *process, uint64_t address)
{
	struct debug *debug = (struct debug *)rt_cache_get(rt, &debug_kind);
	struct rt_user_place at;
	bool is_new;
	if (!debug || !rt_usym_place(rt, process, address, &at))
		return NULL;
	struct debug_file *file = file_of(debug, &at);
	struct answer *answer = file ? answer_of(debug, file, at.offset, &is_new) : NULL;
	if (!answer || !is_new)
		return answer ? &answer->places : NULL;
	file->used = ++debug->clock;
	file->path = at.file->path;
	if (!file->is_read)
		read_file(file, &at);
	if (address_of(file, at.offset, &address))
		find_places(rt, file, address, &answer->places);
	count_bytes(debug, file);
	return &answer->places;
}

const struct rt_debug_ops rt_debug = { find };
