#include "dwarf_entry.h"

#include <stdlib.h>

#define MAX_ABBREVIATIONS (1u << 20)

/* Attributes. */
enum {
	AT_SIBLING = 0x01,
	AT_NAME = 0x03,
	AT_STMT_LIST = 0x10,
	AT_LOW_PC = 0x11,
	AT_HIGH_PC = 0x12,
	AT_COMP_DIR = 0x1b,
	AT_ABSTRACT_ORIGIN = 0x31,
	AT_SPECIFICATION = 0x47,
	AT_RANGES = 0x55,
	AT_CALL_FILE = 0x58,
	AT_CALL_LINE = 0x59,
	AT_LINKAGE_NAME = 0x6e,
	AT_STR_OFFSETS_BASE = 0x72,
	AT_ADDR_BASE = 0x73,
	AT_RNGLISTS_BASE = 0x74,
	AT_DWO_NAME = 0x76,
	AT_MIPS_LINKAGE_NAME = 0x2007,
	AT_GNU_DWO_NAME = 0x2130,
	AT_GNU_DWO_ID,
	AT_GNU_RANGES_BASE,
	AT_GNU_ADDR_BASE,
};

/* How the value of an attribute is written. */
enum {
	FORM_ADDR = 0x01,
	FORM_BLOCK2 = 0x03,
	FORM_BLOCK4,
	FORM_DATA2,
	FORM_DATA4,
	FORM_DATA8,
	FORM_STRING,
	FORM_BLOCK,
	FORM_BLOCK1,
	FORM_DATA1,
	FORM_FLAG,
	FORM_SDATA,
	FORM_STRP,
	FORM_UDATA,
	FORM_REF_ADDR,
	FORM_REF1,
	FORM_REF2,
	FORM_REF4,
	FORM_REF8,
	FORM_REF_UDATA,
	FORM_INDIRECT,
	FORM_SEC_OFFSET,
	FORM_EXPRLOC,
	FORM_FLAG_PRESENT,
	FORM_STRX,
	FORM_ADDRX,
	FORM_REF_SUP4,
	FORM_STRP_SUP,
	FORM_DATA16,
	FORM_LINE_STRP,
	FORM_REF_SIG8,
	FORM_IMPLICIT_CONST,
	FORM_LOCLISTX,
	FORM_RNGLISTX,
	FORM_REF_SUP8,
	FORM_STRX1,
	FORM_STRX2,
	FORM_STRX3,
	FORM_STRX4,
	FORM_ADDRX1,
	FORM_ADDRX2,
	FORM_ADDRX3,
	FORM_ADDRX4,
	FORM_GNU_ADDR_INDEX = 0x1f01,
	FORM_GNU_STR_INDEX = 0x1f02,
	FORM_GNU_REF_ALT = 0x1f20,
	FORM_GNU_STRP_ALT = 0x1f21,
};

struct value {
	uint64_t number; /* of a reference the offset in .debug_info; 0: it is in a file that is not there */
	const char *text;
	bool is_address, is_index;
	bool is_shared; /* of a reference: in .debug_info of the supplement */
};

struct reader {
	const struct rt_dwarf *dwarf;
	const struct rt_unit *unit;
	struct rt_cursor *c;
};

static void add_abbreviation(struct rt_abbreviations *all, const struct rt_abbreviation *added)
{
	if (all->n == all->room) {
		size_t room = all->room ? all->room * 2 : 64;
		struct rt_abbreviation *grown = room <= MAX_ABBREVIATIONS
							? realloc(all->items, room * sizeof(*grown))
							: NULL;
		if (!grown)
			return;
		all->items = grown;
		all->room = room;
	}
	all->items[all->n++] = *added;
}

void rt_abbreviations_read(const struct rt_dwarf *dwarf, const struct rt_unit *unit,
			   struct rt_abbreviations *all)
{
	struct rt_cursor c = rt_dwarf_at(dwarf, RT_DEBUG_ABBREV, unit->abbreviations);
	*all = (struct rt_abbreviations){ 0 };
	while (!c.failed) {
		struct rt_abbreviation added = { .code = rt_cursor_uleb(&c) };
		uint64_t name = 1;
		uint64_t form = 1;
		if (!added.code)
			return;
		added.tag = rt_cursor_uleb(&c);
		added.has_children = rt_cursor_unsigned(&c, 1);
		added.attributes = c;
		while ((name || form) && !c.failed) {
			name = rt_cursor_uleb(&c);
			form = rt_cursor_uleb(&c);
			if (form == FORM_IMPLICIT_CONST)
				rt_cursor_sleb(&c);
		}
		added.attributes.end = c.at;
		add_abbreviation(all, &added);
	}
}

void rt_abbreviations_release(struct rt_abbreviations *all)
{
	free(all->items);
	*all = (struct rt_abbreviations){ 0 };
}

