#include "probe_name.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bpf_call.h"
#include "probe.h"
#include "rt.h"

static int compare(const void *a, const void *b)
{
	const char *const *left = a;
	const char *const *right = b;
	return strcmp(*left, *right);
}

/* A probe that was dropped may have targets whose names were never made. */
static uint32_t n_named(const struct rt_probe *probe)
{
	return rt_probe_is_wanted(probe) ? probe->n_targets : 0;
}

static size_t count_targets(const struct rt *rt)
{
	size_t n = 0;
	for (uint32_t i = 0; i < rt->tool->n_probes; i++)
		n += n_named(&rt->probes[i]);
	return n;
}

/* Turns a sorted list into one of copies in which each name stands once. */
static int unite(struct rt *rt, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char **last = rt->n_probe_names ? &rt->probe_names[rt->n_probe_names - 1] : NULL;
		if (last && !strcmp(*last, rt->probe_names[i]))
			continue;
		char *copy = strdup(rt->probe_names[i]);
		if (!copy)
			return -ENOMEM;
		rt->probe_names[rt->n_probe_names++] = copy;
	}
	return 0;
}

static void number(const struct rt *rt, struct rt_target *target)
{
	char **found = bsearch(&target->name, rt->probe_names, rt->n_probe_names,
			       sizeof(*rt->probe_names), compare);
	target->id = found ? (uint32_t)(found - rt->probe_names) : 0;
}

int rt_probe_names_make(struct rt *rt)
{
	size_t n = 0;
	rt->probe_names = calloc(count_targets(rt) + 1, sizeof(*rt->probe_names));
	if (!rt->probe_names)
		return -ENOMEM;
	for (uint32_t i = 0; i < rt->tool->n_probes; i++)
		for (uint32_t k = 0; k < n_named(&rt->probes[i]); k++)
			rt->probe_names[n++] = rt->probes[i].targets[k].name;
	if (n)
		qsort(rt->probe_names, n, sizeof(*rt->probe_names), compare);
	int err = unite(rt, n);
	for (uint32_t i = 0; i < rt->tool->n_probes && !err; i++)
		for (uint32_t k = 0; k < n_named(&rt->probes[i]); k++)
			number(rt, &rt->probes[i].targets[k]);
	return err;
}

int rt_probe_names_write(const struct rt *rt, int map_fd)
{
	int err = 0;
	for (uint32_t i = 0; i < rt->n_probe_names && !err; i++) {
		char name[LIMIT_PROBE_NAME] = "";
		snprintf(name, sizeof(name), "%s", rt->probe_names[i]);
		err = rt_bpf_update(map_fd, &i, name, 0);
	}
	return err;
}

void rt_probe_names_release(struct rt *rt)
{
	for (uint32_t i = 0; i < rt->n_probe_names; i++)
		free(rt->probe_names[i]);
	free(rt->probe_names);
	rt->probe_names = NULL;
	rt->n_probe_names = 0;
}
