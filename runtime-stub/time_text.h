/* Times as text, by strftime's formats and those of language.md 5.2, in the local time zone. */
#ifndef RUNTIME_STUB_TIME_TEXT_H
#define RUNTIME_STUB_TIME_TEXT_H

#include <stdbool.h>
#include <stdint.h>

struct rt_text;

/* is_extended: %f, %k and %l are micro-, nano- and milliseconds in 6, 9 and 3 digits. */
void rt_time_text(const char *format, int64_t seconds, uint32_t nanoseconds, bool is_extended,
		  struct rt_text *out);

#endif
