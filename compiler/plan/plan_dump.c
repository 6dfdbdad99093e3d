/*
 * A plan as text: its tables, then its programs. Stable, and without addresses.
 */
#include "plan/plan_dump.h"

#include <inttypes.h>
#include <string.h>

static const char *const value_kinds[] = {
#define VALUE(kind, symbol) [ABI_VALUE_##kind] = #symbol,
#include "value.def"
};

static const char *const event_kinds[] = {
#define EVENT(kind, symbol) [ABI_EVENT_##kind] = #symbol,
#include "event.def"
};

static const char *const probe_kinds[] = {
#define PROBE(kind, name, alias, alias2) [ABI_PROBE_##kind] = #name,
#include "probe.def"
};

static const char *const patch_kinds[] = {
	[ABI_PATCH_PARAM_INT] = "$N as integer",
	[ABI_PATCH_PARAM_TEXT] = "$N as text",
	[ABI_PATCH_NAMED] = "named parameter",
	[ABI_PATCH_FIELD_OFFSET] = "field offset",
	[ABI_PATCH_KADDR] = "kernel symbol",
	[ABI_PATCH_CGROUP_ID] = "cgroup id",
	[ABI_PATCH_KCONFIG] = "kernel configuration",
};

static void dump_string(struct dump *d, const char *text)
{
	if (text)
		dump_text(d, text, strlen(text));
	else
		strbuf_puts(d->out, "-");
}

/* --- types of values: "s64", "string[16]", "(u64 @0, string[16] @8)" --- */

static void dump_type(struct dump *d, const struct abi_type *type);

static void dump_fields(struct dump *d, const struct abi_type *type)
{
	strbuf_putc(d->out, '(');
	for (uint32_t i = 0; i < type->count; i++) {
		const struct abi_field *field = &type->fields[i];

		if (i)
			strbuf_puts(d->out, ", ");
		if (field->name)
			strbuf_printf(d->out, "%s: ", field->name);
		dump_type(d, field->type);
		strbuf_printf(d->out, " @%u", field->offset);
		if (field->bit_size)
			strbuf_printf(d->out, " bits %u+%u", field->bit_offset, field->bit_size);
	}
	strbuf_putc(d->out, ')');
}

static void dump_type(struct dump *d, const struct abi_type *type)
{
	switch (type->kind) {
	case ABI_VALUE_INT:
		strbuf_printf(d->out, "%c%u", type->is_signed ? 's' : 'u', 8 * type->size);
		break;
	case ABI_VALUE_TUPLE:
	case ABI_VALUE_RECORD:
	case ABI_VALUE_KERNEL_RECORD:
		strbuf_puts(d->out, value_kinds[type->kind]);
		if (type->fields)
			dump_fields(d, type);
		break;
	case ABI_VALUE_ARRAY:
	case ABI_VALUE_KERNEL_ARRAY:
		dump_type(d, type->element);
		strbuf_printf(d->out, "[%u]", type->count);
		break;
	case ABI_VALUE_STRING:
		strbuf_printf(d->out, "string[%u]", type->size);
		break;
	case ABI_VALUE_HIST:
		strbuf_printf(d->out, "hist(%u)", type->bits);
		break;
	case ABI_VALUE_LHIST:
	case ABI_VALUE_TSERIES:
		strbuf_printf(d->out, "%s(%" PRId64 ", %" PRId64 ", %" PRId64 ")",
			      value_kinds[type->kind], type->min, type->max, type->step);
		break;
	default:
		strbuf_printf(d->out, "%s%s", type->is_signed ? "signed " : "",
			      value_kinds[type->kind]);
		if (type->count)
			strbuf_printf(d->out, "[%u]", type->count);
	}
}

/* --- tables --- */

static void dump_constants(struct dump *d)
{
	vec_foreach(const struct plan_constant, c, &d->plan->constants) {
		strbuf_printf(d->out, "constant %s @%u ", c->name, c->offset);
		if (c->scalar.size) {
			dump_scalar(d, c->scalar);
			strbuf_printf(d->out, " = %" PRId64, (int64_t)c->initial_value);
		} else {
			strbuf_printf(d->out, "char[%u] = ", c->size);
			dump_string(d, c->initial);
		}
		strbuf_putc(d->out, '\n');
	}
	for (size_t i = 0; i < d->plan->patches.count; i++) {
		const struct abi_patch *patch = &d->plan->patches.items[i];

		strbuf_printf(d->out, "patch %zu @%u size %u: %s %u", i, patch->offset, patch->size,
			      patch_kinds[patch->kind], patch->index);
		if (patch->text)
			strbuf_printf(d->out, " %s", patch->text);
		if (patch->text2)
			strbuf_printf(d->out, " %s", patch->text2);
		strbuf_putc(d->out, '\n');
	}
}

