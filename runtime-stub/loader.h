/*
 * From the object inside the tool to programs and maps in the kernel. libbpf reads the
 * object, makes the maps and relocates the programs; they are then loaded one by one, as often and
 * in the way that a mechanism asks for.
 */
#ifndef RUNTIME_STUB_LOADER_H
#define RUNTIME_STUB_LOADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rt;
struct rt_slot; /* load_patch.h */

/*
 * Loads the maps: sets the constants and the size of the ring buffer, then fills map_fds, events_fd
 * and loss_fd. Prepares the programs of every probe that is not dropped. A failure is explained on stderr.
 */
int rt_loader_load(struct rt *rt);

/* The descriptor of one of the object's maps, which the loader keeps until it is trimmed; -1: there is none. */
int rt_loader_map_fd(const struct rt *rt, const char *name);

/* Whether a map of this host is one of the object's; until the loader is trimmed. */
bool rt_loader_has_map(const struct rt *rt, uint32_t id);

/* How a program is to be loaded. */
struct rt_load {
	uint32_t program;     /* index */
	uint32_t type;        /* enum bpf_prog_type and */
	uint32_t attach_type; /* expected bpf_attach_type; type 0: those of its section */
	uint32_t btf_id;      /* what it is bound to; 0: nothing */
	int btf_module_fd;
	int program_fd; /* it is bound to a function of this BPF program; 0: of the kernel */
	bool has_id; /* the number of its target stands in it */
	uint32_t id;
	uint32_t is_return_id; /* of a session: BTF's number of bpf_session_is_return; else 0 */
	const struct rt_slot *slots;
	uint32_t n_slots;
};

/*
 * The program's file descriptor (for --check one that does nothing, once the program itself was loaded), which the loader keeps, or a negative errno; rt_loader_log() then gives
 * the verifier's words, "" if it did not speak. Programs that are loaded in the same way are one.
 */
int rt_loader_program(struct rt *rt, const struct rt_load *load);
const char *rt_loader_log(const struct rt *rt);
/*
 * The log once more, where it says of something that this kernel lacks no more than that: libbpf, which
 * relocated the program, knows what it is.
 */
const char *rt_loader_full_log(struct rt *rt, uint32_t program);

/* Whether the program asks for the number of its target. */
bool rt_loader_wants_id(const struct rt *rt, uint32_t program);
/* How many programs are loaded. */
unsigned rt_loader_count(const struct rt *rt);
/* The nth load of a program, from 0; -1 behind the last one. */
int rt_loader_fd(const struct rt *rt, uint32_t program, uint32_t nth);

/* Of a check: instructions that the verifier walked in all loads of a program; 0: it does not tell (before Linux 5.16). */
uint64_t rt_loader_verified(const struct rt *rt, uint32_t program);

/* Gives back the memory that only loading needed, unless a probe still uses it. */
void rt_loader_trim(struct rt *rt);

/* Closes everything. */
void rt_loader_close(struct rt *rt);

#endif
