/*
 * Constants that a script uses and nobody else knows: neither its C, nor the target's types, nor our
 * table. The headers of the kernel's user-space API that are on this machine may define them.
 */
#ifndef COMMANDS_UAPI_CONSTANT_H
#define COMMANDS_UAPI_CONSTANT_H

struct compilation;

/*
 * Adds what it finds to c->script_c.constants; between script_c_compile and sema. What can't be found,
 * or has not one value in all headers, stays unknown, and sema says so. A script without unknown names
 * in capitals costs nothing.
 */
void uapi_constants_find(struct compilation *c);

#endif
