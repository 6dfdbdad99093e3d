#include "load_recipe.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "load_patch.h"
#include "rt.h"

struct section {
	const char *name; /* a '+' lets a target follow */
	enum bpf_prog_type type;
	enum bpf_attach_type attach_type;
};

static struct rt_recipe *find(const struct rt_recipes *recipes, const char *name)
{
	for (size_t i = 0; i < recipes->n; i++)
		if (!strcmp(recipes->items[i].name, name))
			return &recipes->items[i];
	return NULL;
}

static int copy(struct rt *rt, struct rt_recipe *recipe, const struct bpf_program *program,
		const struct bpf_prog_load_opts *options)
{
	size_t n = bpf_program__insn_cnt(program);
	recipe->instructions = malloc(n * sizeof(*recipe->instructions));
	if (!recipe->instructions)
		return -ENOMEM;
	memcpy(recipe->instructions, bpf_program__insns(program),
	       n * sizeof(*recipe->instructions));
	rt_patch_features(rt, recipe->instructions, n);
	recipe->n = n;
	recipe->options = *options;
	recipe->options.log_buf = NULL;
	recipe->options.log_size = recipe->options.log_level = 0;
	recipe->type = bpf_program__type(program);
	return 0;
}

/* What libbpf loads instead: nothing but `return 0`. */
static int make_empty(struct bpf_program *program, struct bpf_prog_load_opts *options)
{
	struct bpf_insn empty[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0 },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	options->func_info_cnt = options->line_info_cnt = 0;
	options->func_info = options->line_info = NULL;
	options->prog_btf_fd = 0;
	options->expected_attach_type = 0;
	options->prog_flags = 0;
	int err = bpf_program__set_type(program, BPF_PROG_TYPE_SOCKET_FILTER);
	return err ? err : bpf_program__set_insns(program, empty, 2);
}

/* libbpf calls this when a program is relocated and about to be loaded. */
static int take(struct bpf_program *program, struct bpf_prog_load_opts *options, long cookie)
{
	struct rt_recipes *recipes = (struct rt_recipes *)(uintptr_t)cookie;
	struct rt_recipe *recipe = find(recipes, bpf_program__name(program));
	int err = recipe ? copy(recipes->rt, recipe, program, options) : 0;
	if (!err)
		err = make_empty(program, options);
	recipes->err = recipes->err ? recipes->err : err;
	return err;
}

static const struct section sections[] = {
	{ "raw_tp+", BPF_PROG_TYPE_RAW_TRACEPOINT, 0 },
	{ "kprobe+", BPF_PROG_TYPE_KPROBE, 0 },
	{ "kretprobe+", BPF_PROG_TYPE_KPROBE, 0 },
	{ "uprobe+", BPF_PROG_TYPE_KPROBE, 0 },
	{ "uretprobe+", BPF_PROG_TYPE_KPROBE, 0 },
	{ "tracepoint+", BPF_PROG_TYPE_TRACEPOINT, 0 },
	{ "perf_event+", BPF_PROG_TYPE_PERF_EVENT, 0 },
	{ "fentry+", BPF_PROG_TYPE_TRACING, BPF_TRACE_FENTRY },
	{ "fexit+", BPF_PROG_TYPE_TRACING, BPF_TRACE_FEXIT },
	{ "tp_btf+", BPF_PROG_TYPE_TRACING, BPF_TRACE_RAW_TP },
	{ "iter+", BPF_PROG_TYPE_TRACING, BPF_TRACE_ITER },
	{ "xdp+", BPF_PROG_TYPE_XDP, BPF_XDP },
};

#define N_SECTIONS (sizeof(sections) / sizeof(sections[0]))

_Static_assert(N_SECTIONS <= sizeof(((struct rt_recipes *)0)->handlers) / sizeof(int),
	       "a handler for each section");

int rt_recipes_begin(struct rt_recipes *recipes, struct rt *rt)
{
	const struct abi_program *programs = rt->tool->programs;
	size_t n = rt->tool->n_programs;
	LIBBPF_OPTS(libbpf_prog_handler_opts, options, .cookie = (long)(uintptr_t)recipes,
		    .prog_prepare_load_fn = take);
	memset(recipes, 0, sizeof(*recipes));
	recipes->items = calloc(n + 1, sizeof(*recipes->items));
	if (!recipes->items)
		return -ENOMEM;
	recipes->n = n;
	recipes->rt = rt;
	for (size_t i = 0; i < n; i++)
		recipes->items[i].name = programs[i].name;
	for (size_t i = 0; i < N_SECTIONS; i++) {
		const struct section *section = &sections[i];
		int handler = libbpf_register_prog_handler(section->name, section->type,
							   section->attach_type, &options);
		if (handler < 0)
			return handler;
		recipes->handlers[recipes->n_handlers++] = handler;
	}
	return 0;
}

void rt_recipes_end(struct rt_recipes *recipes)
{
	while (recipes->n_handlers)
		libbpf_unregister_prog_handler(recipes->handlers[--recipes->n_handlers]);
}

void rt_recipes_release(struct rt_recipes *recipes)
{
	for (size_t i = 0; i < recipes->n; i++)
		free(recipes->items[i].instructions);
	free(recipes->items);
	recipes->items = NULL;
	recipes->n = 0;
}
