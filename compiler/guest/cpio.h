/*
 * An initramfs: a cpio archive in the format newc, compressed by gzip, which the kernel unpacks into its first root. Everything in
 * it belongs to root and has no time, whoever makes it: the same files give the same bytes.
 */
#ifndef GUEST_CPIO_H
#define GUEST_CPIO_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

struct cpio;

/* NULL with *error set. Names in the archive are without a leading '/'; directories are made as needed. */
struct cpio *cpio_create(struct arena *arena, const char *path, const char **error);
void cpio_directory(struct cpio *cpio, const char *name);
void cpio_text(struct cpio *cpio, const char *name, const void *data, size_t size, unsigned mode);
/* A device, as makedev() numbers it. */
void cpio_device(struct cpio *cpio, const char *name, unsigned major, unsigned minor);
/* A copy of a file of the host. */
void cpio_file(struct cpio *cpio, const char *name, const char *path, unsigned mode);
/* A copy of a directory of the host and of what is in it; links are followed; "": into the root. */
void cpio_tree(struct cpio *cpio, const char *name, const char *path);
/* Ends the archive. False with *error set if anything failed on the way; then the file is gone. */
bool cpio_finish(struct cpio *cpio, const char **error);

#endif
