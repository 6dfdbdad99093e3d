/*
 * Why the kernel refused to load, in words.
 */
#ifndef RUNTIME_STUB_LOAD_ERROR_H
#define RUNTIME_STUB_LOAD_ERROR_H

#include <stdint.h>

struct rt;
struct rt_probe;
struct rt_mechanism;

/* Not even the maps could be loaded. */
void rt_load_error_base(struct rt *rt, int err);

/*
 * One program was refused: notes why and returns err, but never -ENOENT. log is the verifier's, possibly
 * empty. Under -v all of it is shown.
 */
int rt_load_error_note(struct rt *rt, struct rt_probe *probe,
		       const struct rt_mechanism *mechanism, int err, const char *log);

#endif