static void dump_params(struct dump *d)
{
	vec_foreach(const struct abi_param, param, &d->plan->params) {
		strbuf_printf(d->out, "param %s ", param->name);
		dump_type(d, param->type);
		strbuf_puts(d->out, " = ");
		dump_string(d, param->default_text);
		strbuf_puts(d->out, ": ");
		dump_string(d, param->description);
		strbuf_putc(d->out, '\n');
	}
}

static void dump_ctypes(struct dump *d)
{
	vec_foreach(struct plan_ctype *, item, &d->plan->ctypes) {
		const struct plan_ctype *ctype = *item;

		dump_ctype(d, ctype);
		if (ctype->is_relocatable)
			strbuf_printf(d->out, ", relocated%s\n", ctype->is_whole ? ", whole" : "");
		else
			strbuf_printf(d->out, ", %u bytes\n", ctype->size);
		vec_foreach(const struct plan_cmember, member, &ctype->members) {
			strbuf_printf(d->out, "\t%s%s%s", member->before, member->name,
				      member->after);
			if (!ctype->is_relocatable)
				strbuf_printf(d->out, " @%u", member->offset);
			if (member->is_value)
				strbuf_puts(d->out, ", a value");
			if (member->places)
				strbuf_printf(d->out, ", behind it %s", member->places);
			strbuf_putc(d->out, '\n');
		}
		vec_foreach(const struct abi_enumerator, e, &ctype->enumerators)
			strbuf_printf(d->out, "\t%s = %" PRId64 "\n", e->name, (int64_t)e->value);
	}
}

static void dump_maps(struct dump *d)
{
	vec_foreach(const struct plan_map, map, &d->plan->maps) {
		strbuf_printf(d->out, "map %s %s %s[", map->abi.name, map->abi.object_name,
			      map->bpf_type);
		if (map->abi.key)
			dump_type(d, map->abi.key);
		strbuf_puts(d->out, "] = ");
		dump_type(d, map->abi.value);
		strbuf_printf(d->out, ", key %u, value %u, %u entries%s%s%s%s%s, line %u\n",
			      map->abi.key_size, map->abi.value_size, map->abi.max_entries,
			      map->abi.is_array ? ", array" : "",
			      map->abi.is_percpu ? ", per CPU" : "",
			      map->no_prealloc ? ", not preallocated" : "",
			      map->abi.live_name ? ", double" : "",
			      map->abi.keys_name ? ", by digest" : "", map->abi.line);
	}
}

static void dump_piece(struct dump *d, const struct abi_piece *piece)
{
	static const char flags[] = "-+#0 ";

	strbuf_putc(d->out, ' ');
	if (piece->literal) {
		dump_text(d, piece->literal, piece->literal_size);
		return;
	}
	strbuf_putc(d->out, '%');
	for (int i = 0; flags[i]; i++)
		if (piece->flags & 1 << i)
			strbuf_putc(d->out, flags[i]);
	if (piece->width)
		strbuf_printf(d->out, "%u", piece->width);
	strbuf_putc(d->out, piece->conversion);
	if (piece->subconversion)
		strbuf_putc(d->out, piece->subconversion);
	if (piece->int_size)
		strbuf_printf(d->out, ":%u", piece->int_size);
}

static void dump_event(struct dump *d, const struct abi_event *event, const char *what,
		       size_t index)
{
	strbuf_printf(d->out, "%s %zu %s, %u bytes", what, index, event_kinds[event->kind],
		      event->fixed_size);
	if (event->map >= 0)
		strbuf_printf(d->out, ", map %s", d->plan->maps.items[event->map].abi.name);
	if (event->top || event->divisor)
		strbuf_printf(d->out, ", top %" PRIu64 ", divisor %" PRIu64, event->top,
			      event->divisor);
	if (event->taking)
		strbuf_puts(d->out,
			    event->taking == ABI_TAKE_CLEAR ? ", then cleared" : ", then zeroed");
	if (event->text) {
		strbuf_puts(d->out, ", text ");
		dump_string(d, event->text);
	}
	if (event->helper)
		strbuf_printf(d->out, ", helper %s", event->helper);
	strbuf_printf(d->out, ", at %u:%u-%u", event->line, event->column, event->end_column);
	for (uint32_t i = 0; i < event->n_expansions; i++)
		strbuf_printf(d->out, " from %u:%u-%u", event->expansions[i].line,
			      event->expansions[i].column, event->expansions[i].end_column);
	strbuf_putc(d->out, '\n');
	if (event->format) {
		strbuf_puts(d->out, "\tformat");
		for (uint32_t i = 0; i < event->format->n_pieces; i++)
			dump_piece(d, &event->format->pieces[i]);
		strbuf_putc(d->out, '\n');
	}
	for (uint32_t i = 0; i < event->n_args; i++) {
		strbuf_puts(d->out, "\targ ");
		dump_type(d, event->args[i].type);
		strbuf_printf(d->out, " @%u%s\n", event->args[i].offset,
			      event->args[i].is_packed ? ", packed" : "");
	}
}

