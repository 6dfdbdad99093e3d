#include "kernel/functions.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"

typedef VEC(const char *) names_vec;

struct word {
	const char *text;
	size_t size;
};

/* The next word of a line; of size 0 at its end. */
static struct word next_word(const char **text)
{
	struct word word;

	*text += strspn(*text, " \t");
	word.text = *text;
	word.size = strcspn(*text, " \t\n");
	*text += word.size;
	return word;
}

static const char *next_line(const char *text)
{
	text += strcspn(text, "\n");
	return text + (*text == '\n');
}

static bool begins(struct word word, const char *prefix)
{
	size_t size = strlen(prefix);

	return word.size >= size && memcmp(word.text, prefix, size) == 0;
}

static bool is_word(struct word word, const char *text)
{
	return word.size == strlen(text) && begins(word, text);
}

/* Marks and paddings that look like functions, and parts of functions that have no arguments. */
static bool is_artificial(struct word name)
{
	static const char *const prefixes[] = { "__ftrace_invalid_address__", "__pfx_", "__cfi_" };

	if (name.text[0] == '.')
		return true;
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		if (begins(name, prefixes[i]))
			return true;
	}
	return memmem(name.text, name.size, ".part.", 6) != NULL ||
	       memmem(name.text, name.size, ".cold", 5) != NULL;
}

/* module is empty, or "[name]". */
static void add_function(struct arena *arena, names_vec *names, struct word name,
			 struct word module)
{
	if (name.size == 0 || is_artificial(name))
		return;
	if (module.size > 2)
		vec_push(names, arena_printf(arena, "%.*s:%.*s", (int)module.size - 2,
					     module.text + 1, (int)name.size, name.text));
	else
		vec_push(names, arena_strndup(arena, name.text, name.size));
}

/* Lines "name", or "name [module]". */
const char *const *functions_of_ftrace(struct arena *arena, const char *text, size_t *count)
{
	names_vec names;

	vec_init(&names, arena);
	for (; *text != '\0'; text = next_line(text)) {
		const char *at = text;
		struct word name = next_word(&at);

		add_function(arena, &names, name, next_word(&at));
	}
	*count = names.count;
	return names.items;
}

/* BPF programs and trampolines are listed like modules. */
static bool is_module(struct word module)
{
	return module.size > 2 && module.text[0] == '[' && !is_word(module, "[bpf]") &&
	       !begins(module, "[__builtin__");
}

/*
 * Lines "address kind name", or with "[module]" behind, by their addresses. What lies
 * between _sinittext and _einittext was freed when the kernel had started.
 */
const char *const *functions_of_symbols(struct arena *arena, const char *text, size_t *count)
{
	bool is_init = false;
	names_vec names;

	vec_init(&names, arena);
	for (; *text != '\0'; text = next_line(text)) {
		const char *at = text;
		struct word kind, name, module;

		next_word(&at);
		kind = next_word(&at);
		name = next_word(&at);
		module = next_word(&at);
		if (is_word(name, "_sinittext") || is_word(name, "_einittext"))
			is_init = is_word(name, "_sinittext");
		else if (!is_init && kind.size == 1 && strchr("tTwW", kind.text[0]) != NULL &&
			 (module.size == 0 || is_module(module)))
			add_function(arena, &names, name, module);
	}
	*count = names.count;
	return names.items;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *bare_name(const char *name)
{
	const char *colon = strchr(name, ':');

	return colon != NULL ? colon + 1 : name;
}

/* Lines "begin-end name". */
size_t functions_drop(struct arena *arena, const char **names, size_t count, const char *blacklist)
{
	names_vec dropped;
	size_t n = 0;

	vec_init(&dropped, arena);
	for (const char *text = blacklist; *text != '\0'; text = next_line(text)) {
		const char *at = text;
		struct word name;

		next_word(&at);
		name = next_word(&at);
		vec_push(&dropped, arena_strndup(arena, name.text, name.size));
	}
	if (dropped.count == 0)
		return count;
	qsort(dropped.items, dropped.count, sizeof(*dropped.items), compare_names);
	for (size_t i = 0; i < count; i++) {
		const char *name = bare_name(names[i]);

		if (bsearch(&name, dropped.items, dropped.count, sizeof(*dropped.items),
			    compare_names) == NULL)
			names[n++] = names[i];
	}
	return n;
}
