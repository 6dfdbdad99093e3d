#include "build/c_section.h"

#include <string.h>

#include "base/strbuf.h"
#include "build/c_message.h"
#include "build/c_scan.h"
#include "build/files.h"
#include "build/kernel_header.h"
#include "build/spawn.h"

/* Probes that fail, and what is lacking, take another round; what was lacking may hide more. */
#define MAX_ROUNDS 16

#define MAX_PREPROCESSED ((size_t)256 << 20)

/* Words of the kernel's declarations that mean nothing outside of it. */
static const char *const kernel_words[] = {
	"__user", "__kernel", "__rcu", "__percpu", "__iomem", "__force",
};

struct section {
	struct arena *arena;
	const struct c_section_input *input;
	struct c_section_output *output;
	const char **error;
	const char *source, *preprocessed, *dependencies;
	bool has_overlay;
	struct c_scan scan;
	struct strbuf prelude;    /* what was supplied */
	VEC(const char *) probes; /* lines of C_PROBES; a line that fails becomes empty */
};

static const char *path(const struct section *s, const char *name)
{
	return arena_printf(s->arena, "%s/section.%s", s->input->directory, name);
}

static void add_words(c_words *argv, const char *const *words)
{
	for (size_t i = 0; words[i]; i++)
		vec_push(argv, words[i]);
}

static void add_each(c_words *argv, const char *option, const c_words *values)
{
	for (size_t i = 0; i < values->count; i++) {
		vec_push(argv, option);
		vec_push(argv, values->items[i]);
	}
}

/*
 * The BPF target alone makes BTF. Its layout is that of x86_64 and arm64; libc's headers ask for the
 * machine by its macro, though.
 */
static void add_common(const struct section *s, c_words *argv)
{
	vec_init(argv, s->arena);
	add_words(argv, (const char *[]){ s->input->clang, "-target", "bpf", "-std=gnu11", "-w",
					  "-ferror-limit=0", "-fno-caret-diagnostics",
					  "-fno-crash-diagnostics", "-fno-color-diagnostics",
					  "-fno-spell-checking",
					  "-fdiagnostics-print-source-range-info", "-Ubpf",
					  arena_printf(s->arena, "-D__%s__", s->input->arch->name),
					  NULL });
	for (size_t i = 0; i < sizeof(kernel_words) / sizeof(kernel_words[0]); i++)
		vec_push(argv, arena_printf(s->arena, "-D%s=", kernel_words[i]));
	add_each(argv, "-D", &s->input->defines);
	if (s->input->script_directory)
		add_words(argv, (const char *[]){ "-iquote", s->input->script_directory, NULL });
	add_each(argv, "-I", &s->input->include_directories);
	add_words(argv, (const char *[]){
				"-idirafter",
				arena_printf(s->arena, "/usr/include/%s", s->input->arch->triplet),
				NULL });
	if (s->has_overlay)
		add_words(argv, (const char *[]){ "-ivfsoverlay", path(s, "overlay"), "-idirafter",
						  path(s, "headers"), NULL });
	add_each(argv, "-include", &s->input->includes);
}

static struct spawn_result run(const struct section *s, c_words *argv, const char *const *words)
{
	struct spawn_options options = { .trace = s->input->trace };
	add_words(argv, words);
	vec_push(argv, NULL);
	return spawn_run(s->arena, argv->items, &options);
}

static enum c_section_result fail(const struct section *s, const struct spawn_result *result)
{
	*s->error = arena_printf(s->arena, "%s failed on the script's C (status %d)\n%s",
				 s->input->clang, result->status, result->output);
	return C_SECTION_FAILED;
}

/* Errors of the script, or clang's own trouble if it names none. */
static enum c_section_result refuse(struct section *s, const struct spawn_result *result,
				    const struct c_messages *messages)
{
	if (messages->errors.count == 0)
		return fail(s, result);
	s->output->errors.items = messages->errors.items;
	s->output->errors.count = messages->errors.count;
	return C_SECTION_ERRORS;
}

/* -- the text -- */

static void put_chunk(struct strbuf *out, const struct c_chunk *chunk, size_t number)
{
	size_t size = chunk->size;
	strbuf_printf(out, "#line 1 \"" C_CHUNK_FILE "%zu\"\n", number);
	strbuf_write(out, chunk->text, size);
	while (size && strchr(" \t\r\n", chunk->text[size - 1]))
		size--;
	if (size && chunk->text[0] != '#' && chunk->text[size - 1] != ';')
		strbuf_putc(out, ';');
	strbuf_putc(out, '\n');
}

