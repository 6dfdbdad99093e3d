#include "verdict.h"

#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "attach.h"
#include "capability.h"
#include "feature.h"
#include "json.h"
#include "load_needs.h"
#include "loader.h"
#include "privilege.h"
#include "probe.h"
#include "rt.h"
#include "text.h"

static const char *verdict_of(const struct rt_probe *probe, int err)
{
	if (probe->is_failed)
		return "failed";
	if (probe->is_dropped)
		return "skipped";
	if (probe->is_reserve)
		return "unused";
	return err && !probe->way ? "unknown" : "ok";
}

static void add_string(struct rt_text *out, const char *name, const char *value)
{
	rt_text_add_string(out, ", ");
	rt_json_name(out, name);
	rt_json_string(out, value, strlen(value));
}

static void add_number(struct rt_text *out, const char *name, uint64_t value)
{
	rt_text_add_string(out, ", ");
	rt_json_name(out, name);
	rt_json_unsigned(out, value);
}

static void flush(struct rt_text *out)
{
	fwrite(out->data, 1, out->length, stdout);
	rt_text_cut(out, 0);
}

static void print_probe_json(const struct rt *rt, const struct rt_probe *probe, int err,
			     struct rt_text *out)
{
	const char *verdict = verdict_of(probe, err);
	rt_json_begin_data(out, "probe");
	rt_text_add_string(out, "{");
	rt_json_name(out, "probe");
	rt_json_string(out, probe->abi->text, strlen(probe->abi->text));
	add_number(out, "line", probe->abi->line);
	add_string(out, "verdict", verdict);
	if (!strcmp(verdict, "ok") && probe->way) {
		add_string(out, "mechanism", probe->way->mechanism->name);
		add_number(out, "targets", probe->n_targets);
		add_number(out, "instructions", rt_loader_verified(rt, rt_way_program(probe, probe->way)));
	} else if (probe->reason) {
		add_string(out, "reason", probe->reason);
	}
	rt_text_add_string(out, "}");
	rt_json_end(out);
	flush(out);
}

static void print_need_json(const struct need *need, struct rt_text *out)
{
	rt_json_begin_data(out, "need");
	rt_text_add_string(out, "{");
	rt_json_name(out, "kind");
	rt_json_string(out, need_kind_name(need->kind), strlen(need_kind_name(need->kind)));
	add_string(out, "name", need->name);
	if (need->line) {
		add_string(out, "file", need->file);
		add_number(out, "line", need->line);
	}
	add_string(out, "verdict", need_verdict_name(need->verdict));
	if (need->detail)
		add_string(out, "detail", need->detail);
	rt_text_add_string(out, "}");
	rt_json_end(out);
	flush(out);
}

static void print_capability_json(const char *name, const char *verdict, struct rt_text *out)
{
	rt_json_begin_data(out, "capability");
	rt_text_add_string(out, "{");
	rt_json_name(out, "name");
	rt_json_string(out, name, strlen(name));
	add_string(out, "verdict", verdict);
	rt_text_add_string(out, "}");
	rt_json_end(out);
	flush(out);
}

static void print_restrictions_json(struct rt_text *out)
{
	char text[RT_RESTRICTION_TEXT];
	for (unsigned i = 0; rt_privilege_restriction(i, text); i++) {
		if (!*text)
			continue;
		rt_json_begin_data(out, "host");
		rt_json_string(out, text, strlen(text));
		rt_json_end(out);
		flush(out);
	}
}

/* Of a tool that attaches here as it should, what was only asked for to do that is not missing. */
static const char *capability_verdict(const struct rt *rt, unsigned i, bool is_there, int err)
{
	bool is_whole = !err;
	for (uint32_t k = 0; rt->probes && k < rt->tool->n_probes; k++)
		is_whole &= !rt->probes[k].is_dropped;
	if (is_there)
		return "ok";
	return is_whole && rt_capability_is_to_attach(rt->tool, i) ? "unneeded" : "missing";
}

static void print_json(struct rt *rt, const struct needs *needs, int err, uint64_t load_ns)
{
	const char *name;
	bool is_there;
	struct rt_text out = { 0 };
	struct utsname host;
	for (uint32_t i = 0; rt->probes && i < rt->tool->n_probes; i++)
		print_probe_json(rt, &rt->probes[i], err, &out);
	for (size_t i = 0; i < needs->n; i++)
		print_need_json(&needs->items[i], &out);
	for (unsigned i = 0; rt_capability_at(rt->tool, i, &name, NULL, &is_there); i++)
		if (name)
			print_capability_json(name, capability_verdict(rt, i, is_there, err), &out);
	print_restrictions_json(&out);
	memset(&host, 0, sizeof(host));
	uname(&host);
	rt_json_begin_data(&out, "check");
	rt_text_add_string(&out, "{");
	rt_json_name(&out, "tool");
	rt_json_string(&out, rt->tool->name, strlen(rt->tool->name));
	add_string(&out, "verdict", err ? "failed" : "ok");
	add_string(&out, "release", host.release);
	add_string(&out, "machine", host.machine);
	add_number(&out, "load_us", load_ns / 1000);
	rt_text_add_string(&out, "}");
	rt_json_end(&out);
	flush(&out);
	rt_text_release(&out);
}

/* What this host allows, in words. */
static void print_restrictions(void)
{
	char text[RT_RESTRICTION_TEXT];
	for (unsigned i = 0; rt_privilege_restriction(i, text); i++)
		if (*text)
			printf("host     %s\n", text);
}

static void print_needs(struct rt *rt, const struct needs *needs, int err)
{
	char text[768];
	const char *name, *why;
	bool is_there;
	for (size_t i = 0; i < needs->n; i++) {
		need_text(&needs->items[i], text, sizeof(text));
		printf("%-8s %s\n", need_verdict_name(needs->items[i].verdict), text);
	}
	for (int i = 0; i < N_ABI_FEATURES && needs->n; i++)
		if (!rt_has(rt, (enum abi_feature)i))
			printf("without  %s\n", rt_feature_text((enum abi_feature)i));
	for (unsigned i = 0; rt_capability_at(rt->tool, i, &name, &why, &is_there); i++)
		if (name)
			printf("%-8s capability %s: %s\n", capability_verdict(rt, i, is_there, err),
			       name, why);
}

static void print_probes(const struct rt *rt)
{
	for (uint32_t i = 0; rt->probes && i < rt->tool->n_probes; i++) {
		const struct rt_probe *probe = &rt->probes[i];
		if (probe->is_failed)
			printf("failed   %s: %s\n", probe->abi->text,
			       probe->reason ? probe->reason : "?");
		else if (probe->is_dropped)
			printf("skipped  %s: %s\n", probe->abi->text,
			       probe->reason ? probe->reason : "?");
		else if (probe->is_reserve)
			printf("unused   %s: it is for a host that lacks another\n",
			       probe->abi->text);
		else if (probe->way)
			printf("ok       %s (%s)\n", rt_probe_title(probe),
			       probe->way->mechanism->name);
	}
}

void rt_verdict_print(struct rt *rt, int err, uint64_t load_ns)
{
	struct needs needs = { 0 };
	// Where the tool has not come so far, there is nothing to ask.
	if (rt->probes && rt_needs_find(rt, &needs))
		rt_warning(rt, "cannot say what the programs ask for");
	if (rt->options.format == RT_FORMAT_JSON) {
		print_json(rt, &needs, err, load_ns);
	} else {
		print_probes(rt);
		print_needs(rt, &needs, err);
		print_restrictions();
	}
	needs_release(&needs);
}
