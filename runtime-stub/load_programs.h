/*
 * The BPF programs that the kernel has loaded, as functions to be traced: by the BTF that they brought along.
 */
#ifndef RUNTIME_STUB_LOAD_PROGRAMS_H
#define RUNTIME_STUB_LOAD_PROGRAMS_H

#include <stdint.h>

struct rt;
struct rt_btf_place;
struct rt_program_types; /* of a program that a probe is on */

/*
 * Calls visit for each function of every program (id "": any) whose name matches. Names may be patterns; a program's own
 * name, of which the kernel keeps 15 bytes, stands for its first function. Stops at an error; -EPERM: programs may not be
 * looked at; -EOPNOTSUPP: some would match, but have no BTF.
 */
typedef int rt_program_visit(void *context, uint32_t id, const char *function);
int rt_programs_each(const char *id, const char *name, rt_program_visit *visit, void *context);

/* Where a probe on that function is bound to. What it takes is kept until rt_programs_release. */
int rt_programs_find(struct rt *rt, uint32_t id, const char *function, struct rt_btf_place *place);
void rt_programs_release(struct rt *rt);

#endif
