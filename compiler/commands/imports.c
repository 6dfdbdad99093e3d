#include "commands/imports.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "build/files.h"
#include "commands/compilation.h"
#include "front/ast_walk.h"
#include "front/lexer.h"
#include "front/parser.h"
#include "sema/feature.h"
#include "sema/sema.h"

/* Imports in imports. */
#define MAX_DEPTH 100

/* A file that is part of the script already. */
struct known_file {
	dev_t device;
	ino_t inode;
};

struct importer {
	struct compilation *c;
	VEC(struct known_file) known;
	node_vec roots; /* of the whole script, so far */
	unsigned depth;
	const char *path;              /* of the script whose blocks are looked through */
	enum config_feature in_blocks; /* whether blocks may import */
};

static void add_roots(struct importer *in, const struct script *script, const char *path);

static bool ends_with(const char *text, const char *end)
{
	size_t size = strlen(text), n = strlen(end);
	return size > n && strcmp(text + size - n, end) == 0;
}

/* A path in the script at `from` as one from here. */
static const char *relative_to(struct arena *arena, const char *from, const char *path)
{
	size_t size = (size_t)(path_base(from) - from);
	if (*path == '/' || size == 0)
		return path;
	return arena_printf(arena, "%.*s%s", (int)size, from, path);
}

/* Whether the file was not there before; it is from now on. */
static bool is_new(struct importer *in, const struct stat *st)
{
	vec_foreach(struct known_file, file, &in->known) {
		if (file->device == st->st_dev && file->inode == st->st_ino)
			return false;
	}
	struct known_file file = { st->st_dev, st->st_ino };
	vec_push(&in->known, file);
	return true;
}

static void report_failure(struct importer *in, struct span span, const char *path, int error)
{
	diag_report(in->c->diag, span, DIAG_IMPORT_READ,
		    arena_printf(in->c->arena, "%s: %s", path, strerror(error)));
}

static const struct source_file *read_text(struct importer *in, const char *path, struct span span)
{
	struct compilation *c = in->c;
	const char *error = NULL;
	const struct source_file *file;
	size_t size;
	char *text = file_read(c->arena, path, SOURCE_MAX_SIZE, &size, &error);
	if (!text) {
		diag_report(c->diag, span, DIAG_IMPORT_READ, error);
		return NULL;
	}
	file = source_add_import(c->sources, path, text, size, span);
	if (!file)
		report_failure(in, span, path, EFBIG);
	return file;
}

static void refuse_config(struct importer *in, const struct script *script)
{
	vec_foreach(struct node *, root, &script->roots) {
		if ((*root)->kind == NODE_CONFIG)
			diag_report(in->c->diag, (*root)->span, DIAG_IMPORT_CONFIG);
	}
}

static void import_script(struct importer *in, const char *path, struct span span)
{
	struct compilation *c = in->c;
	const struct source_file *file = read_text(in, path, span);
	if (!file)
		return;
	vec_push(&c->imports, file);
	/* Nothing but comments is no mistake here. */
	struct lexer lexer = lexer_new(file);
	if (lex_next(&lexer).kind == TOKEN_END)
		return;
	struct script *script = parse_script(c->arena, c->interner, c->diag, file);
	refuse_config(in, script);
	add_roots(in, script, path);
}

static void import_c(struct importer *in, const char *path, struct span span)
{
	struct compilation *c = in->c;
	const char *error = NULL;
	struct c_part part = {
		.path = path_full(c->arena, path),
		.name = path,
		.import = span,
	};
	part.text = file_read(c->arena, path, SOURCE_MAX_SIZE, &part.size, &error);
	if (part.text)
		vec_push(&c->c_parts.parts, part);
	else
		diag_report(c->diag, span, DIAG_IMPORT_READ, error);
}

static void import_file(struct importer *in, const char *path, const struct stat *st,
			struct span span)
{
	struct compilation *c = in->c;
	bool is_c = ends_with(path, ".bpf.c");
	if (!is_c && !ends_with(path, ".bt") && !ends_with(path, ".h"))
		diag_report(c->diag, span, DIAG_IMPORT_KIND, path);
	else if (!is_new(in, st))
		return;
	else if (is_c)
		import_c(in, path, span);
	else if (ends_with(path, ".h"))
		vec_push(&c->script->headers, path);
	else
		import_script(in, path, span);
}

