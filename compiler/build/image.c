#include "build/image.h"

#include <stdio.h>
#include <string.h>

#include "base/strbuf.h"
#include "build/files.h"
#include "build/hash.h"

/* -- tar, as POSIX.1-1988 has it -- */

#define BLOCK 512

struct tar_header {
	char name[100];
	char mode[8], uid[8], gid[8];
	char size[12], mtime[12];
	char checksum[8];
	char type; /* '0': a file, '5': a directory */
	char link[100];
	char magic[6], version[2];
	char user[32], group[32];
	char major[8], minor[8];
	char prefix[155];
	char unused[12];
};

_Static_assert(sizeof(struct tar_header) == BLOCK, "a header is a block");

static void put_octal(char *field, size_t size, unsigned long long value)
{
	for (size_t i = size - 1; i > 0; i--, value >>= 3)
		field[i - 1] = (char)('0' + (value & 7));
}

static void tar_add(struct strbuf *tar, const char *name, char type, unsigned mode,
		    const void *data, size_t size)
{
	static const char zeros[BLOCK];
	struct tar_header header = { .type = type };
	unsigned sum = 0;
	snprintf(header.name, sizeof(header.name), "%s", name);
	put_octal(header.mode, sizeof(header.mode), mode);
	put_octal(header.uid, sizeof(header.uid), 0);
	put_octal(header.gid, sizeof(header.gid), 0);
	put_octal(header.size, sizeof(header.size), size);
	put_octal(header.mtime, sizeof(header.mtime), 0);
	memcpy(header.magic, "ustar", 6);
	memcpy(header.version, "00", 2);
	memset(header.checksum, ' ', sizeof(header.checksum));
	for (size_t i = 0; i < BLOCK; i++)
		sum += ((const unsigned char *)&header)[i];
	put_octal(header.checksum, sizeof(header.checksum) - 1, sum);
	strbuf_write(tar, &header, sizeof(header));
	strbuf_write(tar, data, size);
	strbuf_write(tar, zeros, (BLOCK - size % BLOCK) % BLOCK);
}

static void tar_end(struct strbuf *tar)
{
	static const char zeros[2 * BLOCK];
	strbuf_write(tar, zeros, sizeof(zeros));
}

/* -- the layout -- */

/* A piece of the image, which the others name by its hash. */
struct blob {
	const char *type;
	const char *digest; /* of SHA-256, 64 digits */
	const void *data;
	size_t size;
};

static struct blob make_blob(struct arena *arena, const char *type, const void *data, size_t size)
{
	return (struct blob){ type, hash_sha256(arena, data, size), data, size };
}

static struct blob text_blob(struct arena *arena, const char *type, const char *text)
{
	return make_blob(arena, type, text, strlen(text));
}

/* What refers to a blob; `more` are further members. */
static const char *reference(struct arena *arena, const struct blob *blob, const char *more)
{
	return arena_printf(arena, "{\"mediaType\":\"%s\",\"digest\":\"sha256:%s\",\"size\":%zu%s}",
			    blob->type, blob->digest, blob->size, more);
}

static void add_blob(struct arena *arena, struct strbuf *tar, const struct blob *blob)
{
	tar_add(tar, arena_printf(arena, "blobs/sha256/%s", blob->digest), '0', 0644, blob->data,
		blob->size);
}

/* A name as it may stand in JSON; what has a meaning there, and may not be in a tar's name, is no part of it. */
static const char *plain_name(struct arena *arena, const char *name)
{
	char *plain = arena_strndup(arena, name, strnlen(name, 90));
	for (char *c = plain; *c; c++) {
		if ((unsigned char)*c < ' ' || *c == '"' || *c == '\\' || *c == '/')
			*c = '_';
	}
	return plain;
}

static struct blob make_layer(struct arena *arena, const char *name, const void *data, size_t size)
{
	struct strbuf tar;
	strbuf_init(&tar, arena);
	tar_add(&tar, name, '0', 0755, data, size);
	tar_end(&tar);
	return make_blob(arena, "application/vnd.oci.image.layer.v1.tar", strbuf_text(&tar),
			 tar.size);
}

bool image_write(struct arena *arena, const char *to, const char *tool_name,
		 const struct arch *arch, const void *data, size_t size, const char **error)
{
	const char *name = plain_name(arena, tool_name);
	struct blob layer = make_layer(arena, name, data, size);
	struct blob config = text_blob(
		arena, "application/vnd.oci.image.config.v1+json",
		arena_printf(
			arena,
			"{\"architecture\":\"%s\",\"os\":\"linux\",\"config\":{\"Entrypoint\":[\"/%s\"],"
			"\"WorkingDir\":\"/\"},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:%s\"]},"
			"\"history\":[{\"created_by\":\"tracec %s\"}]}",
			arch->alias, name, layer.digest, TRACEC_VERSION));
	struct blob manifest = text_blob(
		arena, "application/vnd.oci.image.manifest.v1+json",
		arena_printf(
			arena,
			"{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
			"\"config\":%s,\"layers\":[%s],\"annotations\":{\"org.opencontainers.image.title\":\"%s\"}}",
			reference(arena, &config, ""), reference(arena, &layer, ""), name));
	const char *index = arena_printf(
		arena, "{\"schemaVersion\":2,\"manifests\":[%s]}",
		reference(arena, &manifest,
			  arena_printf(arena,
				       ",\"platform\":{\"architecture\":\"%s\",\"os\":\"linux\"}",
				       arch->alias)));
	const char *layout = "{\"imageLayoutVersion\":\"1.0.0\"}";
	struct strbuf tar;
	strbuf_init(&tar, arena);
	tar_add(&tar, "oci-layout", '0', 0644, layout, strlen(layout));
	tar_add(&tar, "index.json", '0', 0644, index, strlen(index));
	tar_add(&tar, "blobs/", '5', 0755, "", 0);
	tar_add(&tar, "blobs/sha256/", '5', 0755, "", 0);
	add_blob(arena, &tar, &manifest);
	add_blob(arena, &tar, &config);
	add_blob(arena, &tar, &layer);
	tar_end(&tar);
	return file_install_text(arena, to, strbuf_text(&tar), tar.size, 0666, error);
}
