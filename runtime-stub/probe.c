#include "probe.h"

#include <errno.h>
#include <linux/membarrier.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bpf_call.h"
#include "output.h"
#include "params.h"
#include "privilege.h"
#include "probe_name.h"
#include "problem.h"
#include "progress.h"
#include "rt.h"
#include "static_place.h"
#include "text.h"

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

bool rt_probe_is_wanted(const struct rt_probe *probe)
{
	return !probe->is_dropped && !probe->is_idle;
}

bool rt_probe_is_active(const struct rt_probe *probe)
{
	return rt_probe_is_wanted(probe) && !probe->is_reserve;
}

int rt_probe_keep(struct rt_probe *probe, int fd)
{
	// Grows by doubling: there may be thousands.
	if (!(probe->n_fds & (probe->n_fds - 1))) {
		uint32_t room = probe->n_fds ? probe->n_fds * 2 : 1;
		int *grown = realloc(probe->fds, room * sizeof(*grown));
		if (!grown) {
			close(fd);
			return rt_probe_fail(probe, -ENOMEM, "out of memory");
		}
		probe->fds = grown;
	}
	probe->fds[probe->n_fds++] = fd;
	return 0;
}

pid_t rt_probe_pid(const struct rt *rt)
{
	if (rt->options.pid)
		return rt->options.pid;
	return rt->child_pid ? rt->child_pid : -1;
}

struct rt_target *rt_probe_add_target(struct rt_probe *probe)
{
	uint32_t n = probe->n_targets;
	if (!(n & (n - 1))) {
		uint32_t room = n ? n * 2 : 1;
		struct rt_target *grown = realloc(probe->targets, room * sizeof(*grown));
		if (!grown)
			return NULL;
		probe->targets = grown;
	}
	probe->targets[n] = (struct rt_target){ .program_fd = -1 };
	probe->n_targets++;
	return &probe->targets[n];
}

static void release_target(struct rt_target *target)
{
	free(target->name);
	free(target->path);
	free(target->module);
	free(target->symbol);
	free(target->place);
	free(target->user_symbols);
}

void rt_probe_remove_target(struct rt_probe *probe, uint32_t index)
{
	release_target(&probe->targets[index]);
	probe->n_targets--;
	memmove(&probe->targets[index], &probe->targets[index + 1],
		(probe->n_targets - index) * sizeof(*probe->targets));
}

void rt_probe_leave_out(struct rt *rt, struct rt_probe *probe, uint32_t index, const char *why)
{
	const char *name = probe->targets[index].name;
	rt_explain(rt, "skipped %s: %s", name, why);
	if (!probe->n_left_out++ && asprintf(&probe->left_out, "%s: %s", name, why) < 0)
		probe->left_out = NULL;
	rt_probe_remove_target(probe, index);
}

void rt_probe_tell_left_out(struct rt *rt, const struct rt_probe *probe)
{
	bool is_quiet = probe->abi->is_optional ||
			rt->tool->settings->missing_probes == ABI_MISSING_IGNORE;
	if (probe->n_left_out && !is_quiet)
		rt_warning(rt, "%s: %u of its %u matches are left out (-v names them), first %s",
			   probe->abi->text, probe->n_left_out,
			   probe->n_left_out + probe->n_targets,
			   probe->left_out ? probe->left_out : "");
}

static bool has_symbol(const struct rt_probe *probe, const char *wanted)
{
	for (uint32_t i = 0; i < probe->n_targets; i++) {
		const char *symbol = probe->targets[i].symbol;
		if (symbol && !strcmp(symbol, wanted))
			return true;
	}
	return false;
}

bool rt_probes_overlap(const struct rt_probe *a, const struct rt_probe *b)
{
	for (uint32_t i = 0; i < b->n_targets; i++)
		if (b->targets[i].symbol && has_symbol(a, b->targets[i].symbol))
			return true;
	return false;
}

void rt_probe_unite_targets(struct rt_probe *probe, uint32_t from,
			    int (*compare)(const void *a, const void *b))
{
	uint32_t n = from;
	if (probe->n_targets > from)
		qsort(&probe->targets[from], probe->n_targets - from, sizeof(*probe->targets),
		      compare);
	for (uint32_t i = from; i < probe->n_targets; i++) {
		if (n > from && !compare(&probe->targets[n - 1], &probe->targets[i]))
			release_target(&probe->targets[i]);
		else
			probe->targets[n++] = probe->targets[i];
	}
	probe->n_targets = n;
}

