/*
 * What tracec list shows, gathered as text: one probe a line, and behind it, if wanted, its
 * arguments, a line each. Everything is sorted.
 */
#ifndef COMMANDS_LIST_H
#define COMMANDS_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "kernel/declaration.h"
#include "kernel/kernel.h"

struct interner;

struct list {
	struct arena *arena;
	struct interner *interner;
	struct kernel *kernel;
	struct declarations *declarations;
	bool has_details; /* arguments too; types in full */
	const char *pid; /* the process whose programs and libraries are meant by `*`; NULL: any */
	bool is_one_of_many; /* there are other targets: nothing found is no error */
	struct strbuf out;
	size_t n_found;
	const char *error; /* why a pattern found nothing, if there is more to say than that */
};

/* A pattern of probes, taken apart. */
struct list_pattern {
	const char *provider; /* canonical name; with wildcards if the text's had any; NULL: any */
	const char *rest;  /* behind it; "*" if there is nothing; NULL if whole is to be matched */
	const char *whole; /* to be matched with all of "provider:name"; or NULL */
};

/*
 * Adds the probes that match; all of them if pattern is NULL. Without ':' it is the name of a
 * provider, or a pattern of whole names, or a word that they contain. Probes that another one
 * implies (kretprobe, fexit) and those of binaries are found by their provider's name only.
 */
void list_probes(struct list *list, const char *pattern);

/* Adds the types that match "struct NAME" and the like; false if the pattern does not begin so. */
bool list_types(struct list *list, const char *pattern);

/*
 * Adds the probes of programs and libraries: rest is "PATH[:PATTERN]". A path `*` means all that processes have
 * mapped, none that a process given by its pid has.
 */
void list_functions_of_binary(struct list *list, const char *provider, const char *rest);
void list_static_probes(struct list *list, const char *provider, const char *rest);

/* Wildcards are those of a shell: * ? [...] */
bool list_has_wildcard(const char *text);
bool list_is_match(const char *pattern, const char *text);

#endif