static bool write_source(const struct section *s)
{
	struct strbuf out;
	strbuf_init(&out, s->arena);
	strbuf_puts(&out, strbuf_text(&s->prelude));
	for (size_t i = 0; i < s->input->chunks.count; i++)
		put_chunk(&out, &s->input->chunks.items[i], i);
	strbuf_puts(&out, "#line 1 \"" C_PROBES "\"\n");
	vec_foreach(const char *, line, &s->probes)
		strbuf_printf(&out, "%s\n", *line);
	return file_write(s->arena, s->source, strbuf_text(&out), out.size, s->error);
}

/* -- headers that are not there -- */

/* What -M lists without a leading '/' was not found: all directories are given in full. */
static void read_dependencies(struct section *s, const char *text)
{
	c_words *missing = &s->output->missing_headers;
	text += strcspn(text, ":");
	text += *text == ':';
	while (*text) {
		size_t size = strcspn(text, " \n");
		const char *name = arena_strndup(s->arena, text, size);
		if (size && *name != '/' && *name != '\\' && c_is_kernel_header(name))
			vec_push(missing, name);
		text += size + (text[size] != '\0');
	}
}

/* A string of YAML, which the table is written in. */
static void put_quoted(struct strbuf *out, const char *text)
{
	strbuf_putc(out, '\'');
	for (; *text; text++) {
		if (*text == '\'')
			strbuf_putc(out, '\'');
		strbuf_putc(out, *text);
	}
	strbuf_putc(out, '\'');
}

/*
 * What a missing header is read from: nothing, but <uapi/linux/x.h> is <linux/x.h> outside of the
 * kernel's tree. NULL with *error set.
 */
static const char *replacement(const struct section *s, const char *name, size_t number)
{
	const char *file = path(s, arena_printf(s->arena, "header%zu", number));
	const char *text = "";
	if (strncmp(name, "uapi/", 5) == 0)
		text = arena_printf(s->arena, "#if __has_include(<%s>)\n#include <%s>\n#endif\n",
				    name + 5, name + 5);
	return file_write(s->arena, file, text, strlen(text), s->error) ? file : NULL;
}

/* No directories are made: clang sees the headers through a table. */
static bool write_overlay(struct section *s)
{
	struct strbuf out;
	strbuf_init(&out, s->arena);
	strbuf_puts(&out, "{ 'version': 0, 'roots': [\n");
	for (size_t i = 0; i < s->output->missing_headers.count; i++) {
		const char *name = s->output->missing_headers.items[i];
		const char *file = replacement(s, name, i);
		if (!file)
			return false;
		strbuf_puts(&out, "{ 'type': 'file', 'name': ");
		put_quoted(&out, arena_printf(s->arena, "%s/%s", path(s, "headers"), name));
		strbuf_puts(&out, ", 'external-contents': ");
		put_quoted(&out, file);
		strbuf_puts(&out, " },\n");
	}
	strbuf_puts(&out, "] }\n");
	s->has_overlay = true;
	return file_write(s->arena, path(s, "overlay"), strbuf_text(&out), out.size, s->error);
}

static bool find_missing_headers(struct section *s)
{
	c_words argv;
	size_t size;
	add_common(s, &argv);
	struct spawn_result result = run(
		s, &argv, (const char *[]){ "-M", "-MG", "-MF", s->dependencies, s->source, NULL });
	if (result.status != 0)
		return true; /* the next run says what is wrong */
	char *text = file_read(s->arena, s->dependencies, MAX_PREPROCESSED, &size, s->error);
	if (!text)
		return false;
	read_dependencies(s, text);
	return s->output->missing_headers.count == 0 || write_overlay(s);
}

/* -- the runs of clang -- */

static enum c_section_result preprocess(struct section *s)
{
	for (int try = 0;; try++) {
		c_words argv;
		struct c_messages messages;
		add_common(s, &argv);
		struct spawn_result result = run(
			s, &argv,
			(const char *[]){ "-E", "-dD", s->source, "-o", s->preprocessed, NULL });
		if (result.status == 0)
			return C_SECTION_DONE;
		c_messages_read(s->arena, result.output, s->input, &messages);
		if (try > 0 || messages.missing_headers.count == 0)
			return refuse(s, &result, &messages);
		if (!find_missing_headers(s))
			return C_SECTION_FAILED;
		if (s->output->missing_headers.count == 0)
			return refuse(s, &result, &messages);
	}
}

