#include "ring_size.h"

#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "number.h"

#define MIN_SIZE (256U * 1024)
#define MAX_AUTO (16U * 1024 * 1024)
#define MAX_SIZE (1U << 30)

/* The share of the free memory that a tool may take without being asked. */
#define MEMORY_SHARE 64

uint64_t rt_memory_available(void)
{
	char *text;
	uint64_t kilobytes = 0;
	if (rt_file_read("/proc/meminfo", &text, NULL))
		return 0;
	const char *line = strstr(text, "MemAvailable:");
	if (line) {
		line += strlen("MemAvailable:");
		line += strspn(line, " ");
		if (rt_number_prefix(line, &kilobytes, &line))
			kilobytes = 0;
	}
	free(text);
	return kilobytes * 1024;
}

uint32_t rt_ring_size(uint32_t pages, uint32_t page_size, uint64_t available)
{
	uint64_t wanted = (uint64_t)pages * page_size;
	uint64_t size = page_size;
	if (!pages) {
		wanted = available / MEMORY_SHARE;
		wanted = wanted > MAX_AUTO ? MAX_AUTO : wanted;
		size = MIN_SIZE;
		// Round down: the share is a limit.
		while (size * 2 <= wanted)
			size *= 2;
	} else {
		while (size < wanted && size < MAX_SIZE)
			size *= 2;
	}
	return (uint32_t)size;
}
