#include "feature.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/bpf.h>
#include <stdlib.h>
#include <string.h>

#include "privilege.h"
#include "rt.h"
#include "text.h"

enum probing { PROBE_MAP, PROBE_HELPER, PROBE_RELEASE, PROBE_TRIED };

struct row {
	const char *word, *since, *help;
	enum probing probing;
	unsigned argument;
};

static const struct row rows[N_ABI_FEATURES] = {
#define FEATURE(id, word, since, probe, argument, help) \
	[FEATURE_##id] = { #word, since, help, PROBE_##probe, argument },
#include "feature.def"
};

static int find(const char *word, size_t size)
{
	for (int i = 0; i < N_ABI_FEATURES; i++)
		if (strlen(rows[i].word) == size && !memcmp(rows[i].word, word, size))
			return i;
	return -1;
}

static int complain(const struct rt *rt, const char *word, size_t size)
{
	struct rt_text known = { 0 };
	for (int i = 0; i < N_ABI_FEATURES; i++) {
		rt_text_add_string(&known, i ? ", " : "");
		rt_text_add_string(&known, rows[i].word);
	}
	const char *words = rt_text_string(&known);
	rt_error(rt, "TRACEC_NO: there is no feature '%.*s'; it knows %s", (int)size, word,
		 words ? words : "");
	rt_text_release(&known);
	return -EINVAL;
}

int rt_features_init(struct rt *rt)
{
	const char *word = getenv("TRACEC_NO");
	while (word && *word) {
		size_t size = strcspn(word, ",");
		int feature = find(word, size);
		if (feature < 0)
			return complain(rt, word, size);
		rt->features[feature] = RT_FEATURE_ABSENT;
		rt_explain(rt, "as TRACEC_NO asks, without %s", rows[feature].word);
		word += size + (word[size] == ',');
	}
	return 0;
}

static bool is_since(const struct row *row)
{
	char *rest;
	unsigned long major = strtoul(row->since, &rest, 10);
	return rt_kernel_is_at_least((unsigned)major,
				     *rest ? (unsigned)strtoul(rest + 1, NULL, 10) : 0);
}

/* Where asking fails it may be there: what uses it then says why not. */
static bool probe(const struct row *row)
{
	switch (row->probing) {
	case PROBE_MAP:
		return libbpf_probe_bpf_map_type((enum bpf_map_type)row->argument, NULL) != 0;
	case PROBE_HELPER:
		if (libbpf_probe_bpf_helper(BPF_PROG_TYPE_KPROBE, (enum bpf_func_id)row->argument,
					    NULL) != 0)
			return true;
		// What lockdown forbids is there, and its own words are to be said of it.
		return rt_privilege_is_confidential() && is_since(row);
	case PROBE_RELEASE:
		return rt_kernel_is_at_least(row->argument >> 8, row->argument & 255);
	case PROBE_TRIED:
		break;
	}
	return true;
}

bool rt_has(struct rt *rt, enum abi_feature feature)
{
	if (rt->features[feature] == RT_FEATURE_UNKNOWN) {
		bool has = probe(&rows[feature]);
		rt->features[feature] = has ? RT_FEATURE_PRESENT : RT_FEATURE_ABSENT;
		if (!has)
			rt_explain(rt, "this kernel lacks %s: %s", rows[feature].word,
				   rows[feature].help);
	}
	return rt->features[feature] == RT_FEATURE_PRESENT;
}

const char *rt_feature_text(enum abi_feature feature)
{
	static const char *const texts[N_ABI_FEATURES] = {
#define FEATURE(id, word, since, probe, argument, help) \
	[FEATURE_##id] = #word " (Linux " since "): " help,
#include "feature.def"
	};
	return texts[feature];
}
