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

/* The name space goes to module. */
static int resolve(struct rt *rt, struct rt_probe *probe)
{
	(void)rt;
	struct rt_elf *elf = NULL;
	struct rt_target *target = rt_probe_add_target(probe);
	uint32_t n = probe->abi->n_parts;
	if (!target)
		return -ENOMEM;
	if (n < 2 || n > 3)
		return rt_probe_fail(probe, -EINVAL,
				     "it is not of the form "
				     "usdt:BINARY:NAMESPACE:NAME");
	int err = rt_binary_open(probe, target, probe->parts[0], &elf);
	if (err)
		return err;
	if (n == 3 && *probe->parts[1]) {
		target->module = strdup(probe->parts[1]);
		err = target->module ? 0 : -ENOMEM;
	} else if (rt_elf_find_usdt(elf, probe->parts[n - 1], &target->module)) {
		err = rt_probe_fail(probe, -ENOENT, "%s has no USDT probe '%s'", target->path,
				    probe->parts[n - 1]);
	}
	rt_elf_close(elf);
	if (!err)
		err = rt_target_set(&target->symbol, "%s", probe->parts[n - 1]);
	if (!err)
		err = rt_target_set(&target->name, "usdt:%s:%s:%s", target->path, target->module,
				    target->symbol);
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
