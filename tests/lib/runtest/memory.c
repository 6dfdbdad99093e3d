#include "memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void memory_fail(void)
{
	fputs("runtest: out of memory\n", stderr);
	exit(2);
}

void *memory_new(size_t size)
{
	void *result = calloc(1, size);

	if (!result)
		memory_fail();
	return result;
}

void *memory_grow(void *old, size_t size)
{
	void *result = realloc(old, size);

	if (!result)
		memory_fail();
	return result;
}

char *memory_string(const char *text)
{
	char *result = strdup(text);

	if (!result)
		memory_fail();
	return result;
}

char *memory_format(const char *format, ...)
{
	char *result;
	va_list args;
	int length;

	va_start(args, format);
	length = vasprintf(&result, format, args);
	va_end(args);
	if (length < 0)
		memory_fail();
	return result;
}
