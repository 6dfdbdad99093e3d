#include "probe.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bpf_call.h"
#include "params.h"
#include "privilege.h"
#include "rt.h"

int rt_probe_fail(struct rt_probe *probe, int err, const char *format, ...)
{
	va_list arguments;
	free(probe->reason);
	va_start(arguments, format);
	if (vasprintf(&probe->reason, format, arguments) < 0)
		probe->reason = NULL;
	va_end(arguments);
	return err;
}

bool rt_probe_is_active(const struct rt_probe *probe)
{
	return !probe->is_dropped && probe->abi->ops->when != RT_WHEN_NEVER;
}

int rt_probe_keep(struct rt_probe *probe, int fd)
{
	int *grown = realloc(probe->fds, (probe->n_fds + 1) * sizeof(int));
	if (!grown) {
		close(fd);
		return rt_probe_fail(probe, -ENOMEM, "out of memory");
	}
	probe->fds = grown;
	probe->fds[probe->n_fds++] = fd;
	return 0;
}

pid_t rt_probe_pid(const struct rt *rt)
{
	if (rt->options.pid)
		return rt->options.pid;
	return rt->child_pid ? rt->child_pid : -1;
}

int rt_probe_give_up(struct rt *rt, struct rt_probe *probe, int err)
{
	const char *reason = probe->reason ? probe->reason : strerror(-err);
	uint8_t policy = rt->tool->settings->missing_probes;
	if (err == -ENOENT && policy != ABI_MISSING_ERROR) {
		if (policy == ABI_MISSING_WARN)
			rt_warning(rt, "%s: %s. Skipping.", probe->abi->text, reason);
		probe->is_dropped = true;
		return 0;
	}
	rt_error(rt, "unable to attach probe %s: %s.%s", probe->abi->text, reason,
		 err == -ENOENT ? " If this is expected, set the 'missing_probes' config variable "
				  "to 'warn'."
				: "");
	return err;
}

static int expand_parts(struct rt *rt, struct rt_probe *probe)
{
	uint32_t n = probe->abi->n_parts;
	probe->parts = calloc(n + 1, sizeof(*probe->parts));
	if (!probe->parts)
		return -ENOMEM;
	for (uint32_t i = 0; i < n; i++) {
		unsigned missing = 0;
		int err = rt_params_expand(rt, probe->abi->parts[i], &probe->parts[i], &missing);
		if (err == -ENOENT)
			return rt_probe_fail(probe, -EINVAL, "parameter $%u was not given",
					     missing);
		if (err)
			return err;
	}
	return 0;
}

/* provider:part:part, unless the compiler knew the name or the kind made one. */
static int default_name(struct rt_probe *probe)
{
	char *out = NULL;
	size_t size;
	if (probe->name)
		return 0;
	if (probe->abi->name) {
		probe->name = strdup(probe->abi->name);
		return probe->name ? 0 : -ENOMEM;
	}
	FILE *stream = open_memstream(&out, &size);
	if (!stream)
		return -ENOMEM;
	fputs(probe->abi->ops->provider, stream);
	for (uint32_t i = 0; i < probe->abi->n_parts; i++)
		fprintf(stream, ":%s", probe->parts[i]);
	if (fclose(stream))
		return -ENOMEM;
	probe->name = out;
	return 0;
}

static int resolve_one(struct rt *rt, struct rt_probe *probe)
{
	const struct rt_probe_ops *ops = probe->abi->ops;
	int err = expand_parts(rt, probe);
	if (!err && ops->resolve)
		err = ops->resolve(rt, probe);
	if (!err || err == -ENOENT) {
		int name_err = default_name(probe);
		err = err ? err : name_err;
	}
	return err ? rt_probe_give_up(rt, probe, err) : 0;
}

int rt_probes_resolve(struct rt *rt)
{
	uint32_t n = rt->tool->n_probes;
	rt->probes = calloc(n + 1, sizeof(*rt->probes));
	rt->probe_names = calloc(n + 1, sizeof(*rt->probe_names));
	if (!rt->probes || !rt->probe_names) {
		rt_error(rt, "out of memory");
		return -ENOMEM;
	}
	int first = 0;
	for (uint32_t i = 0; i < n; i++) {
		struct rt_probe *probe = &rt->probes[i];
		probe->abi = &rt->tool->probes[i];
		probe->program_fd = -1;
		int err = resolve_one(rt, probe);
		first = first ? first : err;
		rt->probe_names[i] = probe->name ? probe->name : probe->abi->text;
	}
	if (!first && !rt_probes_count(rt)) {
		rt_error(rt, "No probes to attach");
		return -ENOENT;
	}
	return first;
}

