#include "verdict.h"

#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "memory.h"
#include "numbers.h"

struct lines {
	char **line;
	bool *is_claimed; /* some rule has found its line */
	size_t n;
	bool has_last_newline; /* also true of an empty text */
};

static struct lines lines_split(const struct text *text)
{
	struct lines lines = { .has_last_newline = true };
	char *copy = memory_new(text->length + 1);
	char *end = copy + text->length;
	char *line;
	char *next;

	/* A NUL byte would end the line for every comparison: make it visible instead. */
	memcpy(copy, text->data, text->length);
	for (line = copy; line < end; line++)
		if (*line == '\0')
			*line = '\1';
	for (line = copy; line < end; line = next) {
		next = memchr(line, '\n', end - line);
		lines.has_last_newline = next != NULL;
		if (next)
			*next++ = '\0';
		else
			next = end;
		lines.line = memory_grow(lines.line, (lines.n + 1) * sizeof(*lines.line));
		lines.line[lines.n++] = line;
	}
	lines.is_claimed = memory_new(lines.n + 1);
	return lines;
}

static bool is_regex(enum directive kind)
{
	return kind == DIRECTIVE_EXPECT_RE || kind == DIRECTIVE_EXPECT_ANY_RE ||
	       kind == DIRECTIVE_NEVER || kind == DIRECTIVE_STDERR_RE;
}

static bool regex_matches(const char *pattern, const char *line, int rule_line)
{
	regex_t regex;
	bool found;

	if (regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB) != 0) {
		printf("line %d: not a regular expression: %s\n", rule_line, pattern);
		exit(1);
	}
	found = regexec(&regex, line, 0, NULL, 0) == 0;
	regfree(&regex);
	return found;
}

static bool rule_matches(const struct rule *rule, const struct names *names, const char *line)
{
	char *text = names_replace(rule->text, names, false);

	if (rule->kind == DIRECTIVE_EXPECT_RE)
		text = memory_format("^(%s)$", text);
	if (is_regex(rule->kind))
		return regex_matches(text, line, rule->line);
	return strcmp(text, line) == 0;
}

static bool is_ordered(enum directive kind)
{
	return kind == DIRECTIVE_EXPECT || kind == DIRECTIVE_EXPECT_RE ||
	       kind == DIRECTIVE_EXPECT_UNORDERED || kind == DIRECTIVE_EXPECT_END;
}

static bool claim(struct lines *lines, size_t i, const struct rule *rule, const struct names *names)
{
	if (i >= lines->n || lines->is_claimed[i] || !rule_matches(rule, names, lines->line[i]))
		return false;
	lines->is_claimed[i] = true;
	return true;
}

/*
 * Ordered rules walk over the lines: each takes the next one, or, where other
 * lines may be there, the next that fits. A run of unordered rules takes as
 * many lines as it has rules, in any order. Returns the first rule that fails.
 */
static const struct rule *match_ordered(const struct testfile *test, const struct names *names,
					struct lines *lines, bool may_skip)
{
	size_t position = 0; /* first line that no earlier rule has passed */
	size_t run = 0;      /* rules of the present unordered run */
	size_t i;

	for (i = 0; i < test->n_rules; i++) {
		const struct rule *rule = &test->rules[i];
		size_t at = position;
		size_t end;

		if (!is_ordered(rule->kind))
			continue;
		if (rule->kind == DIRECTIVE_EXPECT_UNORDERED) {
			if (run == 0)
				while (i + run < test->n_rules &&
				       test->rules[i + run].kind == rule->kind)
					run++;
			end = may_skip ? lines->n : position + run;
			while (at < end && !claim(lines, at, rule, names))
				at++;
			if (at >= end)
				return rule;
			if (i + 1 >= test->n_rules || test->rules[i + 1].kind != rule->kind) {
				position = may_skip ? position : position + run;
				run = 0;
			}
			continue;
		}
		while (!claim(lines, at, rule, names)) {
			if (!may_skip || ++at >= lines->n)
				return rule;
		}
		position = at + 1;
	}
	return NULL;
}

/* All expected lines with the rules' own marks, then all lines that came: a reader's diff. */
static void print_difference(const struct testfile *test, const struct names *names,
			     const struct lines *lines)
{
	size_t i;

	printf("expected stdout:\n");
	for (i = 0; i < test->n_rules; i++) {
		const struct rule *rule = &test->rules[i];
		char mark = ' ';

		if (!is_ordered(rule->kind))
			continue;
		if (rule->kind == DIRECTIVE_EXPECT_RE)
			mark = '~';
		if (rule->kind == DIRECTIVE_EXPECT_UNORDERED)
			mark = '*';
		printf("  %c|%s\n", mark, names_replace(rule->text, names, false));
	}
	printf("found stdout ('+' where no line was expected or it differs):\n");
	for (i = 0; i < lines->n; i++)
		printf("  %c|%s\n", lines->is_claimed[i] ? ' ' : '+', lines->line[i]);
	if (!lines->has_last_newline)
		printf("   (no newline at the end)\n");
}

