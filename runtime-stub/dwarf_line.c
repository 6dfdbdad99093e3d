#include <stdlib.h>
#include <string.h>

#include "dwarf_file.h"
#include "text.h"

/* Forms of the entries of a table of files. */
enum {
	FORM_STRING = 0x08,
	FORM_STRP = 0x0e,
	FORM_LINE_STRP = 0x1f,
	FORM_DATA1 = 0x0b,
	FORM_DATA2 = 0x05,
	FORM_DATA4 = 0x06,
	FORM_DATA8 = 0x07,
	FORM_DATA16 = 0x1e,
	FORM_BLOCK = 0x09,
	FORM_UDATA = 0x0f,
};

enum { CONTENT_PATH = 1, CONTENT_DIRECTORY = 2 };

/* The head of a program of lines. */
struct program {
	const struct rt_dwarf *dwarf;
	struct rt_cursor tables, code;
	uint8_t offset_size;
	uint16_t version;
	uint8_t min_length, line_range, opcode_base;
	int8_t line_base;
	const uint8_t *operands; /* of opcode i at [i - 1] */
};

/* Reads the head; *next is the offset of the next program. false: there is none. */
static bool open_program(const struct rt_dwarf *dwarf, uint64_t offset, struct program *p,
			 uint64_t *next)
{
	struct rt_cursor c = rt_dwarf_at(dwarf, RT_DEBUG_LINE, offset);
	const uint8_t *begin = dwarf->parts[RT_DEBUG_LINE].bytes;
	*p = (struct program){ .dwarf = dwarf, .offset_size = 4 };
	uint64_t size = rt_cursor_unsigned(&c, 4);
	if (size == UINT32_MAX) {
		p->offset_size = 8;
		size = rt_cursor_unsigned(&c, 8);
	}
	struct rt_cursor body = c;
	rt_cursor_skip(&c, size);
	*next = (uint64_t)(c.at - begin);
	if (c.failed || !size)
		return false;
	body.end = c.at;
	p->version = (uint16_t)rt_cursor_unsigned(&body, 2);
	if (p->version >= 5)
		rt_cursor_skip(&body, 2); // sizes of addresses and selectors
	size = rt_cursor_unsigned(&body, p->offset_size);
	p->tables = p->code = body;
	rt_cursor_skip(&p->code, size);
	p->tables.end = p->code.at;
	p->min_length = (uint8_t)rt_cursor_unsigned(&p->tables, 1);
	if (p->version >= 4)
		rt_cursor_unsigned(&p->tables, 1); // operations of an instruction
	rt_cursor_unsigned(&p->tables, 1);         // whether rows are statements
	p->line_base = (int8_t)rt_cursor_unsigned(&p->tables, 1);
	p->line_range = (uint8_t)rt_cursor_unsigned(&p->tables, 1);
	p->opcode_base = (uint8_t)rt_cursor_unsigned(&p->tables, 1);
	p->operands = p->tables.at;
	rt_cursor_skip(&p->tables, p->opcode_base ? p->opcode_base - 1u : 0);
	return p->version >= 2 && p->version <= 5 && p->line_range && p->opcode_base &&
	       !p->code.failed && !p->tables.failed;
}

struct row {
	uint64_t address, file;
	int64_t line;
	bool ends; /* behind the last byte */
};

/* Calls visit for each row until it says true. */
struct rows {
	bool (*visit)(void *context, const struct row *row);
	void *context;
};

enum {
	LNS_COPY = 1,
	LNS_ADVANCE_PC,
	LNS_ADVANCE_LINE,
	LNS_SET_FILE,
	LNS_SET_COLUMN,
	LNS_NEGATE,
	LNS_BLOCK,
	LNS_CONST_ADD_PC,
	LNS_FIXED_ADVANCE_PC,
};

enum { LNE_END = 1, LNE_SET_ADDRESS = 2 };

static const struct row first_row = { .file = 1, .line = 1 };

static void add_operation(const struct program *p, struct row *row, uint8_t opcode)
{
	unsigned adjusted = opcode - p->opcode_base;
	row->address += (uint64_t)(adjusted / p->line_range) * p->min_length;
	row->line += p->line_base + (int)(adjusted % p->line_range);
}

static bool run_extended(struct rt_cursor *c, struct row *row, const struct rows *rows)
{
	uint64_t size = rt_cursor_uleb(c);
	struct rt_cursor body = *c;
	rt_cursor_skip(c, size);
	body.end = c->at;
	uint8_t opcode = (uint8_t)rt_cursor_unsigned(&body, 1);
	if (opcode == LNE_SET_ADDRESS && (size == 9 || size == 5))
		row->address = rt_cursor_unsigned(&body, (unsigned)size - 1);
	if (opcode != LNE_END)
		return false;
	row->ends = true;
	bool is_done = rows->visit(rows->context, row);
	*row = first_row;
	return is_done;
}

