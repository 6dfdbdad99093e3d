#include "symbols/frame_lines.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include <stdlib.h>
#include <string.h>

#include <libiberty/demangle.h>

#include "base/strbuf.h"
#include "symbols/functions.h"

#define N_BUCKETS 16384

struct answer {
	struct answer *next; /* of its bucket */
	struct frame_place place;
	struct frame_lines lines;
};

struct frame_names {
	struct binaries *binaries;
	struct arena *arena;
	bool debug;
	struct answer *buckets[N_BUCKETS];
};

struct frame_names *frame_names_new(struct binaries *binaries, struct arena *arena, bool debug)
{
	struct frame_names *frames = arena_new_of(arena, struct frame_names);

	frames->binaries = binaries;
	frames->arena = arena;
	frames->debug = debug;
	return frames;
}

/* C++, Rust and D, as people write them. */
static char *demangle(const char *name)
{
	char *plain = NULL;

	if (name[0] != '_')
		return NULL;
	if (name[1] == 'D')
		return dlang_demangle(name, DMGL_PARAMS | DMGL_ANSI);
	if (name[1] == 'R' || name[1] == 'Z')
		plain = rust_demangle(name, DMGL_PARAMS | DMGL_ANSI);
	if (!plain && name[1] == 'Z')
		plain = cplus_demangle_v3(name, DMGL_PARAMS | DMGL_ANSI);
	return plain;
}

static const char *plain_name(struct arena *arena, const char *name)
{
	char *plain = demangle(name);
	const char *result = plain ? arena_strdup(arena, plain) : name;

	free(plain);
	return result;
}

/* Lines under way: what is looked up, and the place in the source that counts for the next outer function. */
struct lookup {
	struct frame_names *frames;
	const struct binary_place *at;
	struct frame_lines *result;
	const char *file;
	int line;
};

static const char *with_source(const struct lookup *l, const char *text)
{
	if (!l->file || l->line <= 0)
		return text;
	return arena_printf(l->frames->arena, "%s@%s:%d", text, l->file, l->line);
}

static void add_line(struct lookup *l, const char *text)
{
	struct frame_lines *r = l->result;
	const char **lines = arena_alloc(l->frames->arena, (r->count + 1) * sizeof(*lines));

	if (r->count)
		memcpy(lines, r->lines, r->count * sizeof(*lines));
	lines[r->count++] = with_source(l, text);
	r->lines = lines;
}

/* The compilation that an address is in; *bias is between the module's addresses and its own. */
static Dwarf_Die *unit_of(const struct lookup *l, uint64_t address, Dwarf_Addr *bias)
{
	Dwarf_Die *unit = dwfl_module_addrdie(l->at->module, address, bias);

	/* Not all compilers write the table that this is looked up in. */
	if (!unit || dwarf_haspc(unit, address - *bias) <= 0)
		unit = dwfl_module_nextcu(l->at->module, NULL, bias);
	while (unit && dwarf_haspc(unit, address - *bias) <= 0)
		unit = dwfl_module_nextcu(l->at->module, unit, bias);
	return unit;
}

/* Paths of files before DWARF 5 can begin in the directory of the compilation. */
static const char *whole_path(struct lookup *l, Dwarf_Die *unit, const char *path)
{
	Dwarf_Attribute attribute;
	const char *directory = dwarf_formstring(dwarf_attr(unit, DW_AT_comp_dir, &attribute));

	if (!path)
		return NULL;
	if (*path == '/' || !directory)
		return arena_strdup(l->frames->arena, path);
	return arena_printf(l->frames->arena, "%s/%s", directory, path);
}

static void find_source(struct lookup *l, Dwarf_Die *unit, uint64_t address)
{
	Dwarf_Line *line = dwarf_getsrc_die(unit, address);
	const char *file = line ? dwarf_linesrc(line, NULL, NULL) : NULL;

	if (line)
		dwarf_lineno(line, &l->line);
	l->file = whole_path(l, unit, file);
}

static const char *linkage_name(Dwarf_Die *die)
{
	Dwarf_Attribute attribute;
	Dwarf_Attribute *found = dwarf_attr_integrate(die, DW_AT_linkage_name, &attribute);

	if (!found)
		found = dwarf_attr_integrate(die, DW_AT_MIPS_linkage_name, &attribute);
	return found ? dwarf_formstring(found) : NULL;
}

/* Where the inlined function was called. */
static void go_to_call(struct lookup *l, Dwarf_Die *unit, Dwarf_Die *die)
{
	Dwarf_Attribute attribute;
	Dwarf_Word file = 0, line = 0;
	Dwarf_Files *files;
	const char *name = NULL;

	if (!dwarf_formudata(dwarf_attr(die, DW_AT_call_file, &attribute), &file) &&
	    !dwarf_getsrcfiles(unit, &files, NULL))
		name = dwarf_filesrc(files, file, NULL, NULL);
	dwarf_formudata(dwarf_attr(die, DW_AT_call_line, &attribute), &line);
	l->file = whole_path(l, unit, name);
	l->line = (int)line;
}

