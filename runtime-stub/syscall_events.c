#include "syscall_events.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "syscall_number.h"

/* By which the kernel's functions of this machine's own system calls begin (arch, asm/syscall_wrapper.h). */
#if defined(__x86_64__)
#	define PREFIX "__x64_sys_"
#elif defined(__aarch64__)
#	define PREFIX "__arm64_sys_"
#elif defined(__riscv)
#	define PREFIX "__riscv_sys_"
#else
#	define PREFIX "sys_"
#endif

/* "address type name": the name behind the prefix; weak ones ('W') are what this kernel is built without. */
static const char *name_in(char *line)
{
	char *type = strchr(line, ' ');
	if (!type || !strchr("tT", type[1]) || strncmp(type + 2, " " PREFIX, strlen(" " PREFIX)) != 0)
		return NULL;
	char *name = type + 2 + strlen(" " PREFIX);
	name[strcspn(name, " \t\n")] = 0;
	return rt_syscall_is_event(name) ? name : NULL;
}

int rt_syscall_events_each(rt_syscall_visit *visit, void *context)
{
	char *line = NULL;
	size_t room = 0;
	int err = 0;
	FILE *file = fopen("/proc/kallsyms", "re");
	if (!file)
		return -errno;
	while (!err && getline(&line, &room, file) > 0) {
		const char *name = name_in(line);
		err = name ? visit(context, name) : 0;
	}
	free(line);
	fclose(file);
	return err;
}
