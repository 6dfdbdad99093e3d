/* Programs into the kernel, each in the way that its mechanism wants. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bpf_call.h"
#include "feature.h"
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

uint64_t rt_loader_verified(const struct rt *rt, uint32_t program)
{
	const struct rt_loader *loader = rt->loader;
	uint64_t sum = 0;
	for (uint32_t i = 0; loader && i < loader->n_loaded; i++)
		if (loader->loaded[i].program == program)
			sum += loader->loaded[i].verified;
	return sum;
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

static bool is_same(const struct rt_loaded *known, const struct rt_load *load)
{
	return known->program == load->program && known->type == load->type &&
	       known->attach_type == load->attach_type && known->btf_id == load->btf_id &&
	       known->btf_module_fd == load->btf_module_fd &&
	       known->program_fd == load->program_fd && known->has_id == load->has_id &&
	       known->id == load->id &&
	       (!load->n_slots ||
		!memcmp(known->slots, load->slots, load->n_slots * sizeof(*load->slots)));
}

static int find_loaded(const struct rt_loader *loader, const struct rt_load *load)
{
	for (uint32_t i = loader->n_loaded; i-- > 0;)
		if (is_same(&loader->loaded[i], load))
			return loader->loaded[i].fd;
	return -ENOENT;
}

static struct rt_slot *copy_slots(const struct rt_load *load)
{
	size_t size = load->n_slots * sizeof(*load->slots);
	struct rt_slot *copy = malloc(size);
	if (copy)
		memcpy(copy, load->slots, size);
	return copy;
}

static int keep(struct rt_loader *loader, const struct rt_load *load, int fd, uint32_t verified)
{
	struct rt_slot *slots = load->n_slots ? copy_slots(load) : NULL;
	if (loader->n_loaded == loader->loaded_room) {
		uint32_t room = loader->loaded_room ? 2 * loader->loaded_room : 16;
		struct rt_loaded *grown = realloc(loader->loaded, room * sizeof(*grown));
		if (grown) {
			loader->loaded = grown;
			loader->loaded_room = room;
		}
	}
	if (loader->n_loaded == loader->loaded_room || (load->n_slots && !slots)) {
		free(slots);
		close(fd);
		return -ENOMEM;
	}
	loader->loaded[loader->n_loaded++] = (struct rt_loaded){
		load->program,
		load->type,
		load->attach_type,
		load->btf_id,
		load->btf_module_fd,
		load->program_fd,
		load->has_id,
		load->id,
		slots,
		fd,
		verified,
	};
	return fd;
}

static int load_into_kernel(struct rt *rt, const struct rt_recipe *recipe, enum bpf_prog_type type,
			    const struct bpf_insn *instructions, struct bpf_prog_load_opts *options)
{
	struct rt_loader *loader = rt->loader;
	uint32_t log_size = rt->tool->settings->log_size;
	if (loader->log)
		*loader->log = 0;
	int fd = bpf_prog_load(type, recipe->name, rt->tool->license, instructions, recipe->n,
			       options);
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
	int again = bpf_prog_load(type, recipe->name, rt->tool->license, instructions, recipe->n,
				  options);
	return again == -ENOSPC ? fd : again;
}

/* In place of a program that was only to be checked: the same to the kernel, but it does nothing. */
static int load_twin(struct rt *rt, const struct rt_recipe *recipe, enum bpf_prog_type type,
		     struct bpf_prog_load_opts *options)
{
	static const struct bpf_insn nothing[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0 },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	options->func_info_cnt = options->line_info_cnt = 0;
	options->func_info = options->line_info = NULL;
	return bpf_prog_load(type, recipe->name, rt->tool->license, nothing, 2, options);
}

int rt_loader_program(struct rt *rt, const struct rt_load *load)
{
	const struct rt_recipe *recipe = recipe_of(rt, load->program);
	struct bpf_prog_load_opts options = recipe->options;
	enum bpf_prog_type type = load->type ? load->type : recipe->type;
	int fd = find_loaded(rt->loader, load);
	if (fd >= 0)
		return fd;
	if (rt_patch_has_visit(recipe->instructions, recipe->n) && !rt_has(rt, FEATURE_FOR_EACH))
		return -EOPNOTSUPP;
	size_t size = recipe->n * sizeof(*recipe->instructions);
	struct bpf_insn *instructions = recipe->n ? malloc(size) : NULL;
	if (!instructions)
		return recipe->n ? -ENOMEM : -EINVAL;
	memcpy(instructions, recipe->instructions, size);
	if (load->has_id)
		rt_patch_cookie(instructions, recipe->n, load->id);
	rt_patch_session(instructions, recipe->n, load->is_return_id);
	int err = rt_patch_slots(instructions, recipe->n, load->slots, load->n_slots);
	if (load->type)
		options.expected_attach_type = load->attach_type;
	options.attach_btf_id = load->btf_id;
	options.attach_btf_obj_fd = (uint32_t)load->btf_module_fd;
	options.attach_prog_fd = (uint32_t)load->program_fd;
	fd = err ? err : load_into_kernel(rt, recipe, type, instructions, &options);
	free(instructions);
	uint32_t verified = 0;
	if (fd >= 0 && rt->options.check_only) {
		rt_bpf_program_verified(fd, &verified);
		close(fd);
		fd = load_twin(rt, recipe, type, &options);
	}
	return fd < 0 ? fd : keep(rt->loader, load, fd, verified);
}
