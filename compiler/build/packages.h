/*
 * Which versions of Debian's packages a tool is made with, for its bill of materials.
 */
#ifndef BUILD_PACKAGES_H
#define BUILD_PACKAGES_H

#include "base/arena.h"
#include "base/vec.h"
#include "build/arch.h"

typedef VEC(const char *) package_words;

/*
 * Adds a definition PACKAGE_<id> for each row of skeleton/part.def, as parts.h wants them: the version that
 * dpkg has installed, for the machine of the tool where it matters; NULL where there is none.
 */
void packages_define(struct arena *arena, const struct arch *arch, package_words *words);

#endif
