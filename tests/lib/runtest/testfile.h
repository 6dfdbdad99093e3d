/*
 * A run test as a file: the directives in the comment at the head of a script.
 * tests/README.md lists them; directive.def holds one row each. Everything
 * read lives until the program ends.
 */
#ifndef RUNTEST_TESTFILE_H
#define RUNTEST_TESTFILE_H

#include <stdbool.h>
#include <stddef.h>

enum directive {
#define DIRECTIVE(tag, word, help) DIRECTIVE_##tag,
#include "directive.def"
	N_DIRECTIVES
};

struct rule {
	enum directive kind;
	const char *text;
	int line; /* in the test file, from 1 */
};

struct testfile {
	const char *path;
	struct rule *rules; /* in file order */
	size_t n_rules;
};

/* What {bin}, {tmp} and {pid} stand for; a NULL member is left as it is written. */
struct names {
	const char *bin;
	const char *tmp;
	const char *pid;
};

/* Reads the head of path. False with a message on stdout if the file or a directive is wrong. */
bool testfile_read(struct testfile *test, const char *path);

/* The last rule of that kind, or NULL. */
const char *testfile_find(const struct testfile *test, enum directive kind);

/* The last rule of that kind as a number in 0..max; fallback if absent or not a number. */
long testfile_number(const struct testfile *test, enum directive kind, long max, long fallback);

/*
 * The words of all rules of that kind, names replaced: split at blanks, with
 * 'single' and "double" quotes keeping words together. NULL-terminated.
 */
char **testfile_words(const struct testfile *test, enum directive kind, const struct names *names);

/* text with names replaced. A bare {} stands for {bin} where bare is set. */
char *names_replace(const char *text, const struct names *names, bool bare);

#endif
