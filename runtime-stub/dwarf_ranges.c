#include "dwarf_entry.h"

/* Entries of .debug_rnglists. */
enum {
	RLE_END,
	RLE_BASE_ADDRESSX,
	RLE_STARTX_ENDX,
	RLE_STARTX_LENGTH,
	RLE_OFFSET_PAIR,
	RLE_BASE_ADDRESS,
	RLE_START_END,
	RLE_START_LENGTH,
};

/* A list of ranges that is being read. */
struct list {
	const struct rt_dwarf *dwarf;
	const struct rt_unit *unit;
	struct rt_cursor c;
	uint64_t base;
	uint64_t low, high; /* of the entry that was read last */
};

/* Before DWARF 5: pairs of addresses. false: that was the last one. */
static bool next_pair(struct list *l)
{
	uint8_t size = l->unit->address_size;
	uint64_t most = size == 8 ? UINT64_MAX : UINT32_MAX;
	uint64_t low = rt_cursor_unsigned(&l->c, size);
	uint64_t high = rt_cursor_unsigned(&l->c, size);
	l->low = l->high = 0;
	if (low == most)
		l->base = high;
	else if (low || high)
		l->low = l->base + low, l->high = l->base + high;
	else
		return false;
	return !l->c.failed;
}

static uint64_t address(struct list *l)
{
	return rt_cursor_unsigned(&l->c, l->unit->address_size);
}

static uint64_t indexed(struct list *l)
{
	uint64_t i = rt_cursor_uleb(&l->c);
	struct rt_cursor c = rt_dwarf_at(l->dwarf, RT_DEBUG_ADDR,
					 l->unit->addr_base + i * l->unit->address_size);
	return rt_cursor_unsigned(&c, l->unit->address_size);
}

static bool next_entry(struct list *l)
{
	uint64_t kind = rt_cursor_unsigned(&l->c, 1);
	l->low = l->high = 0;
	switch (kind) {
	case RLE_BASE_ADDRESSX:
		l->base = indexed(l);
		break;
	case RLE_BASE_ADDRESS:
		l->base = address(l);
		break;
	case RLE_STARTX_ENDX:
		l->low = indexed(l);
		l->high = indexed(l);
		break;
	case RLE_STARTX_LENGTH:
		l->low = indexed(l);
		l->high = l->low + rt_cursor_uleb(&l->c);
		break;
	case RLE_OFFSET_PAIR:
		l->low = l->base + rt_cursor_uleb(&l->c);
		l->high = l->base + rt_cursor_uleb(&l->c);
		break;
	case RLE_START_END:
		l->low = address(l);
		l->high = address(l);
		break;
	case RLE_START_LENGTH:
		l->low = address(l);
		l->high = l->low + rt_cursor_uleb(&l->c);
		break;
	default:
		return false;
	}
	return !l->c.failed;
}

bool rt_entry_contains(const struct rt_dwarf *dwarf, const struct rt_unit *unit,
		       const struct rt_entry *entry, uint64_t wanted)
{
	enum rt_dwarf_part part = unit->version >= 5 ? RT_DEBUG_RNGLISTS : RT_DEBUG_RANGES;
	if (entry->has_low && entry->has_high)
		return wanted >= entry->low && wanted < entry->high;
	if (!entry->has_ranges)
		return false;
	struct list l = {
		.dwarf = dwarf,
		.unit = unit,
		.c = rt_dwarf_at(dwarf, part, entry->ranges),
		.base = unit->low,
	};
	while (unit->version >= 5 ? next_entry(&l) : next_pair(&l))
		if (wanted >= l.low && wanted < l.high)
			return true;
	return false;
}
