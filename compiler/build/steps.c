#include "build/steps.h"

#include <ctype.h>

#include "base/strbuf.h"
#include "base/vec.h"
#include "build/packages.h"
#include "build/spawn.h"

/* What the stub has in place of functions of the libraries (runtime-stub/load_vmlinux.h, load_unused.h). */
static const char *const replaced[] = {
	"-Wl,--wrap=btf__load_vmlinux_btf",
	"-Wl,--defsym=deflate=rt_unused_refused",
	"-Wl,--defsym=deflateInit_=rt_unused_refused",
	"-Wl,--defsym=deflateReset=rt_unused_refused",
	"-Wl,--defsym=deflateEnd=rt_unused_refused",
	"-Wl,--defsym=gzopen=rt_unused_none",
	"-Wl,--defsym=gzgets=rt_unused_none",
	"-Wl,--defsym=gzclose=rt_unused_refused",
	NULL,
};

typedef VEC(const char *) word_vec;

static void add_words(word_vec *argv, const char *const *words)
{
	for (size_t i = 0; words[i]; i++)
		vec_push(argv, words[i]);
}

static const char *identifier(struct arena *arena, const char *name)
{
	struct strbuf out;
	strbuf_init(&out, arena);
	strbuf_puts(&out, "tool_");
	for (; *name; name++)
		strbuf_putc(&out, isalnum((unsigned char)*name) ? *name : '_');
	return strbuf_text(&out);
}

struct build_files build_files_named(struct arena *arena, const char *directory, const char *tool,
				     const char *script_base)
{
	return (struct build_files){
		.directory = directory,
		.script = script_base,
		.bpf_c = arena_printf(arena, "%s.bpf.c", tool),
		.raw_object = arena_printf(arena, "%s.raw.o", tool),
		.object = arena_printf(arena, "%s.bpf.o", tool),
		.skeleton = arena_printf(arena, "%s.skel.h", tool),
		.types = arena_printf(arena, "%s.types.h", tool),
		.host_c = arena_printf(arena, "%s.host.c", tool),
		.host_object = arena_printf(arena, "%s.host.o", tool),
		.executable = arena_printf(arena, "%s.tool", tool),
		.skeleton_name = identifier(arena, tool),
	};
}

static bool run_step(struct arena *arena, const struct toolchain *chain, word_vec *argv,
		     const struct build_files *files, const char *stdout_path, const char **error)
{
	struct spawn_options options = {
		.directory = files->directory,
		.trace = chain->trace,
		.stdout_path = stdout_path,
	};
	vec_push(argv, NULL);
	struct spawn_result result = spawn_run(arena, argv->items, &options);
	if (result.status != 0)
		*error = arena_printf(arena, "%s failed (status %d)\n%s", argv->items[0],
				      result.status, result.output);
	return result.status == 0;
}

/* Debian keeps <asm/types.h>, which libbpf's headers reach, in the multiarch directory. */
static void add_clang(struct arena *arena, const struct toolchain *chain, word_vec *argv)
{
	add_words(argv,
		  (const char *[]){
			  chain->clang, "-target", chain->arch->clang_target,
			  arena_printf(arena, "-D%s", chain->arch->target_macro), "-O2", "-g",
			  "-mcpu=v3", "-fno-stack-protector", "-fdebug-compilation-dir=.",
			  "-fno-crash-diagnostics", "-idirafter",
			  arena_printf(arena, "/usr/include/%s", chain->arch->triplet), NULL });
}

bool step_part(struct arena *arena, const struct toolchain *chain, const char *directory,
	       const struct build_part *part, const char *const *words, const char **error)
{
	struct spawn_options options = { .directory = directory, .trace = chain->trace };
	word_vec argv;
	vec_init(&argv, arena);
	add_clang(arena, chain, &argv);
	/* glibc's headers choose by the machine's name, which clang does not define for BPF. */
	add_words(&argv, (const char *[]){
				 "-fvisibility=hidden", "-w",
				 arena_printf(arena, "-D__%s__", chain->arch->name),
				 arena_printf(arena, "-ffile-prefix-map=%s/=", part->home), NULL });
	add_words(&argv, words);
	add_words(&argv, (const char *[]){ "-c", part->source, "-o", part->object, NULL });
	vec_push(&argv, NULL);
	struct spawn_result result = spawn_run(arena, argv.items, &options);
	*error = result.output;
	return result.status == 0;
}

static bool make_parts(struct arena *arena, const struct toolchain *chain,
		       const struct build_files *files, const char **error)
{
	for (size_t i = 0; i < files->n_parts; i++) {
		if (!step_part(arena, chain, files->directory, &files->parts[i], files->c_words,
			       error))
			return false;
	}
	return true;
}