static bool check_any(const struct testfile *test, const struct names *names, struct lines *lines,
		      enum directive kind, const char *where)
{
	bool good = true;
	size_t i;
	size_t k;

	for (i = 0; i < test->n_rules; i++) {
		bool found = false;

		if (test->rules[i].kind != kind)
			continue;
		for (k = 0; k < lines->n; k++) {
			if (!rule_matches(&test->rules[i], names, lines->line[k]))
				continue;
			found = true;
			lines->is_claimed[k] = true;
		}
		if (!found)
			printf("line %d: no line of %s is: %s\n", test->rules[i].line, where,
			       test->rules[i].text);
		good &= found;
	}
	return good;
}

static bool check_never(const struct testfile *test, const struct names *names,
			const struct lines *lines, const char *where)
{
	bool good = true;
	size_t i;
	size_t k;

	for (i = 0; i < test->n_rules; i++) {
		if (test->rules[i].kind != DIRECTIVE_NEVER)
			continue;
		for (k = 0; k < lines->n; k++) {
			if (!rule_matches(&test->rules[i], names, lines->line[k]))
				continue;
			printf("line %d: %s has a line that must not be: %s\n", test->rules[i].line,
			       where, lines->line[k]);
			good = false;
		}
	}
	return good;
}

/* Whether stdout may have lines that no rule is about. */
static bool has_other_lines(const struct testfile *test)
{
	static const enum directive kinds[] = { DIRECTIVE_EXPECT_ANY, DIRECTIVE_EXPECT_ANY_RE,
						DIRECTIVE_SUM, DIRECTIVE_ASCENDING };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (testfile_find(test, kinds[i]))
			return true;
	return false;
}

static bool check_stdout(const struct testfile *test, const struct names *names,
			 const struct text *text)
{
	struct lines lines = lines_split(text);
	bool may_skip = has_other_lines(test);
	bool wants_newline = !testfile_find(test, DIRECTIVE_EXPECT_END);
	const struct rule *failed = match_ordered(test, names, &lines, may_skip);
	bool good = !failed;
	size_t i;

	if (failed)
		printf("line %d: not found where it was expected: %s\n", failed->line,
		       names_replace(failed->text, names, false));
	for (i = 0; i < lines.n && !may_skip; i++)
		good &= lines.is_claimed[i];
	if (!may_skip)
		good &= lines.has_last_newline == wants_newline;
	good &= check_any(test, names, &lines, DIRECTIVE_EXPECT_ANY, "stdout");
	good &= check_any(test, names, &lines, DIRECTIVE_EXPECT_ANY_RE, "stdout");
	good &= check_never(test, names, &lines, "stdout");
	if (!good)
		print_difference(test, names, &lines);
	return good;
}

/* Every line of stderr is the banner or is expected: silence is part of the contract. */
static bool check_stderr(const struct testfile *test, const struct names *names,
			 const struct text *text)
{
	struct lines lines = lines_split(text);
	bool good = check_any(test, names, &lines, DIRECTIVE_STDERR, "stderr");
	size_t i;

	good &= check_any(test, names, &lines, DIRECTIVE_STDERR_RE, "stderr");
	good &= check_never(test, names, &lines, "stderr");
	for (i = 0; i < lines.n; i++)
		if (!lines.is_claimed[i] &&
		    !regex_matches("^Attached [0-9]+ probes?$", lines.line[i], 0))
			good = false;
	if (!good) {
		printf("found stderr ('+' where a line was not expected):\n");
		for (i = 0; i < lines.n; i++)
			printf("  %c|%s\n", lines.is_claimed[i] ? ' ' : '+', lines.line[i]);
	}
	return good;
}

static char *status_text(int status)
{
	if (WIFSIGNALED(status))
		return memory_format("killed by signal %d", WTERMSIG(status));
	return memory_format("exit status %d", WEXITSTATUS(status));
}

static bool check_status(const struct testfile *test, const struct session_result *result)
{
	long expected = testfile_number(test, DIRECTIVE_EXIT, 255, 0);
	bool good = true;

	if (result->timed_out) {
		printf("did not end in time\n");
		good = false;
	} else if (!WIFEXITED(result->status) || WEXITSTATUS(result->status) != expected) {
		printf("expected exit status %ld, found %s\n", expected,
		       status_text(result->status));
		good = false;
	}
	if (result->has_workload && WIFEXITED(result->workload_status) &&
	    WEXITSTATUS(result->workload_status) != 0) {
		printf("the workload failed: %s\n%s", status_text(result->workload_status),
		       result->workload.data);
		good = false;
	}
	return good;
}

bool verdict_give(const struct testfile *test, const struct names *names,
		  const struct session_result *result)
{
	bool good = check_status(test, result);

	good &= check_stdout(test, names, &result->out);
	good &= check_stderr(test, names, &result->err);
	good &= numbers_hold(test, result);
	return good;
}
