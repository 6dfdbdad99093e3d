/*
 * Files of a build: whole-file reading and writing, the work directory, and
 * outputs that appear complete or not at all.
 */
#ifndef BUILD_FILES_H
#define BUILD_FILES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/*
 * Reads a file ("-" is standard input) of at most max bytes. NULL with *error
 * set to one line ("x.bt: No such file or directory") if that fails. The text is NUL-terminated.
 */
char *file_read(struct arena *arena, const char *path, size_t max, size_t *size,
		const char **error);

/* Writes a file in one go. False with *error set; then nothing is left of it. */
bool file_write(struct arena *arena, const char *path, const void *data, size_t size,
		const char **error);

/*
 * Moves or copies the finished file `from` to `to`: to a temporary name beside
 * it, then renamed, with the given mode. On failure `to` is as it was.
 */
bool file_install(struct arena *arena, const char *from, const char *to, unsigned mode,
		  const char **error);

/* The same for text in memory. */
bool file_install_text(struct arena *arena, const char *to, const void *data, size_t size,
		       unsigned mode, const char **error);

/* A new private directory under $TMPDIR or /tmp; removed with workdir_remove. NULL with *error. */
const char *workdir_make(struct arena *arena, const char **error);

/* Removes the directory and the plain files in it. */
void workdir_remove(const char *path);

/* "a/b/opens.bt" -> "opens"; a name without the extension is kept. */
const char *path_stem(struct arena *arena, const char *path);
const char *path_base(const char *path);

/* The same path from the root. */
const char *path_full(struct arena *arena, const char *path);

/* The directory that the path's last part is in, from the root, without a slash at its end. */
const char *path_directory(struct arena *arena, const char *path);

/* Makes a directory and its parents; true if it is there afterwards. */
bool make_directories(const char *path);

#endif
