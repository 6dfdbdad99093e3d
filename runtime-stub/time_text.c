#include "time_text.h"

#include <stdlib.h>
#include <time.h>

#include "text.h"

/* The format with %f, %k and %l replaced by their digits. */
static void replace_extensions(const char *format, uint32_t nanoseconds, struct rt_text *out)
{
	static const struct {
		char letter;
		uint32_t unit;
		unsigned n_digits;
	} extensions[] = { { 'f', 1000, 6 }, { 'k', 1, 9 }, { 'l', 1000000, 3 } };
	for (const char *c = format; *c; c++) {
		if (*c != '%' || !c[1]) {
			rt_text_add_char(out, *c);
			continue;
		}
		c++;
		size_t i = 0;
		while (i < 3 && extensions[i].letter != *c)
			i++;
		if (i < 3) {
			rt_text_add_digits(out, nanoseconds / extensions[i].unit, 10,
					   extensions[i].n_digits);
		} else {
			rt_text_add_char(out, '%');
			rt_text_add_char(out, *c);
		}
	}
}

void rt_time_text(const char *format, int64_t seconds, uint32_t nanoseconds, bool is_extended,
		  struct rt_text *out)
{
	struct rt_text pattern = { 0 };
	time_t time = (time_t)seconds;
	struct tm local;
	if (!localtime_r(&time, &local)) {
		rt_text_add_string(out, "(?)");
		return;
	}
	if (is_extended)
		replace_extensions(format, nanoseconds, &pattern);
	else
		rt_text_add_string(&pattern, format);
	// strftime gives 0 for "too long" and for "empty": one more character tells them apart.
	rt_text_add_char(&pattern, '.');
	const char *complete = rt_text_string(&pattern);
	for (size_t room = 128; complete && room <= 1 << 20; room *= 4) {
		char *buffer = malloc(room);
		size_t length = buffer ? strftime(buffer, room, complete, &local) : 0;
		if (length)
			rt_text_add(out, buffer, length - 1);
		free(buffer);
		if (length)
			break;
	}
	rt_text_release(&pattern);
}
