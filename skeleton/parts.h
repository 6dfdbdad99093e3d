/*
 * The table of what is linked into an executable, for the generated file that defines its entry.
 * Versions are those of the headers that this file is compiled with, so of the libraries that it is linked
 * with; tracec adds the versions of the packages, where there are packages (PACKAGE_<id>).
 */
#ifndef SKELETON_PARTS_H
#define SKELETON_PARTS_H

#include <bpf/libbpf_version.h>
#include <elfutils/version.h>
#include <features.h>
#include <lzma.h>
#include <zlib.h>

#include "abi.h"

#define PART_STRING(x) #x
#define PART_TEXT(x)   PART_STRING(x)

/* Weak: whether something refers to it is not changed by asking. Their types do not matter here. */
#define PART_ALWAYS part_always
#define PART(id, name, package, version, license, origin, symbol) \
	extern const char part_symbol_##id[] __asm__(PART_TEXT(symbol)) __attribute__((weak));
#define BUILD_TOOL(id, name, package, version)
#include "part.def"

static const struct abi_part entry_parts[] = {
#define PART(id, name, package, version, license, origin, symbol) \
	{ name,                                                   \
	  version,                                                \
	  package,                                                \
	  PACKAGE_##id,                                           \
	  license,                                                \
	  origin,                                                 \
	  part_symbol_##id,                                       \
	  __builtin_strcmp(PART_TEXT(symbol), PART_TEXT(PART_ALWAYS)) == 0 },
#define BUILD_TOOL(id, name, package, version) \
	{ name, version, package, PACKAGE_##id, NULL, NULL, NULL, false },
#include "part.def"
};

#endif
