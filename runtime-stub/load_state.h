/*
 * What the load files share. libbpf is known here.
 */
#ifndef RUNTIME_STUB_LOAD_STATE_H
#define RUNTIME_STUB_LOAD_STATE_H

#include "load_patch.h"
#include "load_recipe.h"

/* A program in the kernel, and how it came there (struct rt_load). */
struct rt_loaded {
	uint32_t program, type, attach_type, btf_id;
	int btf_module_fd, program_fd;
	bool has_id;
	uint32_t id;
	struct rt_slot *slots; /* NULL if the program has none */
	int fd;
	uint32_t verified; /* instructions that the verifier walked, in a check */
};

struct rt_loader {
	struct bpf_object *object; /* NULL once trimmed */
	struct rt_recipes recipes;
	struct rt_loaded *loaded;
	uint32_t n_loaded, loaded_room;
	char *log; /* settings.log_size bytes and a NUL; NULL while nothing failed */
};

#endif
