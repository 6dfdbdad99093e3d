#include "load_types.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/btf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/utsname.h>
#include <unistd.h>
#include <zlib.h>

#include "capability.h"
#include "rt.h"

#define OWN_TYPES "/sys/kernel/btf/vmlinux"

static const struct abi_types *find_embedded(const struct rt *rt)
{
	struct utsname host;
	if (uname(&host))
		return NULL;
	for (uint32_t i = 0; i < rt->tool->n_types; i++) {
		const struct abi_types *types = &rt->tool->types[i];
		if (!strcmp(types->release, host.release) && !strcmp(types->machine, host.machine))
			return types;
	}
	return NULL;
}

static bool is_readable(const char *path)
{
	return !faccessat(AT_FDCWD, path, R_OK, AT_EACCESS);
}

/* libbpf reads files only: one in memory. */
static int unpack(struct rt *rt, const struct abi_types *types)
{
	uLongf size = types->full_size;
	uint8_t *bytes = malloc(size + 1);
	int fd = memfd_create("types", MFD_CLOEXEC);
	int err = bytes && fd >= 0 ? 0 : -ENOMEM;
	if (!err && (uncompress(bytes, &size, (const Bytef *)types->bytes, types->size) != Z_OK ||
		     write(fd, bytes, size) != (ssize_t)size))
		err = -EIO;
	free(bytes);
	if (err && fd >= 0)
		close(fd);
	else
		rt->types_fd = fd;
	return err;
}

/* One without a type: what programs ask for by name is then missing, what they don't is not. */
static int make_empty(struct rt *rt)
{
	struct {
		struct btf_header header;
		char strings[1];
	} empty = { .header = { .magic = BTF_MAGIC, .version = BTF_VERSION } };
	empty.header.hdr_len = sizeof(empty.header);
	empty.header.str_len = sizeof(empty.strings);
	int fd = memfd_create("types", MFD_CLOEXEC);
	if (fd < 0)
		return -errno;
	size_t size = sizeof(empty.header) + sizeof(empty.strings);
	int err = write(fd, &empty, size) == (ssize_t)size ? 0 : -EIO;
	if (err)
		close(fd);
	else
		rt->types_fd = fd;
	return err;
}

static int use_embedded(struct rt *rt, const struct abi_types *types, const char **path)
{
	int err = 0;
	if (rt->types_fd < 0)
		err = types ? unpack(rt, types) : make_empty(rt);
	if (err) {
		rt_error(rt, "cannot unpack kernel types: %s", strerror(-err));
		return err;
	}
	snprintf(rt->types_path, sizeof(rt->types_path), "/proc/self/fd/%d", rt->types_fd);
	*path = rt->types_path;
	return 0;
}

/*
 * libbpf looks for types in the kernel's modules if the kernel has none of that name, which asks for CAP_SYS_ADMIN
 * (BPF_BTF_GET_NEXT_ID), and libbpf before 1.4 gives up without. Where types come from a file it does not look.
 */
static const char *own_types(const struct rt *rt)
{
	if (rt_capabilities_effective() & RT_CAPABILITY(SYS_ADMIN))
		return NULL;
	rt_explain(rt, "types of modules are not known: that needs CAP_SYS_ADMIN");
	return OWN_TYPES;
}

bool rt_types_are_own(void)
{
	return is_readable(OWN_TYPES);
}

int rt_types_check_file(struct rt *rt)
{
	const char *path = rt->options.btf_file;
	if (!path || is_readable(path))
		return 0;
	rt_error(rt, "cannot read %s: %s", path, strerror(errno));
	return -EINVAL;
}

int rt_types_find(struct rt *rt, const char **path)
{
	const struct abi_types *embedded = find_embedded(rt);
	*path = rt->options.btf_file;
	if (*path) {
		rt_explain(rt, "kernel types: of %s", *path);
		return 0;
	}
	if (is_readable(OWN_TYPES)) {
		*path = own_types(rt);
		return 0;
	}
	if (embedded)
		rt_explain(rt, "kernel types: embedded, for %s", embedded->release);
	else
		rt_explain(rt, "kernel types: none");
	return use_embedded(rt, embedded, path);
}

void rt_types_release(struct rt *rt)
{
	if (rt->types_fd >= 0)
		close(rt->types_fd);
	rt->types_fd = -1;
}

void rt_types_list(const struct rt *rt)
{
	for (uint32_t i = 0; i < rt->tool->n_types; i++)
		printf("  %s %s: %u bytes\n", rt->tool->types[i].release,
		       rt->tool->types[i].machine, rt->tool->types[i].size);
}

const char *rt_types_problem(struct rt *rt)
{
	if (rt->options.btf_file || is_readable(OWN_TYPES) || find_embedded(rt))
		return NULL;
	return rt->tool->n_types
		       ? "this kernel gives no types (BTF), and those of its release are not among "
			 "the embedded ones (--info); give a file of them with --btf"
		       : "this kernel gives no types (BTF); give a file of them with --btf, or build "
			 "the tool with --embed-btf";
}
