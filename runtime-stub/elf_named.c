#include "elf_named.h"

#include <errno.h>
#include <string.h>

#include "elf_file.h"
#include "elf_names.h"
#include "elf_symbol.h"

int rt_elf_find_named(struct rt_elf *elf, const char *name, struct rt_elf_place *place)
{
	struct rt_elf_names names;
	int err = rt_elf_names_read(elf->fd, false, &names);
	bool is_found = false;
	for (size_t i = 0; i < names.n && !err && !is_found; i++) {
		const struct rt_elf_name *function = &names.functions[i];
		is_found = !strcmp(names.names.data + function->name, name);
		if (is_found)
			*place = (struct rt_elf_place){ function->address, function->size, name };
	}
	rt_elf_names_release(&names);
	return is_found ? 0 : -ENOENT;
}

int rt_elf_each_named(struct rt_elf *elf,
		      int (*visit)(void *context, const char *name, uint64_t address),
		      void *context)
{
	struct rt_elf_names names;
	int err = rt_elf_names_read(elf->fd, false, &names);
	for (size_t i = 0; i < names.n && !err; i++)
		err = visit(context, names.names.data + names.functions[i].name,
			    names.functions[i].address);
	rt_elf_names_release(&names);
	return err;
}
