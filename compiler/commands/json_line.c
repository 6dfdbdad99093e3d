#include "commands/json_line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Names of members stand in quotes that are not escaped, which in a string they would be. */
static const char *find(const char *line, const char *name)
{
	char key[64];
	const char *at;
	snprintf(key, sizeof(key), "\"%s\": ", name);
	at = strstr(line, key);
	return at ? at + strlen(key) : NULL;
}

static char unescaped(char c)
{
	static const char names[] = "nrtbf", values[] = "\n\r\t\b\f";
	const char *at = strchr(names, c);
	return c && at ? values[at - names] : c;
}

/* \u00XX, the only form that tools use: for bytes. */
static char coded(const char *digits)
{
	char text[5];
	snprintf(text, sizeof(text), "%.4s", digits);
	return (char)strtoul(text, NULL, 16);
}

const char *json_find_string(struct arena *arena, const char *line, const char *name)
{
	const char *at = find(line, name);
	struct strbuf out;
	if (!at || *at != '"')
		return NULL;
	strbuf_init(&out, arena);
	for (at++; *at && *at != '"'; at++) {
		bool is_escaped = *at == '\\' && at[1];
		bool is_coded = is_escaped && at[1] == 'u' && strlen(at) >= 6;
		if (is_coded)
			strbuf_putc(&out, coded(at + 2));
		else
			strbuf_putc(&out, is_escaped ? unescaped(at[1]) : *at);
		at += is_coded ? 5 : is_escaped;
	}
	return strbuf_text(&out);
}

uint64_t json_find_number(const char *line, const char *name)
{
	const char *at = find(line, name);
	return at ? strtoull(at + (*at == '"'), NULL, 10) : 0;
}

void json_put_string(struct strbuf *out, const char *text)
{
	strbuf_putc(out, '"');
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;
		if (c == '"' || c == '\\')
			strbuf_printf(out, "\\%c", c);
		else if (c == '\n')
			strbuf_puts(out, "\\n");
		else if (c < ' ')
			strbuf_printf(out, "\\u%04x", c);
		else
			strbuf_putc(out, (char)c);
	}
	strbuf_putc(out, '"');
}
