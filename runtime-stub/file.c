#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "number.h"

/* The size of such files is not known before they are read. */
static int read_all(int fd, char **text, size_t *size)
{
	size_t room = 0;
	*size = 0;
	for (;;) {
		if (room - *size < 2) {
			room = room ? 2 * room : 4096;
			char *grown = realloc(*text, room);
			if (!grown)
				return -ENOMEM;
			*text = grown;
		}
		ssize_t n = read(fd, *text + *size, room - *size - 1);
		if (n < 0 && errno != EINTR)
			return -errno;
		if (n == 0)
			break;
		*size += n > 0 ? (size_t)n : 0;
	}
	(*text)[*size] = 0;
	return 0;
}

int rt_file_read(const char *path, char **text, size_t *size)
{
	size_t ignored;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	*text = NULL;
	int err = read_all(fd, text, size ? size : &ignored);
	if (err) {
		free(*text);
		*text = NULL;
	}
	close(fd);
	return err;
}

int rt_file_read_number(const char *path, uint64_t *value)
{
	char *text;
	const char *end;
	int err = rt_file_read(path, &text, NULL);
	if (err)
		return err;
	err = rt_number_prefix(text, value, &end);
	free(text);
	return err;
}
