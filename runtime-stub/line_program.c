#include "line_program.h"

#include <stdlib.h>
#include <string.h>

/* What is left to read; a read behind the end gives 0 and is noted. */
struct cursor {
	const uint8_t *at, *end;
	bool is_broken;
};

static uint64_t read_number(struct cursor *c, size_t size)
{
	uint64_t number = 0;
	if ((size_t)(c->end - c->at) < size) {
		c->is_broken = true;
		c->at = c->end;
		return 0;
	}
	for (size_t i = 0; i < size && i < 8; i++) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
		number |= (uint64_t)c->at[i] << 8 * i;
#else
		number = number << 8 | c->at[i];
#endif
	}
	c->at += size;
	return number;
}

static uint64_t read_leb(struct cursor *c, bool is_signed)
{
	uint64_t number = 0;
	unsigned shift = 0;
	uint8_t byte = 0x80;
	while (byte & 0x80 && !c->is_broken) {
		byte = (uint8_t)read_number(c, 1);
		if (shift < 64)
			number |= (uint64_t)(byte & 0x7f) << shift;
		shift += 7;
	}
	if (is_signed && byte & 0x40 && shift < 64)
		number |= ~(uint64_t)0 << shift;
	return number;
}

static const char *read_text(struct cursor *c)
{
	const uint8_t *nul = memchr(c->at, 0, (size_t)(c->end - c->at));
	const char *text = (const char *)c->at;
	if (!nul) {
		c->is_broken = true;
		return "";
	}
	c->at = nul + 1;
	return text;
}

static const char *text_at(const struct rt_line_bytes *section, uint64_t offset)
{
	if (offset >= section->size ||
	    !memchr(section->bytes + offset, 0, section->size - (size_t)offset))
		return "";
	return (const char *)section->bytes + offset;
}

/* --- the header --- */

struct table {
	const struct rt_line_sections *sections;
	struct cursor rest; /* behind what is read */
	unsigned version, offset_size, minimum, line_range, opcode_base;
	int line_base;
	bool is_statement;
	const uint8_t *operands; /* of the standard opcodes, from 1 */
	const char **directories;
	size_t n_directories;
	bool *is_wanted; /* by file */
	size_t n_files;
};

/* More files or directories than this are a broken table. */
#define MAX_FILES 1000000

static bool grow(void **items, size_t size, size_t n)
{
	if (n & (n - 1))
		return true;
	void *grown = n < MAX_FILES ? realloc(*items, (n ? 2 * n : 1) * size) : NULL;
	if (grown)
		*items = grown;
	return grown;
}

static bool add_directory(struct table *t, const char *name)
{
	if (!grow((void **)&t->directories, sizeof(*t->directories), t->n_directories))
		return false;
	t->directories[t->n_directories++] = name;
	return true;
}

/* Whether `path` ends with the text, from the start of a component; gives what is left of the text. */
static bool ends_with(const char *path, const char *text, size_t *left)
{
	size_t length = strlen(path);
	if (*left <= length && !strncmp(path + length - *left, text, *left) &&
	    (*left == length || path[length - *left - 1] == '/')) {
		*left = 0;
		return true;
	}
	if (*left <= length || strncmp(text + *left - length, path, length) != 0 ||
	    text[*left - length - 1] != '/')
		return false;
	*left -= length + 1;
	return true;
}

static bool is_wanted_file(const struct table *t, const char *name, uint64_t directory,
			   const char *file)
{
	size_t left = strlen(file);
	if (!ends_with(name, file, &left))
		return false;
	if (!left || *name == '/')
		return !left;
	const char *outer = directory < t->n_directories ? t->directories[directory] : "";
	return ends_with(outer, file, &left) && !left;
}

static bool add_file(struct table *t, const char *name, uint64_t directory, const char *file)
{
	if (!grow((void **)&t->is_wanted, sizeof(*t->is_wanted), t->n_files))
		return false;
	t->is_wanted[t->n_files++] = is_wanted_file(t, name, directory, file);
	return true;
}

/* Up to DWARF 4: texts, up to an empty one. Number 0 is the directory of the compilation, and no file. */
static bool read_old_files(struct table *t, const char *file)
{
	struct cursor *c = &t->rest;
	bool is_good = add_directory(t, "") && add_file(t, "", 0, file);
	for (const char *name = read_text(c); *name && is_good; name = read_text(c))
		is_good = add_directory(t, name);
	for (const char *name = read_text(c); *name && is_good; name = read_text(c)) {
		uint64_t directory = read_leb(c, false);
		read_leb(c, false); // time
		read_leb(c, false); // size
		is_good = add_file(t, name, directory, file);
	}
	return is_good && !c->is_broken;
}

