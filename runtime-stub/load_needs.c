#include "load_needs.h"

#include <bpf/btf.h>
#include <errno.h>
#include <string.h>
#include <sys/utsname.h>

#include "feature.h"
#include "load_btf.h"
#include "load_types.h"
#include "number.h"
#include "rt.h"

struct asked {
	struct rt *rt;
	struct btf *file; /* types that are not the kernel's own */
	bool is_own;      /* the kernel's and its modules' are */
	bool has_modules;
};

static const struct btf *types_at(void *context, size_t i)
{
	struct asked *asked = context;
	if (asked->is_own)
		return i && !asked->has_modules ? NULL : rt_btf_types(asked->rt->btf, i);
	return i ? NULL : asked->file;
}

static enum need_answer has(void *context, enum abi_feature feature)
{
	struct asked *asked = context;
	return rt_has(asked->rt, feature) ? NEED_YES : NEED_NO;
}

/* major << 8 | minor */
static unsigned own_release(void)
{
	struct utsname system;
	uint64_t major, minor;
	const char *rest;
	if (uname(&system) || rt_number_prefix(system.release, &major, &rest) || *rest != '.' ||
	    rt_number_prefix(rest + 1, &minor, &rest))
		return 0;
	return (unsigned)(major << 8 | minor);
}

/* The same that the programs are relocated to. */
static int open_types(struct asked *asked)
{
	struct rt *rt = asked->rt;
	const char *path = NULL;
	int err = rt_types_find(rt, &path);
	if (err)
		return err;
	asked->has_modules = !path;
	asked->is_own = !path || (!rt->options.btf_file && rt_types_are_own());
	if (asked->is_own)
		return rt_btf_get(rt) ? 0 : -ENOMEM;
	asked->file = btf__parse(path, NULL);
	// A file without types stands for a kernel without.
	if (asked->file && btf__type_cnt(asked->file) <= 1) {
		btf__free(asked->file);
		asked->file = NULL;
	}
	return 0;
}

int rt_needs_find(struct rt *rt, struct needs *needs)
{
	struct asked asked = { .rt = rt };
	struct need_target target = {
		.types = types_at,
		.has = has,
		.context = &asked,
		.release = own_release(),
	};
	size_t size;
	const void *bytes = rt->tool->object(&size);
	*needs = (struct needs){ 0 };
	int err = open_types(&asked);
	if (!err)
		err = needs_find(needs, bytes, size, &target);
	btf__free(asked.file);
	return err;
}

void rt_needs_warn(struct rt *rt)
{
	struct needs needs;
	char text[768];
	if (!rt->tool->compares_types || rt->options.no_warnings || rt_needs_find(rt, &needs))
		return;
	for (size_t i = 0; i < needs.n; i++) {
		if (needs.items[i].verdict != NEED_DIFFERS)
			continue;
		need_text(&needs.items[i], text, sizeof(text));
		rt_warning(rt, "%s", text);
	}
	needs_release(&needs);
}
