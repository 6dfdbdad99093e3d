/*
 * Boots a kernel in QEMU, with KVM where that works, else emulated. No privilege is needed.
 */
#ifndef GUEST_BOOT_H
#define GUEST_BOOT_H

#include <stdbool.h>
#include <stdio.h>

#include "base/arena.h"

struct guest {
	const char *machine;           /* as of uname -m; NULL: this one */
	const char *kernel;            /* a bootable image: vmlinuz */
	const char *initramfs;         /* whose /init is guest-init */
	const char *append;            /* more for the kernel's command line; or NULL */
	const char *console, *results; /* files for what comes over the two serial lines */
	unsigned seconds;              /* after which it is ended */
	unsigned memory;               /* MiB */
	unsigned n_cpus;
	FILE *trace; /* where to print the command line; NULL: nowhere */
};

/* Path of QEMU for a machine (NULL: this one); NULL with *error set. */
const char *guest_find_qemu(struct arena *arena, const char *machine, const char **error);

/*
 * Waits until the guest has powered itself off. False with *error set to one line: it ended before it was
 * done (a panic is quoted), or too late.
 */
bool guest_boot(struct arena *arena, const char *qemu, const struct guest *guest,
		const char **error);

#endif