static void dump_probes(struct dump *d)
{
	vec_foreach(const struct abi_probe, probe, &d->plan->probes) {
		strbuf_printf(d->out, "probe %s ", probe_kinds[probe->kind]);
		dump_string(d, probe->text);
		strbuf_puts(d->out, " name ");
		dump_string(d, probe->name);
		for (uint32_t i = 0; i < probe->n_parts; i++) {
			strbuf_puts(d->out, i ? ", " : " parts ");
			dump_string(d, probe->parts[i]);
		}
		strbuf_printf(d->out, ": program %s",
			      d->plan->programs.items[probe->program]->name);
		if (probe->has_alternative && probe->alternative == probe->program)
			strbuf_puts(d->out, " or itself");
		else if (probe->has_alternative)
			strbuf_printf(d->out, " or %s",
				      d->plan->programs.items[probe->alternative]->name);
		strbuf_puts(d->out, probe->is_optional ? ", optional" : "");
		strbuf_puts(d->out, probe->is_fallback ? ", or instead of it" : "");
		if (probe->has_session)
			strbuf_printf(d->out, " or with another in %s",
				      d->plan->programs.items[probe->session]->name);
		strbuf_puts(d->out, probe->is_joined ? ", which another attaches" : "");
		strbuf_printf(d->out, ", line %u\n", probe->line);
	}
}

/* --- programs --- */

static void dump_slots(struct dump *d, const struct plan_program *program)
{
	static const char *const kinds[] = {
		[ABI_SLOT_FIELD] = "field",
		[ABI_SLOT_PARAMETER] = "parameter",
		[ABI_SLOT_ARGUMENT] = "argument",
		[ABI_SLOT_RESULT] = "result",
	};
	static const char *const gives[] = {
		[ABI_SLOT_VALUE] = "value",
		[ABI_SLOT_PLACE] = "place",
		[ABI_SLOT_SIZE] = "size",
	};

	for (size_t i = 0; i < program->slots.count; i++) {
		const struct abi_slot *slot = &program->slots.items[i];

		strbuf_printf(d->out, "\tslot%zu %s of %s", i, gives[slot->gives],
			      kinds[slot->kind]);
		if (slot->name)
			strbuf_printf(d->out, " %s", slot->name);
		if (slot->kind == ABI_SLOT_PARAMETER || slot->kind == ABI_SLOT_ARGUMENT)
			strbuf_printf(d->out, " %u", slot->index);
		strbuf_putc(d->out, '\n');
	}
}

static void dump_program(struct dump *d, const struct plan_program *program)
{
	d->program = program;
	strbuf_printf(d->out, "\n%s %s", program->is_subprogram ? "subprogram" : "program",
		      program->name);
	if (program->section)
		strbuf_printf(d->out, " in %s", program->section);
	if (program->syscall)
		strbuf_printf(d->out, ", for %s of system call %s",
			      program->is_syscall_exit ? "exit" : "enter", program->syscall);
	if (program->syscall_set)
		strbuf_printf(d->out, ", for %s of system calls, set %u",
			      program->is_syscall_exit ? "exit" : "enter", program->syscall_set);
	if (program->has_pid_filter)
		strbuf_puts(d->out, ", filtered by pid");
	if (program->has_stop)
		strbuf_puts(d->out, ", can be stopped");
	if (program->is_member)
		strbuf_printf(d->out, ", part of another from slot%u on", program->first_slot);
	strbuf_printf(d->out, ", line %u\n", program->line);
	dump_slots(d, program);
	if (program->gives_bytes)
		strbuf_printf(d->out, "\tgives t%d through t%d\n", program->result_temp,
			      program->result_param);
	for (size_t i = 0; i < program->temps.count; i++) {
		const struct plan_temp *temp = &program->temps.items[i];
		bool is_parameter = program->is_subprogram && (int)i < program->n_params;

		strbuf_puts(d->out, is_parameter ? "\tparameter " : "\ttemp ");
		dump_temp(d, (int)i);
		strbuf_putc(d->out, ' ');
		if (temp->is_bytes)
			strbuf_printf(d->out, "bytes[%u] align %u", temp->size, temp->align);
		else
			dump_scalar(d, temp->scalar);
		strbuf_puts(d->out, temp->is_shared ? " shared\n" : "\n");
	}
	dump_block(d, &program->body, 1);
}

void plan_dump(const struct plan *plan, struct strbuf *out)
{
	struct dump d = { .out = out, .plan = plan };

	strbuf_printf(out, "tool %s from %s, license %s\n", plan->tool.name, plan->tool.script_name,
		      plan->tool.license);
	dump_params(&d);
	dump_constants(&d);
	dump_ctypes(&d);
	dump_maps(&d);
	for (size_t i = 0; i < plan->events.count; i++)
		dump_event(&d, &plan->events.items[i], "event", i);
	for (size_t i = 0; i < plan->failures.count; i++)
		dump_event(&d, &plan->failures.items[i], "failure", i);
	dump_probes(&d);
	vec_foreach(struct plan_program *, program, &plan->programs)
		dump_program(&d, *program);
}
