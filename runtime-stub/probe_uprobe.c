/*
 * uprobe and uretprobe, with wildcards in any part:
 *
 *   BINARY:FUNCTION[+OFFSET]
 *   BINARY:ADDRESS
 *   BINARY:cpp:NAME            a name of C++, with or without its parameters
 *   BINARY@FILE:LINE[:COLUMN]  uprobe alone
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "attach.h"
#include "binary.h"
#include "capability.h"
#include "elf_build_id.h"
#include "elf_line.h"
#include "elf_named.h"
#include "elf_symbol.h"
#include "nearest.h"
#include "number.h"
#include "probe.h"
#include "rt.h"
#include "user_place.h"
#include "user_symbol.h"
#include "wildcard.h"

/* A file that is looked through for a probe. */
struct search {
	const struct rt *rt;
	struct rt_probe *probe;
	const struct rt_binary *binary;
	struct rt_elf *elf;
	bool is_one_of_many; /* the binary's name is a pattern */
};

static bool is_cpp(const struct rt_probe *probe)
{
	return probe->abi->n_parts == 3 && probe->abi->demangle;
}

/* The part that names what is probed. */
static const char *wanted(const struct rt_probe *probe)
{
	return probe->parts[probe->abi->n_parts - 1];
}

static const char *provider(const struct search *s)
{
	return s->probe->abi->ops->provider;
}

/* The address and what depends on it. The name is already there. */
static int finish(const struct search *s, struct rt_target *target, uint64_t address)
{
	if (rt_elf_find_address(s->elf, address, &target->address))
		return rt_probe_fail(s->probe, -ENOENT, "Could not resolve address: %s:0x%llx",
				     s->binary->name, (unsigned long long)address);
	if (rt_target_set(&target->path, "%s", s->binary->path))
		return -ENOMEM;
	target->address += s->binary->entry.offset;
	return rt_user_symbols_find(s->rt, s->probe, target, s->elf, address);
}

/* --- one function or address --- */

static int offer(void *context, const char *name, uint64_t address)
{
	(void)address;
	rt_nearest_offer(context, name);
	return 0;
}

static int fail_missing(const struct search *s, const char *function)
{
	struct rt_nearest nearest;
	rt_nearest_begin(&nearest, function);
	rt_elf_each_named(s->elf, offer, &nearest);
	return rt_probe_fail(s->probe, -ENOENT, "%s has no function '%s'%s", s->binary->name,
			     function, rt_nearest_hint(&nearest));
}

static int find_function(const struct search *s, struct rt_target *target, const char *function)
{
	struct rt_elf_place place;
	uint64_t behind = 0;
	size_t length = strcspn(function, "+");
	if (function[length] && rt_number_unsigned(function + length + 1, &behind))
		return rt_probe_fail(s->probe, -EINVAL, "'%s' is no offset", function + length + 1);
	int unnamed = rt_target_set(&target->symbol, "%.*s", (int)length, function);
	if (!unnamed && behind)
		unnamed = rt_target_set(&target->name, "%s:%s:%s+%llu", provider(s), s->binary->name,
					target->symbol, (unsigned long long)behind);
	else if (!unnamed)
		unnamed = rt_target_set(&target->name, "%s:%s:%s", provider(s), s->binary->name,
					target->symbol);
	if (unnamed)
		return unnamed;
	if (rt_elf_find_function(s->elf, target->symbol, &place) &&
	    rt_elf_find_named(s->elf, target->symbol, &place))
		return fail_missing(s, target->symbol);
	int err = rt_user_place_check(s->rt, s->probe, s->elf, &place, behind, target->symbol);
	return err ? err : finish(s, target, place.address + behind);
}

static int find_address(const struct search *s, struct rt_target *target, uint64_t address)
{
	int err = rt_target_set(&target->name, "%s:%s:%llu", provider(s), s->binary->name,
				(unsigned long long)address);
	if (!err)
		err = rt_user_address_check(s->rt, s->probe, s->elf, s->binary->name, address);
	return err ? err : finish(s, target, address);
}