static bool run_standard(const struct program *p, uint8_t opcode, struct rt_cursor *c,
			 struct row *row, const struct rows *rows)
{
	switch (opcode) {
	case LNS_COPY:
		return rows->visit(rows->context, row);
	case LNS_ADVANCE_PC:
		row->address += rt_cursor_uleb(c) * p->min_length;
		return false;
	case LNS_ADVANCE_LINE:
		row->line += rt_cursor_sleb(c);
		return false;
	case LNS_SET_FILE:
		row->file = rt_cursor_uleb(c);
		return false;
	case LNS_CONST_ADD_PC:
		row->address += (uint64_t)((255u - p->opcode_base) / p->line_range) * p->min_length;
		return false;
	case LNS_FIXED_ADVANCE_PC:
		row->address += rt_cursor_unsigned(c, 2);
		return false;
	}
	for (unsigned i = 0; i < p->operands[opcode - 1]; i++)
		rt_cursor_uleb(c);
	return false;
}

static void run(const struct program *p, const struct rows *rows)
{
	struct rt_cursor c = p->code;
	struct row row = first_row;
	bool is_done = false;
	while (c.at < c.end && !c.failed && !is_done) {
		uint8_t opcode = (uint8_t)rt_cursor_unsigned(&c, 1);
		if (opcode >= p->opcode_base) {
			add_operation(p, &row, opcode);
			is_done = rows->visit(rows->context, &row);
		} else if (opcode) {
			is_done = run_standard(p, opcode, &c, &row, rows);
		} else {
			is_done = run_extended(&c, &row, rows);
		}
	}
}

struct indexing {
	struct rt_dwarf *dwarf;
	uint64_t program, low;
	bool has_low;
};

static void add_range(struct rt_dwarf *dwarf, uint64_t low, uint64_t high, uint64_t program)
{
	if (dwarf->n_ranges == dwarf->ranges_room) {
		size_t room = dwarf->ranges_room ? dwarf->ranges_room * 2 : 256;
		struct rt_line_range *grown = realloc(dwarf->ranges, room * sizeof(*grown));
		if (!grown)
			return;
		dwarf->ranges = grown;
		dwarf->ranges_room = room;
	}
	dwarf->ranges[dwarf->n_ranges++] = (struct rt_line_range){ low, high, program };
}

/* What the linker has dropped begins at 0. */
static bool index_row(void *context, const struct row *row)
{
	struct indexing *indexing = context;
	if (!indexing->has_low)
		indexing->low = row->address;
	indexing->has_low = !row->ends;
	if (row->ends && indexing->low && row->address > indexing->low)
		add_range(indexing->dwarf, indexing->low, row->address, indexing->program);
	return false;
}

static int by_low(const void *a, const void *b)
{
	const struct rt_line_range *left = a;
	const struct rt_line_range *right = b;
	return (left->low > right->low) - (left->low < right->low);
}

void rt_dwarf_index_lines(struct rt_dwarf *dwarf)
{
	struct program p;
	uint64_t next = 0;
	for (uint64_t offset = 0; offset < dwarf->parts[RT_DEBUG_LINE].size; offset = next) {
		struct indexing indexing = { .dwarf = dwarf, .program = offset };
		struct rows rows = { index_row, &indexing };
		if (open_program(dwarf, offset, &p, &next))
			run(&p, &rows);
		if (next <= offset)
			break;
	}
	if (dwarf->n_ranges)
		qsort(dwarf->ranges, dwarf->n_ranges, sizeof(*dwarf->ranges), by_low);
}

uint64_t rt_dwarf_program(const struct rt_dwarf *dwarf, uint64_t address)
{
	size_t low = 0;
	size_t high = dwarf->n_ranges;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (dwarf->ranges[middle].low <= address)
			low = middle + 1;
		else
			high = middle;
	}
	return low && address < dwarf->ranges[low - 1].high ? dwarf->ranges[low - 1].program
							    : UINT64_MAX;
}

struct searching {
	uint64_t address;
	struct row before; /* the row that was visited last */
	bool has_before, is_found;
};

static bool search_row(void *context, const struct row *row)
{
	struct searching *s = context;
	s->is_found = s->has_before && s->before.address <= s->address && s->address < row->address;
	if (s->is_found)
		return true;
	s->before = *row;
	s->has_before = !row->ends;
	return false;
}

bool rt_dwarf_line(const struct rt_dwarf *dwarf, uint64_t program, uint64_t address, uint64_t *file,
		   unsigned *line)
{
	struct program p;
	uint64_t next;
	struct searching s = { .address = address };
	struct rows rows = { search_row, &s };
	if (!open_program(dwarf, program, &p, &next))
		return false;
	run(&p, &rows);
	*file = s.before.file;
	*line = (unsigned)s.before.line;
	return s.is_found && s.before.line > 0;
}