static void add_inlined(struct lookup *l, Dwarf_Die *unit, Dwarf_Die *die)
{
	const char *name = linkage_name(die);

	if (!name)
		name = dwarf_diename(die);
	if (name)
		add_line(l, arena_printf(l->frames->arena, "[inlined] %s",
					 plain_name(l->frames->arena, name)));
	go_to_call(l, unit, die);
}

#define MAX_INLINED 64
#define MAX_DEPTH   256

/* Inlined functions that contain an address, the outermost first. */
struct inlined {
	Dwarf_Die items[MAX_INLINED];
	int count;
};

/* Namespaces and types have no code, but may have functions; some blocks do not tell where their code is. */
static bool may_contain(Dwarf_Die *die, uint64_t address)
{
	switch (dwarf_tag(die)) {
	case DW_TAG_subprogram:
	case DW_TAG_inlined_subroutine:
		return dwarf_haspc(die, address) > 0;
	case DW_TAG_lexical_block:
	case DW_TAG_namespace:
	case DW_TAG_structure_type:
	case DW_TAG_class_type:
		return true;
	}
	return false;
}

static void find_inlined(Dwarf_Die *parent, uint64_t address, struct inlined *inlined, int depth)
{
	Dwarf_Die die;

	for (int more = !dwarf_child(parent, &die); more; more = !dwarf_siblingof(&die, &die)) {
		if (!may_contain(&die, address))
			continue;
		if (dwarf_tag(&die) == DW_TAG_inlined_subroutine && inlined->count < MAX_INLINED)
			inlined->items[inlined->count++] = die;
		if (depth < MAX_DEPTH)
			find_inlined(&die, address, inlined, depth + 1);
	}
}

/* Where the functions of a compilation are: in a file of their own (.dwo), if that is where it was left. */
static Dwarf_Die *whole_unit(Dwarf_Die *unit, Dwarf_Die *split)
{
	memset(split, 0, sizeof(*split));
	if (dwarf_cu_info(unit->cu, NULL, NULL, NULL, split, NULL, NULL, NULL) || !split->cu)
		return unit;
	return split;
}

/* What debug information tells: from the innermost function outwards, up to that which the code belongs to. */
static void look_into(struct lookup *l, uint64_t address)
{
	Dwarf_Addr bias;
	Dwarf_Die *unit = unit_of(l, address, &bias);
	struct inlined inlined = { .count = 0 };
	Dwarf_Die split;

	if (!unit)
		return;
	find_source(l, unit, address - bias);
	find_inlined(whole_unit(unit, &split), address - bias, &inlined, 0);
	while (inlined.count > 0)
		add_inlined(l, unit, &inlined.items[--inlined.count]);
}

static bool look_at(struct lookup *l, uint64_t back)
{
	uint64_t address = l->at->address - back;
	const struct function *f = functions_find(l->at->functions, address);

	if (!f)
		return false;
	if (l->frames->debug)
		look_into(l, address);
	add_line(l, arena_printf(l->frames->arena, "%s+%llu", plain_name(l->frames->arena, f->name),
				 (unsigned long long)(l->at->address - f->address)));
	return true;
}

static void look_up(struct frame_names *frames, const struct frame_place *place,
		    struct frame_lines *result)
{
	struct binary_place at;
	struct lookup l = { .frames = frames, .at = &at, .result = result };

	if (!binaries_find(frames->binaries, place->id, place->offset, &at)) {
		result->found = at.module ? FRAME_NO_FUNCTION : FRAME_NO_FILE;
		return;
	}
	/* A handler of signals returns to where no call stands before. */
	if ((!place->is_caller || !look_at(&l, 1)) && !look_at(&l, 0))
		result->found = FRAME_NO_FUNCTION;
}

static struct answer **bucket_of(struct frame_names *frames, const struct frame_place *place)
{
	uint64_t hash = place->offset * 0x9e3779b97f4a7c15ULL ^ (uint64_t)place->id[0] << 56 ^
			(uint64_t)place->id[1] << 48;

	return &frames->buckets[(hash >> 40) % N_BUCKETS];
}

const struct frame_lines *frame_names_find(struct frame_names *frames,
					   const struct frame_place *place)
{
	struct answer **bucket = bucket_of(frames, place);
	struct answer *a = *bucket;

	while (a && (a->place.offset != place->offset || a->place.is_caller != place->is_caller ||
		     memcmp(a->place.id, place->id, BUILD_ID_SIZE) != 0))
		a = a->next;
	if (a)
		return &a->lines;
	a = arena_new_of(frames->arena, struct answer);
	a->place = *place;
	a->next = *bucket;
	*bucket = a;
	look_up(frames, place, &a->lines);
	return &a->lines;
}
