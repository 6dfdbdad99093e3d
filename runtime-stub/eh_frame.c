#include "eh_frame.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cfi.h"

/* How pointers are written (LSB, "DWARF Exception Header Encoding"). */
enum {
	ENCODING_FORMAT = 0x0f,
	ENCODING_FROM = 0x70,
	ENCODING_FROM_HERE = 0x10,
	ENCODING_INDIRECT = 0x80,
	ENCODING_OMIT = 0xff,
};

/* A section of entries; addresses are those of the file. */
struct section {
	const uint8_t *bytes;
	uint64_t size, address;
	const struct rt_cfi_machine *machine;
};

struct common {
	struct rt_cfi_common cfi;
	uint8_t encoding; /* of addresses */
	bool has_size;    /* of augmentation data */
};

static uint64_t address_of(const struct section *s, const struct rt_cursor *c)
{
	return s->address + (uint64_t)(c->at - s->bytes);
}

/* The number alone, not what it counts from. */
static uint64_t read_encoded(struct rt_cursor *c, uint8_t encoding)
{
	switch (encoding & ENCODING_FORMAT) {
	case 0x01:
		return rt_cursor_uleb(c);
	case 0x02:
		return rt_cursor_unsigned(c, 2);
	case 0x03:
		return rt_cursor_unsigned(c, 4);
	case 0x00:
	case 0x04:
	case 0x0c:
		return rt_cursor_unsigned(c, 8);
	case 0x09:
		return (uint64_t)rt_cursor_sleb(c);
	case 0x0a:
		return (uint64_t)rt_cursor_signed(c, 2);
	case 0x0b:
		return (uint64_t)rt_cursor_signed(c, 4);
	}
	c->failed = true;
	return 0;
}

static uint64_t read_address(const struct section *s, struct rt_cursor *c, uint8_t encoding)
{
	uint64_t here = address_of(s, c);
	uint64_t value = read_encoded(c, encoding);
	switch (encoding & (ENCODING_FROM | ENCODING_INDIRECT)) {
	case 0:
		return value;
	case ENCODING_FROM_HERE:
		return here + value;
	}
	c->failed = true;
	return 0;
}

/* An entry: what follows its length, and where that is. */
struct entry {
	struct rt_cursor body;
	uint64_t id, id_at;
};

/* false: there are no more. */
static bool next_entry(const struct section *s, struct rt_cursor *c, struct entry *entry)
{
	uint64_t size = rt_cursor_unsigned(c, 4);
	bool is_64 = size == UINT32_MAX;
	if (is_64)
		size = rt_cursor_unsigned(c, 8);
	if (!size || c->failed)
		return false;
	entry->body = (struct rt_cursor){ .at = c->at };
	rt_cursor_skip(c, size);
	entry->body.end = c->at;
	entry->id_at = (uint64_t)(entry->body.at - s->bytes);
	entry->id = rt_cursor_unsigned(&entry->body, is_64 ? 8 : 4);
	return !c->failed;
}

static void read_augmentation(struct rt_cursor *c, const char *letters, struct common *common)
{
	for (; *letters && !c->failed; letters++) {
		uint8_t encoding;
		switch (*letters) {
		case 'R':
			common->encoding = (uint8_t)rt_cursor_unsigned(c, 1);
			break;
		case 'L':
			rt_cursor_unsigned(c, 1);
			break;
		case 'P':
			encoding = (uint8_t)rt_cursor_unsigned(c, 1);
			if (encoding != ENCODING_OMIT)
				read_encoded(c, encoding);
			break;
		case 'S':
			common->cfi.is_signal = true;
			break;
		default: // B and G of arm64 have no operands, those that were never seen may have
			c->failed |= *letters != 'B' && *letters != 'G';
			break;
		}
	}
}

/* What the entries that refer to this one share. */
static bool read_common(const struct section *s, struct rt_cursor c, struct common *common)
{
	*common = (struct common){ .cfi.machine = s->machine };
	uint64_t version = rt_cursor_unsigned(&c, 1);
	const char *letters = (const char *)c.at;
	size_t length = strnlen(letters, (size_t)(c.end - c.at));
	rt_cursor_skip(&c, length + 1);
	common->cfi.code_factor = rt_cursor_uleb(&c);
	common->cfi.data_factor = rt_cursor_sleb(&c);
	if (version == 1)
		rt_cursor_unsigned(&c, 1); // number of the return address
	else
		rt_cursor_uleb(&c);
	common->has_size = length && letters[0] == 'z';
	if (c.failed || (version != 1 && version != 3) || (length && !common->has_size))
		return false;
	if (common->has_size) {
		uint64_t size = rt_cursor_uleb(&c);
		struct rt_cursor data = c;
		rt_cursor_skip(&c, size);
		data.end = c.at;
		read_augmentation(&data, letters + 1, common);
		c.failed |= data.failed;
	}
	common->cfi.instructions = c;
	return !c.failed;
}

