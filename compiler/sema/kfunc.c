/* Which functions of the kernel a program of each type may call. */
#include "sema/kfunc.h"

#include <string.h>

enum kfunc_set { COMMON = 1, TRACING = 2, XDP = 4 };

static const struct {
	const char *name;
	unsigned sets;
} kfuncs[] = {
#define KFUNC(name, sets) { #name, sets },
#include "sema/kfunc.def"
};

/* Came with Linux 6.12, which lets tracepoints and perf events call what it let fentry call before. */
#define KFUNC_OF_6_12 "bpf_copy_from_user_str"

static unsigned sets_of_section(struct sema *s, const char *section)
{
	static const struct {
		const char *section;
		unsigned sets, sets_of_6_12;
	} rows[] = {
		{ "fentry", COMMON | TRACING, 0 }, { "fexit", COMMON | TRACING, 0 },
		{ "tp_btf", COMMON | TRACING, 0 }, { "iter", COMMON | TRACING, 0 },
		{ "tracepoint", COMMON, TRACING }, { "perf_event", COMMON, TRACING },
		{ "xdp", COMMON | XDP, 0 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (strcmp(rows[i].section, section) != 0)
			continue;
		if (kernel_find_function(s->kernel, NULL, KFUNC_OF_6_12) == NULL)
			return rows[i].sets;
		return rows[i].sets | rows[i].sets_of_6_12;
	}
	return COMMON;
}

/* Those that all probes of the block at work may call; in a function of the script, that any may. */
static unsigned current_sets(struct sema *s)
{
	unsigned sets = s->probe == NULL ? COMMON : COMMON | TRACING | XDP;

	for (size_t i = 0; s->probe != NULL && i < s->probe->probe.attach_points.count; i++) {
		const struct probe_kind *kind =
			s->probe->probe.attach_points.items[i]->attach_point.kind;

		sets &= kind == NULL ? COMMON : sets_of_section(s, kind->section);
	}
	return sets;
}

bool kfunc_is_allowed(struct sema *s, const char *name)
{
	if (kernel_find_function(s->kernel, NULL, name) == NULL)
		return false;
	for (size_t i = 0; i < sizeof(kfuncs) / sizeof(kfuncs[0]); i++)
		if (strcmp(kfuncs[i].name, name) == 0)
			return (kfuncs[i].sets & current_sets(s)) != 0;
	return false;
}