static int find_one(const struct search *s)
{
	uint64_t address;
	struct rt_target *target = rt_probe_add_target(s->probe);
	if (!target)
		return -ENOMEM;
	return rt_number_parse(wanted(s->probe), &address)
		       ? find_function(s, target, wanted(s->probe))
		       : find_address(s, target, address);
}

/* --- functions that match --- */

static int add_function(const struct search *s, const char *lang, const char *name,
			uint64_t address)
{
	struct rt_target *target = rt_probe_add_target(s->probe);
	if (!target || rt_target_set(&target->symbol, "%s", name) ||
	    rt_target_set(&target->name, "%s:%s:%s%s", provider(s), s->binary->name, lang, name))
		return -ENOMEM;
	return finish(s, target, address);
}

/* What the compiler has moved out of its function (".cold", ".part.N"): no wildcard means it. */
static bool is_piece(const char *symbol)
{
	const char *cold = strstr(symbol, ".cold");
	return (cold && (!cold[5] || cold[5] == '.')) || strstr(symbol, ".part.");
}

static int take_function(void *context, const char *name, uint64_t address)
{
	const struct search *s = context;
	bool is_wanted = !is_piece(name) && rt_wildcard_matches(wanted(s->probe), name);
	return is_wanted ? add_function(s, "", name, address) : 0;
}

/* Of a stripped file also by what its debug file or .gnu_debugdata has. Of many files that would be too much. */
static int find_matches(struct search *s)
{
	int err = rt_elf_each_function(s->elf, take_function, s);
	return err || s->is_one_of_many ? err : rt_elf_each_named(s->elf, take_function, s);
}

/* Where the parameters begin: at the '(' that the last ')' closes. */
static size_t without_parameters(const char *name)
{
	const char *end = strrchr(name, ')');
	int depth = 0;
	for (const char *at = end; at && at > name; at--) {
		depth += *at == ')';
		depth -= *at == '(';
		if (!depth)
			return (size_t)(at - name);
	}
	return strlen(name);
}

/* A name without parameters means all functions that are called so. */
static bool is_cpp_match(const char *pattern, char *name)
{
	size_t size = strchr(pattern, '(') ? strlen(name) : without_parameters(name);
	char kept = name[size];
	name[size] = 0;
	bool result = rt_wildcard_matches(pattern, name);
	name[size] = kept;
	return result;
}

static int take_cpp(void *context, const char *name, uint64_t address)
{
	const struct search *s = context;
	if (is_piece(name))
		return 0;
	char *plain = s->probe->abi->demangle(name);
	int err = 0;
	if (plain && is_cpp_match(wanted(s->probe), plain))
		err = add_function(s, "cpp:", plain, address);
	else if (!plain && rt_wildcard_matches(wanted(s->probe), name))
		err = add_function(s, "cpp:", name, address);
	free(plain);
	return err;
}

/* A star may be that of a pointer: if the text is a name as it stands, that one alone is meant. */
static void prefer_exact(struct rt_probe *probe, uint32_t from)
{
	bool is_exact = false;
	for (uint32_t i = from; i < probe->n_targets; i++)
		is_exact |= !strcmp(probe->targets[i].symbol, wanted(probe));
	for (uint32_t i = probe->n_targets; i > from && is_exact; i--)
		if (strcmp(probe->targets[i - 1].symbol, wanted(probe)) != 0)
			rt_probe_remove_target(probe, i - 1);
}

static int find_cpp(struct search *s)
{
	uint32_t from = s->probe->n_targets;
	int err = rt_elf_each_function(s->elf, take_cpp, s);
	prefer_exact(s->probe, from);
	return err;
}

/* --- lines of source --- */

