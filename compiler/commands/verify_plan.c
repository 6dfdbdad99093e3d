#include "commands/verify_plan.h"

#include <elf.h>
#include <string.h>

#include "base/strbuf.h"
#include "build/files.h"
#include "guest/capability.h"
#include "guest/cpio.h"
#include "guest/module.h"

#define CHECK_SECONDS 120
#define COMMANDS_MAX  ((size_t)16 << 20)
#define TOOL_MAX      ((size_t)1 << 30)

/* "as NUMBER...": nobody, with the capabilities of --as. */
static bool put_identity(const struct verify_job *job, struct strbuf *plan, const char **error)
{
	const char *names = job->options->capabilities;
	if (!names)
		return true;
	strbuf_puts(plan, "as");
	while (*names) {
		size_t size = strcspn(names, ",");
		int number = guest_capability(names, size);
		if (number < 0 && size) {
			*error = arena_printf(job->arena, "--as: there is no capability '%.*s'",
					      (int)size, names);
			return false;
		}
		if (size)
			strbuf_printf(plan, "\t%d", number);
		names += size + (names[size] == ',');
	}
	strbuf_putc(plan, '\n');
	return true;
}

static void put_tool(const struct verify_job *job, const char *name, unsigned seconds,
		     const char *options, struct strbuf *plan)
{
	strbuf_printf(plan, "run\t%s\t%u\t/%s%s", name, seconds, job->tool_name, options);
	for (int i = 1; i < job->options->n_args; i++)
		strbuf_printf(plan, "\t%s", job->options->args[i]);
	strbuf_putc(plan, '\n');
}

/* Lines that are empty or begin with # are none. */
static bool put_commands(const struct verify_job *job, struct strbuf *plan, const char **error)
{
	size_t size;
	const char *path = job->options->commands;
	const char *text = file_read(job->arena, path, COMMANDS_MAX, &size, error);
	for (unsigned line = 1; text && *text; line++) {
		size_t length = strcspn(text, "\n");
		const char *words = arena_strndup(job->arena, text, length);
		const char *first = strchr(words, '\t');
		if (*words && *words != '#' && (!first || !strchr(first + 1, '\t'))) {
			*error = arena_printf(
				job->arena,
				"%s:%u: a command is NAME SECONDS COMMAND ARGUMENT..., "
				"with tabs between",
				path, line);
			return false;
		}
		if (*words && *words != '#')
			strbuf_printf(plan, "run\t%s\n", words);
		text += length + (text[length] == '\n');
	}
	return text != NULL;
}

bool verify_make_plan(const struct verify_job *job, const char **plan, const char **error)
{
	struct strbuf text;
	strbuf_init(&text, job->arena);
	guest_modules_plan(job->options->modules.items, job->options->modules.count, &text);
	if (job->options->without_btf)
		strbuf_puts(&text, "hide\t/sys/kernel/btf\n");
	if (!put_identity(job, &text, error))
		return false;
	if (job->options->commands && !put_commands(job, &text, error))
		return false;
	if (job->tool)
		put_tool(job, "check", CHECK_SECONDS, "\t--check\t-f\tjson", &text);
	if (job->tool && job->options->run)
		put_tool(job, "run", job->seconds,
			 arena_printf(job->arena, "\t-c\t%s", job->options->run), &text);
	*plan = strbuf_text(&text);
	return true;
}

bool verify_make_initramfs(const struct verify_job *job, const char *path, const char **error)
{
	const char *plan;
	struct cpio *cpio =
		verify_make_plan(job, &plan, error) ? cpio_create(job->arena, path, error) : NULL;
	if (!cpio)
		return false;
	cpio_device(cpio, "dev/console", 5, 1);
	cpio_file(cpio, "init", job->init, 0755);
	cpio_text(cpio, "plan", plan, strlen(plan), 0644);
	guest_modules_pack(job->arena, job->options->modules.items, job->options->modules.count,
			   cpio);
	if (job->options->tree)
		cpio_tree(cpio, "", job->options->tree);
	if (job->tool)
		cpio_file(cpio, job->tool_name, job->tool, 0755);
	vec_foreach(const char *, file, &job->options->with)
		cpio_file(cpio, path_base(*file), *file, 0755);
	return cpio_finish(cpio, error);
}

const char *verify_machine_of(struct arena *arena, const char *tool)
{
	size_t size;
	const char *error;
	const char *bytes = file_read(arena, tool, TOOL_MAX, &size, &error);
	Elf64_Ehdr header;
	if (!bytes || size < sizeof(header))
		return NULL;
	memcpy(&header, bytes, sizeof(header));
	if (memcmp(header.e_ident, ELFMAG, SELFMAG) != 0)
		return NULL;
	switch (header.e_machine) {
	case EM_X86_64:
		return "x86_64";
	case EM_AARCH64:
		return "aarch64";
	case EM_RISCV:
		return "riscv64";
	default:
		return NULL;
	}
}