enum {
	FORM_DATA2 = 0x05,
	FORM_DATA4 = 0x06,
	FORM_DATA8 = 0x07,
	FORM_TEXT = 0x08,
	FORM_BLOCK = 0x09,
	FORM_DATA1 = 0x0b,
	FORM_TEXT_OFFSET = 0x0e,
	FORM_UDATA = 0x0f,
	FORM_DATA16 = 0x1e,
	FORM_LINE_TEXT_OFFSET = 0x1f,
};

enum { CONTENT_PATH = 1, CONTENT_DIRECTORY = 2 };

/* One value: a text, or a number. False: of a form that line tables do not have. */
static bool read_form(struct table *t, uint64_t form, const char **text, uint64_t *number)
{
	struct cursor *c = &t->rest;
	switch (form) {
	case FORM_TEXT:
		*text = read_text(c);
		return true;
	case FORM_TEXT_OFFSET:
		*text = text_at(&t->sections->texts, read_number(c, t->offset_size));
		return true;
	case FORM_LINE_TEXT_OFFSET:
		*text = text_at(&t->sections->line_texts, read_number(c, t->offset_size));
		return true;
	case FORM_UDATA:
		*number = read_leb(c, false);
		return true;
	case FORM_DATA1:
		*number = read_number(c, 1);
		return true;
	case FORM_DATA2:
		*number = read_number(c, 2);
		return true;
	case FORM_DATA4:
		*number = read_number(c, 4);
		return true;
	case FORM_DATA8:
		*number = read_number(c, 8);
		return true;
	case FORM_DATA16:
		read_number(c, 16);
		return true;
	case FORM_BLOCK:
		read_number(c, read_leb(c, false));
		return true;
	default:
		return false;
	}
}

/* Of DWARF 5: entries whose form stands in front of them; of directories (file NULL) or files. */
static bool read_entries(struct table *t, const char *file)
{
	struct cursor *c = &t->rest;
	struct cursor formats;
	unsigned n_formats = (unsigned)read_number(c, 1);
	formats = *c;
	for (unsigned i = 0; i < 2 * n_formats; i++)
		read_leb(c, false);
	uint64_t n = read_leb(c, false);
	for (uint64_t i = 0; i < n && !c->is_broken; i++) {
		struct cursor format = formats;
		const char *name = "";
		uint64_t directory = 0;
		for (unsigned k = 0; k < n_formats; k++) {
			const char *text = "";
			uint64_t number = 0;
			uint64_t content = read_leb(&format, false);
			if (!read_form(t, read_leb(&format, false), &text, &number))
				return false;
			name = content == CONTENT_PATH ? text : name;
			directory = content == CONTENT_DIRECTORY ? number : directory;
		}
		if (!(file ? add_file(t, name, directory, file) : add_directory(t, name)))
			return false;
	}
	return !c->is_broken;
}

static bool read_header(struct table *t, const char *file)
{
	struct cursor *c = &t->rest;
	t->version = (unsigned)read_number(c, 2);
	if (t->version < 2 || t->version > 5)
		return false;
	if (t->version == 5)
		read_number(c, 2); // sizes of addresses and segments
	uint64_t size = read_number(c, t->offset_size);
	if (size > (uint64_t)(c->end - c->at))
		return false;
	const uint8_t *program = c->at + size;
	t->minimum = (unsigned)read_number(c, 1);
	if (t->version >= 4)
		read_number(c, 1); // operations in an instruction
	t->is_statement = read_number(c, 1);
	t->line_base = (int8_t)read_number(c, 1);
	t->line_range = (unsigned)read_number(c, 1);
	t->opcode_base = (unsigned)read_number(c, 1);
	t->operands = c->at - 1;
	if (!t->opcode_base || !t->line_range)
		return false;
	for (unsigned i = 1; i < t->opcode_base; i++)
		read_number(c, 1);
	bool is_good = t->version == 5 ? read_entries(t, NULL) && read_entries(t, file)
				       : read_old_files(t, file);
	c->at = program;
	return is_good;
}

