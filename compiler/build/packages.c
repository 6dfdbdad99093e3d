#include "build/packages.h"

#include <stdbool.h>
#include <string.h>

#include "build/files.h"

/* dpkg's record of what is installed: paragraphs of "Field: value" lines, a blank line between them. */
#define STATUS_FILE "/var/lib/dpkg/status"
#define STATUS_MAX  ((size_t)64 << 20)

struct package {
	const char *id;
	const char *name;
	bool is_linked; /* it has to be the one of the tool's machine */
};

static const struct package packages[] = {
#define PART(id, name, package, version, license, origin, symbol) { #id, package, true },
#define BUILD_TOOL(id, name, package, version)                    { #id, package, false },
#include "part.def"
};

#define N_PACKAGES (sizeof(packages) / sizeof(packages[0]))

/* The value of a field in the paragraph, up to the end of its line; NULL if it has none. */
static const char *field(const char *paragraph, const char *end, const char *name, size_t *size)
{
	size_t length = strlen(name);
	for (const char *line = paragraph; line < end;) {
		const char *stop = memchr(line, '\n', (size_t)(end - line));
		stop = stop ? stop : end;
		if ((size_t)(stop - line) > length && memcmp(line, name, length) == 0) {
			*size = (size_t)(stop - line) - length;
			return line + length;
		}
		line = stop + 1;
	}
	return NULL;
}

static bool field_is(const char *paragraph, const char *end, const char *name, const char *value)
{
	size_t size = 0;
	const char *found = field(paragraph, end, name, &size);
	return found && size == strlen(value) && memcmp(found, value, size) == 0;
}

static bool is_meant(const char *paragraph, const char *end, const struct arch *arch,
		     const struct package *package)
{
	return field_is(paragraph, end, "Package: ", package->name) &&
	       field_is(paragraph, end, "Status: ", "install ok installed") &&
	       (!package->is_linked || field_is(paragraph, end, "Architecture: ", arch->debian));
}

static const char *find_version(struct arena *arena, const char *status, const char *status_end,
				const struct arch *arch, const struct package *package)
{
	for (const char *paragraph = status; paragraph < status_end;) {
		const char *end = strstr(paragraph, "\n\n");
		end = end ? end : status_end;
		size_t size = 0;
		if (is_meant(paragraph, end, arch, package)) {
			const char *version = field(paragraph, end, "Version: ", &size);
			return version ? arena_strndup(arena, version, size) : NULL;
		}
		paragraph = end + 2;
	}
	return NULL;
}

void packages_define(struct arena *arena, const struct arch *arch, package_words *words)
{
	const char *error;
	size_t size = 0;
	const char *status = file_read(arena, STATUS_FILE, STATUS_MAX, &size, &error);
	for (size_t i = 0; i < N_PACKAGES; i++) {
		const struct package *package = &packages[i];
		const char *version =
			status ? find_version(arena, status, status + size, arch, package) : NULL;
		vec_push(words,
			 version ? arena_printf(arena, "-DPACKAGE_%s=\"%s\"", package->id, version)
				 : arena_printf(arena, "-DPACKAGE_%s=NULL", package->id));
	}
}
