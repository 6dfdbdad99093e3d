#include "gfp.h"

#include <stddef.h>

#include "text.h"

/* Flags and names apart: one block of text costs less than a pointer to each name. */
static const uint32_t gfp_flags[] = {
#define GFP(flags, name) flags,
#include "gfp.def"
};

static const char gfp_names[] =
#define GFP(flags, name) name "\0"
#include "gfp.def"
	;

void rt_gfp_text(uint32_t flags, struct rt_text *out)
{
	const char *separator = "";
	const char *name = gfp_names;
	if (!flags) {
		rt_text_add_char(out, '0');
		return;
	}
	for (size_t i = 0; i < sizeof(gfp_flags) / sizeof(gfp_flags[0]); i++) {
		if ((flags & gfp_flags[i]) == gfp_flags[i]) {
			rt_text_add_string(out, separator);
			rt_text_add_string(out, name);
			flags &= ~gfp_flags[i];
			separator = "|";
		}
		while (*name)
			name++;
		name++;
	}
	if (flags) {
		rt_text_add_string(out, separator);
		rt_text_add_string(out, "0x");
		rt_text_add_hex(out, flags);
	}
}
