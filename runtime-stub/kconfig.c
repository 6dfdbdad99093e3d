#include "kconfig.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <zlib.h>

#include "file.h"
#include "number.h"
#include "rt.h"

#define MAX_UNPACKED (16u << 20)
#define GZIP_WINDOW  (16 + MAX_WBITS) /* inflateInit2 of zlib.h: a gzip header is there */
#define VERSION_NAME "LINUX_KERNEL_VERSION"

/* The file as a string, which the caller frees; NULL: there is none, or it is damaged. */
static char *unpack(char *packed, size_t size)
{
	z_stream stream = { .next_in = (Bytef *)packed, .avail_in = (uInt)size };
	char *lines = NULL;
	int state = inflateInit2(&stream, GZIP_WINDOW);
	for (size_t room = 1u << 18; state == Z_OK && room <= MAX_UNPACKED; room *= 2) {
		char *grown = realloc(lines, room);
		if (!grown)
			break;
		lines = grown;
		stream.next_out = (Bytef *)lines + stream.total_out;
		stream.avail_out = (uInt)(room - stream.total_out - 1);
		state = inflate(&stream, Z_NO_FLUSH);
	}
	if (lines && state == Z_STREAM_END) {
		lines[stream.total_out] = 0;
	} else {
		free(lines);
		lines = NULL;
	}
	inflateEnd(&stream);
	return lines;
}

static char *read_packed(const char *path)
{
	char *packed;
	size_t size;
	if (rt_file_read(path, &packed, &size))
		return NULL;
	char *lines = unpack(packed, size);
	free(packed);
	return lines;
}

/* *from is where it was found. */
static char *read_config(const char *release, char *from, size_t size)
{
	char *lines;
	snprintf(from, size, "/proc/config.gz");
	lines = read_packed(from);
	if (lines)
		return lines;
	snprintf(from, size, "/boot/config-%s", release);
	if (!rt_file_read(from, &lines, NULL))
		return lines;
	snprintf(from, size, "/lib/modules/%s/config", release);
	return rt_file_read(from, &lines, NULL) ? NULL : lines;
}

/* What stands behind NAME= in a line; NULL: nothing does. */
static const char *find_line(const char *lines, const char *name)
{
	size_t length = strlen(name);
	for (const char *line = lines; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (!strncmp(line, name, length) && line[length] == '=')
			return line + length + 1;
	}
	return NULL;
}

int rt_kconfig_find(const char *lines, const char *name, int64_t *value)
{
	const char *text = find_line(lines, name);
	char word[32];
	uint64_t number = 0;
	*value = 0;
	if (!text)
		return 0;
	size_t length = strcspn(text, "\n");
	if (length >= sizeof(word))
		return -EINVAL;
	memcpy(word, text, length);
	word[length] = 0;
	if (!strcmp(word, "y"))
		number = 1;
	else if (!strcmp(word, "m"))
		number = 2;
	else if (strcmp(word, "n") && rt_number_parse(word, &number))
		return -EINVAL;
	*value = (int64_t)number;
	return 0;
}

/* KERNEL_VERSION() of linux/version.h: the last of three parts has 8 bits. */
static int64_t version_of(const char *release)
{
	uint64_t parts[3] = { 0 };
	for (size_t i = 0; i < 3; i++) {
		if (rt_number_prefix(release, &parts[i], &release) || *release != '.')
			break;
		release++;
	}
	return (int64_t)(parts[0] << 16 | parts[1] << 8 | (parts[2] < 255 ? parts[2] : 255));
}

static int find_in_files(const struct rt *rt, const char *release, const char *name, int64_t *value)
{
	char from[256];
	char *lines = read_config(release, from, sizeof(from));
	if (!lines) {
		rt_error(rt,
			 "%s is not known: neither /proc/config.gz (modprobe configs may bring it) "
			 "nor /boot/config-%s can be read",
			 name, release);
		return -ENOENT;
	}
	int err = rt_kconfig_find(lines, name, value);
	if (err)
		rt_error(rt, "%s is no number in %s", name, from);
	else
		rt_explain(rt, "%s is %lld, by %s", name, (long long)*value, from);
	free(lines);
	return err ? -ENOENT : 0;
}

int rt_fill_kconfig(struct rt *rt, const struct abi_patch *patch, uint8_t *place)
{
	struct utsname system;
	int64_t value = 0;
	int err = uname(&system) ? -errno : 0;
	if (!err && !strcmp(patch->text, VERSION_NAME)) {
		value = version_of(system.release);
		rt_explain(rt, VERSION_NAME " is 0x%llx", (long long)value);
	} else if (!err) {
		err = find_in_files(rt, system.release, patch->text, &value);
	}
	memcpy(place, &value, sizeof(value));
	return err;
}
