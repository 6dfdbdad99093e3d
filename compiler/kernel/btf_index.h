/*
 * Names of one BTF, found by hash. Types, functions and enumerators are gone through
 * when one of them is first asked for.
 */
#ifndef KERNEL_BTF_INDEX_H
#define KERNEL_BTF_INDEX_H

#include <bpf/btf.h>
#include <stdint.h>

#include "base/arena.h"

struct btf_index;

/* Types from first_id on: those of the BTF itself, without its base. The BTF is borrowed. */
struct btf_index *btf_index_new(struct arena *arena, const struct btf *btf, uint32_t first_id);

/*
 * Id of the first type of a BTF_KIND with that name, 0 if there is none. BTF_KIND_ENUM
 * finds ENUM64 too, and an enum with values before one without.
 */
uint32_t btf_index_find(struct btf_index *index, uint32_t kind, const char *name);

/* Id of the enum that has the enumerator, its place to *place; 0 if there is none. */
uint32_t btf_index_find_enumerator(struct btf_index *index, const char *name, uint32_t *place);

/* Name of a type, "" if it has none. */
const char *btf_type_name(const struct btf *btf, uint32_t name_offset);

#endif
