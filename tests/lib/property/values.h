/*
 * What the files of the generator of random values share: types, values, and what they print as (language.md 4.3,
 * 4.9, docs/JSON.md). Nothing here is taken from tracec: it is what its output is compared with.
 */
#ifndef PROPERTY_VALUES_H
#define PROPERTY_VALUES_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define MAX_PARTS 5
#define MAX_BYTES 24

enum kind {
	INT,
	BOOL,
	STRING,
	POINTER,
	ENUM,
	ARRAY, /* of integers, out of an integer */
	BUFFER,
	TEXT, /* what is printed as a text alone: addresses, names */
	TUPLE,
	RECORD,
	N_KINDS
};

struct type {
	enum kind kind;
	unsigned size; /* of INT, and of an element of ARRAY; of TEXT: which one */
	bool is_signed;
	unsigned count; /* of ARRAY, TUPLE, RECORD */
	const struct type *parts[MAX_PARTS];
};

struct value {
	const struct type *type;
	uint64_t bits; /* of INT (extended by its sign), BOOL, POINTER, ENUM; all elements of ARRAY */
	uint8_t bytes[MAX_BYTES];
	unsigned length; /* of bytes */
	struct value *parts[MAX_PARTS];
};

struct generator {
	uint64_t state;
	FILE *script, *arguments;
	unsigned n_arguments;
};

/* Where a text goes: as it is, or as a key of a JSON object, which has no spaces but those of strings. */
struct out {
	FILE *file;
	bool is_compact;
};

unsigned pick(struct generator *g, unsigned n);
const struct type *make_type(struct generator *g, int depth);
struct value *make_value(struct generator *g, const struct type *type);

/* The value as an expression of the script; some of its numbers come from the tool's arguments. */
void put_expression(struct generator *g, const struct value *v);
void put_text(struct out *out, const struct value *v);
void put_json(FILE *file, const struct value *v);
void put_json_string(FILE *file, const char *text, size_t size);
/* Of a number; in JSON between quotes if no double is equal to it. */
void put_number(FILE *file, uint64_t bits, bool is_signed);
void put_json_number(FILE *file, uint64_t bits, bool is_signed);
/* As values of a map are sorted by their keys; 0: neither comes first. */
int compare_values(const struct value *a, const struct value *b);

#endif
