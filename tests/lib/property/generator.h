/*
 * What the files of the generator of random scripts share: its state, types, and the text of expressions.
 */
#ifndef PROPERTY_GENERATOR_H
#define PROPERTY_GENERATOR_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define MAX_FIELDS    4
#define MAX_VARIABLES 64
#define N_MAPS        6
#define N_FUNCTIONS   3
#define N_PARAMS      2
#define MAX_STRLEN    32

/* Those before ARRAY can be fields of all depths; those before TUPLE have no fields. */
enum kind { INT, BOOL, STRING, ENUM, POINTER, PLAIN, ARRAY, STRUCT, TUPLE, RECORD, N_KINDS };

struct type {
	enum kind kind;
	unsigned size; /* of INT and the elements of ARRAY */
	bool is_signed;
	unsigned count; /* of ARRAY, TUPLE, RECORD; of PLAIN: which one */
	const struct type *fields[MAX_FIELDS];
};

struct variable {
	unsigned id;
	const struct type *type;
	bool is_counter; /* of a loop: not to be written */
};

struct aggregation {
	const char *before, *after; /* of the number, if it takes one */
	bool takes, is_number;      /* it can be used as one */
};

struct map {
	const struct type *key; /* NULL: scalar */
	const struct type *value;
	const struct aggregation *aggregation; /* or NULL */
};

struct function {
	const struct type *params[N_PARAMS];
};

struct generator {
	FILE *out;
	uint64_t state;
	struct variable variables[MAX_VARIABLES];
	unsigned n_variables, next_id, n_functions;
	struct map maps[N_MAPS];
	struct function functions[N_FUNCTIONS];
	int indent, loops;
	bool is_function;
	bool has_maps; /* their types are settled: they may be read */
};

#define PICK(g, array) (array)[pick((g), sizeof(array) / sizeof((array)[0]))]

extern const struct type int_type, bool_type, pointer_type;

/* generator_values.c */
unsigned pick(struct generator *g, unsigned n);
bool chance(struct generator *g, unsigned one_in);
const struct type *make_type(struct generator *g, int depth);
/* As an annotation, of those that have one: all kinds but PLAIN, TUPLE and RECORD. */
void put_type(struct generator *g, const struct type *type);
/* An expression of the type, with at most `depth` operators one in the other. */
void put(struct generator *g, const struct type *type, int depth);
/* "@m1[...]" */
void put_map_use(struct generator *g, unsigned map, int depth);

#endif
