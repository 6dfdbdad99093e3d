/* Programs into the kernel, each in the way that its mechanism wants. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "load_patch.h"
#include "load_state.h"
#include "loader.h"
#include "rt.h"

static const struct rt_recipe *recipe_of(const struct rt *rt, uint32_t program)
{
	return &rt->loader->recipes.items[program];
}

bool rt_loader_wants_id(const struct rt *rt, uint32_t program)
{
	const struct rt_recipe *recipe = recipe_of(rt, program);
	return rt_patch_has_cookie(recipe->instructions, recipe->n);
}

unsigned rt_loader_count(const struct rt *rt)
{
	return rt->loader->n_loaded;
}

int rt_loader_fd(const struct rt *rt, uint32_t program, uint32_t nth)
{
	const struct rt_loader *loader = rt->loader;
	for (uint32_t i = 0; i < loader->n_loaded; i++)
		if (loader->loaded[i].program == program && !nth--)
			return loader->loaded[i].fd;
	return -1;
}

const char *rt_loader_log(const struct rt *rt)
{
	return rt->loader->log ? rt->loader->log : "";
}

static int find_loaded(const struct rt_loader *loader, const struct rt_load *load)
{
	for (uint32_t i = 0; i < loader->n_loaded; i++) {
		const struct rt_loaded *known = &loader->loaded[i];
		if (known->program == load->program && known->attach_type == load->attach_type &&
		    known->btf_id == load->btf_id && known->btf_module_fd == load->btf_module_fd &&
		    known->has_id == load->has_id && known->id == load->id && !load->n_slots)
			return known->fd;
	}
	return -ENOENT;
}

static int keep(struct rt_loader *loader, const struct rt_load *load, int fd)
{
	if (loader->n_loaded == loader->loaded_room) {
		uint32_t room = loader->loaded_room ? 2 * loader->loaded_room : 16;
		struct rt_loaded *grown = realloc(loader->loaded, room * sizeof(*grown));
		if (!grown) {
			close(fd);
			return -ENOMEM;
		}
		loader->loaded = grown;
		loader->loaded_room = room;
	}
	loader->loaded[loader->n_loaded++] = (struct rt_loaded){
		load->program, load->attach_type, load->btf_id, load->btf_module_fd,
		load->has_id,  load->id,          fd,
	};
	return fd;
}

static int load_into_kernel(struct rt *rt, const struct rt_recipe *recipe,
			    const struct bpf_insn *instructions, struct bpf_prog_load_opts *options)
{
	struct rt_loader *loader = rt->loader;
	uint32_t log_size = rt->tool->settings->log_size;
	if (loader->log)
		*loader->log = 0;
	int fd = bpf_prog_load(recipe->type, recipe->name, rt->tool->license, instructions,
			       recipe->n, options);
	if (fd >= 0)
		return fd;
	// Once more, for what the verifier has to say. A log that is too short is no failure of its own.
	if (!loader->log)
		loader->log = calloc(log_size + 1, 1);
	if (!loader->log)
		return fd;
	options->log_buf = loader->log;
	options->log_size = log_size;
	options->log_level = 1;
	int again = bpf_prog_load(recipe->type, recipe->name, rt->tool->license, instructions,
				  recipe->n, options);
	return again == -ENOSPC ? fd : again;
}

int rt_loader_program(struct rt *rt, const struct rt_load *load)
{
	const struct rt_recipe *recipe = recipe_of(rt, load->program);
	struct bpf_prog_load_opts options = recipe->options;
	int fd = find_loaded(rt->loader, load);
	if (fd >= 0)
		return fd;
	size_t size = recipe->n * sizeof(*recipe->instructions);
	struct bpf_insn *instructions = recipe->n ? malloc(size) : NULL;
	if (!instructions)
		return recipe->n ? -ENOMEM : -EINVAL;
	memcpy(instructions, recipe->instructions, size);
	if (load->has_id)
		rt_patch_cookie(instructions, recipe->n, load->id);
	int err = rt_patch_slots(instructions, recipe->n, load->slots, load->n_slots);
	if (load->attach_type)
		options.expected_attach_type = load->attach_type;
	options.attach_btf_id = load->btf_id;
	options.attach_btf_obj_fd = (uint32_t)load->btf_module_fd;
	fd = err ? err : load_into_kernel(rt, recipe, instructions, &options);
	free(instructions);
	return fd < 0 ? fd : keep(rt->loader, load, fd);
}
