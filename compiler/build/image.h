/*
 * An executable as an image for containers: the layout of the OCI image specification 1.0, as a tar file. It
 * has one layer with one file, which is the entry point, and nothing else: no shell, no libraries.
 */
#ifndef BUILD_IMAGE_H
#define BUILD_IMAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "build/arch.h"

/*
 * Writes the image of the executable in `data` to a file, complete or not at all. `name` is the file's in the
 * image, and the image's title. Same executable, same bytes. False with *error.
 */
bool image_write(struct arena *arena, const char *to, const char *name, const struct arch *arch,
		 const void *data, size_t size, const char **error);

#endif
