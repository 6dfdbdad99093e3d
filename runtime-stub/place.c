#include "place.h"

#include <string.h>

#include "json.h"
#include "output.h"
#include "text.h"

struct abi_place rt_place_of(const struct abi_event *event)
{
	return (struct abi_place){ event->line, event->column, event->end_column };
}

void rt_place_text(const struct rt *rt, struct abi_place place, struct rt_text *out)
{
	rt_text_add_string(out, rt->tool->script_name);
	rt_text_add_char(out, ':');
	rt_text_add_unsigned(out, place.line);
	rt_text_add_char(out, ':');
	rt_text_add_unsigned(out, place.column);
	if (place.end_column > place.column + 1) {
		rt_text_add_char(out, '-');
		rt_text_add_unsigned(out, place.end_column);
	}
	rt_text_add_string(out, ": ");
}

/* The text of a line (from 1), without its newline. NULL: there is none. */
static const char *find_line(const struct rt *rt, uint32_t line, size_t *size)
{
	const char *start = rt->tool->source;
	const char *end = start + rt->tool->source_size;
	for (uint32_t i = 1; start && i < line; i++) {
		const char *newline = memchr(start, '\n', (size_t)(end - start));
		start = newline ? newline + 1 : NULL;
	}
	if (!start || !line || start == end)
		return NULL;
	const char *newline = memchr(start, '\n', (size_t)(end - start));
	*size = (size_t)((newline ? newline : end) - start);
	return start;
}

void rt_place_quote(const struct rt *rt, struct abi_place place, struct rt_text *out)
{
	size_t size;
	const char *line = find_line(rt, place.line, &size);
	if (!line || !place.column || place.column > size)
		return;
	size_t end = place.end_column > place.column ? place.end_column : place.column + 1;
	if (end > size + 1)
		end = size + 1;
	rt_text_add_char(out, '\n');
	rt_text_add(out, line, size);
	rt_text_add_char(out, '\n');
	// Tabs stay, so that the tildes stand below the place.
	for (size_t i = 0; i + 1 < place.column; i++)
		rt_text_add_char(out, line[i] == '\t' ? '\t' : ' ');
	rt_text_add_repeated(out, '~', end - place.column);
}

void rt_place_json(const struct rt *rt, const struct abi_event *event, struct rt_text *out)
{
	rt_text_add_string(out, ", ");
	rt_json_name(out, "filename");
	rt_json_string(out, rt->tool->script_name, strlen(rt->tool->script_name));
	rt_text_add_string(out, ", ");
	rt_json_name(out, "line");
	rt_json_unsigned(out, event->line);
	rt_text_add_string(out, ", ");
	rt_json_name(out, "col");
	rt_json_unsigned(out, event->column);
}

int rt_place_tell(struct rt *rt, struct rt_text *message)
{
	int err = rt_output_flush(rt);
	const char *text = rt_text_string(message);
	if (text)
		rt_notice(rt, "%s", text);
	rt_text_release(message);
	return err;
}
