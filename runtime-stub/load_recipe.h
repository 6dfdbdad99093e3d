/*
 * Programs as libbpf has relocated them, ready to be loaded.
 */
#ifndef RUNTIME_STUB_LOAD_RECIPE_H
#define RUNTIME_STUB_LOAD_RECIPE_H

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

struct rt;

struct rt_recipe {
	const char *name;
	enum bpf_prog_type type;
	struct bpf_insn *instructions;
	size_t n;
	/* Borrowed from the object, as long as that is open. */
	struct bpf_prog_load_opts options;
};

struct rt_recipes {
	struct rt *rt;           /* whose features programs ask for */
	struct rt_recipe *items; /* by index of abi_tool.programs; type 0: not prepared */
	size_t n;
	int handlers[32]; /* libbpf's numbers of ours */
	unsigned n_handlers;
	int err; /* of the first program that could not be taken */
};

/*
 * Between begin and end, objects that are opened and loaded leave recipes here, and the kernel gets
 * empty programs in their place. The questions for features in them are answered.
 */
int rt_recipes_begin(struct rt_recipes *recipes, struct rt *rt);
void rt_recipes_end(struct rt_recipes *recipes);
void rt_recipes_release(struct rt_recipes *recipes);

#endif
