#include "kernel/btf_open.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static const char *reason(struct arena *arena, const char *path, int code)
{
	switch (code) {
	case ENODATA:
	case ENOENT:
		return arena_printf(arena, "'%s' has no .BTF section", path);
	case EPROTO:
	case LIBBPF_ERRNO__FORMAT:
		return arena_printf(
			arena, "'%s' is neither BTF nor an ELF file with a .BTF section", path);
	case EINVAL:
		return arena_printf(arena, "the BTF in '%s' is damaged", path);
	}
	return arena_printf(arena, "the BTF in '%s' cannot be read: %s", path,
			    code < __LIBBPF_ERRNO__START ? strerror(code) : "bad format");
}

static bool is_readable(const char *path)
{
	char byte;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool readable = fd >= 0 && read(fd, &byte, 1) >= 0;
	int code = errno;

	if (fd >= 0)
		close(fd);
	errno = code;
	return readable;
}

struct btf *btf_open_file(struct arena *arena, const char *path, struct btf *base,
			  const char **error)
{
	const char *unused;
	libbpf_print_fn_t print;
	struct btf *btf;
	int code;

	if (error == NULL)
		error = &unused;
	if (!is_readable(path)) {
		*error = arena_printf(arena, "cannot read '%s': %s", path, strerror(errno));
		return NULL;
	}
	/* libbpf says on stderr what it returns as well. */
	print = libbpf_set_print(NULL);
	btf = btf__parse_split(path, base);
	code = errno;
	libbpf_set_print(print);
	if (btf == NULL)
		*error = reason(arena, path, code);
	return btf;
}

/* libbpf before 1.5 keeps its function for that to itself; a file it is, then. */
struct btf *btf_open_data(struct arena *arena, const void *data, size_t size, struct btf *base)
{
	int fd = memfd_create("btf", MFD_CLOEXEC);
	struct btf *btf = NULL;

	if (fd < 0)
		return NULL;
	if (write(fd, data, size) == (ssize_t)size)
		btf = btf_open_file(arena, arena_printf(arena, "/proc/self/fd/%d", fd), base, NULL);
	close(fd);
	return btf;
}
