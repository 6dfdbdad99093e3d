/*
 * Where the kernel's types come from, which the programs are relocated to: --btf, the kernel itself, or
 * what is embedded for a kernel of this release.
 */
#ifndef RUNTIME_STUB_LOAD_TYPES_H
#define RUNTIME_STUB_LOAD_TYPES_H

#include <stdbool.h>

struct rt;

/* The file of --btf, if there is one, can be read. 0 or a negative errno after a message. */
int rt_types_check_file(struct rt *rt);

/*
 * A file with them, in *path, that lives until rt_types_release; NULL: the kernel has its own. Where there are
 * none at all it is a file without types. 0 or a negative errno after a message.
 */
int rt_types_find(struct rt *rt, const char **path);
void rt_types_release(struct rt *rt);

/* A line of --info for each kernel whose types are embedded. */
void rt_types_list(const struct rt *rt);

/* For a message: why a relocation may have found nothing; NULL if the kernel has types of its own, or others were found. */
const char *rt_types_problem(struct rt *rt);

/* Whether the kernel gives types of its own: what a program of the tracing kind is bound to is one of them. */
bool rt_types_are_own(void);

#endif
