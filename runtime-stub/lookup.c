#include "lookup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rt.h"

/* "ffffffff81000000 T _text\t[module]": whether the line is the symbol's, and its address. */
static bool is_symbol(const char *line, const char *symbol, uint64_t *address)
{
	char *end;
	size_t length = strlen(symbol);
	unsigned long long value = strtoull(line, &end, 16);
	if (end == line || end[0] != ' ' || end[1] == '\0' || end[2] != ' ' ||
	    strncmp(end + 3, symbol, length) != 0 || !strchr("\n\t ", end[3 + length]))
		return false;
	*address = value;
	return true;
}

/* The address of a symbol that is not of a CPU is never 0: it is hidden then. */
int rt_fill_kernel_address(struct rt *rt, const struct abi_patch *patch, uint8_t *place)
{
	char line[512];
	uint64_t address = 0;
	int err = -ENOENT;
	FILE *file = fopen("/proc/kallsyms", "re");
	while (file && err && fgets(line, sizeof(line), file))
		if (is_symbol(line, patch->text, &address))
			err = 0;
	if (file)
		fclose(file);
	if (err)
		rt_error(rt, "kernel symbol %s is not in /proc/kallsyms", patch->text);
	memcpy(place, &address, sizeof(address));
	return err;
}

/* The id is what a file handle of the directory holds. */
int rt_fill_cgroup_id(struct rt *rt, const struct abi_patch *patch, uint8_t *place)
{
	struct {
		struct file_handle head;
		unsigned char bytes[sizeof(uint64_t)];
	} handle = { .head = { .handle_bytes = sizeof(uint64_t) } };
	int mount;
	if (name_to_handle_at(AT_FDCWD, patch->text, &handle.head, &mount, 0)) {
		int err = -errno;
		rt_error(rt, "cannot find the cgroup %s: %s", patch->text, strerror(-err));
		return err;
	}
	memcpy(place, handle.head.f_handle, sizeof(uint64_t));
	return 0;
}
