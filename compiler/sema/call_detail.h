/*
 * What sema found out about a call: node->call.detail, by the call's function.
 *
 *	printf errorf warnf cat system	struct call_format
 *	print				struct call_print
 *	time join			struct call_text: the format, the separator; with their defaults
 *	nsecs strftime			struct call_clock
 *	pton				struct call_text: the address's bytes
 *	is_str and the like		struct call_constant, until the last walk
 *	has_field has_type has_enumerator	struct call_existence
 *	buf				struct call_room; NULL: as much as a string may have
 *	all others			NULL: the arguments and node->type say everything
 *
 * kstack, ustack: limit and mode are in node->type (count, bits). hist, lhist: bits and bounds are in
 * the type. strftime, cgroup_path: the text is in the type.
 */
#ifndef SEMA_CALL_DETAIL_H
#define SEMA_CALL_DETAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi.h"
#include "kernel/ctype.h"

/* args[0] is the format; args[1] on belong to its conversions, in order. */
struct call_format {
	struct abi_format format;
};

struct call_room {
	uint32_t most; /* bytes */
};

struct call_print {
	bool is_map;           /* print(@m): the whole map; else the value of args[0] */
	uint64_t top, divisor; /* 0: not given */
};

struct call_text {
	const char *text;
	size_t size;
};

struct call_constant {
	bool is_known, is_bool;
	uint64_t value;
};

/* What the target must have: all of it. */
struct call_existence {
	bool is_known, value; /* types of fixed layout: not asked of the target */
	struct existence_test {
		const struct ctype *root; /* of a typedef: a VOID with its name */
		const char *path;         /* "a.b"; an enumerator; NULL: the type itself */
		const struct ctype_member *presumed; /* what path ends in, if it is not known here */
	} * tests;
	size_t n_tests;
};

struct call_clock {
	enum abi_clock clock;
};

#endif
