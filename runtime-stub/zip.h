/*
 * Files in a ZIP archive, such as the libraries of an application (.apk), which run from where they are in it.
 */
#ifndef RUNTIME_STUB_ZIP_H
#define RUNTIME_STUB_ZIP_H

#include <stdint.h>

struct rt_zip_entry {
	uint64_t offset, size; /* of its bytes in the archive */
};

/*
 * The entry of that name in the archive that fd has. -ENOENT: there is none; -ENOTSUP: it is compressed, so that
 * no process can run it there; -EINVAL: no ZIP archive. Archives of 4 GiB and more are not read.
 */
int rt_zip_find(int fd, const char *name, struct rt_zip_entry *entry);

/* Its bytes as a file of their own: a descriptor, or a negative errno. */
int rt_zip_copy(int fd, const struct rt_zip_entry *entry);

#endif
