#include "base/similar.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Longer names are not compared: nobody mistypes them by hand. */
#define MAX_LENGTH 64

static size_t min_of(size_t a, size_t b)
{
	return a < b ? a : b;
}

static int lower(char c)
{
	return tolower((unsigned char)c);
}

/* One row of the table of edit distances, from the two rows above it. */
static void fill_row(const char *a, size_t i, const char *b, size_t b_size,
		     size_t rows[3][MAX_LENGTH + 1])
{
	size_t *row = rows[i % 3];
	const size_t *above = rows[(i + 2) % 3];
	const size_t *above_that = rows[(i + 1) % 3];

	row[0] = i;
	for (size_t j = 1; j <= b_size; j++) {
		size_t replaced = above[j - 1] + (lower(a[i - 1]) != lower(b[j - 1]));

		row[j] = min_of(replaced, min_of(above[j], row[j - 1]) + 1);
		if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
		    lower(a[i - 2]) == lower(b[j - 1]))
			row[j] = min_of(row[j], above_that[j - 2] + 1);
	}
}

/* Edits that make b of a; both at most MAX_LENGTH long. */
static size_t distance(const char *a, size_t a_size, const char *b, size_t b_size)
{
	size_t rows[3][MAX_LENGTH + 1];

	for (size_t j = 0; j <= b_size; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= a_size; i++)
		fill_row(a, i, b, b_size, rows);
	return rows[a_size % 3][b_size];
}

const char *similar_find(const char *wanted, const char *const *candidates, size_t n)
{
	size_t size = strlen(wanted);
	size_t allowed = size / 3 > 0 ? size / 3 : 1;
	const char *best = NULL;

	if (size == 0 || size > MAX_LENGTH)
		return NULL;
	if (allowed >= size)
		allowed = size - 1;
	for (size_t i = 0; i < n; i++) {
		size_t candidate_size = strlen(candidates[i]);
		size_t edits;

		if (candidate_size > size + allowed || size > candidate_size + allowed ||
		    candidate_size > MAX_LENGTH)
			continue;
		edits = distance(wanted, size, candidates[i], candidate_size);
		if (edits > allowed || (best != NULL && edits == allowed))
			continue;
		best = candidates[i];
		allowed = edits;
		if (edits == 0)
			break;
	}
	return best;
}
