/*
 * Types of the language. Immutable, in the arena, made by the constructors
 * (type_int(ctx, 8, true), ...), which share equal types: compare scalars, strings and the
 * like with type_equal. TYPE_ERROR is compatible with everything, so that one mistake gives one message.
 */
#ifndef SEMA_TYPE_H
#define SEMA_TYPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi.h"
#include "base/arena.h"
#include "kernel/ctype.h"

enum type_kind {
	TYPE_ERROR,
	TYPE_NONE, /* of statements and functions without a value */
	TYPE_INT,  /* size 1 2 4 8, is_signed */
	TYPE_BOOL,
	TYPE_ENUM,    /* ctype; size, is_signed as an integer */
	TYPE_POINTER, /* to (TYPE_NONE for void), space */
	TYPE_STRING,  /* size bytes */
	TYPE_BUFFER,  /* capacity in count */
	TYPE_ARRAY,   /* to, count */
	TYPE_TUPLE,   /* fields */
	TYPE_RECORD,  /* fields with names */
	TYPE_STRUCT,  /* ctype: struct or union of C, a value */
	TYPE_KSYM,
	TYPE_USYM,
	TYPE_KSTACK, /* count frames, stack_mode */
	TYPE_USTACK,
	TYPE_INET,
	TYPE_MAC,
	TYPE_TIMESTAMP, /* text: strftime format */
	TYPE_USERNAME,
	TYPE_CGROUP_PATH,
	TYPE_PROBE, /* name of a probe by its number; goes together with strings */
	/* Aggregations, in the order of enum abi_value_kind COUNT..TSERIES. ORDER AGGREGATION */
	TYPE_COUNT,
	TYPE_SUM,
	TYPE_MIN,
	TYPE_MAX,
	TYPE_AVG,
	TYPE_STATS,
	TYPE_HIST,
	TYPE_LHIST,
	TYPE_TSERIES,
};

enum address_space { SPACE_NONE, SPACE_KERNEL, SPACE_USER };

struct type_field {
	const char *name; /* NULL in a tuple */
	const struct type *type;
	uint32_t offset;
};

struct type {
	enum type_kind kind;
	uint32_t size,
		align;  /* bytes of a value in memory: C layout, strings and byte arrays align 1 */
	bool is_signed; /* INT, ENUM, and SUM MIN MAX AVG STATS */
	bool is_flexible; /* INT (and those aggregations): of a literal >= 0, takes the other side's sign; type_any_text() */
	const struct type *to;
	enum address_space space; /* of a POINTER; of a STRUCT: where its pointers point */
	uint64_t count;
	const struct type_field *fields;
	size_t n_fields;
	const struct ctype *ctype;
	uint8_t bits;           /* hist k; stack mode */
	int64_t min, max, step; /* lhist; tseries interval, slots, aggregation */
	const char *text;
	const char *from; /* of an ARRAY: "TAG.MEMBER" of the kernel's that it is a value of, or NULL; no part of what makes types equal */
};

bool type_is_integer(const struct type *type);     /* INT, BOOL, ENUM */
bool type_is_scalar(const struct type *type);      /* those and POINTER */
bool type_is_aggregation(const struct type *type); /* COUNT..TSERIES */
bool type_is_castable(const struct type *type);    /* aggregations usable as an integer */
bool type_has_size(const struct type *type); /* in memory; a struct that is only declared has none */
bool type_equal(const struct type *a, const struct type *b);
bool type_is_same_enum(const struct type *a, const struct type *b); /* of any sizes */

/* As messages write it: "int64", "string[16]", "struct file *", "(uint32, string[16])", "count". */
const char *type_name(struct arena *arena, const struct type *type);

/* Constructors. */
const struct type *type_error(void);
const struct type *type_none(void);
const struct type *type_bool(void);
const struct type *type_int(uint32_t size, bool is_signed);
/* Of a literal: the smallest signed type that holds it, else uint64; flexible unless negative. */
const struct type *type_literal(uint64_t value, bool is_negative);
const struct type *
type_of_kind(enum type_kind
		     kind); /* those without parameters: KSYM USYM INET MAC USERNAME PROBE, COUNT */
const struct type *type_string(struct arena *arena, uint32_t size);
const struct type *type_buffer(struct arena *arena, uint32_t capacity);
/* A struct that it points to lies in the space, too. */
const struct type *type_pointer(struct arena *arena, const struct type *to,
				enum address_space space);
const struct type *type_array(struct arena *arena, const struct type *element, uint64_t count);
/* Lays the fields out (language.md 5.3); names all NULL makes a tuple. fields is copied. */
const struct type *type_fields(struct arena *arena, const struct type_field *fields, size_t n);
const struct type *type_struct(struct arena *arena, const struct ctype *ctype);
const struct type *type_enum(struct arena *arena, const struct ctype *ctype);
/* Of an enumerator by its name: 64 bits, whatever values of the enum have (language.md 1.7). */
const struct type *type_enumerator(struct arena *arena, const struct ctype *ctype);
const struct type *type_stack(struct arena *arena, enum type_kind kind, uint64_t frames,
			      enum abi_stack_mode mode);
const struct type *type_text(struct arena *arena, enum type_kind kind,
			     const char *text); /* TIMESTAMP, CGROUP_PATH */
/* TIMESTAMP or CGROUP_PATH as a script names it: flexible, it takes the text of what it is joined with. */
const struct type *type_any_text(struct arena *arena, enum type_kind kind);
/* COUNT SUM MIN MAX AVG STATS of a number of type `of` (NULL for COUNT). */
const struct type *type_aggregation(struct arena *arena, enum type_kind kind,
				    const struct type *of);
const struct type *type_hist(struct arena *arena, uint8_t bits);
/* LHIST or TSERIES by its three numbers. */
const struct type *type_bounded(struct arena *arena, enum type_kind kind, int64_t min, int64_t max,
				int64_t step);
/* The language's type of a C value: char arrays are strings, enums enums, structs structs. */
const struct type *type_of_ctype(struct arena *arena, const struct ctype *ctype,
				 enum address_space space);
/* The same of a member of owner. */
const struct type *type_of_member(struct arena *arena, const struct ctype *owner,
				  const struct ctype_member *member, enum address_space space);

#endif