static const struct rt_abbreviation *find_abbreviation(const struct rt_abbreviations *all,
						       uint64_t code)
{
	if (code && code <= all->n && all->items[code - 1].code == code)
		return &all->items[code - 1];
	for (size_t i = 0; i < all->n; i++)
		if (all->items[i].code == code)
			return &all->items[i];
	return NULL;
}

/* Element i of a table of addresses or offsets that begins at base. */
static uint64_t element(const struct reader *r, enum rt_dwarf_part part, uint64_t base, uint64_t i,
			uint8_t size)
{
	struct rt_cursor c = rt_dwarf_at(r->dwarf, part, base + i * size);
	return rt_cursor_unsigned(&c, size);
}

static struct value text_value(const char *text)
{
	return (struct value){ .text = text };
}

static struct value string_at(const struct reader *r, enum rt_dwarf_part part, uint64_t offset)
{
	return text_value(rt_dwarf_string(r->dwarf, part, offset));
}

static struct value indexed_string(const struct reader *r, uint64_t i)
{
	return string_at(r, RT_DEBUG_STR,
			 element(r, RT_DEBUG_STR_OFFSETS, r->unit->str_offsets_base, i,
				 r->unit->offset_size));
}

static struct value indexed_address(const struct reader *r, uint64_t i)
{
	struct value value = { .is_address = true };
	value.number = element(r, RT_DEBUG_ADDR, r->unit->addr_base, i, r->unit->address_size);
	return value;
}

static struct value number_value(uint64_t number)
{
	return (struct value){ .number = number };
}

static struct value reference(const struct reader *r, uint64_t in_unit)
{
	return number_value(r->unit->offset + in_unit);
}

static struct value shared_reference(const struct reader *r, uint8_t size)
{
	struct value value = number_value(rt_cursor_unsigned(r->c, size));
	value.is_shared = true;
	if (!r->dwarf->supplement)
		value.number = 0;
	return value;
}

static struct value skipped(const struct reader *r, uint64_t size)
{
	rt_cursor_skip(r->c, size);
	return (struct value){ 0 };
}

/* Numbers of three bytes. */
static uint64_t read_3(struct rt_cursor *c)
{
	uint64_t low = rt_cursor_unsigned(c, 2);
	return low | rt_cursor_unsigned(c, 1) << 16;
}

static struct value read_string(const struct reader *r, uint64_t form)
{
	uint8_t size = r->unit->offset_size;
	switch (form) {
	case FORM_STRING:
		return text_value(rt_cursor_string(r->c));
	case FORM_STRP:
		return string_at(r, RT_DEBUG_STR, rt_cursor_unsigned(r->c, size));
	case FORM_LINE_STRP:
		return string_at(r, RT_DEBUG_LINE_STR, rt_cursor_unsigned(r->c, size));
	case FORM_STRX:
	case FORM_GNU_STR_INDEX:
		return indexed_string(r, rt_cursor_uleb(r->c));
	case FORM_STRX1:
		return indexed_string(r, rt_cursor_unsigned(r->c, 1));
	case FORM_STRX2:
		return indexed_string(r, rt_cursor_unsigned(r->c, 2));
	case FORM_STRX3:
		return indexed_string(r, read_3(r->c));
	case FORM_STRX4:
		return indexed_string(r, rt_cursor_unsigned(r->c, 4));
	}
	// FORM_STRP_SUP, FORM_GNU_STRP_ALT
	uint64_t offset = rt_cursor_unsigned(r->c, size);
	const struct rt_dwarf *shared = r->dwarf->supplement;
	return text_value(shared ? rt_dwarf_string(shared, RT_DEBUG_STR, offset) : NULL);
}

static struct value read_address(const struct reader *r, uint64_t form)
{
	switch (form) {
	case FORM_ADDRX:
	case FORM_GNU_ADDR_INDEX:
		return indexed_address(r, rt_cursor_uleb(r->c));
	case FORM_ADDRX1:
		return indexed_address(r, rt_cursor_unsigned(r->c, 1));
	case FORM_ADDRX2:
		return indexed_address(r, rt_cursor_unsigned(r->c, 2));
	case FORM_ADDRX3:
		return indexed_address(r, read_3(r->c));
	case FORM_ADDRX4:
		return indexed_address(r, rt_cursor_unsigned(r->c, 4));
	}
	struct value value = { .is_address = true };
	value.number = rt_cursor_unsigned(r->c, r->unit->address_size);
	return value;
}

