#include <string.h>

#include "commands/json_line.h"
#include "commands/verify.h"

static const char *first_line(struct arena *arena, const char *text)
{
	return arena_strndup(arena, text, strcspn(text, "\n"));
}

static void add_probe(struct arena *arena, struct verified *verified, const char *line)
{
	const char *verdict = json_find_string(arena, line, "verdict");
	const char *probe = json_find_string(arena, line, "probe");
	struct verified_probe found = {
		.probe = probe ? probe : "?",
		.verdict = verdict ? verdict : "unknown",
		.mechanism = json_find_string(arena, line, "mechanism"),
		.reason = json_find_string(arena, line, "reason"),
		.line = json_find_number(line, "line"),
		.targets = json_find_number(line, "targets"),
		.instructions = json_find_number(line, "instructions"),
	};
	vec_push(&verified->probes, found);
}

static void add_need(struct arena *arena, struct verified *verified, const char *line,
		     const char *fixed_kind)
{
	const char *kind = fixed_kind ? fixed_kind : json_find_string(arena, line, "kind");
	const char *name = json_find_string(arena, line, "name");
	const char *verdict = json_find_string(arena, line, "verdict");
	struct verified_need found = { kind ? kind : "?", name ? name : "?",
				       verdict ? verdict : "unknown" };
	vec_push(&verified->needs, found);
}

static bool is_of(const char *line, const char *type)
{
	size_t size = strlen(type);
	return strncmp(line, "{\"type\": \"", 10) == 0 && strncmp(line + 10, type, size) == 0 &&
	       line[10 + size] == '"';
}

void verified_read(struct arena *arena, struct verified *verified, int status, const char *output)
{
	struct strbuf messages;
	strbuf_init(&messages, arena);
	while (*output) {
		const char *line = first_line(arena, output);
		size_t size = strlen(line);
		if (is_of(line, "probe"))
			add_probe(arena, verified, line);
		else if (is_of(line, "need"))
			add_need(arena, verified, line, NULL);
		else if (is_of(line, "capability"))
			add_need(arena, verified, line, "capability");
		else if (is_of(line, "check"))
			verified->load_us = json_find_number(line, "load_us");
		else if (strncmp(line, "{\"type\": \"", 10) != 0)
			strbuf_printf(&messages, "%s\n", line);
		output += size + (output[size] == '\n');
	}
	verified->messages = strbuf_text(&messages);
	verified->is_ok = status == 0;
	if (status == 0)
		return;
	verified->reason = *verified->messages
				   ? first_line(arena, verified->messages)
				   : arena_printf(arena, "the tool ended with status %d", status);
}

/* --- text --- */

static void print_probe(FILE *out, const struct verified_probe *probe)
{
	fprintf(out, "  %-8s %s", probe->verdict, probe->probe);
	if (probe->mechanism)
		fprintf(out, " (%s", probe->mechanism);
	if (probe->mechanism && probe->targets > 1)
		fprintf(out, ", %llu targets", (unsigned long long)probe->targets);
	if (probe->mechanism && probe->instructions)
		fprintf(out, ", %llu instructions verified",
			(unsigned long long)probe->instructions);
	if (probe->mechanism)
		putc(')', out);
	if (probe->reason)
		fprintf(out, ": %s", probe->reason);
	putc('\n', out);
}

static void print_indented(FILE *out, const char *text)
{
	while (*text) {
		size_t size = strcspn(text, "\n");
		fprintf(out, "  | %.*s\n", (int)size, text);
		text += size + (text[size] == '\n');
	}
}

static void print_one(FILE *out, const struct verified *one)
{
	fprintf(out, "%s: %s", one->release ? one->release : one->kernel,
		one->is_ok ? "ok" : "failed");
	if (one->load_us)
		fprintf(out, ", loaded in %.1f ms", (double)one->load_us / 1000);
	if (!one->is_ok)
		fprintf(out, ": %s", one->reason);
	putc('\n', out);
	vec_foreach(const struct verified_probe, probe, &one->probes)
		print_probe(out, probe);
	vec_foreach(const struct verified_need, need, &one->needs)
		if (!strcmp(need->verdict, "missing"))
			fprintf(out, "  missing  %s %s\n", need->kind, need->name);
	vec_foreach(const struct verified_command, command, &one->commands) {
		fprintf(out, "  %-8s %s\n", command->status ? "failed" : "ok", command->name);
		if (command->status)
			print_indented(out, command->output);
	}
	if (one->run_output)
		print_indented(out, one->run_output);
}

void verified_print_text(FILE *out, const verified_vec *all)
{
	vec_foreach(const struct verified, one, all)
		print_one(out, one);
}

/* --- JSON --- */

static void put_member(struct strbuf *out, const char *name, const char *value)
{
	strbuf_printf(out, ", \"%s\": ", name);
	if (value)
		json_put_string(out, value);
	else
		strbuf_puts(out, "null");
}

static void put_probe(struct strbuf *out, const struct verified_probe *probe)
{
	strbuf_puts(out, "{\"probe\": ");
	json_put_string(out, probe->probe);
	strbuf_printf(out, ", \"line\": %llu", (unsigned long long)probe->line);
	put_member(out, "verdict", probe->verdict);
	if (probe->mechanism) {
		put_member(out, "mechanism", probe->mechanism);
		strbuf_printf(out, ", \"targets\": %llu, \"instructions\": %llu",
			      (unsigned long long)probe->targets,
			      (unsigned long long)probe->instructions);
	}
	if (probe->reason)
		put_member(out, "reason", probe->reason);
	strbuf_putc(out, '}');
}

