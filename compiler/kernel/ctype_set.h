/*
 * The types of one BTF as C types. A type is made when it is first asked for,
 * together with everything that can be reached from it.
 */
#ifndef KERNEL_CTYPE_SET_H
#define KERNEL_CTYPE_SET_H

#include <bpf/btf.h>

#include "kernel/btf_index.h"
#include "kernel/ctype_make.h"

struct ctype_set;

/* Takes ownership of btf. base is the set of btf's base BTF, for a module's BTF, else NULL. */
struct ctype_set *ctype_set_new(struct ctype_maker *maker, struct btf *btf, struct ctype_set *base);

/* Frees the BTF; the types stay as long as the arena. NULL is allowed. */
void ctype_set_close(struct ctype_set *set);

/*
 * The types of the BTF in an object file: the script's own C as clang compiled it, or a traced binary's.
 * NULL with *error set to one line if it can't be read.
 */
struct ctype_set *ctype_read_object(struct arena *arena, struct interner *interner,
				    const char *path, enum ctype_origin origin, const char **error);

/* The type with a BTF id; void for an id that is none. */
const struct ctype *ctype_set_get(struct ctype_set *set, uint32_t id);

/* Struct, union or enum by tag. A struct that is only declared is found as CTYPE_FORWARD. */
const struct ctype *ctype_set_find(struct ctype_set *set, enum ctype_kind kind, const char *name);

/* What a typedef stands for; also finds int, float and the like by BTF's names of them. */
const struct ctype *ctype_set_find_typedef(struct ctype_set *set, const char *name);

const struct ctype *ctype_set_find_enumerator(struct ctype_set *set, const char *name,
					      uint64_t *value);

/* Prototype of a function. */
const struct ctype *ctype_set_find_function(struct ctype_set *set, const char *name);

/* The names of all functions that are not static, in the order of the BTF. */
const char *const *ctype_set_functions(struct ctype_set *set, size_t *count);

/* The BTF and the index of names, for look-ups that make no types. */
const struct btf *ctype_set_btf(const struct ctype_set *set);
struct btf_index *ctype_set_index(struct ctype_set *set);

/* The BTF as bytes: equal types made equally have equal ones. */
const void *ctype_set_bytes(const struct ctype_set *set, size_t *size);

/* The set's own types are those from the first id up to, not including, the end. */
uint32_t ctype_set_first_id(const struct ctype_set *set);
uint32_t ctype_set_end_id(const struct ctype_set *set);

#endif
