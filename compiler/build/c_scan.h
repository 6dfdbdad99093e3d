/*
 * Words of preprocessed C (clang -E -dD): macros with their bodies, tags, and which names occur at all.
 * No grammar: what a word is for is clang's to say.
 */
#ifndef BUILD_C_SCAN_H
#define BUILD_C_SCAN_H

#include "build/c_section.h"

struct c_scan {
	VEC(struct c_macro) macros; /* wanted, and those that their bodies name */
	VEC(struct c_name) names; /* wanted and no macro, but in the text; also those bodies name */
	VEC(struct c_tag) tags;   /* all that the text has, once each */
};

/* The text is as clang printed it, of size bytes and NUL-terminated. */
void c_scan_text(struct arena *arena, const char *text, size_t size,
		 const struct c_section_input *input, struct c_scan *scan);

/* Whether brackets, strings and characters are closed: else it could not stand in an initializer. */
bool c_is_balanced(const char *body);

#endif
