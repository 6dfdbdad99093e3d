/*
 * The types of the script's own C, and how they go together with the kernel's of the same names:
 *
 *   what the script only declares, or uses without declaring it, is the kernel's;
 *   a struct of both is the kernel's, and so relocated, if the kernel's has all members that the
 *   script's names, in kinds that go together, or if only a header of the kernel's user-space API
 *   defines it beside the kernel (struct pt_regs has other names there); but not where it lies in user memory;
 *   else the script's definition holds as it stands.
 */
#ifndef KERNEL_SCRIPT_TYPES_H
#define KERNEL_SCRIPT_TYPES_H

#include <stdbool.h>
#include <stddef.h>

#include "kernel/ctype_set.h"
#include "kernel/kernel.h"

/* A struct or union that both have, and what was made of it. */
struct script_choice {
	const struct ctype *type; /* the script's */
	bool is_user;             /* in user memory: the script's; nothing else was looked at */
	bool is_kernel;           /* the kernel's is used */
	bool is_of_header;        /* then: because the script has its own from a header */
	const char *missing;      /* else: the member that the kernel's lacks, */
	const char *different;    /* or that is something else there */
	bool is_related;          /* else: the kernel's has some of its members, or one that is called nearly so */
};

struct script_types;

/*
 * own holds a typedef prefix<name> for each name that the script's C defines as a type (its
 * types are CTYPE_SCRIPT); NULL for a script without C. Both stay the caller's.
 */
struct script_types *script_types_new(struct arena *arena, struct ctype_set *own,
				      const char *prefix, struct kernel *kernel);

/* From now on the struct or union of that name counts as defined by a header of the kernel's; the name is kept. */
void script_types_add_header_tag(struct script_types *types, const char *name);

/* By tag: kind STRUCT, UNION or ENUM. is_user: of memory that is not the kernel's. */
const struct ctype *script_types_find(struct script_types *types, enum ctype_kind kind,
				      const char *name, bool is_user);

const struct ctype *script_types_find_typedef(struct script_types *types, const char *name,
					      bool is_user);

/* An enumerator of the script's C alone. */
const struct ctype *script_types_find_enumerator(struct script_types *types, const char *name,
						 uint64_t *value);

/* What was decided of a type of the script where it is not in user memory; NULL if nothing was. */
const struct script_choice *script_types_choice(const struct script_types *types,
						const struct ctype *type);

/* All that were decided so far, in the order of their first use. */
const struct script_choice *script_types_choices(const struct script_types *types, size_t *count);

#endif
