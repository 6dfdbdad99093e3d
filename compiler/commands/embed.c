#include "commands/embed.h"

#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include "build/files.h"
#include "emit/emit.h"
#include "kernel/kernel.h"
#include "kernel/merge.h"

/* Of the trimmed types of one kernel: far more than a tool can need. */
#define TYPES_MAX (16U << 20)

static struct kernel *open_kernel(struct compilation *c, const char *path, const char **error)
{
	struct kernel *kernel = kernel_open_file(c->arena, c->interner, path, error);
	if (!kernel)
		return NULL;
	if (kernel_has_btf(kernel) && kernel_release(kernel) && kernel_machine(kernel))
		return kernel;
	*error = kernel_release(kernel)
			 ? arena_printf(c->arena, "'%s' has no kernel types to embed", path)
			 : arena_printf(c->arena,
					"'%s' does not say of which kernel it is; --embed-btf "
					"takes what tracec snapshot makes",
					path);
	kernel_close(kernel);
	return NULL;
}

int embed_check(struct compilation *c)
{
	const char *error;
	vec_foreach(const char *, path, &c->options->embedded) {
		struct kernel *kernel = open_kernel(c, *path, &error);
		if (!kernel) {
			fprintf(stderr, "tracec: %s\n", error);
			return EXIT_USAGE;
		}
		kernel_close(kernel);
	}
	c->plan->tool.n_types = (uint32_t)c->options->embedded.count;
	return EXIT_DONE;
}

static bool compress_types(struct compilation *c, const char *path, struct abi_types *types,
			   const char **error)
{
	size_t size;
	const char *raw = file_read(c->arena, path, TYPES_MAX, &size, error);
	if (!raw)
		return false;
	uLongf room = compressBound(size);
	char *bytes = arena_alloc(c->arena, room);
	if (compress2((Bytef *)bytes, &room, (const Bytef *)raw, size, 9) != Z_OK) {
		*error = "kernel types cannot be compressed";
		return false;
	}
	types->bytes = bytes;
	types->size = (uint32_t)room;
	types->full_size = (uint32_t)size;
	return true;
}

static bool make_one(struct executable *exe, struct compilation *c, const struct toolchain *chain,
		     size_t i, struct abi_types *types, const char **error)
{
	const char *full = arena_printf(c->arena, "full-%zu.btf", i);
	const char *trimmed = arena_printf(c->arena, "trimmed-%zu.btf", i);
	struct kernel *kernel = open_kernel(c, c->options->embedded.items[i], error);
	if (!kernel)
		return false;
	types->release = kernel_release(kernel);
	types->machine = kernel_machine(kernel);
	bool is_made = kernel_write_types(kernel, executable_path(exe, c, exe->files.object),
					  executable_path(exe, c, full), error);
	/* No relocation asks for an enum that only printed values have. */
	is_made = is_made && step_trim(c->arena, chain, &exe->files, full, trimmed, error) &&
		  kernel_add_enums(kernel, executable_path(exe, c, trimmed), c->plan->enums.items,
				   c->plan->enums.count, error);
	kernel_close(kernel);
	return is_made && compress_types(c, executable_path(exe, c, trimmed), types, error);
}

bool embed_make(struct executable *exe, struct compilation *c, const struct toolchain *chain,
		const char **error)
{
	size_t n = c->options->embedded.count;
	struct strbuf out;
	struct abi_types *types = arena_alloc(c->arena, (n + 1) * sizeof(*types));
	if (!n)
		return true;
	for (size_t i = 0; i < n; i++)
		if (!make_one(exe, c, chain, i, &types[i], error))
			return false;
	strbuf_init(&out, c->arena);
	emit_types_h(c->arena, exe->files.types, types, (uint32_t)n, &out);
	return file_write(c->arena, executable_path(exe, c, exe->files.types), strbuf_text(&out),
			  out.size, error);
}