int rt_target_set(char **member, const char *format, ...)
{
	va_list arguments;
	char *text;
	va_start(arguments, format);
	int length = vasprintf(&text, format, arguments);
	va_end(arguments);
	if (length < 0)
		return -ENOMEM;
	free(*member);
	*member = text;
	return 0;
}

int rt_probe_check_matches(const struct rt *rt, struct rt_probe *probe, const char *what)
{
	uint32_t most = rt->tool->settings->max_probes;
	if (!probe->n_targets)
		return rt_probe_fail(probe, -ENOENT, "no %s matches", what);
	if (probe->n_targets > most)
		return rt_probe_fail(probe, -E2BIG,
				     "%u match, but the config variable max_probes allows %u",
				     probe->n_targets, most);
	return 0;
}

const char *rt_probe_title(const struct rt_probe *probe)
{
	bool is_one = probe->n_targets == 1 && !probe->is_pattern && probe->targets[0].name;
	return is_one ? probe->targets[0].name : probe->abi->text;
}

/* The reason in the words of an error that a user may want to turn off. */
static const char *hint(int err)
{
	return err == -ENOENT ? " If this is expected, set the 'missing_probes' config variable "
				"to 'warn'."
			      : "";
}

/* The alternatives that a probe is one of stand together: *n of them. */
static struct rt_probe *alternatives(struct rt *rt, struct rt_probe *probe, uint32_t *n)
{
	uint32_t last = rt->tool->n_probes;
	struct rt_probe *first = probe;
	while (first->abi->is_fallback)
		first--;
	*n = 1;
	while (first + *n < rt->probes + last && first[*n].abi->is_fallback)
		++*n;
	return first;
}

struct rt_probe *rt_probe_active_of(struct rt *rt, struct rt_probe *probe)
{
	uint32_t n;
	struct rt_probe *first = alternatives(rt, probe, &n);
	for (uint32_t i = 0; i < n; i++)
		if (rt_probe_is_active(&first[i]))
			return &first[i];
	return NULL;
}

static bool take_reserve(struct rt *rt, struct rt_probe *first, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		if (!first[i].is_reserve)
			continue;
		first[i].is_reserve = false;
		if (first[i].is_dropped) {
			rt_explain(rt, "%s: %s", first[i].abi->text, first[i].reason);
			continue;
		}
		rt_explain(rt, "%s is taken instead", rt_probe_title(&first[i]));
		return true;
	}
	return false;
}

/* "a || b" and, if there are several, why each is not to be had. */
static int describe(const struct rt_probe *first, uint32_t n, struct rt_text *text,
		    struct rt_text *reasons)
{
	for (uint32_t i = 0; i < n; i++) {
		rt_text_add_string(text, i ? " || " : "");
		rt_text_add_string(text, first[i].abi->text);
		rt_text_add_string(reasons, i ? "; " : "");
		if (n > 1) {
			rt_text_add_string(reasons, first[i].abi->text);
			rt_text_add_string(reasons, ": ");
		}
		rt_text_add_string(reasons, first[i].reason ? first[i].reason : "?");
	}
	return rt_text_string(text) && rt_text_string(reasons) ? 0 : -ENOMEM;
}

/* What missing_probes is about: the host lacks it, or has too few of it. Mistakes and privileges are not. */
static bool is_of_host(int err)
{
	return err == -ENOENT || err == -ENOSPC || err == -EBUSY;
}

/* None of them is to be had. */
static int fail_all(struct rt *rt, const struct rt_probe *first, uint32_t n, int err)
{
	struct rt_text text = { 0 }, reasons = { 0 };
	bool is_optional = false;
	for (uint32_t i = 0; i < n; i++)
		is_optional |= first[i].abi->is_optional;
	uint8_t policy = is_optional ? ABI_MISSING_IGNORE : rt->tool->settings->missing_probes;
	bool may_miss = is_optional || (is_of_host(err) && policy != ABI_MISSING_ERROR);
	if (describe(first, n, &text, &reasons))
		rt_error(rt, "out of memory");
	else if (!may_miss)
		rt_error(rt, "unable to attach probe %s: %s.%s", rt_text_string(&text),
			 rt_text_string(&reasons), hint(err));
	else if (policy == ABI_MISSING_WARN)
		rt_warning(rt, "%s: %s. Skipping.", rt_text_string(&text),
			   rt_text_string(&reasons));
	else
		rt_explain(rt, "skipped %s: %s", rt_text_string(&text), rt_text_string(&reasons));
	rt_text_release(&text);
	rt_text_release(&reasons);
	return may_miss ? 0 : err;
}

