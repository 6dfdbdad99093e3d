/*
 * What a bootable kernel image says of itself.
 */
#ifndef GUEST_IMAGE_H
#define GUEST_IMAGE_H

#include "base/arena.h"

/* As uname -r will give it; NULL: the image does not say, or is of another kind. */
const char *image_release(struct arena *arena, const char *path);

#endif
