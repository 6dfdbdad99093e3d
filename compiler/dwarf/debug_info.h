/*
 * The debug information (DWARF) of a program or library on this machine: what its functions take, and
 * its types. It is in the file itself, or in a separate one that is found by build id or
 * .gnu_debuglink, beside the file or in /usr/lib/debug.
 *
 * Types are as the file on this machine has them: nothing of them is relocated where a tool runs.
 */
#ifndef DWARF_DEBUG_INFO_H
#define DWARF_DEBUG_INFO_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/intern.h"
#include "kernel/ctype.h"

struct debug_info;

/*
 * By a path. NULL with *error set to a few words that go behind a colon. What is given lives in the
 * arena, but holds files open: close it before the arena is freed.
 */
struct debug_info *debug_info_open(struct arena *arena, struct interner *interner, const char *path,
				   const char **error);
void debug_info_close(struct debug_info *info); /* NULL allowed */

/* Of the file, in hex digits; NULL: it has none. */
const char *debug_info_build_id(const struct debug_info *info);

/*
 * The prototype (CTYPE_FUNCTION) of a function, by the name of its symbol; is_cpp: by its name in C++,
 * without parameters ("a::f") if only one function has it, else with them ("a::f(int)"). NULL with
 * *error set as above.
 */
const struct ctype *debug_info_function(struct debug_info *info, const char *name, bool is_cpp,
					const char **error);

/* The prototype by the name of the symbol alone; NULL if it is not described. Fast for many. */
const struct ctype *debug_info_symbol(struct debug_info *info, const char *symbol);

/* struct, union or enum by tag, and typedefs and base types by name; NULL if there is none. */
const struct ctype *debug_info_type(struct debug_info *info, enum ctype_kind kind,
				    const char *name);
const struct ctype *debug_info_typedef(struct debug_info *info, const char *name);

#endif
