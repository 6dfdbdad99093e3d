/*
 * Debug information of a file: its sections, uncompressed, and the indexes of what is asked
 * for. Of DWARF 2 to 5, 64-bit and 32-bit programs. Nothing in the file is believed.
 */
#ifndef RUNTIME_STUB_DWARF_FILE_H
#define RUNTIME_STUB_DWARF_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cursor.h"
#include "elf_image.h"

enum rt_dwarf_part {
	RT_DEBUG_LINE,
	RT_DEBUG_LINE_STR,
	RT_DEBUG_STR,
	RT_DEBUG_INFO,
	RT_DEBUG_ABBREV,
	RT_DEBUG_RANGES,
	RT_DEBUG_RNGLISTS,
	RT_DEBUG_ADDR,
	RT_DEBUG_STR_OFFSETS,
	N_RT_DWARF_PARTS
};

struct rt_dwarf_section {
	uint8_t *bytes;
	size_t size;
};

/* Code without a gap, and the program of lines that describes it. */
struct rt_line_range {
	uint64_t low, high;
	uint64_t program; /* offset in .debug_line */
};

/* A compilation. */
struct rt_unit {
	uint64_t offset, end; /* in .debug_info */
	uint64_t root;        /* of its first entry */
	uint64_t abbreviations;
	uint64_t lines; /* its program of lines; UINT64_MAX: none */
	uint64_t low;   /* what its ranges count from */
	uint64_t addr_base, rnglists_base, str_offsets_base, ranges_base;
	const char *directory; /* NULL: not told */
	const char *split_name; /* its entries are in a file of this name (.dwo); NULL: they are here */
	uint64_t id; /* the same in both halves of a split one */
	uint16_t version;
	uint8_t address_size, offset_size;
};

struct rt_dwarf_split;
struct rt_dwarf_package;

struct rt_dwarf {
	struct rt_dwarf_section parts[N_RT_DWARF_PARTS];
	struct rt_dwarf *supplement; /* what several files share, of dwz; NULL: none */
	struct rt_line_range *ranges; /* by low */
	size_t n_ranges, ranges_room;
	struct rt_unit *units; /* by offset */
	size_t n_units, units_room;
	struct rt_dwarf_split *splits; /* other halves of its units that were asked for */
	struct rt_dwarf_package *package; /* of other halves; NULL: there is none */
};

/* -ENOENT: it has no lines. Release it whatever is returned. */
int rt_dwarf_open(const struct rt_elf_image *image, struct rt_dwarf *dwarf);
void rt_dwarf_release(struct rt_dwarf *dwarf);

/* Reads what the file shares with others (.gnu_debugaltlink), where it is told or by its build id. */
void rt_dwarf_open_supplement(const struct rt_elf_image *image, struct rt_dwarf *dwarf);
/* Bytes of all sections. */
size_t rt_dwarf_size(const struct rt_dwarf *dwarf);

/* The bytes of a part from an offset on; none if it is beyond its end. */
struct rt_cursor rt_dwarf_at(const struct rt_dwarf *dwarf, enum rt_dwarf_part part,
			     uint64_t offset);
/* A string there; NULL: there is none. */
const char *rt_dwarf_string(const struct rt_dwarf *dwarf, enum rt_dwarf_part part, uint64_t offset);

/* -- dwarf_line.c -- */

void rt_dwarf_index_lines(struct rt_dwarf *dwarf);

/* A place in the source. */
struct rt_source {
	char *file; /* the caller's; NULL: not known */
	unsigned line;
};

/* The program that describes an address; UINT64_MAX: none. */
uint64_t rt_dwarf_program(const struct rt_dwarf *dwarf, uint64_t address);
/* What is at an address; the number of the file is the program's own. */
bool rt_dwarf_line(const struct rt_dwarf *dwarf, uint64_t program, uint64_t address, uint64_t *file,
		   unsigned *line);
/* The path of a file of a program, in new memory. `directory` is that of the compilation, or NULL. */
char *rt_dwarf_file(const struct rt_dwarf *dwarf, uint64_t program, uint64_t file,
		    const char *directory);

/* -- dwarf_unit.c -- */

void rt_dwarf_index_units(struct rt_dwarf *dwarf);
/* The one with this program of lines; NULL: none. */
const struct rt_unit *rt_dwarf_unit(const struct rt_dwarf *dwarf, uint64_t program);

/* -- dwarf_sections.c -- */

/* The sections whose names end in the suffix, and no indexes. */
void rt_dwarf_read_parts(const struct rt_elf_image *image, const char *suffix,
			 struct rt_dwarf *dwarf);

/* -- dwarf_split.c -- */

/*
 * Where the entries of a unit are: in the unit itself, or in the other half of a split one, which is read when it is
 * first asked for, out of the package if that has it; *dwarf becomes the file that has them. Until the next call. NULL: that file is not there, or is of another
 * build.
 */
const struct rt_unit *rt_dwarf_whole_unit(struct rt_dwarf *of, const struct rt_unit *unit,
					  const struct rt_dwarf **dwarf);
void rt_dwarf_release_splits(struct rt_dwarf *dwarf);
size_t rt_dwarf_splits_size(const struct rt_dwarf *dwarf);

/* -- dwarf_package.c -- */

/* Opens the package beside a file (NAME.dwp), if units of it are elsewhere and none is open yet. */
void rt_dwarf_open_package(const struct rt_elf_image *image, struct rt_dwarf *dwarf);
void rt_dwarf_release_package(struct rt_dwarf *dwarf);
size_t rt_dwarf_package_size(const struct rt_dwarf *dwarf);

/* The parts of the unit with this id; RT_DEBUG_STR is borrowed from the package. false: it is not in there. */
bool rt_dwarf_read_packed(const struct rt_dwarf *of, uint64_t id, struct rt_dwarf *dwarf);

/* -- dwarf_inline.c -- */

#define RT_MAX_INLINED 32

/* A function that was inlined. */
struct rt_inlined {
	const char *name; /* as in the file; NULL: not known */
	uint64_t file;    /* where it was called */
	unsigned line;
};

/* Those at an address, the outermost first; how many. */
size_t rt_dwarf_inlined(const struct rt_dwarf *dwarf, const struct rt_unit *unit, uint64_t address,
			struct rt_inlined inlined[RT_MAX_INLINED]);

#endif
