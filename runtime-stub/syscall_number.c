#include "syscall_number.h"

#include <stddef.h>
#include <string.h>

static const struct {
	int number;
	const char *name;
} rows[] = {
#define NAME(number, text) { number, text },
#ifdef __x86_64__
#	include "syscall_x86.def"
#else
#	include "syscall_generic.def"
#endif
};

static const struct {
	const char *event, *syscall;
} aliases[] = {
#define ALIAS(event, syscall) { event, syscall },
#include "syscall_alias.def"
};

int rt_syscall_number(const char *event)
{
	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
		if (!strcmp(aliases[i].event, event))
			event = aliases[i].syscall;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (!strcmp(rows[i].name, event))
			return rows[i].number;
	return -1;
}

/* Where the function has a name of its own, an older call has the one of the call ("newstat" is stat). */
bool rt_syscall_is_event(const char *event)
{
	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
		if (!strcmp(aliases[i].syscall, event))
			return false;
	return rt_syscall_number(event) >= 0;
}
