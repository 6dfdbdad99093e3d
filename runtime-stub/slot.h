/*
 * Where the values that a program reads from its context are, for one target.
 */
#ifndef RUNTIME_STUB_SLOT_H
#define RUNTIME_STUB_SLOT_H

struct rt;
struct rt_probe;
struct rt_target;
struct rt_btf_place;
struct rt_slot;
struct abi_program;

/*
 * Fills program->n_slots of them: of a tracepoint by its format file, of a traced function by its
 * prototype (place). 0 or what rt_probe_fail returned.
 */
int rt_slots_find(struct rt *rt, struct rt_probe *probe, const struct rt_target *target,
		  const struct abi_program *program, const struct rt_btf_place *place,
		  struct rt_slot *slots);

#endif