/* A path and its directory; NULL: there is none. */
struct path {
	const char *name;
	uint64_t directory;
};

static uint64_t read_form(const struct program *p, struct rt_cursor *c, uint64_t form,
			  const char **text)
{
	switch (form) {
	case FORM_STRING:
		*text = rt_cursor_string(c);
		return 0;
	case FORM_STRP:
		*text = rt_dwarf_string(p->dwarf, RT_DEBUG_STR,
					rt_cursor_unsigned(c, p->offset_size));
		return 0;
	case FORM_LINE_STRP:
		*text = rt_dwarf_string(p->dwarf, RT_DEBUG_LINE_STR,
					rt_cursor_unsigned(c, p->offset_size));
		return 0;
	case FORM_UDATA:
		return rt_cursor_uleb(c);
	case FORM_DATA1:
		return rt_cursor_unsigned(c, 1);
	case FORM_DATA2:
		return rt_cursor_unsigned(c, 2);
	case FORM_DATA4:
		return rt_cursor_unsigned(c, 4);
	case FORM_DATA8:
		return rt_cursor_unsigned(c, 8);
	case FORM_DATA16:
		rt_cursor_skip(c, 16);
		return 0;
	case FORM_BLOCK:
		rt_cursor_skip(c, rt_cursor_uleb(c));
		return 0;
	}
	c->failed = true;
	return 0;
}

/* Entry `wanted` of a table of DWARF 5; c is behind the table then. */
static struct path entry_of_5(const struct program *p, struct rt_cursor *c, uint64_t wanted)
{
	struct path found = { 0 };
	uint64_t n_formats = rt_cursor_unsigned(c, 1);
	struct rt_cursor formats = *c;
	for (uint64_t i = 0; i < 2 * n_formats; i++)
		rt_cursor_uleb(c);
	uint64_t n = rt_cursor_uleb(c);
	for (uint64_t i = 0; i < n && n_formats && !c->failed; i++) {
		struct rt_cursor format = formats;
		struct path path = { 0 };
		for (uint64_t j = 0; j < n_formats; j++) {
			uint64_t content = rt_cursor_uleb(&format);
			const char *text = NULL;
			uint64_t number = read_form(p, c, rt_cursor_uleb(&format), &text);
			if (content == CONTENT_PATH)
				path.name = text;
			else if (content == CONTENT_DIRECTORY)
				path.directory = number;
		}
		if (i == wanted)
			found = path;
	}
	return c->failed ? (struct path){ 0 } : found;
}

/* Entry `wanted`, from 1, of the directories before DWARF 5. */
static const char *directory_of_4(struct rt_cursor *c, uint64_t wanted)
{
	const char *found = NULL;
	uint64_t i = 1;
	for (const char *name = rt_cursor_string(c); *name; name = rt_cursor_string(c), i++)
		if (i == wanted)
			found = name;
	return found;
}

static struct path file_of_4(struct rt_cursor *c, uint64_t wanted)
{
	uint64_t i = 1;
	for (const char *name = rt_cursor_string(c); *name; name = rt_cursor_string(c), i++) {
		struct path path = { name, rt_cursor_uleb(c) };
		rt_cursor_uleb(c); // time
		rt_cursor_uleb(c); // size
		if (i == wanted)
			return path;
	}
	return (struct path){ 0 };
}

static char *join(const char *first, const char *second, const char *third)
{
	const char *const parts[] = { first, second, third };
	struct rt_text text = { 0 };
	for (int i = 0; i < 3; i++) {
		if (!parts[i] || !*parts[i])
			continue;
		if (parts[i][0] == '/')
			rt_text_cut(&text, 0);
		else if (text.length)
			rt_text_add_char(&text, '/');
		rt_text_add_string(&text, parts[i]);
	}
	const char *joined = text.length ? rt_text_string(&text) : NULL;
	char *copy = joined ? strdup(joined) : NULL;
	rt_text_release(&text);
	return copy;
}

char *rt_dwarf_file(const struct rt_dwarf *dwarf, uint64_t program, uint64_t file,
		    const char *directory)
{
	struct program p;
	uint64_t next;
	const char *below = NULL;
	struct path path;
	if (!open_program(dwarf, program, &p, &next))
		return NULL;
	struct rt_cursor directories = p.tables;
	struct rt_cursor files = p.tables;
	if (p.version >= 5) {
		entry_of_5(&p, &files, UINT64_MAX);
		path = entry_of_5(&p, &files, file);
		if (!directory)
			directory =
				entry_of_5(&p,
					   &(struct rt_cursor){ p.tables.at, p.tables.end, false },
					   0)
					.name;
		below = entry_of_5(&p, &directories, path.directory).name;
	} else {
		directory_of_4(&files, 0);
		path = file_of_4(&files, file);
		below = path.directory ? directory_of_4(&directories, path.directory) : NULL;
	}
	return path.name ? join(directory, below, path.name) : NULL;
}