int rt_probe_give_up(struct rt *rt, struct rt_probe *probe, int err)
{
	uint32_t n;
	struct rt_probe *first = alternatives(rt, probe, &n);
	if (!probe->reason)
		rt_probe_fail(probe, err, "%s", rt_problem_text(err));
	probe->is_dropped = true;
	if (n > 1)
		rt_explain(rt, "%s: %s", probe->abi->text, probe->reason);
	if (take_reserve(rt, first, n))
		return 0;
	err = fail_all(rt, first, n, err);
	for (uint32_t i = 0; i < n; i++)
		first[i].is_failed = err != 0;
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
static int default_name(const struct rt_probe *probe, struct rt_target *target)
{
	char *out = NULL;
	size_t size;
	if (target->name)
		return 0;
	if (probe->abi->name)
		return rt_target_set(&target->name, "%s", probe->abi->name);
	FILE *stream = open_memstream(&out, &size);
	if (!stream)
		return -ENOMEM;
	fputs(probe->abi->ops->provider, stream);
	for (uint32_t i = 0; i < probe->abi->n_parts; i++)
		fprintf(stream, ":%s", probe->parts[i]);
	if (fclose(stream))
		return -ENOMEM;
	target->name = out;
	return 0;
}

/* The first step for all of them, so that every name that `probe` may give is known. */
static int resolve_one(struct rt *rt, struct rt_probe *probe)
{
	const struct rt_probe_ops *ops = probe->abi->ops;
	int err = expand_parts(rt, probe);
	if (!err && ops->resolve)
		err = ops->resolve(rt, probe);
	else if (!err && !rt_probe_add_target(probe))
		err = -ENOMEM;
	for (uint32_t i = 0; i < probe->n_targets && !err; i++)
		err = default_name(probe, &probe->targets[i]);
	if (err && !probe->reason)
		rt_probe_fail(probe, err, "%s", rt_problem_text(err));
	while (err && probe->n_targets)
		release_target(&probe->targets[--probe->n_targets]);
	probe->is_reserve = probe->abi->is_fallback;
	probe->is_dropped = err && probe->is_reserve;
	return probe->is_reserve ? 0 : err;
}

static bool is_idle(const struct rt *rt, enum rt_when when)
{
	switch (when) {
	case RT_WHEN_TEST:
		return rt->options.mode != RT_MODE_TEST;
	case RT_WHEN_BENCH:
		return rt->options.mode != RT_MODE_BENCH;
	case RT_WHEN_BEGIN:
	case RT_WHEN_END:
		return false;
	case RT_WHEN_EVENT:
	case RT_WHEN_SIGNAL:
	case RT_WHEN_READ:
		break;
	}
	return rt->options.mode != RT_MODE_TRACE;
}

static int resolve_all(struct rt *rt)
{
	uint32_t n = rt->tool->n_probes;
	int *errors = calloc(n + 1, sizeof(*errors));
	int first = errors ? 0 : -ENOMEM;
	for (uint32_t i = 0; errors && i < n; i++)
		errors[i] = rt->probes[i].is_idle ? 0 : resolve_one(rt, &rt->probes[i]);
	for (uint32_t i = 0; errors && i < n; i++) {
		int err = errors[i] ? rt_probe_give_up(rt, &rt->probes[i], errors[i]) : 0;
		first = first ? first : err;
	}
	free(errors);
	return first;
}

/* All that are left together; wildcards were looked at one by one. */
static int check_count(const struct rt *rt)
{
	unsigned n = rt_probes_count(rt), most = rt->tool->settings->max_probes;
	static const char *const nothing[] = {
		[RT_MODE_TEST] = "the script has no tests (test:NAME)",
		[RT_MODE_BENCH] = "the script has no benchmarks (bench:NAME)",
	};
	enum rt_mode mode = rt->options.mode;
	if (!n || (mode == RT_MODE_TEST && !rt_probes_have(rt, RT_WHEN_TEST)) ||
	    (mode == RT_MODE_BENCH && !rt_probes_have(rt, RT_WHEN_BENCH))) {
		if (nothing[mode])
			rt_error(rt, "%s", nothing[mode]);
		else if (!rt->options.check_only) // a check goes on, and says it when it attaches
			rt_output_no_probes(rt);
		return -ENOENT;
	}
	if (n > most)
		rt_error(rt, "%u probes to attach, but the config variable max_probes allows %u", n,
			 most);
	if (n > most)
		return -E2BIG;
	return 0;
}

int rt_probes_resolve(struct rt *rt)
{
	uint32_t n = rt->tool->n_probes;
	rt->probes = calloc(n + 1, sizeof(*rt->probes));
	if (!rt->probes) {
		rt_error(rt, "out of memory");
		return -ENOMEM;
	}
	for (uint32_t i = 0; i < n; i++) {
		rt->probes[i].abi = &rt->tool->probes[i];
		rt->probes[i].is_idle = is_idle(rt, rt->tool->probes[i].ops->when);
	}
	int first = resolve_all(rt);
	if (!first)
		first = check_count(rt);
	bool is_used = !first || rt->options.check_only;
	if (is_used && rt_probe_names_make(rt)) {
		rt_error(rt, "out of memory");
		return -ENOMEM;
	}
	if (is_used)
		rt_static_places_number(rt);
	return first;
}

void rt_probe_detach(struct rt *rt, struct rt_probe *probe)
{
	for (uint32_t i = 0; i < probe->n_fds; i++) {
		close(probe->fds[i]);
		rt_progress_step(rt, 1);
	}
	if (probe->pinned)
		unlink(probe->pinned);
	rt_guard_end(&probe->guard);
	free(probe->fds);
	free(probe->pinned);
	probe->pinned = NULL;
	probe->fds = NULL;
	probe->n_fds = 0;
}

static unsigned count_fds(const struct rt *rt)
{
	unsigned n = 0;
	for (uint32_t i = 0; rt->probes && i < rt->tool->n_probes; i++)
		n += rt->probes[i].n_fds;
	return n;
}

void rt_probes_detach(struct rt *rt)
{
	rt_progress_begin(rt, "Detaching", count_fds(rt));
	for (uint32_t i = 0; rt->probes && i < rt->tool->n_probes; i++)
		rt_probe_detach(rt, &rt->probes[i]);
	rt_progress_end(rt);
}

bool rt_probes_stop(struct rt *rt)
{
	if (!rt->stop)
		return false;
	*rt->stop = 1;
	// Returns when all that ran meanwhile have ended; a kernel with nohz_full CPUs refuses.
	return !syscall(SYS_membarrier, MEMBARRIER_CMD_GLOBAL, 0, 0);
}

static void release_one(struct rt *rt, struct rt_probe *probe)
{
	rt_probe_detach(rt, probe);
	for (uint32_t i = 0; probe->parts && i < probe->abi->n_parts; i++)
		free(probe->parts[i]);
	for (uint32_t i = 0; i < probe->n_targets; i++)
		release_target(&probe->targets[i]);
	free(probe->parts);
	free(probe->targets);
	free(probe->left_out);
	free(probe->reason);
	free(probe->tried);
}

void rt_probes_release(struct rt *rt)
{
	for (uint32_t i = 0; rt->probes && i < rt->tool->n_probes; i++)
		release_one(rt, &rt->probes[i]);
	free(rt->probes);
	rt->probes = NULL;
	rt_probe_names_release(rt);
}

static int run_one(struct rt *rt, const struct rt_probe *probe)
{
	int err = rt_bpf_run(probe->targets[0].program_fd);
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
		if (probe->abi->ops->when == RT_WHEN_SIGNAL && rt_probe_is_active(probe) &&
		    probe->targets[0].number == (uint64_t)number)
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
	for (uint32_t i = 0; i < rt->tool->n_probes; i++) {
		const struct rt_probe *probe = &rt->probes[i];
		for (uint32_t k = 0; k < probe->n_targets && rt_probe_is_active(probe); k++)
			n += !probe->targets[k].is_further;
	}
	return n;
}
