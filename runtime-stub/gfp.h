/* Names of the kernel's page allocation flags. */
#ifndef RUNTIME_STUB_GFP_H
#define RUNTIME_STUB_GFP_H

#include <stdint.h>

struct rt_text;

/* "GFP_KERNEL|__GFP_ZERO"; bits without a name as hex at the end; "0" for none. */
void rt_gfp_text(uint32_t flags, struct rt_text *out);

#endif
