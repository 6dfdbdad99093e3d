#include "sema/syscall_name.h"

#include <stddef.h>
#include <string.h>

static const char *const x86_names[] = {
#define NAME(number, text) text,
#include "syscall_x86.def"
	NULL,
};

static const char *const generic_names[] = {
#define NAME(number, text) text,
#include "syscall_generic.def"
	NULL,
};

/* Which of the tables a machine has. */
static const struct {
	const char *machine;
	const char *const *names;
} tables[] = {
	{ "x86_64", x86_names },
	{ "aarch64", generic_names },
	{ "riscv64", generic_names },
};

/* Names that tracepoints have of the kernel's functions, and those of the system calls. */
static const struct {
	const char *event, *syscall;
} aliases[] = {
#define ALIAS(event, syscall) { event, syscall },
#include "syscall_alias.def"
};

static const char *find_in(const char *const *names, const char *name)
{
	for (size_t i = 0; names[i] != NULL; i++) {
		if (strcmp(names[i], name) == 0)
			return names[i];
	}
	return NULL;
}

static const char *without_alias(const char *name)
{
	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++) {
		if (strcmp(aliases[i].event, name) == 0)
			return aliases[i].syscall;
	}
	return name;
}

const char *syscall_name_find(const char *name)
{
	const char *syscall = without_alias(name);
	const char *found = find_in(x86_names, syscall);

	return found != NULL ? found : find_in(generic_names, syscall);
}

bool syscall_name_is_foreign(const char *machine, const char *name)
{
	if (syscall_name_find(name) == NULL)
		return false;
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		if (strcmp(tables[i].machine, machine) == 0)
			return find_in(tables[i].names, without_alias(name)) == NULL;
	}
	return false;
}