static int is_importable(const struct dirent *entry)
{
	const char *name = entry->d_name;
	return *name != '.' &&
	       (ends_with(name, ".bt") || ends_with(name, ".h") || ends_with(name, ".bpf.c"));
}

static int compare_names(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* The files of a directory, in the order of their names; not those in directories of it. */
static void import_directory(struct importer *in, const char *path, const struct stat *st,
			     struct span span)
{
	struct dirent **entries;
	if (st->st_mode & S_IWOTH) {
		diag_report(in->c->diag, span, DIAG_IMPORT_WRITABLE, path);
		return;
	}
	int n = scandir(path, &entries, is_importable, compare_names);
	if (n < 0) {
		report_failure(in, span, path, errno);
		return;
	}
	const char *slash = ends_with(path, "/") ? "" : "/";
	for (int i = 0; i < n; i++) {
		struct stat found;
		const char *file =
			arena_printf(in->c->arena, "%s%s%s", path, slash, entries[i]->d_name);
		if (stat(file, &found) < 0)
			report_failure(in, span, file, errno);
		else if (!S_ISDIR(found.st_mode))
			import_file(in, file, &found, span);
		free(entries[i]);
	}
	free(entries);
}

static void import(struct importer *in, const struct node *node, const char *from)
{
	const char *path = relative_to(in->c->arena, from, node->import);
	struct stat st;
	if (in->depth == MAX_DEPTH)
		diag_report(in->c->diag, node->span, DIAG_TOO_DEEP, MAX_DEPTH);
	else if (stat(path, &st) < 0)
		report_failure(in, node->span, path, errno);
	else if (S_ISDIR(st.st_mode))
		import_directory(in, path, &st, node->span);
	else
		import_file(in, path, &st, node->span);
}

/* What stands in bpftrace's own library is built in here. */
static bool is_built_in(const struct importer *in, const struct node *node)
{
	static const char library[] = "stdlib";
	size_t n = strlen(library);
	struct stat st;
	if (strncmp(node->import, library, n) != 0 ||
	    (node->import[n] != '\0' && node->import[n] != '/'))
		return false;
	return stat(relative_to(in->c->arena, in->path, node->import), &st) < 0;
}

/* Imports what blocks of the tree name, and leaves nothing in their places. */
static void import_in_blocks(struct node **place, void *context)
{
	struct importer *in = context;
	struct node *node = *place;
	if (node->kind != NODE_IMPORT) {
		ast_each_child(node, import_in_blocks, in);
		return;
	}
	if (feature_check(in->c->diag, node->span, "import",
			  "unstable_import_statement", in->in_blocks) &&
	    !is_built_in(in, node)) {
		const char *path = in->path;
		import(in, node, path);
		in->path = path;
	}
	node->kind = NODE_BLOCK;
	node->block.value = NULL;
	vec_init(&node->block.statements, in->c->arena);
}

/* Adds the roots of a script that stands at path, with those of its imports in their places. */
static void add_roots(struct importer *in, const struct script *script, const char *path)
{
	in->depth++;
	vec_foreach(struct node *, root, &script->roots) {
		if ((*root)->kind == NODE_IMPORT) {
			import(in, *root, path);
			continue;
		}
		in->path = path;
		ast_each_child(*root, import_in_blocks, in);
		vec_push(&in->roots, *root);
	}
	in->depth--;
}

void imports_load(struct compilation *c)
{
	struct sema_options options = {
		.config = c->options->config.items,
		.n_config = c->options->config.count,
	};
	struct importer in = { .c = c };
	struct stat st;
	vec_init(&in.known, c->arena);
	vec_init(&in.roots, c->arena);
	in.in_blocks = feature_state(c->arena, c->sources, c->script, &options,
				     "unstable_import_statement");
	if (stat(c->script_name, &st) == 0)
		is_new(&in, &st);
	add_roots(&in, c->script, c->script_name);
	c->script->roots = in.roots;
}
