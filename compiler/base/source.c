#include "base/source.h"

#include <string.h>

#include "base/vec.h"

/* A range of positions: a file, or the expansion of a part of one. */
struct region {
	uint32_t base;
	const struct source_file *file;
	uint32_t delta; /* of a position to that in its file; 0 for a file's own */
	struct span from;
	enum source_origin origin;
};

struct source_set {
	struct arena *arena;
	uint32_t next_base;
	VEC(struct region) regions; /* in the order of their bases */
};

struct source_set *source_set_new(struct arena *arena)
{
	struct source_set *set = arena_new_of(arena, struct source_set);

	set->arena = arena;
	set->next_base = 1;
	vec_init(&set->regions, arena);
	return set;
}

/* Fills line_starts: the first line and one behind each newline. */
static void find_lines(struct source_set *set, struct source_file *file)
{
	uint32_t *starts;
	size_t n = 1;

	for (size_t i = 0; i < file->size; i++)
		n += file->text[i] == '\n';
	starts = arena_alloc(set->arena, n * sizeof(*starts));
	n = 1;
	for (size_t i = 0; i < file->size; i++)
		if (file->text[i] == '\n')
			starts[n++] = (uint32_t)i + 1;
	file->line_starts = starts;
	file->n_lines = n;
}

static const struct source_file *add_file(struct source_set *set, const char *name,
					  const char *text, size_t size, struct region region)
{
	struct source_file *file;

	/* A file takes one position more than it has bytes: its end is a place too. */
	if (size > SOURCE_MAX_SIZE || size + 1 > UINT32_MAX - set->next_base)
		return NULL;
	file = arena_new_of(set->arena, struct source_file);
	file->name = arena_strdup(set->arena, name);
	file->text = arena_strndup(set->arena, text, size);
	file->size = size;
	file->base = set->next_base;
	find_lines(set, file);
	set->next_base += (uint32_t)size + 1;
	region.base = file->base;
	region.file = file;
	vec_push(&set->regions, region);
	return file;
}

const struct source_file *source_add(struct source_set *set, const char *name, const char *text,
				     size_t size)
{
	return add_file(set, name, text, size, (struct region){ .origin = SOURCE_GIVEN });
}

const struct source_file *source_add_import(struct source_set *set, const char *name,
					    const char *text, size_t size, struct span import)
{
	struct region region = { .from = import, .origin = SOURCE_IMPORTED };

	return add_file(set, name, text, size, region);
}

/* The region of a position; NULL for one that is nowhere. */
static const struct region *find_region(const struct source_set *set, uint32_t position)
{
	size_t low = 0;
	size_t high = set->regions.count;

	if (position == 0 || position >= set->next_base)
		return NULL;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (set->regions.items[middle].base <= position)
			low = middle;
		else
			high = middle;
	}
	return &set->regions.items[low];
}

uint32_t source_add_expansion(struct source_set *set, struct span body, struct span call)
{
	const struct region *of = find_region(set, body.begin);
	uint32_t size = body.end - body.begin;
	struct region region = { .base = set->next_base, .from = call, .origin = SOURCE_EXPANDED };

	/* As with files, the end is a place too. */
	if (of == NULL || body.end < body.begin || size >= UINT32_MAX - set->next_base)
		return 0;
	region.file = of->file;
	region.delta = region.base - (body.begin - of->delta);
	set->next_base += size + 1;
	vec_push(&set->regions, region);
	return region.base - body.begin;
}

uint32_t source_position(const struct source_set *set, uint32_t position)
{
	const struct region *region = find_region(set, position);

	return region == NULL ? position : position - region->delta;
}

enum source_origin source_origin(const struct source_set *set, uint32_t position, struct span *from)
{
	const struct region *region = find_region(set, position);

	if (region == NULL)
		return SOURCE_GIVEN;
	*from = region->from;
	return region->origin;
}

const struct source_file *source_find(const struct source_set *set, uint32_t position)
{
	const struct region *region = find_region(set, position);

	return region == NULL ? NULL : region->file;
}

struct source_place source_place(const struct source_set *set, uint32_t position)
{
	const struct source_file *file = source_find(set, position);
	size_t low = 0;
	size_t high;
	uint32_t offset;

	if (file == NULL)
		return (struct source_place){ 0 };
	offset = source_position(set, position) - file->base;
	high = file->n_lines;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (file->line_starts[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	return (struct source_place){ .file = file,
				      .line = (uint32_t)low + 1,
				      .column = offset - file->line_starts[low] + 1 };
}

const char *source_line(const struct source_file *file, uint32_t line, size_t *size)
{
	const char *begin;
	const char *end;

	if (line == 0 || line > file->n_lines) {
		*size = 0;
		return "";
	}
	begin = file->text + file->line_starts[line - 1];
	end = file->text + file->size;
	if (line < file->n_lines)
		end = file->text + file->line_starts[line] - 1;
	if (end > begin && end[-1] == '\r')
		end--;
	*size = (size_t)(end - begin);
	return begin;
}

const char *source_text(const struct source_set *set, struct span span, size_t *size)
{
	const struct source_file *file = source_find(set, span.begin);
	uint32_t begin;
	uint32_t end;

	if (file == NULL || span.end < span.begin) {
		*size = 0;
		return "";
	}
	begin = source_position(set, span.begin) - file->base;
	end = begin + (span.end - span.begin);
	if (end > file->size)
		end = (uint32_t)file->size;
	*size = end - begin;
	return file->text + begin;
}

struct span span_join(struct span first, struct span last)
{
	if (first.begin == 0)
		return last;
	if (last.begin == 0)
		return first;
	return (struct span){ .begin = first.begin < last.begin ? first.begin : last.begin,
			      .end = first.end > last.end ? first.end : last.end };
}
