#include "guest/results.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/strbuf.h"

struct reader {
	struct arena *arena;
	const char *at, *end;
	struct guest_results *results;
	struct strbuf output; /* of the last command */
};

/* The next line without its end; NULL behind the last one. */
static const char *next_line(struct reader *r)
{
	if (r->at >= r->end)
		return NULL;
	const char *newline = memchr(r->at, '\n', (size_t)(r->end - r->at));
	size_t size = newline ? (size_t)(newline - r->at) : (size_t)(r->end - r->at);
	const char *line = arena_strndup(r->arena, r->at, size);
	r->at += size + (newline != NULL);
	return line;
}

static void begin_command(struct reader *r, const char *name)
{
	struct guest_command command = { .name = name, .status = -1, .output = "" };
	vec_push(&r->results->commands, command);
	strbuf_init(&r->output, r->arena);
}

static void add_output(struct reader *r, const char *text)
{
	if (!r->results->commands.count)
		return;
	strbuf_printf(&r->output, "%s\n", text);
	vec_last(&r->results->commands).output = strbuf_text(&r->output);
}

static void end_command(struct reader *r, const char *rest)
{
	const char *blank = strchr(rest, ' ');
	if (blank && r->results->commands.count)
		vec_last(&r->results->commands).status = (int)strtol(blank + 1, NULL, 10);
}

/* "NAME SIZE", then its bytes. */
static void take_file(struct reader *r, const char *rest)
{
	const char *blank = strrchr(rest, ' ');
	size_t size = blank ? (size_t)strtoull(blank + 1, NULL, 10) : 0;
	uint64_t full = 0;
	if (size < sizeof(full) || size > (size_t)(r->end - r->at))
		return;
	memcpy(&full, r->at, sizeof(full));
	uLongf room = full;
	void *data = full < (uint64_t)1 << 32 ? arena_alloc(r->arena, full + 1) : NULL;
	struct guest_file file = {
		.name = arena_strndup(r->arena, rest, (size_t)(blank - rest)),
		.data = data,
		.size = full,
	};
	if (data && uncompress(data, &room, (const Bytef *)r->at + sizeof(full),
			       size - sizeof(full)) == Z_OK)
		vec_push(&r->results->files, file);
	r->at += size;
}

static void take_release(struct reader *r, const char *rest)
{
	r->results->release = rest;
}

static const struct {
	const char *prefix;
	void (*take)(struct reader *r, const char *rest);
} kinds[] = {
	{ "| ", add_output },      { "@@kernel ", take_release }, { "@@start ", begin_command },
	{ "@@end ", end_command }, { "@@file ", take_file },
};

static void take_line(struct reader *r, const char *line)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		size_t size = strlen(kinds[i].prefix);
		if (strncmp(line, kinds[i].prefix, size) == 0)
			kinds[i].take(r, line + size);
	}
}

void guest_results_read(struct arena *arena, const char *text, size_t size,
			struct guest_results *results)
{
	struct reader r = { .arena = arena, .at = text, .end = text + size, .results = results };
	*results = (struct guest_results){ 0 };
	vec_init(&results->commands, arena);
	vec_init(&results->files, arena);
	for (const char *line = next_line(&r); line; line = next_line(&r))
		take_line(&r, line);
}

const struct guest_command *guest_results_find(const struct guest_results *results,
					       const char *name)
{
	vec_foreach(const struct guest_command, command, &results->commands)
		if (strcmp(command->name, name) == 0)
			return command;
	return NULL;
}