/* One line each, so that an error's line says which name is not what it is tried as. */
static void add_probes(struct section *s)
{
	size_t n = 0;
	/* Without any type there would be no BTF at all. */
	vec_push(&s->probes, "int tracec_object;");
	vec_foreach(struct c_tag, tag, &s->scan.tags)
		vec_push(&s->probes, arena_printf(s->arena, "%s %s *tracec_tag_%zu;", tag->keyword,
						  tag->name, n++));
	vec_foreach(struct c_name, name, &s->scan.names) {
		if (name->may_be_type)
			vec_push(&s->probes,
				 arena_printf(s->arena,
					      "typedef __typeof__(%s) " C_TYPE_PREFIX
					      "%s; " C_TYPE_PREFIX "%s *tracec_object_%zu;",
					      name->name, name->name, name->name, n++));
		if (name->may_be_value)
			vec_push(&s->probes, arena_printf(s->arena,
							  "enum tracec_enum_%zu { " C_VALUE_PREFIX
							  "%s = (%s) } tracec_object_%zu;",
							  n, name->name, name->name, n));
		n++;
	}
}

static void drop_probes(struct section *s, const struct c_messages *messages)
{
	for (size_t i = 0; i < messages->probe_lines.count; i++) {
		unsigned line = messages->probe_lines.items[i];
		if (line >= 1 && line <= s->probes.count)
			s->probes.items[line - 1] = "";
	}
}

static bool supply(struct section *s, const struct c_messages *messages)
{
	bool any = false;
	vec_foreach(const struct c_lacking, lacking, &messages->lacking)
		any |= s->input->supply &&
		       s->input->supply(s->input->context, lacking, &s->prelude);
	return any;
}

/* Whether another run may end better. Probes are judged when nothing else is wrong. */
static bool repair(struct section *s, const struct c_messages *messages)
{
	if (messages->errors.count > 0)
		return supply(s, messages);
	drop_probes(s, messages);
	return messages->probe_lines.count > 0;
}

static enum c_section_result compile(struct section *s)
{
	for (int round = 0;; round++) {
		c_words argv;
		struct c_messages messages;
		if (!write_source(s))
			return C_SECTION_FAILED;
		add_common(s, &argv);
		struct spawn_result result = run(
			s, &argv,
			(const char *[]){ "-g", "-c", s->source, "-o", s->output->object, NULL });
		if (result.status == 0)
			return C_SECTION_DONE;
		c_messages_read(s->arena, result.output, s->input, &messages);
		if (round == MAX_ROUNDS || !repair(s, &messages))
			return refuse(s, &result, &messages);
	}
}

static enum c_section_result scan(struct section *s)
{
	size_t size;
	char *text = file_read(s->arena, s->preprocessed, MAX_PREPROCESSED, &size, s->error);
	if (!text)
		return C_SECTION_FAILED;
	c_scan_text(s->arena, text, size, s->input, &s->scan);
	vec_foreach(struct c_macro, macro, &s->scan.macros)
		vec_push(&s->output->macros, *macro);
	vec_foreach(struct c_tag, tag, &s->scan.tags)
		vec_push(&s->output->tags, *tag);
	add_probes(s);
	return C_SECTION_DONE;
}

enum c_section_result c_section_compile(struct arena *arena, const struct c_section_input *input,
					struct c_section_output *output, const char **error)
{
	struct section s = { .arena = arena, .input = input, .output = output, .error = error };
	*output = (struct c_section_output){ 0 };
	vec_init(&output->macros, arena);
	vec_init(&output->tags, arena);
	vec_init(&output->missing_headers, arena);
	vec_init(&output->errors, arena);
	vec_init(&s.probes, arena);
	strbuf_init(&s.prelude, arena);
	s.source = path(&s, "c");
	s.preprocessed = path(&s, "i");
	s.dependencies = path(&s, "d");
	output->object = path(&s, "o");
	if (!write_source(&s))
		return C_SECTION_FAILED;
	enum c_section_result result = preprocess(&s);
	if (result == C_SECTION_DONE)
		result = scan(&s);
	if (result == C_SECTION_DONE)
		result = compile(&s);
	return result;
}
