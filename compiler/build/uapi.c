#include "build/uapi.h"

#include <ctype.h>
#include <fts.h>
#include <stdbool.h>
#include <string.h>

#include "build/files.h"

#define INCLUDE_DIRECTORY "/usr/include/"

#define MAX_HEADER_SIZE ((size_t)4 << 20)

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Whether the line at p defines the name: "#define NAME body", "NAME = value," or "NAME,". */
static bool is_definition(const char *p, const char *name)
{
	size_t size = strlen(name);
	bool is_macro = *p == '#';

	if (is_macro) {
		p += 1 + strspn(p + 1, " \t");
		if (strncmp(p, "define", 6) != 0 || (p[6] != ' ' && p[6] != '\t'))
			return false;
		p += 6 + strspn(p + 6, " \t");
	}
	if (strncmp(p, name, size) != 0 || is_word(p[size]) || p[size] == '(')
		return false;
	p += size + strspn(p + size, " \t");
	/* An empty macro is no constant. */
	return is_macro ? *p != '\n' && *p != '\0' : strchr(",=\n", *p) != NULL;
}

static bool defines(const char *text, const char *name)
{
	for (const char *p = text; (p = strstr(p, name)) != NULL; p += strlen(name)) {
		const char *line = p;

		while (line > text && line[-1] != '\n')
			line--;
		if (is_definition(line + strspn(line, " \t"), name))
			return true;
	}
	return false;
}

static void look_into(struct arena *arena, const char *path, struct uapi_name *names,
		      size_t n_names)
{
	const char *error;
	size_t size;
	const char *text = file_read(arena, path, MAX_HEADER_SIZE, &size, &error);

	for (size_t i = 0; i < n_names && text != NULL; i++) {
		if (defines(text, names[i].name))
			vec_push(&names[i].headers,
				 arena_strdup(arena, path + strlen(INCLUDE_DIRECTORY)));
	}
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

void uapi_find_headers(struct arena *arena, struct uapi_name *names, size_t n_names)
{
	char generic[] = INCLUDE_DIRECTORY "asm-generic", all[] = INCLUDE_DIRECTORY "linux";
	FTS *tree = fts_open((char *[]){ all, generic, NULL }, FTS_LOGICAL | FTS_NOCHDIR, by_name);

	for (size_t i = 0; i < n_names; i++)
		vec_init(&names[i].headers, arena);
	if (tree == NULL)
		return;
	for (FTSENT *entry = fts_read(tree); entry != NULL; entry = fts_read(tree)) {
		if (entry->fts_info == FTS_F)
			look_into(arena, entry->fts_accpath, names, n_names);
	}
	fts_close(tree);
}
