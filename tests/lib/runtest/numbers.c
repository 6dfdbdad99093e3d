#include "numbers.h"

#include <ctype.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"

/* What a rule has found up to a line. */
struct state {
	const struct rule *rule;
	regex_t regex;
	long long sum, last;
	size_t n_lines;
	bool falls;
};

/* The last number of the line, 0 if there is none. */
static long long last_number(const char *line)
{
	const char *end = line + strlen(line);
	const char *begin;

	while (end > line && !isdigit((unsigned char)end[-1]))
		end--;
	begin = end;
	while (begin > line && isdigit((unsigned char)begin[-1]))
		begin--;
	if (begin > line && begin[-1] == '-')
		begin--;
	return strtoll(begin, NULL, 10);
}

static void see_line(struct state *state, const char *line)
{
	long long number;

	if (regexec(&state->regex, line, 0, NULL, 0) != 0)
		return;
	number = last_number(line);
	if (state->n_lines++ && number < state->last && !state->falls) {
		printf("line %d: %lld comes behind %lld: %s\n", state->rule->line, number,
		       state->last, line);
		state->falls = true;
	}
	state->last = number;
	state->sum += number;
}

static void see_text(struct state *state, const struct text *text)
{
	char *copy = memory_new(text->length + 1);
	char *rest = copy;

	memcpy(copy, text->data, text->length);
	for (char *line = strsep(&rest, "\n"); line; line = strsep(&rest, "\n"))
		see_line(state, line);
}

static void compile(struct state *state, const char *pattern)
{
	if (regcomp(&state->regex, pattern, REG_EXTENDED | REG_NOSUB) == 0)
		return;
	printf("line %d: not a regular expression: %s\n", state->rule->line, pattern);
	exit(1);
}

/* Of both outputs: what was lost is told on stderr. */
static bool check_sum(const struct rule *rule, const struct session_result *result)
{
	struct state state = { .rule = rule, .falls = true };
	char *pattern;
	long long wanted = strtoll(rule->text, &pattern, 10);

	compile(&state, *pattern ? pattern + 1 : pattern);
	see_text(&state, &result->out);
	see_text(&state, &result->err);
	regfree(&state.regex);
	if (state.sum == wanted)
		return true;
	printf("line %d: the sum of %zu lines is %lld: %s\n", rule->line, state.n_lines, state.sum,
	       rule->text);
	return false;
}

static bool check_ascending(const struct rule *rule, const struct session_result *result)
{
	struct state state = { .rule = rule };

	compile(&state, rule->text);
	see_text(&state, &result->out);
	regfree(&state.regex);
	if (!state.n_lines)
		printf("line %d: no line is: %s\n", rule->line, rule->text);
	return state.n_lines && !state.falls;
}

bool numbers_hold(const struct testfile *test, const struct session_result *result)
{
	bool good = true;

	for (size_t i = 0; i < test->n_rules; i++) {
		const struct rule *rule = &test->rules[i];

		if (rule->kind == DIRECTIVE_SUM)
			good &= check_sum(rule, result);
		else if (rule->kind == DIRECTIVE_ASCENDING)
			good &= check_ascending(rule, result);
	}
	return good;
}
