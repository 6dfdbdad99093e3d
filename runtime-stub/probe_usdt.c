/* usdt:BINARY:[NAMESPACE:]NAME, by libbpf, which reads the notes and knows where arguments are. */
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "attach.h"
#include "binary.h"
#include "elf_symbol.h"
#include "loader.h"
#include "probe.h"
#include "rt.h"
#include "wildcard.h"

struct matching {
	struct rt_probe *probe;
	const struct rt_binary *binary;
};

/* usdt:BINARY:NAME means any name space. */
static bool is_wanted(const struct rt_probe *probe, const char *space, const char *name)
{
	uint32_t n = probe->abi->n_parts;
	if (n == 3 && *probe->parts[1] && !rt_wildcard_matches(probe->parts[1], space))
		return false;
	return rt_wildcard_matches(probe->parts[n - 1], name);
}

/* The name space goes to module. */
static int take(void *context, const char *space, const char *name)
{
	const struct matching *matching = context;
	struct rt_probe *probe = matching->probe;
	if (!is_wanted(probe, space, name))
		return 0;
	struct rt_target *target = rt_probe_add_target(probe);
	if (!target || rt_target_set(&target->path, "%s", matching->binary->path) ||
	    rt_target_set(&target->module, "%s", space) ||
	    rt_target_set(&target->symbol, "%s", name))
		return -ENOMEM;
	return rt_target_set(&target->name, "usdt:%s:%s:%s", matching->binary->name, space, name);
}

static int compare(const void *a, const void *b)
{
	const struct rt_target *left = a;
	const struct rt_target *right = b;
	return strcmp(left->name, right->name);
}

static int resolve_in(struct rt_probe *probe, const struct rt_binary *binary)
{
	struct rt_elf *elf = NULL;
	struct matching matching = { probe, binary };
	uint32_t from = probe->n_targets;
	int err = rt_binary_open(probe, binary, &elf);
	if (err)
		return err;
	err = rt_elf_each_usdt(elf, take, &matching);
	rt_elf_close(elf);
	rt_probe_unite_targets(probe, from, compare); // one probe may be at several places
	return err;
}

static int resolve_all(struct rt_probe *probe, const struct rt_binaries *binaries)
{
	int err = 0;
	for (size_t i = 0; i < binaries->n && !err; i++) {
		err = resolve_in(probe, &binaries->items[i]);
		if (err != -ENOMEM && binaries->is_pattern)
			err = 0;
	}
	return err;
}

static int check(const struct rt *rt, struct rt_probe *probe, const struct rt_binaries *binaries)
{
	const char *name = probe->parts[probe->abi->n_parts - 1];
	bool is_pattern = binaries->is_pattern || rt_wildcard_is_in(name) ||
			  (probe->abi->n_parts == 3 && rt_wildcard_is_in(probe->parts[1]));
	// Without a name space several probes may be meant, too.
	probe->is_pattern = is_pattern || probe->n_targets > 1;
	if (!probe->n_targets && !is_pattern)
		return rt_probe_fail(probe, -ENOENT, "%s has no USDT probe '%s'",
				     binaries->items[0].name, name);
	return rt_probe_check_matches(rt, probe, "USDT probe");
}

static int resolve(struct rt *rt, struct rt_probe *probe)
{
	struct rt_binaries binaries;
	uint32_t n = probe->abi->n_parts;
	if (n < 2 || n > 3)
		return rt_probe_fail(probe, -EINVAL,
				     "it is not of the form "
				     "usdt:BINARY:NAMESPACE:NAME");
	int err = rt_binaries_find(rt, probe, probe->parts[0], &binaries);
	if (!err)
		err = resolve_all(probe, &binaries);
	if (!err)
		err = check(rt, probe, &binaries);
	rt_binaries_release(&binaries);
	return err;
}

static int keep(struct rt_probe *probe, struct bpf_link *link)
{
	struct bpf_link **grown = realloc(probe->links, (probe->n_links + 1) * sizeof(*grown));
	if (!grown) {
		bpf_link__destroy(link);
		return -ENOMEM;
	}
	probe->links = grown;
	probe->links[probe->n_links++] = link;
	return 0;
}

static int attach(struct rt *rt, struct rt_probe *probe, struct rt_target *target)
{
	LIBBPF_OPTS(bpf_usdt_opts, options, .usdt_cookie = target->id);
	if (rt->options.check_only)
		return 0;
	struct bpf_program *program = rt_loader_libbpf_program(rt, probe->abi->program);
	struct bpf_link *link =
		program ? bpf_program__attach_usdt(program, rt_probe_pid(rt), target->path,
						   target->module, target->symbol, &options)
			: NULL;
	int err = program ? -errno : -ENOENT;
	if (link)
		return keep(probe, link);
	if (err == -ENOENT)
		return rt_probe_fail(probe, err, "%s has no USDT probe '%s:%s'", target->path,
				     target->module, target->symbol);
	return rt_probe_fail(probe, err, "%s", strerror(-err));
}

static void detach(struct bpf_link *link)
{
	bpf_link__destroy(link);
}

static const struct rt_mechanism libbpf_usdt = {
	.name = "USDT by libbpf",
	.loads_itself = true,
	.attach = attach,
};

static const struct rt_way ways[] = {
	{ &libbpf_usdt, false },
	{ NULL, false },
};

const struct rt_probe_ops rt_probe_usdt = {
	.provider = "usdt",
	.resolve = resolve,
	.ways = ways,
	.detach = detach,
};