static struct value read_reference(const struct reader *r, uint64_t form)
{
	switch (form) {
	case FORM_REF_ADDR:
		return number_value(rt_cursor_unsigned(
			r->c, r->unit->version < 3 ? r->unit->address_size : r->unit->offset_size));
	case FORM_REF1:
		return reference(r, rt_cursor_unsigned(r->c, 1));
	case FORM_REF2:
		return reference(r, rt_cursor_unsigned(r->c, 2));
	case FORM_REF4:
		return reference(r, rt_cursor_unsigned(r->c, 4));
	case FORM_REF8:
		return reference(r, rt_cursor_unsigned(r->c, 8));
	case FORM_REF_UDATA:
		return reference(r, rt_cursor_uleb(r->c));
	case FORM_REF_SUP4:
		return shared_reference(r, 4);
	case FORM_REF_SUP8:
		return shared_reference(r, 8);
	case FORM_GNU_REF_ALT:
		return shared_reference(r, r->unit->offset_size);
	}
	return skipped(r, 8); // FORM_REF_SIG8: types
}

static struct value read_block(const struct reader *r, uint64_t form)
{
	switch (form) {
	case FORM_BLOCK1:
		return skipped(r, rt_cursor_unsigned(r->c, 1));
	case FORM_BLOCK2:
		return skipped(r, rt_cursor_unsigned(r->c, 2));
	case FORM_BLOCK4:
		return skipped(r, rt_cursor_unsigned(r->c, 4));
	case FORM_DATA16:
		return skipped(r, 16);
	}
	return skipped(r, rt_cursor_uleb(r->c));
}

static struct value read_number(const struct reader *r, uint64_t form)
{
	switch (form) {
	case FORM_DATA1:
	case FORM_FLAG:
		return number_value(rt_cursor_unsigned(r->c, 1));
	case FORM_DATA2:
		return number_value(rt_cursor_unsigned(r->c, 2));
	case FORM_DATA4:
		return number_value(rt_cursor_unsigned(r->c, 4));
	case FORM_DATA8:
		return number_value(rt_cursor_unsigned(r->c, 8));
	case FORM_SDATA:
		return number_value((uint64_t)rt_cursor_sleb(r->c));
	case FORM_UDATA:
	case FORM_LOCLISTX:
		return number_value(rt_cursor_uleb(r->c));
	case FORM_SEC_OFFSET:
		return number_value(rt_cursor_unsigned(r->c, r->unit->offset_size));
	case FORM_FLAG_PRESENT:
		return number_value(1);
	}
	r->c->failed = true;
	return (struct value){ 0 };
}

/* What the readers above are for. */
enum form_kind { KIND_NUMBER, KIND_STRING, KIND_ADDRESS, KIND_REFERENCE, KIND_BLOCK };

static const uint8_t kinds[FORM_ADDRX4 + 1] = {
	[FORM_ADDR] = KIND_ADDRESS,        [FORM_BLOCK2] = KIND_BLOCK,
	[FORM_BLOCK4] = KIND_BLOCK,        [FORM_STRING] = KIND_STRING,
	[FORM_BLOCK] = KIND_BLOCK,         [FORM_BLOCK1] = KIND_BLOCK,
	[FORM_STRP] = KIND_STRING,         [FORM_REF_ADDR] = KIND_REFERENCE,
	[FORM_REF1] = KIND_REFERENCE,      [FORM_REF2] = KIND_REFERENCE,
	[FORM_REF4] = KIND_REFERENCE,      [FORM_REF8] = KIND_REFERENCE,
	[FORM_REF_UDATA] = KIND_REFERENCE, [FORM_EXPRLOC] = KIND_BLOCK,
	[FORM_STRX] = KIND_STRING,         [FORM_ADDRX] = KIND_ADDRESS,
	[FORM_REF_SUP4] = KIND_REFERENCE,  [FORM_STRP_SUP] = KIND_STRING,
	[FORM_DATA16] = KIND_BLOCK,        [FORM_LINE_STRP] = KIND_STRING,
	[FORM_REF_SIG8] = KIND_REFERENCE,  [FORM_REF_SUP8] = KIND_REFERENCE,
	[FORM_STRX1] = KIND_STRING,        [FORM_STRX2] = KIND_STRING,
	[FORM_STRX3] = KIND_STRING,        [FORM_STRX4] = KIND_STRING,
	[FORM_ADDRX1] = KIND_ADDRESS,      [FORM_ADDRX2] = KIND_ADDRESS,
	[FORM_ADDRX3] = KIND_ADDRESS,      [FORM_ADDRX4] = KIND_ADDRESS,
};

static enum form_kind kind_of(uint64_t form)
{
	if (form == FORM_GNU_REF_ALT)
		return KIND_REFERENCE;
	if (form == FORM_GNU_STRP_ALT || form == FORM_GNU_STR_INDEX)
		return KIND_STRING;
	if (form == FORM_GNU_ADDR_INDEX)
		return KIND_ADDRESS;
	return form <= FORM_ADDRX4 ? (enum form_kind)kinds[form] : KIND_NUMBER;
}

