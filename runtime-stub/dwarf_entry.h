/*
 * The entries of .debug_info, each with those of its attributes that tell where code is, what it is called,
 * and where it was inlined.
 */
#ifndef RUNTIME_STUB_DWARF_ENTRY_H
#define RUNTIME_STUB_DWARF_ENTRY_H

#include "dwarf_file.h"

enum { RT_TAG_INLINED = 0x1d, RT_TAG_SUBPROGRAM = 0x2e, RT_TAG_PARTIAL_UNIT = 0x3c };

struct rt_abbreviation {
	uint64_t code, tag;
	bool has_children;
	struct rt_cursor attributes; /* pairs of name and form */
};

/* Those of a unit; by code where the codes count from 1, as compilers have it. */
struct rt_abbreviations {
	struct rt_abbreviation *items;
	size_t n, room;
};

struct rt_entry {
	uint64_t tag; /* 0: the end of a list of children */
	bool has_children;
	bool has_low, has_high, has_ranges;
	uint64_t low, high, ranges; /* ranges: offset in its section */
	uint64_t origin;            /* another entry that says the rest, by its offset; 0: none */
	bool is_origin_shared;      /* it is in the supplement */
	uint64_t sibling;           /* offset; 0: not told */
	const char *name, *linkage_name, *directory;
	const char *split_name; /* of a unit's root: the file that has the unit's entries */
	uint64_t id;            /* of a unit's root, before DWARF 5 */
	uint64_t call_file, call_line;
	uint64_t lines, addr_base, rnglists_base, str_offsets_base, ranges_base;
};

/* Release them whatever is returned. */
void rt_abbreviations_read(const struct rt_dwarf *dwarf, const struct rt_unit *unit,
			   struct rt_abbreviations *all);
void rt_abbreviations_release(struct rt_abbreviations *all);

/* The entry at c, which is behind it then. false: it cannot be read. */
bool rt_entry_read(const struct rt_dwarf *dwarf, const struct rt_unit *unit,
		   const struct rt_abbreviations *all, struct rt_cursor *c, struct rt_entry *entry);

/* The entries of the unit from an offset on. */
struct rt_cursor rt_entries_at(const struct rt_dwarf *dwarf, const struct rt_unit *unit,
			       uint64_t offset);

/* Whether the code of the entry contains an address. */
bool rt_entry_contains(const struct rt_dwarf *dwarf, const struct rt_unit *unit,
		       const struct rt_entry *entry, uint64_t address);

#endif