static int attach_one(struct rt *rt, struct rt_probe *probe)
{
	const struct rt_probe_ops *ops = probe->abi->ops;
	if (!rt_probe_is_active(probe) || !ops->attach)
		return 0;
	int err = ops->attach(rt, probe);
	if (err)
		return rt_probe_give_up(rt, probe, err);
	if (!rt->options.check_only)
		rt_explain(rt, "attached %s: %s", probe->name, ops->mechanism);
	return 0;
}

/*
 * Two passes, so that several blocks on one event run in the script's order:
 * the kernel runs what attaches to a tracepoint or a perf event in the order of attaching, and what
 * attaches to a function in the reverse one. A check goes on to find every error.
 */
int rt_probes_attach(struct rt *rt)
{
	uint32_t n = rt->tool->n_probes;
	int first = 0;
	for (uint32_t i = 0; i < 2 * n && (!first || rt->options.check_only); i++) {
		bool is_first_pass = i < n;
		struct rt_probe *probe = &rt->probes[is_first_pass ? i : 2 * n - 1 - i];
		if (probe->abi->ops->attaches_forward != is_first_pass)
			continue;
		int err = attach_one(rt, probe);
		first = first ? first : err;
	}
	if (!first && !rt_probes_count(rt)) {
		rt_error(rt, "No probes to attach");
		return -ENOENT;
	}
	return first;
}

static void detach_one(struct rt_probe *probe)
{
	if (probe->abi && probe->abi->ops->detach)
		probe->abi->ops->detach(probe);
	for (uint32_t i = 0; i < probe->n_fds; i++)
		close(probe->fds[i]);
	free(probe->fds);
	probe->fds = NULL;
	probe->n_fds = 0;
}

void rt_probes_detach(struct rt *rt)
{
	for (uint32_t i = 0; rt->probes && i < rt->tool->n_probes; i++)
		detach_one(&rt->probes[i]);
}

static void release_one(struct rt_probe *probe)
{
	detach_one(probe);
	for (uint32_t i = 0; probe->parts && i < probe->abi->n_parts; i++)
		free(probe->parts[i]);
	free(probe->parts);
	free(probe->name);
	free(probe->target.path);
	free(probe->target.symbol);
	free(probe->load_target);
	free(probe->reason);
}

void rt_probes_release(struct rt *rt)
{
	for (uint32_t i = 0; rt->probes && i < rt->tool->n_probes; i++)
		release_one(&rt->probes[i]);
	free(rt->probes);
	free(rt->probe_names);
	rt->probes = NULL;
	rt->probe_names = NULL;
}

static int run_one(struct rt *rt, const struct rt_probe *probe)
{
	int err = rt_bpf_run(probe->program_fd);
	if (!err)
		return 0;
	rt_error(rt, "cannot run probe %s: %s%s", probe->abi->text, strerror(-err),
		 rt_kernel_is_at_least(5, 10) ? ""
					      : "; running programs needs Linux 5.10 or later");
	return err;
}

int rt_probes_run(struct rt *rt, enum rt_when when)
{
	int err = 0;
	for (uint32_t i = 0; i < rt->tool->n_probes && !err; i++) {
		const struct rt_probe *probe = &rt->probes[i];
		if (probe->abi->ops->when == when && rt_probe_is_active(probe))
			err = run_one(rt, probe);
	}
	return err;
}

int rt_probes_run_signal(struct rt *rt, int number)
{
	int err = 0;
	for (uint32_t i = 0; i < rt->tool->n_probes && !err; i++) {
		const struct rt_probe *probe = &rt->probes[i];
		if (probe->abi->ops->when == RT_WHEN_SIGNAL &&
		    probe->target.number == (uint64_t)number)
			err = run_one(rt, probe);
	}
	return err;
}

bool rt_probes_have(const struct rt *rt, enum rt_when when)
{
	for (uint32_t i = 0; i < rt->tool->n_probes; i++)
		if (rt->probes[i].abi->ops->when == when && rt_probe_is_active(&rt->probes[i]))
			return true;
	return false;
}

unsigned rt_probes_count(const struct rt *rt)
{
	unsigned n = 0;
	for (uint32_t i = 0; i < rt->tool->n_probes; i++)
		n += rt_probe_is_active(&rt->probes[i]);
	return n;
}
