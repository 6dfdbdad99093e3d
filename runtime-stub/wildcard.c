#include "wildcard.h"

#include <stddef.h>
#include <string.h>

bool rt_wildcard_is_in(const char *text)
{
	return strchr(text, '*') != NULL;
}

/* After a mismatch the last '*' takes one character more; earlier ones need never be looked at again. */
bool rt_wildcard_matches(const char *pattern, const char *text)
{
	const char *star = NULL;
	const char *behind = NULL;
	while (*text) {
		if (*pattern == '*') {
			star = ++pattern;
			behind = text;
		} else if (*pattern == *text) {
			pattern++;
			text++;
		} else if (star) {
			pattern = star;
			text = ++behind;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}
