/*
 * Which headers are the kernel's, by their names.
 */
#ifndef BUILD_KERNEL_HEADER_H
#define BUILD_KERNEL_HEADER_H

#include <stdbool.h>

/* A name as an #include has it: "linux/fs.h", "asm/ptrace.h". */
bool c_is_kernel_header(const char *name);

#endif