static int find_line(const struct search *s, const struct rt_line *line)
{
	uint64_t *addresses, next;
	uint32_t n;
	int err = rt_elf_find_line(s->elf, s->binary->path, line, &addresses, &n, &next);
	if (err == -ENODATA)
		return rt_probe_fail(s->probe, -ENOENT,
				     "%s has no line table (debug information), nor a separate "
				     "debug file",
				     s->binary->name);
	if (err == -ENOENT && next)
		return rt_probe_fail(s->probe, err,
				     "%s has no code of %s:%llu; the next line that has is %llu",
				     s->binary->name, line->file, (unsigned long long)line->line,
				     (unsigned long long)next);
	if (err == -ENOENT)
		return rt_probe_fail(s->probe, err, "%s has no code of %s:%llu", s->binary->name,
				     line->file, (unsigned long long)line->line);
	for (uint32_t i = 0; i < n && !err; i++) {
		struct rt_elf_place function;
		uint64_t earlier = i ? addresses[i - 1] : 0;
		// A loop comes back to its line: of a function the first place is meant.
		if (i && !rt_elf_function_at(s->elf, addresses[i], &function) &&
		    earlier >= function.address)
			continue;
		struct rt_target *target = rt_probe_add_target(s->probe);
		if (!target ||
		    rt_target_set(&target->name, "%s:%s@%s:%llu", provider(s), s->binary->name,
				  line->file, (unsigned long long)line->line))
			err = -ENOMEM;
		else
			err = finish(s, target, addresses[i]);
	}
	free(addresses);
	return err;
}

/* BINARY@FILE : LINE [: COLUMN]; the file's part is cut off the binary's. False: it is none. */
static bool take_line(struct rt_probe *probe, struct rt_line *line)
{
	char *at = strrchr(probe->parts[0], '@');
	const char *number = probe->abi->n_parts > 1 ? probe->parts[1] : "";
	*line = (struct rt_line){ .file = at ? at + 1 : NULL };
	if (!at || !*number || number[strspn(number, "0123456789")] ||
	    rt_number_parse(number, &line->line))
		return false;
	if (probe->abi->n_parts > 2 && rt_number_parse(probe->parts[2], &line->column))
		return false;
	*at = 0;
	return true;
}

/* --- all --- */

static int compare(const void *a, const void *b)
{
	const struct rt_target *left = a;
	const struct rt_target *right = b;
	int order = strcmp(left->path, right->path);
	if (!order)
		order = strcmp(left->name, right->name);
	if (order)
		return order;
	return left->address < right->address ? -1 : left->address > right->address;
}

/* The compiler has seen another build of the file: its args may be elsewhere here. */
static void compare_build(const struct search *s)
{
	char id[RT_BUILD_ID_TEXT];
	const char *known = s->probe->abi->build_id;
	if (!known || !rt_elf_build_id(s->elf, id) || !strncmp(known, id, RT_BUILD_ID_TEXT - 1))
		return;
	rt_warning(s->rt,
		   "%s: args are those of another build of %s (build id %.12s, here %.12s), and may be "
		   "elsewhere in this one",
		   s->probe->abi->text, s->binary->name, known, id);
}

static int resolve_in(struct search *s, const struct rt_line *line)
{
	uint32_t from = s->probe->n_targets;
	bool is_many = is_cpp(s->probe) || line->line || rt_wildcard_is_in(wanted(s->probe));
	int err = rt_binary_open(s->probe, s->binary, &s->elf);
	if (err)
		return err;
	compare_build(s);
	if (line->line)
		err = find_line(s, line);
	else if (is_cpp(s->probe))
		err = find_cpp(s);
	else if (is_many)
		err = find_matches(s);
	else
		err = find_one(s);
	rt_elf_close(s->elf);
	// .dynsym repeats what .symtab has.
	if (is_many && !err)
		rt_probe_unite_targets(s->probe, from, compare);
	return err;
}

