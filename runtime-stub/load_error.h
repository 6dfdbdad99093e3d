/*
 * Why the kernel refused to load, in words.
 */
#ifndef RUNTIME_STUB_LOAD_ERROR_H
#define RUNTIME_STUB_LOAD_ERROR_H

#include <stdint.h>

struct rt;

/* Not even the maps could be loaded. */
void rt_load_error_base(const struct rt *rt, int err);

/* One program was refused; log is the verifier's, possibly empty. Under -v all of it is shown. */
void rt_load_error_program(const struct rt *rt, uint32_t program, int err, const char *log);

#endif