/* The entry of a function. */
static void read_function(const struct section *s, const struct entry *entry,
			  const struct common *common, struct rt_cfi_rows *rows)
{
	struct rt_cursor c = entry->body;
	uint64_t begin = read_address(s, &c, common->encoding);
	uint64_t size = read_encoded(&c, common->encoding);
	if (common->has_size)
		rt_cursor_skip(&c, rt_cursor_uleb(&c));
	if (!c.failed && size && begin + size > begin)
		rt_cfi_run(&common->cfi, c, begin, size, rows);
}

/* Functions refer to what they share by its distance in front of them; mostly it is the same as before. */
static void read_entries(const struct section *s, struct rt_cfi_rows *rows)
{
	struct rt_cursor c = { .at = s->bytes, .end = s->bytes + s->size };
	struct common common;
	struct entry entry;
	uint64_t known = UINT64_MAX;
	bool is_good = false;
	while (!rows->failed && next_entry(s, &c, &entry)) {
		if (!entry.id || entry.id > entry.id_at)
			continue;
		uint64_t at = entry.id_at - entry.id;
		if (at != known) {
			struct rt_cursor there = { .at = s->bytes + at, .end = s->bytes + s->size };
			struct entry shared;
			known = at;
			is_good = next_entry(s, &there, &shared) && !shared.id &&
				  read_common(s, shared.body, &common);
		}
		if (is_good)
			read_function(s, &entry, &common, rows);
	}
}

/* What ends a function comes before what begins the next one at the same address. */
static int by_address(const void *a, const void *b)
{
	const struct rt_cfi_row *left = a;
	const struct rt_cfi_row *right = b;
	if (left->address != right->address)
		return left->address < right->address ? -1 : 1;
	if (left->is_end != right->is_end)
		return left->is_end ? -1 : 1;
	return memcmp(&left->row, &right->row, sizeof(left->row));
}

static bool is_same_rule(const struct abi_unwind_row *a, const struct abi_unwind_row *b)
{
	return a->cfa == b->cfa && a->place == b->place && a->frame == b->frame &&
	       a->rule == b->rule;
}

/* Between functions that are aligned is nothing that runs. */
#define MAX_PADDING 64

/* Whether the row at `next` takes the place of the one at `row`. */
static bool is_covered(const struct rt_cfi_row *row, const struct rt_cfi_row *next)
{
	return next->address == row->address ||
	       (row->is_end && next->address - row->address < MAX_PADDING);
}

/* Of one address the last counts; what says the same as the row before it is left out. */
static void shrink(const struct rt_cfi_rows *rows, struct rt_unwind_table *table)
{
	table->base = rows->items[0].address;
	for (size_t i = 0; i < rows->n; i++) {
		const struct rt_cfi_row *row = &rows->items[i];
		struct abi_unwind_row *last = table->n ? &table->rows[table->n - 1] : NULL;
		uint64_t address = row->address - table->base;
		if (address > UINT32_MAX)
			break;
		if ((i + 1 < rows->n && is_covered(row, row + 1)) ||
		    (last && is_same_rule(last, &row->row)))
			continue;
		table->rows[table->n] = row->row;
		table->rows[table->n++].address = (uint32_t)address;
	}
}

static int make_table(struct rt_cfi_rows *rows, struct rt_unwind_table *table)
{
	if (rows->failed)
		return -ENOMEM;
	if (!rows->n)
		return -ENOENT;
	qsort(rows->items, rows->n, sizeof(*rows->items), by_address);
	table->rows = malloc(rows->n * sizeof(*table->rows));
	if (!table->rows)
		return -ENOMEM;
	shrink(rows, table);
	return 0;
}

int rt_eh_frame_read(const struct rt_elf_image *image, struct rt_unwind_table *table)
{
	const struct rt_elf_section *found = rt_elf_image_section(image, ".eh_frame");
	struct rt_cfi_rows rows = { 0 };
	*table = (struct rt_unwind_table){ 0 };
	const struct rt_cfi_machine *machine = rt_cfi_machine(image->machine);
	if (!found || !image->is_64 || !machine)
		return -ENOENT;
	char *bytes = rt_elf_image_part(image, found->offset, found->size);
	struct section section = { (const uint8_t *)bytes, found->size, found->address, machine };
	if (!bytes)
		return -ENOENT;
	read_entries(&section, &rows);
	int err = make_table(&rows, table);
	free(rows.items);
	free(bytes);
	return err;
}

void rt_unwind_table_release(struct rt_unwind_table *table)
{
	free(table->rows);
	*table = (struct rt_unwind_table){ 0 };
}
