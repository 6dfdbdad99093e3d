#include "load_vmlinux.h"

#include <bpf/btf.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define TYPES "/sys/kernel/btf/vmlinux"

/* NULL: they cannot be mapped. */
static struct btf *map_types(int fd)
{
	struct stat file;
	if (fstat(fd, &file) || file.st_size <= 0 || file.st_size > UINT32_MAX)
		return NULL;
	void *bytes = mmap(NULL, (size_t)file.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (bytes == MAP_FAILED)
		return NULL;
	struct btf *types = btf__new(bytes, (uint32_t)file.st_size);
	munmap(bytes, (size_t)file.st_size);
	return types;
}

struct btf *rt_vmlinux_btf(void)
{
	int fd = open(TYPES, O_RDONLY | O_CLOEXEC);
	struct btf *types = fd < 0 ? NULL : map_types(fd);
	if (fd >= 0)
		close(fd);
	return types ? types : btf__parse(TYPES, NULL);
}

struct btf *__wrap_btf__load_vmlinux_btf(void)
{
	return rt_vmlinux_btf();
}
