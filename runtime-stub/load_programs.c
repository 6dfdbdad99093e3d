#include "load_programs.h"

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "load_btf.h"
#include "rt.h"
#include "wildcard.h"

/* What the kernel says of a program. */
struct program {
	int fd;
	struct bpf_prog_info info;
	struct bpf_func_info *functions; /* info.nr_func_info of them */
	struct btf *types;
};

struct rt_program_types {
	struct rt_program_types *next;
	uint32_t id;
	struct program program;
};

static void program_close(struct program *program)
{
	btf__free(program->types);
	free(program->functions);
	if (program->fd >= 0)
		close(program->fd);
}

static int read_functions(struct program *program)
{
	struct bpf_prog_info info = { 0 };
	uint32_t size = sizeof(info);
	uint32_t n = program->info.nr_func_info;
	program->functions = calloc(n + 1, sizeof(*program->functions));
	if (!program->functions)
		return -ENOMEM;
	info.nr_func_info = n;
	info.func_info_rec_size = sizeof(*program->functions);
	info.func_info = (uint64_t)(uintptr_t)program->functions;
	if (!n || bpf_obj_get_info_by_fd(program->fd, &info, &size))
		return -EOPNOTSUPP;
	program->types = btf__load_from_kernel_by_id(program->info.btf_id);
	return program->types ? 0 : -EOPNOTSUPP;
}

/* -EOPNOTSUPP: it has no BTF, and info is all that is known. */
static int program_open(uint32_t id, struct program *program)
{
	uint32_t size = sizeof(program->info);
	*program = (struct program){ .fd = bpf_prog_get_fd_by_id(id) };
	if (program->fd < 0)
		return -errno;
	if (bpf_obj_get_info_by_fd(program->fd, &program->info, &size))
		return -errno;
	return program->info.btf_id ? read_functions(program) : -EOPNOTSUPP;
}

static const char *function_name(const struct program *program, uint32_t index)
{
	uint32_t id = program->functions[index].type_id;
	const struct btf_type *type = btf__type_by_id(program->types, id);
	return type ? btf__name_by_offset(program->types, type->name_off) : NULL;
}

static int visit_functions(const struct program *program, const char *name,
			   rt_program_visit *visit, void *context)
{
	int err = 0;
	for (uint32_t i = 0; i < program->info.nr_func_info && !err; i++) {
		const char *function = function_name(program, i);
		bool is_named = !i && rt_wildcard_matches(name, program->info.name);
		if (function && (is_named || rt_wildcard_matches(name, function)))
			err = visit(context, program->info.id, function);
	}
	return err;
}

int rt_programs_each(const char *id, const char *name, rt_program_visit *visit, void *context)
{
	uint32_t number = 0;
	int err = 0;
	bool is_bare = false;
	while (!err && !bpf_prog_get_next_id(number, &number)) {
		struct program program;
		char text[16];
		snprintf(text, sizeof(text), "%u", number);
		if (*id && !rt_wildcard_matches(id, text))
			continue;
		err = program_open(number, &program);
		if (!err)
			err = visit_functions(&program, name, visit, context);
		is_bare |= err == -EOPNOTSUPP && rt_wildcard_matches(name, program.info.name);
		if (err == -EOPNOTSUPP || err == -ENOENT) // it has no functions, or is gone
			err = 0;
		program_close(&program);
	}
	if (!err && errno == EPERM)
		err = -EPERM;
	if (!err && is_bare)
		err = -EOPNOTSUPP;
	return err;
}

static struct rt_program_types *find_known(const struct rt *rt, uint32_t id)
{
	struct rt_program_types *known = rt->programs;
	while (known && known->id != id)
		known = known->next;
	return known;
}

static int keep(struct rt *rt, uint32_t id, struct rt_program_types **kept)
{
	struct rt_program_types *program = calloc(1, sizeof(*program));
	int err = program ? program_open(id, &program->program) : -ENOMEM;
	if (err && program)
		program_close(&program->program);
	if (err) {
		free(program);
		return err;
	}
	program->id = id;
	program->next = rt->programs;
	*kept = rt->programs = program;
	return 0;
}

int rt_programs_find(struct rt *rt, uint32_t id, const char *function, struct rt_btf_place *place)
{
	struct rt_program_types *known = find_known(rt, id);
	int err = known ? 0 : keep(rt, id, &known);
	if (err)
		return err;
	for (uint32_t i = 0; i < known->program.info.nr_func_info; i++) {
		const char *name = function_name(&known->program, i);
		if (!name || strcmp(name, function) != 0)
			continue;
		*place = (struct rt_btf_place){ .id = known->program.functions[i].type_id,
						.program_fd = known->program.fd,
						.types = known->program.types };
		return 0;
	}
	return -ENOENT;
}

void rt_programs_release(struct rt *rt)
{
	while (rt->programs) {
		struct rt_program_types *next = rt->programs->next;
		program_close(&rt->programs->program);
		free(rt->programs);
		rt->programs = next;
	}
}