/* --- the program --- */

enum {
	OP_EXTENDED,
	OP_COPY,
	OP_ADVANCE_PC,
	OP_ADVANCE_LINE,
	OP_SET_FILE,
	OP_SET_COLUMN,
	OP_NEGATE_STATEMENT,
	OP_SET_BASIC_BLOCK,
	OP_CONST_ADD_PC,
	OP_FIXED_ADVANCE_PC,
};

enum { OP_END_SEQUENCE = 1, OP_SET_ADDRESS = 2 };

struct machine {
	const struct table *table;
	struct rt_line_row row;
	uint64_t file;
	void (*visit)(void *context, const struct rt_line_row *row);
	void *context;
};

static void reset(struct machine *m)
{
	m->row = (struct rt_line_row){ .line = 1, .is_statement = m->table->is_statement };
	m->file = 1;
}

static void emit(struct machine *m)
{
	m->row.is_wanted_file = m->file < m->table->n_files && m->table->is_wanted[m->file];
	m->visit(m->context, &m->row);
}

static void run_extended(struct machine *m, struct cursor *c)
{
	uint64_t size = read_leb(c, false);
	if (!size || size > (uint64_t)(c->end - c->at)) {
		c->is_broken = true;
		return;
	}
	const uint8_t *end = c->at + size;
	switch (read_number(c, 1)) {
	case OP_END_SEQUENCE:
		m->row.is_end = true;
		emit(m);
		reset(m);
		break;
	case OP_SET_ADDRESS:
		m->row.address = read_number(c, size - 1 <= 8 ? size - 1 : 8);
		break;
	default:
		break;
	}
	c->at = end;
}

static void advance(struct machine *m, uint64_t n)
{
	m->row.address += n * m->table->minimum;
}

static void run_standard(struct machine *m, struct cursor *c, unsigned opcode)
{
	const struct table *t = m->table;
	switch (opcode) {
	case OP_EXTENDED:
		run_extended(m, c);
		break;
	case OP_COPY:
		emit(m);
		break;
	case OP_ADVANCE_PC:
		advance(m, read_leb(c, false));
		break;
	case OP_ADVANCE_LINE:
		m->row.line += read_leb(c, true);
		break;
	case OP_SET_FILE:
		m->file = read_leb(c, false);
		break;
	case OP_SET_COLUMN:
		m->row.column = read_leb(c, false);
		break;
	case OP_NEGATE_STATEMENT:
		m->row.is_statement = !m->row.is_statement;
		break;
	case OP_CONST_ADD_PC:
		advance(m, (255 - t->opcode_base) / t->line_range);
		break;
	case OP_FIXED_ADVANCE_PC:
		m->row.address += read_number(c, 2);
		break;
	default: // of no meaning here: past its operands
		for (unsigned i = 0; i < t->operands[opcode]; i++)
			read_leb(c, false);
		break;
	}
}

static void run(struct machine *m, struct cursor *c)
{
	const struct table *t = m->table;
	reset(m);
	while (c->at < c->end && !c->is_broken) {
		unsigned opcode = (unsigned)read_number(c, 1);
		if (opcode < t->opcode_base) {
			run_standard(m, c, opcode);
			continue;
		}
		opcode -= t->opcode_base;
		advance(m, opcode / t->line_range);
		m->row.line += (uint64_t)(t->line_base + (int)(opcode % t->line_range));
		emit(m);
	}
}

void rt_line_program_run(const struct rt_line_sections *sections, const char *file,
			 void (*visit)(void *context, const struct rt_line_row *row), void *context)
{
	const struct rt_line_bytes *lines = &sections->lines;
	struct cursor all = { lines->bytes, lines->bytes + lines->size, false };
	while (all.at < all.end && !all.is_broken) {
		struct table table = { .sections = sections, .offset_size = 4 };
		uint64_t size = read_number(&all, 4);
		if (size == 0xffffffff) {
			table.offset_size = 8;
			size = read_number(&all, 8);
		}
		if (size > (uint64_t)(all.end - all.at))
			return;
		table.rest = (struct cursor){ all.at, all.at + size, false };
		all.at += size;
		if (read_header(&table, file)) {
			struct machine machine = { .table = &table,
						   .visit = visit,
						   .context = context };
			run(&machine, &table.rest);
		}
		free(table.directories);
		free(table.is_wanted);
	}
}
