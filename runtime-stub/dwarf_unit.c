#include <stdlib.h>

#include "dwarf_entry.h"

/* Kinds of units of DWARF 5; those of types have more in their heads. */
enum { UT_COMPILE = 1, UT_TYPE, UT_PARTIAL, UT_SKELETON, UT_SPLIT_COMPILE, UT_SPLIT_TYPE };

static bool read_head(const struct rt_dwarf *dwarf, uint64_t offset, struct rt_unit *unit)
{
	struct rt_cursor c = rt_dwarf_at(dwarf, RT_DEBUG_INFO, offset);
	const uint8_t *begin = dwarf->parts[RT_DEBUG_INFO].bytes;
	uint64_t kind = UT_COMPILE;
	*unit = (struct rt_unit){ .offset = offset, .offset_size = 4, .lines = UINT64_MAX };
	uint64_t size = rt_cursor_unsigned(&c, 4);
	if (size == UINT32_MAX) {
		unit->offset_size = 8;
		size = rt_cursor_unsigned(&c, 8);
	}
	struct rt_cursor body = c;
	rt_cursor_skip(&c, size);
	unit->end = (uint64_t)(c.at - begin);
	unit->version = (uint16_t)rt_cursor_unsigned(&body, 2);
	if (unit->version >= 5) {
		kind = rt_cursor_unsigned(&body, 1);
		unit->address_size = (uint8_t)rt_cursor_unsigned(&body, 1);
	}
	unit->abbreviations = rt_cursor_unsigned(&body, unit->offset_size);
	if (unit->version < 5)
		unit->address_size = (uint8_t)rt_cursor_unsigned(&body, 1);
	if (kind == UT_SKELETON || kind == UT_SPLIT_COMPILE)
		unit->id = rt_cursor_unsigned(&body, 8);
	else if (kind == UT_TYPE || kind == UT_SPLIT_TYPE)
		rt_cursor_skip(&body, 8u + unit->offset_size);
	unit->root = (uint64_t)(body.at - begin);
	return !c.failed && !body.failed && unit->version >= 2 && unit->version <= 5 &&
	       (unit->address_size == 8 || unit->address_size == 4);
}

/* What the unit's first entry says of all. What its addresses are found by may stand behind them. */
static void read_root(const struct rt_dwarf *dwarf, struct rt_unit *unit)
{
	struct rt_abbreviations all;
	struct rt_entry root;
	rt_abbreviations_read(dwarf, unit, &all);
	for (int pass = 0; pass < 2; pass++) {
		struct rt_cursor c = rt_entries_at(dwarf, unit, unit->root);
		if (!rt_entry_read(dwarf, unit, &all, &c, &root))
			break;
		unit->addr_base = root.addr_base;
		unit->rnglists_base = root.rnglists_base;
		unit->str_offsets_base = root.str_offsets_base;
		// What is shared by several names the lines of one of them, but has no code.
		unit->lines = root.tag == RT_TAG_PARTIAL_UNIT ? UINT64_MAX : root.lines;
		unit->low = root.low;
		unit->split_name = root.split_name;
		unit->ranges_base = root.ranges_base;
		if (unit->version < 5)
			unit->id = root.id;
		unit->directory = root.directory;
	}
	rt_abbreviations_release(&all);
}

void rt_dwarf_index_units(struct rt_dwarf *dwarf)
{
	struct rt_unit unit;
	for (uint64_t offset = 0; offset < dwarf->parts[RT_DEBUG_INFO].size; offset = unit.end) {
		bool is_good = read_head(dwarf, offset, &unit);
		if (unit.end <= offset)
			break;
		if (!is_good)
			continue;
		read_root(dwarf, &unit);
		if (dwarf->n_units == dwarf->units_room) {
			size_t room = dwarf->units_room ? dwarf->units_room * 2 : 64;
			struct rt_unit *grown = realloc(dwarf->units, room * sizeof(*grown));
			if (!grown)
				return;
			dwarf->units = grown;
			dwarf->units_room = room;
		}
		dwarf->units[dwarf->n_units++] = unit;
	}
}

const struct rt_unit *rt_dwarf_unit(const struct rt_dwarf *dwarf, uint64_t program)
{
	for (size_t i = 0; i < dwarf->n_units; i++)
		if (dwarf->units[i].lines == program)
			return &dwarf->units[i];
	return NULL;
}
