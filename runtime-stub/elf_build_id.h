/*
 * What tells one build of a file from another.
 */
#ifndef RUNTIME_STUB_ELF_BUILD_ID_H
#define RUNTIME_STUB_ELF_BUILD_ID_H

#include <stdbool.h>
#include <stddef.h>

struct rt_elf;

#define RT_BUILD_ID_TEXT 65 /* of hex digits, with the NUL; longer ones are cut */

/* False: the file has none. */
bool rt_elf_build_id(struct rt_elf *elf, char text[RT_BUILD_ID_TEXT]);

#endif
