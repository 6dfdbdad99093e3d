#include "elf_debugdata.h"

#include <lzma.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

/* The tables of the largest programs are some megabytes. */
#define MAX_UNPACKED (256u << 20)
#define MAX_MEMORY   (64u << 20)

static bool grow(uint8_t **data, size_t *room)
{
	size_t wanted = *room ? *room * 2 : 1 << 16;
	uint8_t *grown = wanted <= MAX_UNPACKED ? realloc(*data, wanted) : NULL;
	if (!grown)
		return false;
	*data = grown;
	*room = wanted;
	return true;
}

void *rt_debugdata_unpack(const void *packed, size_t packed_size, size_t *size)
{
	lzma_stream stream = LZMA_STREAM_INIT;
	uint8_t *data = NULL;
	size_t room = 0;
	lzma_ret result = lzma_stream_decoder(&stream, MAX_MEMORY, 0);
	stream.next_in = packed;
	stream.avail_in = packed_size;
	while (result == LZMA_OK) {
		if (!stream.avail_out && !grow(&data, &room))
			break;
		stream.next_out = data + stream.total_out;
		stream.avail_out = room - stream.total_out;
		result = lzma_code(&stream, LZMA_FINISH);
	}
	*size = stream.total_out;
	lzma_end(&stream);
	if (result == LZMA_STREAM_END)
		return data;
	free(data);
	return NULL;
}