/* Of the files that a wildcard means, those without the function are passed over. */
static int resolve_all(struct search *s, const struct rt_binaries *binaries,
		       const struct rt_line *line)
{
	struct rt_probe *probe = s->probe;
	int err = 0;
	s->is_one_of_many = binaries->is_pattern;
	for (size_t i = 0; i < binaries->n && !err; i++) {
		uint32_t n = probe->n_targets;
		s->binary = &binaries->items[i];
		err = resolve_in(s, line);
		if (!err || err == -ENOMEM || !binaries->is_pattern)
			continue;
		while (probe->n_targets > n)
			rt_probe_remove_target(probe, probe->n_targets - 1);
		err = 0;
	}
	return err;
}

static int check_form(struct rt_probe *probe)
{
	if (probe->abi->n_parts == 2 || is_cpp(probe))
		return 0;
	return rt_probe_fail(probe, -EINVAL, "it is not of the form %s:BINARY:FUNCTION",
			     probe->abi->ops->provider);
}

/* Of several places of one name the first stands for it. */
static uint32_t count_names(struct rt_probe *probe)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < probe->n_targets; i++) {
		struct rt_target *target = &probe->targets[i];
		target->is_further = i && !strcmp(target->name, probe->targets[i - 1].name);
		n += !target->is_further;
	}
	return n;
}

static int check_found(const struct rt *rt, struct rt_probe *probe,
		       const struct rt_binaries *binaries)
{
	uint32_t n = count_names(probe);
	probe->is_pattern = binaries->is_pattern || rt_wildcard_is_in(wanted(probe)) || n > 1;
	if (!n && !probe->is_pattern)
		return rt_probe_fail(probe, -ENOENT, "%s has no function '%s'",
				     binaries->items[0].name, wanted(probe));
	return probe->is_pattern ? rt_probe_check_matches(rt, probe, "function") : 0;
}

static int resolve(struct rt *rt, struct rt_probe *probe)
{
	struct rt_binaries binaries;
	struct rt_line line;
	struct search search = { .rt = rt, .probe = probe };
	bool is_line = take_line(probe, &line);
	int err = is_line ? 0 : check_form(probe);
	if (err)
		return err;
	if (!is_line)
		line.line = 0;
	err = rt_binaries_find(rt, probe, probe->parts[0], &binaries);
	if (!err)
		err = resolve_all(&search, &binaries, &line);
	if (!err)
		err = check_found(rt, probe, &binaries);
	rt_binaries_release(&binaries);
	return err;
}

static const struct rt_way uprobe_ways[] = {
	{ &rt_attach_uprobe, false },
	{ &rt_attach_uprobe_multi, false },
	{ NULL, false },
};

static const struct rt_way uprobe_pattern_ways[] = {
	{ &rt_attach_uprobe_multi, false },
	{ &rt_attach_uprobe, false },
	{ NULL, false },
};

static const struct rt_way uretprobe_ways[] = {
	{ &rt_attach_uretprobe, false },
	{ &rt_attach_uretprobe_multi, false },
	{ NULL, false },
};

static const struct rt_way uretprobe_pattern_ways[] = {
	{ &rt_attach_uretprobe_multi, false },
	{ &rt_attach_uretprobe, false },
	{ NULL, false },
};

const struct rt_probe_ops rt_probe_uprobe = {
	.provider = "uprobe",
	.resolve = resolve,
	.ways = uprobe_ways,
	.pattern_ways = uprobe_pattern_ways,
	.needs = RT_CAPABILITY(DAC_READ_SEARCH),
	.needs_of = rt_capabilities_of_uprobe,
};

const struct rt_probe_ops rt_probe_uretprobe = {
	.provider = "uretprobe",
	.resolve = resolve,
	.ways = uretprobe_ways,
	.pattern_ways = uretprobe_pattern_ways,
	.needs = RT_CAPABILITY(DAC_READ_SEARCH),
	.needs_of = rt_capabilities_of_uprobe,
};
