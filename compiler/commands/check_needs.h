/*
 * What a tool's BPF object finds on a kernel that is not running here: skeleton/need.h asked about a target.
 */
#ifndef COMMANDS_CHECK_NEEDS_H
#define COMMANDS_CHECK_NEEDS_H

#include "commands/compilation.h"
#include "kernel/kernel.h"
#include "need.h"

struct check_needs {
	struct needs needs;
	bool is_known; /* else there is nothing in needs */
	struct need_target target;
	struct kernel *kernel;
};

/*
 * Makes the object of a script's plan, and reads it. EXIT_DONE with *object, which lives in the compilation's arena, or
 * EXIT_TOOLING after a message.
 */
int check_needs_object(struct compilation *c, const char **object, size_t *size);

/* Judges it. The kernel, and check itself, have to stay until check_needs_release. False: out of memory, or a broken object. */
bool check_needs_find(struct check_needs *check, struct kernel *kernel, const char *object,
		      size_t size);
void check_needs_release(struct check_needs *check);

/*
 * What the kernel refuses a probe for: NULL if one of its programs would be loaded, or nothing is known.
 */
const struct need *check_needs_obstacle(const struct check_needs *check, const struct plan *plan,
					const struct abi_probe *probe);

/* The same of one program, by its index in the plan. */
const struct need *check_needs_obstacle_of(const struct check_needs *check, const struct plan *plan,
					   uint32_t program);

/* major << 8 | minor of a kernel's release; 0: it does not say. */
unsigned check_release(const struct kernel *kernel);
bool check_lacks(const struct check_needs *check, enum abi_feature feature);

#endif