static struct value read_value(const struct reader *r, uint64_t form)
{
	struct value value;
	if (form == FORM_INDIRECT)
		form = rt_cursor_uleb(r->c);
	if (form == FORM_RNGLISTX) {
		value = number_value(rt_cursor_uleb(r->c));
		value.is_index = true;
		return value;
	}
	switch (kind_of(form)) {
	case KIND_STRING:
		return read_string(r, form);
	case KIND_ADDRESS:
		return read_address(r, form);
	case KIND_REFERENCE:
		return read_reference(r, form);
	case KIND_BLOCK:
		return read_block(r, form);
	case KIND_NUMBER:
		break;
	}
	return read_number(r, form);
}

static void set_ranges(const struct reader *r, struct rt_entry *entry, const struct value *value)
{
	entry->has_ranges = true;
	entry->ranges = value->number + r->unit->ranges_base;
	if (value->is_index)
		entry->ranges = r->unit->rnglists_base +
				element(r, RT_DEBUG_RNGLISTS, r->unit->rnglists_base, value->number,
					r->unit->offset_size);
}

static void set(const struct reader *r, struct rt_entry *entry, uint64_t attribute,
		const struct value *value)
{
	switch (attribute) {
	case AT_SIBLING:
		entry->sibling = value->number;
		break;
	case AT_NAME:
		entry->name = value->text;
		break;
	case AT_LINKAGE_NAME:
	case AT_MIPS_LINKAGE_NAME:
		entry->linkage_name = value->text;
		break;
	case AT_COMP_DIR:
		entry->directory = value->text;
		break;
	case AT_STMT_LIST:
		entry->lines = value->number;
		break;
	case AT_LOW_PC:
		entry->has_low = true;
		entry->low = value->number;
		break;
	case AT_HIGH_PC:
		entry->has_high = true;
		entry->high = value->number + (value->is_address ? 0 : entry->low);
		break;
	case AT_RANGES:
		set_ranges(r, entry, value);
		break;
	case AT_ABSTRACT_ORIGIN:
	case AT_SPECIFICATION:
		entry->origin = value->number;
		entry->is_origin_shared = value->is_shared;
		break;
	case AT_CALL_FILE:
		entry->call_file = value->number;
		break;
	case AT_CALL_LINE:
		entry->call_line = value->number;
		break;
	case AT_DWO_NAME:
	case AT_GNU_DWO_NAME:
		entry->split_name = value->text;
		break;
	case AT_GNU_DWO_ID:
		entry->id = value->number;
		break;
	case AT_GNU_RANGES_BASE:
		entry->ranges_base = value->number;
		break;
	case AT_ADDR_BASE:
	case AT_GNU_ADDR_BASE:
		entry->addr_base = value->number;
		break;
	case AT_RNGLISTS_BASE:
		entry->rnglists_base = value->number;
		break;
	case AT_STR_OFFSETS_BASE:
		entry->str_offsets_base = value->number;
		break;
	}
}

bool rt_entry_read(const struct rt_dwarf *dwarf, const struct rt_unit *unit,
		   const struct rt_abbreviations *all, struct rt_cursor *c, struct rt_entry *entry)
{
	struct reader r = { dwarf, unit, c };
	*entry = (struct rt_entry){ .lines = UINT64_MAX };
	if (c->at >= c->end)
		return false;
	uint64_t code = rt_cursor_uleb(c);
	const struct rt_abbreviation *abbreviation = code ? find_abbreviation(all, code) : NULL;
	if (!code)
		return !c->failed;
	if (!abbreviation)
		return false;
	entry->tag = abbreviation->tag;
	entry->has_children = abbreviation->has_children;
	struct rt_cursor attributes = abbreviation->attributes;
	for (;;) {
		uint64_t name = rt_cursor_uleb(&attributes);
		uint64_t form = rt_cursor_uleb(&attributes);
		if (!name && !form)
			return !c->failed && !attributes.failed;
		struct value value = form == FORM_IMPLICIT_CONST
					     ? number_value((uint64_t)rt_cursor_sleb(&attributes))
					     : read_value(&r, form);
		set(&r, entry, name, &value);
		if (c->failed || attributes.failed)
			return false;
	}
}

struct rt_cursor rt_entries_at(const struct rt_dwarf *dwarf, const struct rt_unit *unit,
			       uint64_t offset)
{
	struct rt_cursor none = { 0 };
	if (offset < unit->root || offset >= unit->end)
		return none;
	struct rt_cursor c = rt_dwarf_at(dwarf, RT_DEBUG_INFO, offset);
	c.end = dwarf->parts[RT_DEBUG_INFO].bytes + unit->end;
	return c;
}
