#include "rt.h"

#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

/*
 * One write per line, so that lines of several programs on one terminal do not mix. What is shown there of the progress
 * makes room; its next step shows it anew.
 */
static void say(const struct rt *rt, const char *name, const char *kind, const char *format, va_list arguments)
{
	char *text = NULL;
	char *line = NULL;
	if (vasprintf(&text, format, arguments) < 0)
		return;
	const char *room = rt->progress.is_visible ? "\r\033[K" : "";
	int size = asprintf(&line, "%s%s%s%s%s\n", room, name ? name : "", name ? ": " : "", kind,
			    text);
	if (size > 0 && write(STDERR_FILENO, line, (size_t)size) < 0) {
		// There is nobody left to tell.
	}
	free(line);
	free(text);
}

void rt_error(const struct rt *rt, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	say(rt, rt->program_name, "", format, arguments);
	va_end(arguments);
}

void rt_warning(const struct rt *rt, const char *format, ...)
{
	if (rt->options.no_warnings)
		return;
	va_list arguments;
	va_start(arguments, format);
	say(rt, rt->program_name, "WARNING: ", format, arguments);
	va_end(arguments);
}

void rt_explain(const struct rt *rt, const char *format, ...)
{
	if (!rt->options.verbose)
		return;
	va_list arguments;
	va_start(arguments, format);
	say(rt, rt->program_name, "", format, arguments);
	va_end(arguments);
}

void rt_notice(const struct rt *rt, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	say(rt, NULL, "", format, arguments);
	va_end(arguments);
}
