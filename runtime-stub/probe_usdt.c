/* usdt:BINARY:[NAMESPACE:]NAME, by libbpf, which reads the notes and knows where arguments are. */
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "binary.h"
#include "elf_symbol.h"
#include "loader.h"
#include "probe.h"
#include "rt.h"

/* The name space goes to target.symbol. */
static int resolve(struct rt *rt, struct rt_probe *probe)
{
	(void)rt;
	struct rt_elf *elf = NULL;
	struct rt_target *target = &probe->target;
	uint32_t n = probe->abi->n_parts;
	if (n < 2 || n > 3)
		return rt_probe_fail(probe, -EINVAL,
				     "it is not of the form "
				     "usdt:BINARY:NAMESPACE:NAME");
	int err = rt_binary_open(probe, probe->parts[0], &elf);
	if (err)
		return err;
	if (n == 3 && *probe->parts[1]) {
		target->symbol = strdup(probe->parts[1]);
		err = target->symbol ? 0 : -ENOMEM;
	} else if (rt_elf_find_usdt(elf, probe->parts[n - 1], &target->symbol)) {
		err = rt_probe_fail(probe, -ENOENT, "%s has no USDT probe '%s'", target->path,
				    probe->parts[n - 1]);
	}
	rt_elf_close(elf);
	if (!err && asprintf(&probe->name, "usdt:%s:%s:%s", target->path, target->symbol,
			     probe->parts[n - 1]) < 0) {
		probe->name = NULL;
		err = -ENOMEM;
	}
	return err;
}

static int attach(struct rt *rt, struct rt_probe *probe)
{
	const char *name = probe->parts[probe->abi->n_parts - 1];
	struct rt_target *target = &probe->target;
	if (rt->options.check_only)
		return 0;
	struct bpf_program *program = rt_loader_program(rt, probe->abi->program);
	probe->link = program ? bpf_program__attach_usdt(program, rt_probe_pid(rt), target->path,
							 target->symbol, name, NULL)
			      : NULL;
	if (probe->link)
		return 0;
	int err = program ? -errno : -ENOENT;
	if (err == -ENOENT)
		return rt_probe_fail(probe, err, "%s has no USDT probe '%s:%s'", target->path,
				     target->symbol, name);
	return rt_probe_fail(probe, err, "%s", strerror(-err));
}

static void detach(struct rt_probe *probe)
{
	if (probe->link)
		bpf_link__destroy(probe->link);
	probe->link = NULL;
}

const struct rt_probe_ops rt_probe_usdt = {
	.provider = "usdt",
	.mechanism = "libbpf's USDT support",
	.resolve = resolve,
	.attach = attach,
	.detach = detach,
};
