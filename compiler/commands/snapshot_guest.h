/*
 * A snapshot of a kernel that runs nowhere yet: it is booted in QEMU and recorded there.
 */
#ifndef COMMANDS_SNAPSHOT_GUEST_H
#define COMMANDS_SNAPSHOT_GUEST_H

#include "commands/options.h"

/*
 * Boots options->kernels' only one and writes options->output. The kernel's configuration comes from a file
 * beside it, named config where the kernel's name has vmlinuz. EXIT_DONE, or EXIT_TOOLING after a message.
 */
int snapshot_guest(const struct options *options);

#endif