static bool make_raw_object(struct arena *arena, const struct toolchain *chain,
			    const struct build_files *files, const char **error)
{
	word_vec argv;
	vec_init(&argv, arena);
	add_clang(arena, chain, &argv);
	add_words(&argv,
		  (const char *[]){
			  "-Wall", "-Wno-unused-function", "-Wno-unused-variable",
			  "-Wno-unused-value", "-Wno-missing-declarations", "-I",
			  arena_printf(arena, "%s/bpf", chain->parts),
			  arena_printf(arena, "-ffile-prefix-map=%s/bpf=tracec", chain->parts),
			  arena_printf(arena, "-ffile-prefix-map=%s=.", files->directory), "-c",
			  files->bpf_c, "-o", files->raw_object, NULL });
	if (run_step(arena, chain, &argv, files, NULL, error))
		return true;
	/* The script was checked: what clang says of the C made from it is not the user's. */
	*error = arena_printf(arena,
			      "the C made from %s does not compile; this is a mistake of "
			      "tracec, please report it with the script\n%s",
			      files->script, *error);
	return false;
}

bool step_object(struct arena *arena, const struct toolchain *chain,
		 const struct build_files *files, const char **error)
{
	if (!make_parts(arena, chain, files, error) || !make_raw_object(arena, chain, files, error))
		return false;
	/* libbpf's linker keeps BTF and drops DWARF, with the builder's paths that are in it. */
	word_vec link;
	vec_init(&link, arena);
	add_words(&link, (const char *[]){ chain->bpftool, "gen", "object", files->object,
					   files->raw_object, NULL });
	for (size_t i = 0; i < files->n_parts; i++)
		vec_push(&link, files->parts[i].object);
	return run_step(arena, chain, &link, files, NULL, error);
}

bool step_skeleton(struct arena *arena, const struct toolchain *chain,
		   const struct build_files *files, const char **error)
{
	word_vec argv;
	vec_init(&argv, arena);
	add_words(&argv, (const char *[]){ chain->bpftool, "gen", "skeleton", files->object, "name",
					   files->skeleton_name, NULL });
	return run_step(arena, chain, &argv, files,
			arena_printf(arena, "%s/%s", files->directory, files->skeleton), error);
}

bool step_trim(struct arena *arena, const struct toolchain *chain, const struct build_files *files,
	       const char *full, const char *trimmed, const char **error)
{
	word_vec argv;
	vec_init(&argv, arena);
	add_words(&argv, (const char *[]){ chain->bpftool, "gen", "min_core_btf", full, trimmed,
					   files->object, NULL });
	return run_step(arena, chain, &argv, files, NULL, error);
}

/* What both steps of the C compiler share; a package's version is part of the tool where its entry is compiled. */
static void add_cc(struct arena *arena, const struct toolchain *chain, word_vec *argv,
		   bool has_entry)
{
	add_words(argv, (const char *[]){ chain->cc, "-std=gnu11", "-Os", "-ffunction-sections",
					  "-fdata-sections", "-I",
					  arena_printf(arena, "%s/bpf", chain->parts), NULL });
	if (!has_entry)
		return;
	package_words packages;
	vec_init(&packages, arena);
	packages_define(arena, chain->arch, &packages);
	for (size_t i = 0; i < packages.count; i++)
		vec_push(argv, packages.items[i]);
}

bool step_host_object(struct arena *arena, const struct toolchain *chain,
		      const struct build_files *files, const char **error)
{
	word_vec argv;
	vec_init(&argv, arena);
	add_cc(arena, chain, &argv, false);
	add_words(&argv, (const char *[]){ "-c", files->host_c, "-o", files->host_object, NULL });
	return run_step(arena, chain, &argv, files, NULL, error);
}

bool step_link(struct arena *arena, const struct toolchain *chain, const struct build_files *files,
	       const char *const *objects, const char **error)
{
	word_vec argv;
	vec_init(&argv, arena);
	add_cc(arena, chain, &argv, true);
	add_words(&argv, (const char *[]){ "-static", "-s", "-Wl,--gc-sections",
					   "-Wl,--build-id=none", NULL });
	add_words(&argv, replaced);
	if (chain->lld_dir)
		add_words(&argv, (const char *[]){ "-B", chain->lld_dir, "-fuse-ld=lld", NULL });
	vec_push(&argv, files->host_c);
	if (objects)
		add_words(&argv, objects);
	add_words(&argv,
		  (const char *[]){ "-o", files->executable,
				    arena_printf(arena, "%s/libtracec-stub.a", chain->stub_dir),
				    "-lbpf", "-lelf", "-lz", "-llzma", "-liberty", NULL });
	return run_step(arena, chain, &argv, files, NULL, error);
}
