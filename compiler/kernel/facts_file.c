#include "kernel/btf_open.h"
#include "kernel/facts.h"

struct file {
	struct facts facts;
	struct btf *btf; /* until it is asked for */
};

static bool file_has_btf(const struct facts *facts)
{
	(void)facts;
	return true;
}

static struct btf *file_vmlinux(struct facts *facts)
{
	struct file *file = (struct file *)facts;
	struct btf *btf = file->btf;

	file->btf = NULL;
	return btf;
}

static const struct facts_operations file_operations = {
	.has_btf = file_has_btf,
	.vmlinux = file_vmlinux,
};

static const struct facts_operations no_operations;

struct facts *facts_file(struct arena *arena, const char *path, const char **error)
{
	struct btf *btf = btf_open_file(arena, path, NULL, error);
	struct file *file;

	if (btf == NULL)
		return NULL;
	file = arena_new_of(arena, struct file);
	file->facts.operations = &file_operations;
	file->facts.arena = arena;
	file->facts.description = arena_printf(arena, "file %s", path);
	file->btf = btf;
	return &file->facts;
}

struct facts *facts_none(struct arena *arena)
{
	struct facts *facts = arena_new_of(arena, struct facts);

	facts->operations = &no_operations;
	facts->arena = arena;
	facts->description = "no target";
	return facts;
}
