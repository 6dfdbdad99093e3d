#include "dwarf_entry.h"

/* Entries that refer to each other for a name, and how deep they are nested. */
#define MAX_REFERENCES 8
#define MAX_DEPTH      256

static const struct rt_unit *unit_at(const struct rt_dwarf *dwarf, uint64_t offset)
{
	size_t low = 0;
	size_t high = dwarf->n_units;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (dwarf->units[middle].offset <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low && offset < dwarf->units[low - 1].end ? &dwarf->units[low - 1] : NULL;
}

/* The name that an entry has, or one that it refers to; what the linker calls it counts more. */
static const char *name_of(const struct rt_dwarf *dwarf, const struct rt_entry *from)
{
	const char *name = NULL;
	uint64_t offset = from->origin;
	bool is_shared = from->is_origin_shared;
	for (int i = 0; i < MAX_REFERENCES && offset; i++) {
		dwarf = is_shared ? dwarf->supplement : dwarf;
		const struct rt_unit *unit = unit_at(dwarf, offset);
		struct rt_abbreviations all;
		struct rt_entry entry = { 0 };
		if (!unit)
			break;
		struct rt_cursor c = rt_entries_at(dwarf, unit, offset);
		rt_abbreviations_read(dwarf, unit, &all);
		bool is_read = rt_entry_read(dwarf, unit, &all, &c, &entry);
		rt_abbreviations_release(&all);
		if (!is_read)
			break;
		if (entry.linkage_name)
			return entry.linkage_name;
		name = name ? name : entry.name;
		offset = entry.origin;
		is_shared = entry.is_origin_shared;
	}
	return name;
}

/* A walk over the entries of a unit, to those that contain the address. */
struct walk {
	const struct rt_dwarf *dwarf;
	const struct rt_unit *unit;
	uint64_t address;
	struct rt_inlined *inlined;
	size_t n;
	int depth;
	int function_depth; /* of the function that contains the address; 0: not met */
	int skipped_depth;  /* nothing below counts until the depth is this again; 0: all counts */
};

static void add_inlined(struct walk *w, const struct rt_entry *entry)
{
	const char *name = entry->linkage_name ? entry->linkage_name : entry->name;
	if (w->n == RT_MAX_INLINED)
		return;
	w->inlined[w->n++] = (struct rt_inlined){
		.name = name ? name : name_of(w->dwarf, entry),
		.file = entry->call_file,
		.line = (unsigned)entry->call_line,
	};
}

/* Whether what is below an entry may matter. */
static bool meet(struct walk *w, const struct rt_entry *entry)
{
	if (entry->tag != RT_TAG_SUBPROGRAM && entry->tag != RT_TAG_INLINED)
		return true;
	if (!rt_entry_contains(w->dwarf, w->unit, entry, w->address))
		return false;
	if (entry->tag == RT_TAG_SUBPROGRAM && !w->function_depth)
		w->function_depth = w->depth;
	if (entry->tag == RT_TAG_INLINED && w->function_depth)
		add_inlined(w, entry);
	return true;
}

/* One entry further. false: the walk is over. */
static bool step(struct walk *w, const struct rt_abbreviations *all, struct rt_cursor *c)
{
	struct rt_entry entry;
	if (!rt_entry_read(w->dwarf, w->unit, all, c, &entry))
		return false;
	if (!entry.tag) {
		w->depth--;
		if (w->skipped_depth && w->depth <= w->skipped_depth)
			w->skipped_depth = 0;
		return w->depth > w->function_depth;
	}
	bool matters = !w->skipped_depth && meet(w, &entry);
	if (!entry.has_children)
		return w->function_depth != w->depth;
	uint64_t here = (uint64_t)(c->at - w->dwarf->parts[RT_DEBUG_INFO].bytes);
	if (!matters && entry.sibling > here && entry.sibling < w->unit->end) {
		rt_cursor_skip(c, entry.sibling - here);
		return true;
	}
	if (!matters && !w->skipped_depth)
		w->skipped_depth = w->depth;
	w->depth++;
	return w->depth < MAX_DEPTH;
}

size_t rt_dwarf_inlined(const struct rt_dwarf *dwarf, const struct rt_unit *unit, uint64_t address,
			struct rt_inlined inlined[RT_MAX_INLINED])
{
	struct walk w = { .dwarf = dwarf, .unit = unit, .address = address, .inlined = inlined };
	struct rt_cursor c = rt_entries_at(dwarf, unit, unit->root);
	struct rt_abbreviations all;
	rt_abbreviations_read(dwarf, unit, &all);
	while (step(&w, &all, &c))
		;
	rt_abbreviations_release(&all);
	return w.n;
}
