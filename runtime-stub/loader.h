/*
 * From the object inside the tool to programs and maps in the kernel. loader.c
 * does it with libbpf; another loader can take its place.
 */
#ifndef RUNTIME_STUB_LOADER_H
#define RUNTIME_STUB_LOADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rt;
struct bpf_program;

/*
 * Loads everything that a probe which is not dropped needs: sets the constants, the targets and the
 * size of the ring buffer, then fills map_fds, program_fds, events_fd, loss_fd and the
 * program_fd of each probe. A failure is explained on stderr; under --check every one is.
 */
int rt_loader_load(struct rt *rt);

/* Gives back the memory that only loading needed, unless a probe still uses it. */
void rt_loader_trim(struct rt *rt);

/* Closes everything. */
void rt_loader_close(struct rt *rt);

/* For kinds that libbpf itself attaches. */
struct bpf_program *rt_loader_program(struct rt *rt, uint32_t program);

#endif
