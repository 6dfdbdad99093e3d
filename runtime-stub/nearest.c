#include "nearest.h"

#include <stdio.h>
#include <string.h>

/* Among a hundred thousand names there is always one that takes a few more. */
#define MOST_EDITS 2

void rt_nearest_begin(struct rt_nearest *nearest, const char *wanted)
{
	size_t size = strlen(wanted);
	size_t allowed = size / 4 < MOST_EDITS ? size / 4 : MOST_EDITS;
	*nearest = (struct rt_nearest){ .wanted = wanted, .allowed = allowed };
	if (size > RT_NEAREST_MAX)
		nearest->allowed = 0;
}

static size_t least(size_t a, size_t b, size_t c)
{
	size_t smaller = a < b ? a : b;
	return smaller < c ? smaller : c;
}

/* Characters to be put in, taken out, or replaced; by one row of the table at a time. */
static size_t edits(const char *a, size_t a_size, const char *b, size_t b_size)
{
	size_t row[RT_NEAREST_MAX + 1];
	for (size_t j = 0; j <= b_size; j++)
		row[j] = j;
	for (size_t i = 1; i <= a_size; i++) {
		size_t diagonal = row[0];
		row[0] = i;
		for (size_t j = 1; j <= b_size; j++) {
			size_t above = row[j];
			row[j] = least(above + 1, row[j - 1] + 1,
				       diagonal + (a[i - 1] != b[j - 1]));
			diagonal = above;
		}
	}
	return row[b_size];
}

void rt_nearest_offer(struct rt_nearest *nearest, const char *name)
{
	size_t size = strlen(nearest->wanted), other = strlen(name);
	if (!nearest->allowed || other > RT_NEAREST_MAX || other > size + nearest->allowed ||
	    size > other + nearest->allowed)
		return;
	size_t n = edits(nearest->wanted, size, name, other);
	if (n > nearest->allowed || (n == nearest->allowed && *nearest->name))
		return;
	nearest->allowed = n;
	memcpy(nearest->name, name, other + 1);
}

const char *rt_nearest_hint(struct rt_nearest *nearest)
{
	if (!*nearest->name)
		return "";
	snprintf(nearest->hint, sizeof(nearest->hint), " (did you mean '%s'?)", nearest->name);
	return nearest->hint;
}
