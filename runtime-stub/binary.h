/*
 * The file that the first part of a user-space probe means.
 */
#ifndef RUNTIME_STUB_BINARY_H
#define RUNTIME_STUB_BINARY_H

struct rt_probe;
struct rt_target;
struct rt_elf;

/* Sets target->path from a path, a command in $PATH or a library's name, and opens it. Notes failures. */
int rt_binary_open(struct rt_probe *probe, struct rt_target *target, const char *name,
		   struct rt_elf **elf);

#endif