static void put_command(struct strbuf *out, const struct verified_command *command, size_t i)
{
	strbuf_puts(out, i ? ", {\"name\": " : "{\"name\": ");
	json_put_string(out, command->name);
	strbuf_printf(out, ", \"status\": %d", command->status);
	put_member(out, "output", command->output);
	strbuf_putc(out, '}');
}

static void put_one(struct strbuf *out, const struct verified *one)
{
	strbuf_puts(out, "{\"kernel\": ");
	json_put_string(out, one->kernel);
	put_member(out, "release", one->release);
	put_member(out, "verdict", one->is_ok ? "ok" : "failed");
	if (one->reason)
		put_member(out, "reason", one->reason);
	strbuf_printf(out, ", \"seconds\": %.1f, \"load_us\": %llu, \"probes\": [", one->seconds,
		      (unsigned long long)one->load_us);
	for (size_t i = 0; i < one->probes.count; i++) {
		strbuf_puts(out, i ? ", " : "");
		put_probe(out, &one->probes.items[i]);
	}
	strbuf_puts(out, "], \"needs\": [");
	for (size_t i = 0; i < one->needs.count; i++) {
		const struct verified_need *need = &one->needs.items[i];
		strbuf_puts(out, i ? ", {\"kind\": " : "{\"kind\": ");
		json_put_string(out, need->kind);
		put_member(out, "name", need->name);
		put_member(out, "verdict", need->verdict);
		strbuf_putc(out, '}');
	}
	strbuf_puts(out, one->commands.count ? "], \"commands\": [" : "");
	for (size_t i = 0; i < one->commands.count; i++)
		put_command(out, &one->commands.items[i], i);
	strbuf_putc(out, ']');
	if (one->run_output) {
		strbuf_printf(out, ", \"run\": {\"status\": %d", one->run_status);
		put_member(out, "output", one->run_output);
		strbuf_putc(out, '}');
	}
	strbuf_putc(out, '}');
}

static size_t count_failed(const verified_vec *all)
{
	size_t n = 0;
	vec_foreach(const struct verified, one, all)
		n += !one->is_ok;
	return n;
}

void verified_print_json(struct arena *arena, FILE *out, const char *tool, const verified_vec *all)
{
	struct strbuf text;
	strbuf_init(&text, arena);
	strbuf_puts(&text, "{\"tool\": ");
	json_put_string(&text, tool);
	put_member(&text, "verdict", count_failed(all) ? "failed" : "ok");
	strbuf_puts(&text, ", \"kernels\": [");
	for (size_t i = 0; i < all->count; i++) {
		strbuf_puts(&text, i ? ", " : "");
		put_one(&text, &all->items[i]);
	}
	strbuf_puts(&text, "]}\n");
	fwrite(strbuf_text(&text), 1, text.size, out);
}

/* --- JUnit --- */

/* Characters that XML 1.0 has no way to write become a question mark. */
static void put_xml(struct strbuf *out, const char *text)
{
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;
		if (strchr("<>&\"", c))
			strbuf_printf(out, "&#%u;", c);
		else
			strbuf_putc(out, c < ' ' && c != '\n' && c != '\t' ? '?' : (char)c);
	}
}

static void put_commands(struct strbuf *out, const struct verified *one)
{
	vec_foreach(const struct verified_command, command, &one->commands) {
		strbuf_printf(out, "%s: status %d\n", command->name, command->status);
		put_xml(out, command->output);
	}
}

static void put_case(struct strbuf *out, const char *tool, const struct verified *one)
{
	strbuf_puts(out, "  <testcase classname=\"");
	put_xml(out, tool);
	strbuf_puts(out, "\" name=\"");
	put_xml(out, one->release ? one->release : one->kernel);
	strbuf_printf(out, "\" time=\"%.1f\">\n", one->seconds);
	if (!one->is_ok) {
		strbuf_puts(out, "    <failure message=\"");
		put_xml(out, one->reason);
		strbuf_puts(out, "\">");
		put_xml(out, one->messages ? one->messages : "");
		strbuf_puts(out, "</failure>\n");
	}
	strbuf_puts(out, "    <system-out>");
	vec_foreach(const struct verified_probe, probe, &one->probes) {
		put_xml(out, probe->verdict);
		strbuf_putc(out, ' ');
		put_xml(out, probe->probe);
		strbuf_puts(out, probe->mechanism ? ": " : "");
		put_xml(out, probe->mechanism ? probe->mechanism : "");
		strbuf_putc(out, '\n');
	}
	put_xml(out, one->run_output ? one->run_output : "");
	put_commands(out, one);
	strbuf_puts(out, "</system-out>\n  </testcase>\n");
}

void verified_junit(struct strbuf *out, const char *tool, const verified_vec *all)
{
	strbuf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"");
	put_xml(out, tool);
	strbuf_printf(out, "\" tests=\"%zu\" failures=\"%zu\">\n", all->count, count_failed(all));
	vec_foreach(const struct verified, one, all)
		put_case(out, tool, one);
	strbuf_puts(out, "</testsuite>\n");
}
