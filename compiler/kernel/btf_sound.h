/*
 * Whether libbpf's dumper may be let loose on a BTF: it trusts that ids and names exist and that no
 * type contains itself, which a damaged file does not promise.
 */
#ifndef KERNEL_BTF_SOUND_H
#define KERNEL_BTF_SOUND_H

#include <bpf/btf.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/* Looks at the types from first_id on; those below are those of a sound base. */
bool btf_is_sound(struct arena *arena, const struct btf *btf, uint32_t first_id);

#endif
